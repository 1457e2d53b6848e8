/**
 * Runs one command and ends it, with all that it started, when the process that
 * started this one ends, even by `kill -9`: the parent holds the other end of
 * standard input. argv: command and its arguments.
 *
 * This process leads a process group of its own (spawned detached), so that a
 * terminal's Ctrl-C reaches the parent alone, which ends things in order.
 */
import { spawn } from "node:child_process"

const GRACE_MS = 8_000
const [command, ...args] = process.argv.slice(2)
const child = spawn(command, args, { stdio: ["ignore", "inherit", "inherit"] })

child.once("error", (error) => {
  console.error(`cannot run ${command}: ${error.message}`)
  process.exit(127)
})
child.once("exit", (code, signal) => process.exit(code ?? (signal ? 128 : 1)))

function endGroup(signal) {
  try {
    process.kill(-process.pid, signal)
  } catch {
    child.kill(signal)
  }
}

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => undefined)
process.stdin.resume()
process.stdin.once("end", () => {
  endGroup("SIGTERM")
  setTimeout(() => endGroup("SIGKILL"), GRACE_MS)
})
