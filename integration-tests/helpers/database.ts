import { execFile } from "node:child_process"
import { createHash } from "node:crypto"
import { readdirSync, readFileSync } from "node:fs"
import path from "node:path"
import { promisify } from "node:util"
import { Client } from "pg"

const run = promisify(execFile)

export const root = path.join(__dirname, "..", "..")

/** Any number: whoever migrates the template holds this advisory lock. */
const TEMPLATE_LOCK = 7_219_004

const server = {
  host: process.env.DB_HOST ?? "127.0.0.1",
  port: Number(process.env.DB_PORT ?? 5432),
  user: process.env.DB_USERNAME ?? "postgres",
  password: process.env.DB_PASSWORD ?? "postgres",
}

/** Address of a database on the tests' Postgres; `port` goes round it, through a proxy. */
export function databaseUrl(name: string, port: number = server.port): string {
  return `postgres://${server.user}:${server.password}@${server.host}:${port}/${name}`
}

/** Where the tests' Postgres listens. */
export const postgresAddress = { host: server.host, port: server.port }

/** Runs `work` on a connection of its own. */
export async function withClient<T>(database: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ ...server, database })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

/**
 * Makes an empty, migrated shop database. Migrating takes a quarter of a minute,
 * so it is done once into a template named after the migrations, and copied.
 */
export async function createShopDatabase(name: string): Promise<void> {
  await withTemplate(async (client, template) => {
    await client.query(`drop database if exists ${client.escapeIdentifier(name)} with (force)`)
    await client.query(`create database ${client.escapeIdentifier(name)} template ${client.escapeIdentifier(template)}`)
  })
}

/** Makes the template where it is missing, so that no test waits for it. */
export function prepareShopDatabases(): Promise<void> {
  return withTemplate(() => Promise.resolve())
}

/** One at a time: a template that is being copied cannot be connected to, and two that migrate would hinder each other. */
async function withTemplate(work: (client: Client, template: string) => Promise<void>): Promise<void> {
  const template = `svm_template_${migrationsHash()}`
  await withClient("postgres", async (client) => {
    await client.query("select pg_advisory_lock($1)", [TEMPLATE_LOCK])
    try {
      const known = await client.query("select 1 from pg_database where datname = $1", [template])
      if (known.rowCount === 0) await migrate(client, template)
      await work(client, template)
    } finally {
      await client.query("select pg_advisory_unlock($1)", [TEMPLATE_LOCK])
    }
  })
}

/** Makes a database with nothing in it, in place of the one that had the name. */
export async function createEmptyDatabase(name: string): Promise<void> {
  await dropDatabase(name)
  await withClient("postgres", (client) => client.query(`create database ${client.escapeIdentifier(name)}`))
}

/** Drops a database, whoever is still connected. */
export function dropDatabase(name: string): Promise<unknown> {
  return withClient("postgres", (client) =>
    client.query(`drop database if exists ${client.escapeIdentifier(name)} with (force)`),
  )
}

async function migrate(client: Client, template: string): Promise<void> {
  // A name of its own until it is whole: a run that dies half-way leaves no half template behind.
  const draft = `${template}_draft`
  await client.query(`drop database if exists ${client.escapeIdentifier(draft)} with (force)`)
  await client.query(`create database ${client.escapeIdentifier(draft)}`)
  await run(process.execPath, [path.join(root, "node_modules", "@medusajs", "cli", "cli.js"), "db:migrate"], {
    cwd: root,
    // With the tables of roles and translations, which a shop without those flags passes over.
    env: {
      ...{ ...shopEnvironment(), DATABASE_URL: databaseUrl(draft) },
      ...{ MEDUSA_FF_RBAC: "true", MEDUSA_FF_TRANSLATION: "true" },
    },
    maxBuffer: 1 << 26,
  })
  await client.query(`alter database ${client.escapeIdentifier(draft)} rename to ${client.escapeIdentifier(template)}`)
}

function migrationsHash(): string {
  const folder = path.join(root, "src", "modules", "recommendation", "migrations")
  const hash = createHash("sha256").update("with roles and translations")
  for (const file of readdirSync(folder).sort()) hash.update(file).update(readFileSync(path.join(folder, file)))
  return hash.digest("hex").slice(0, 12)
}

const JEST_VARIABLES = new Set(["NODE_OPTIONS", "JEST_WORKER_ID"])

/** Environment of a shop's process: the tests' own, less what makes jest jest. */
export function shopEnvironment(): NodeJS.ProcessEnv {
  return {
    ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !JEST_VARIABLES.has(name))),
    NODE_ENV: "development",
    DISABLE_ADMIN: "true",
    MEDUSA_DISABLE_TELEMETRY: "true",
    LOG_LEVEL: "warn",
  }
}
