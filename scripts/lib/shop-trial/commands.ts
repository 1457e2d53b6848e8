import { mkdirSync } from "node:fs"
import path from "node:path"
import { startChild } from "../../../demo/lib/child"
import type { Child } from "../../../demo/lib/child"

const LAST_LINES = 40
const START_LIMIT_MS = 180_000
const PAUSE_MS = 250

/** As in a terminal of the shop's owner: nothing of how this script itself was started. */
export function shopEnvironment(): NodeJS.ProcessEnv {
  const own = /^(NODE_OPTIONS|NODE_ENV|TS_NODE_|npm_|DATABASE_URL|REDIS_URL|DB_)/i
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !own.test(name)))
}

/** Commands of a shop on trial: their output goes to files, and none outlives this process. */
export class Commands {
  readonly #logs: string
  #env: NodeJS.ProcessEnv
  readonly #servers: Child[] = []

  constructor(folder: string, env: NodeJS.ProcessEnv) {
    this.#logs = path.join(folder, "logs")
    this.#env = env
    mkdirSync(this.#logs, { recursive: true })
  }

  addToPath(folder: string): void {
    this.#env = { ...this.#env, PATH: `${folder}${path.delimiter}${this.#env.PATH ?? ""}` }
  }

  /**
   * Runs a command to its end; gives its lines.
   *
   * @throws Error with the command's last words when it fails
   */
  async run(command: readonly string[], { cwd, name, env = {} }: CommandOptions): Promise<readonly string[]> {
    const { code, lines } = await this.try(command, { cwd, name, env })
    if (code !== 0) throw new Error(`${name} ended with ${code}:\n${lines.slice(-LAST_LINES).join("\n")}`)
    return lines
  }

  /** Runs a command to its end, however it ends. */
  async try(command: readonly string[], { cwd, name, env = {} }: CommandOptions): Promise<Ended> {
    const lines: string[] = []
    const child = startChild(command, {
      ...{ cwd, env: { ...this.#env, ...env }, logFile: this.#fileOf(name) },
      onLine: (line) => lines.push(line),
    })
    return { code: await child.ended, lines }
  }

  /**
   * Starts a server and waits until it answers.
   *
   * @throws Error with the server's last words when it ends instead, or takes three minutes
   */
  async serve(command: readonly string[], { cwd, name, env = {}, health }: ServerOptions): Promise<Child> {
    const child = startChild(command, { cwd, env: { ...this.#env, ...env }, logFile: this.#fileOf(name) })
    this.#servers.push(child)
    const gone = child.ended.then(() => "gone" as const)
    for (const until = Date.now() + START_LIMIT_MS; Date.now() < until;) {
      if (await isHealthy(health)) return child
      const pause = new Promise<"pause">((resolve) => setTimeout(resolve, PAUSE_MS, "pause"))
      if ((await Promise.race([gone, pause])) === "gone") break
    }
    throw new Error(`${name} did not come up:\n${child.lastLines(LAST_LINES).join("\n")}`)
  }

  /** Ends all servers. */
  async stop(): Promise<void> {
    await Promise.all(this.#servers.map((server) => server.stop()))
  }

  #fileOf(name: string): string {
    return path.join(this.#logs, `${name}.log`)
  }
}

export interface CommandOptions {
  readonly cwd: string
  /** Of its log. */
  readonly name: string
  readonly env?: NodeJS.ProcessEnv
}

export interface ServerOptions extends CommandOptions {
  /** Address that answers 200 once it is up. */
  readonly health: string
}

export interface Ended {
  readonly code: number
  readonly lines: readonly string[]
}

async function isHealthy(url: string): Promise<boolean> {
  try {
    return (await fetch(url, { redirect: "manual", signal: AbortSignal.timeout(5_000) })).status < 400
  } catch {
    return false
  }
}
