import { spawn } from "node:child_process"
import { createWriteStream } from "node:fs"
import path from "node:path"
import { createInterface } from "node:readline"
import type { Readable } from "node:stream"

/** Lines of output kept to explain a failure. */
const KEPT_LINES = 200

export interface ChildOptions {
  readonly cwd: string
  readonly env: NodeJS.ProcessEnv
  /** File that all output goes to. */
  readonly logFile: string
  readonly onLine?: (line: string) => void
}

/** A running command under guard: see child-guard.mjs. */
export interface Child {
  /** Exit code, settles when the command and its guard have ended. */
  readonly ended: Promise<number>
  /** The last lines that it wrote. */
  lastLines(count: number): string[]
  /** Asks it to end, then makes it end; settles when it has. */
  stop(): Promise<void>
}

/** Starts a command that ends with this process, however this process ends. */
export function startChild(command: readonly string[], options: ChildOptions): Child {
  const guard = spawn(process.execPath, [path.join(__dirname, "child-guard.mjs"), ...command], {
    cwd: options.cwd,
    env: options.env,
    stdio: ["pipe", "pipe", "pipe"],
    detached: true,
  })
  const log = createWriteStream(options.logFile, { flags: "a" })
  const kept: string[] = []
  const listen = (stream: Readable): void => {
    createInterface({ input: stream }).on("line", (line) => {
      log.write(`${line}\n`)
      kept.push(line)
      if (kept.length > KEPT_LINES) kept.shift()
      options.onLine?.(line)
    })
  }
  listen(guard.stdout)
  listen(guard.stderr)
  guard.stdin.on("error", () => undefined)
  const ended = new Promise<number>((resolve) => {
    guard.once("close", (code) => {
      log.end()
      resolve(code ?? 1)
    })
  })
  return {
    ended,
    lastLines: (count) => kept.slice(-count),
    stop: async () => {
      guard.stdin.end()
      await ended
    },
  }
}
