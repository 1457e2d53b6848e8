import { spawnSync } from "node:child_process"

/** One command to time, from the start of its process to the end. */
export interface TimedCommand {
  readonly name: string
  readonly command: string
  readonly args: readonly string[]
}

/** How the runs of one command went. */
export interface TimedRuns {
  readonly name: string
  /** Wall-clock seconds of each run, in order. */
  readonly seconds: readonly number[]
  /** What the last run wrote to its standard output. */
  readonly output: string
}

/** The command could not be run to its end. */
export class CommandFailedError extends Error {
  override readonly name = "CommandFailedError"
}

/**
 * Times commands in turns (one run each, then the next round, every second round backwards), so that whatever else
 * the machine does falls on all of them alike. The first round warms the file cache and is not counted.
 *
 * @throws CommandFailedError when a command cannot be started or ends with an error
 */
export function timeInterleaved(commands: readonly TimedCommand[], rounds: number): TimedRuns[] {
  const seconds = commands.map((): number[] => [])
  const outputs = commands.map(() => "")
  for (let round = 0; round <= rounds; round++) {
    const order = commands.map((_, i) => (round % 2 === 0 ? i : commands.length - 1 - i))
    for (const i of order) {
      const run = timeOnce(commands[i])
      outputs[i] = run.output
      if (round > 0) seconds[i].push(run.seconds)
    }
  }
  return commands.map(({ name }, i) => ({ name, seconds: seconds[i], output: outputs[i] }))
}

/**
 * @param timeoutSeconds after this the process is killed; no limit when absent
 * @throws CommandFailedError when the command cannot be started, ends with an error or is killed
 */
export function timeOnce(
  { name, command, args }: TimedCommand,
  timeoutSeconds?: number,
): { readonly seconds: number; readonly output: string } {
  const started = process.hrtime.bigint()
  const result = spawnSync(command, args, {
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
    ...(timeoutSeconds === undefined ? {} : { timeout: timeoutSeconds * 1000, killSignal: "SIGKILL" }),
  })
  const seconds = Number(process.hrtime.bigint() - started) / 1e9
  if (result.error !== undefined || result.status !== 0) {
    const timedOut = timeoutSeconds !== undefined && seconds >= timeoutSeconds
    const lastLine = result.stderr?.trim().split("\n").at(-1) ?? ""
    const why = timedOut
      ? `not done after ${timeoutSeconds} s`
      : (result.error?.message ?? `ended with ${result.status ?? result.signal ?? "?"}: ${lastLine}`)
    throw new CommandFailedError(`${name}: ${why}`)
  }
  return { seconds, output: result.stdout }
}

/** Middle value; the mean of the two middle ones of an even number. NaN of none. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}
