import { mkdtempSync, readFileSync } from "node:fs"
import { tmpdir } from "node:os"
import path from "node:path"
import { logOf, runLogged } from "../lib/logged-run"
import type { LoggedOutcome } from "../lib/logged-run"

const folder = mkdtempSync(path.join(tmpdir(), "logged-run-"))

function run(script: string, stage: string): Promise<LoggedOutcome> {
  return runLogged({
    ...{ command: [process.execPath, "-e", script], cwd: folder, env: process.env, log: logOf(folder, stage) },
    shows: (line) => line.startsWith("FAIL "),
  })
}

test("a command's whole output is in its log, and only what is asked for is shown", async () => {
  const print = jest.spyOn(console, "log").mockImplementation(() => undefined)
  const { code } = await run("console.log('noise'); console.error('FAIL a.spec.ts')", "quiet")
  expect([code, print.mock.calls]).toEqual([0, [["FAIL a.spec.ts"]]])
  expect(readFileSync(logOf(folder, "quiet"), "utf8").split("\n").sort()).toEqual(["", "FAIL a.spec.ts", "noise"])
  print.mockRestore()
})

test("a command that fails tells its code and its last lines", async () => {
  const { code, lastLines } = await run("for (let n = 0; n < 99; n++) console.log(n); process.exitCode = 3", "fails")
  expect([code, lastLines.length, lastLines.at(-1)]).toEqual([3, 60, "98"])
})
