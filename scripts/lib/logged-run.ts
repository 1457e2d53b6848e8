import { spawn } from "node:child_process"
import { createWriteStream } from "node:fs"
import path from "node:path"
import { createInterface } from "node:readline"
import type { Readable } from "node:stream"
import { setTimeout } from "node:timers/promises"

/** Lines that are shown where a command failed without a report of its own. */
const LAST_LINES = 60
/** How long output is waited for after the command's end. */
const GRANDCHILD_MS = 5_000

export interface LoggedCommand {
  readonly command: readonly string[]
  readonly cwd: string
  readonly env: NodeJS.ProcessEnv
  /** File that gets all that the command prints. */
  readonly log: string
  /** Whether a line is shown as well. */
  readonly shows: (line: string) => boolean
}

export interface LoggedOutcome {
  readonly code: number
  /** The last lines of all that was printed. */
  readonly lastLines: readonly string[]
}

/** Runs a command with its whole output in a file: a shop under test logs more than anybody reads. */
export async function runLogged({ command, cwd, env, log, shows }: LoggedCommand): Promise<LoggedOutcome> {
  const [program = "", ...args] = command
  const file = createWriteStream(log, { flags: "a" })
  const lastLines: string[] = []
  const child = spawn(program, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"] })
  const read = async (stream: Readable): Promise<void> => {
    for await (const line of createInterface({ input: stream })) {
      file.write(`${line}\n`)
      lastLines.push(line)
      if (lastLines.length > LAST_LINES) lastLines.shift()
      if (shows(line)) console.log(line)
    }
  }
  const ended = new Promise<number>((resolve, reject) => {
    child.on("error", reject)
    child.on("exit", (code, signal) => resolve(signal ? 1 : (code ?? 1)))
  })
  const whole = Promise.all([read(child.stdout), read(child.stderr)])
  const code = await ended
  // A grandchild that outlives the command keeps its pipes open: what the command itself said is read long before.
  await Promise.race([whole, setTimeout(GRANDCHILD_MS, undefined, { ref: false })])
  await new Promise((resolve) => file.end(resolve))
  return { code, lastLines }
}

/** The log of one stage. */
export function logOf(folder: string, stage: string): string {
  return path.join(folder, `${stage}.log`)
}
