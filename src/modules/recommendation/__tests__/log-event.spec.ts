import type { ModuleContext } from "../context"
import { logEvent } from "../log-event"
import { parseOptions } from "../options"

describe("structured log", () => {
  const written = (debug: boolean): string[] => {
    const lines: string[] = []
    const note = (level: string) => (line: unknown) => void lines.push(`${level} ${String(line)}`)
    const logger = { info: note("info"), warn: note("warn"), error: note("error") } as unknown as NonNullable<
      ModuleContext["logger"]
    >
    const context = { logger, options: parseOptions({ logging: { debug } }) }
    for (const level of ["debug", "info", "warn", "error"] as const)
      logEvent(context, level, { name: "run.phase", fields: { run: "rectrun_1\r\nfake", percent: 5 } })
    return lines
  }

  test("log: one line an event, fields as JSON, no field can forge a second line", () => {
    const lines = written(false)
    expect(lines.map((line) => line.split(" ")[0])).toEqual(["info", "warn", "error"])
    expect(lines[0]).toBe('info recommendations: run.phase {"run":"rectrun_1\\r\\nfake","percent":5}')
    for (const line of lines) expect(line).not.toMatch(/[\r\n]/)
  })

  test("log: debug lines appear where the option is on", () => {
    expect(written(true)).toHaveLength(4)
  })

  test("log: without a logger nothing happens", () => {
    expect(() =>
      logEvent({ logger: undefined, options: parseOptions({}) }, "info", { name: "x", fields: {} }),
    ).not.toThrow()
  })
})
