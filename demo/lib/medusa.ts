import path from "node:path"
import { startChild } from "./child"
import type { Child } from "./child"
import { parseProgress } from "./progress"
import type { ProgressLine } from "./progress"

/** One of Medusa's commands ended with an error; the message holds its last words. */
export class CommandError extends Error {}

export interface MedusaCommands {
  /** Runs a command to its end. */
  run(args: readonly string[], options?: RunOptions): Promise<void>
  /**
   * Starts the server, settles when it answers.
   *
   * @throws CommandError when it ended, above all because another program had taken the port meanwhile
   */
  serve(host: string, port: number): Promise<Child>
}

export interface RunOptions {
  /** Added to the environment of this command alone. */
  readonly env?: NodeJS.ProcessEnv
  readonly onProgress?: (line: ProgressLine) => void
  /** Called with each line that it writes. */
  readonly onLine?: (line: string) => void
}

export interface MedusaOptions {
  readonly root: string
  readonly env: NodeJS.ProcessEnv
  readonly logsFolder: string
  /** Called with each child, so that a Ctrl-C in the middle can end it. */
  readonly onStart: (child: Child) => void
}

const LAST_LINES = 20
/** What Medusa writes once it listens, before the port's number. */
const READY = "Server is ready on port:"

/** Medusa's command line on this repository. */
export function medusaCommands({ root, env, logsFolder, onStart }: MedusaOptions): MedusaCommands {
  const cli = path.join(root, "node_modules/@medusajs/cli/cli.js")
  const start = (args: readonly string[], logName: string, options: RunOptions = {}): Child => {
    const child = startChild([process.execPath, cli, ...args], {
      cwd: root,
      env: { ...env, ...options.env },
      logFile: path.join(logsFolder, `${logName}.log`),
      onLine: (line) => {
        options.onLine?.(line)
        const progress = parseProgress(line)
        if (progress) options.onProgress?.(progress)
      },
    })
    onStart(child)
    return child
  }
  const failure = (what: string, child: Child, logName: string): CommandError =>
    new CommandError(
      `${what} failed. Its last words (all of them: ${path.join(logsFolder, `${logName}.log`)}):\n${lastWords(child).join("\n")}`,
    )
  return {
    run: async (args, options) => {
      const logName = args[0].replace(":", "-")
      // As a server without worker: jobs must not begin what ends with this command, a training above all.
      const child = start(args, logName, { ...options, env: { ...options?.env, WORKER_MODE: "server" } })
      if ((await child.ended) !== 0) throw failure(`medusa ${args[0]}`, child, logName)
    },
    serve: async (host, port) => {
      // So that it serves the built dashboard: see dashboard.ts.
      const env = { NODE_ENV: "production" }
      let isListening = false
      const onLine = (line: string): void => {
        if (line.includes(`${READY} ${port}`)) isListening = true
      }
      const child = start(["start", "--port", String(port), "--host", host], "server", { env, onLine })
      const gone = child.ended.then(() => "gone" as const)
      // By its own word first: on a port that another demo took meanwhile a stranger answers, and would get our password.
      while (!isListening || !(await answers(`http://127.0.0.1:${port}/health`))) {
        const pause = new Promise<"pause">((resolve) => setTimeout(resolve, 200, "pause"))
        if ((await Promise.race([gone, pause])) !== "gone") continue
        if (!child.lastLines(Number.POSITIVE_INFINITY).some((line) => line.includes("EADDRINUSE")))
          throw failure("medusa start", child, "server")
        throw new CommandError(
          `another program has taken port ${port} meanwhile: start the demo again, or say another with --port`,
        )
      }
      return child
    },
  }
}

/** From the last line that speaks of an error, for stack traces push its words out of sight; else the very last lines. */
function lastWords(child: Child): string[] {
  const lines = child.lastLines(Number.POSITIVE_INFINITY)
  const at = lines.map((line) => /\berror\b/i.test(line) && !/^\s+at /.test(line)).lastIndexOf(true)
  return at < 0 ? lines.slice(-LAST_LINES) : lines.slice(at, at + LAST_LINES)
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(2_000) })).ok
  } catch {
    return false
  }
}
