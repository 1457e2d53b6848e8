import { readdirSync } from "node:fs"
import path from "node:path"
import type { Client } from "pg"
import { z } from "@medusajs/framework/zod"
import { root } from "./database"

const FOLDER = path.join(root, "src", "modules", "recommendation", "migrations")

/** Names of the plugin's migrations, oldest first. */
export const MIGRATIONS: readonly string[] = readdirSync(FOLDER)
  .map((file) => path.basename(file, ".ts"))
  .sort()

interface MigrationParts {
  up(): Promise<void>
  down(): Promise<void>
  getQueries(): unknown[]
}
const migrationClass = z.custom<new () => MigrationParts>((value) => typeof value === "function")

/** Runs one step of a migration, as Medusa does: its statements, in one transaction. */
export async function migrate(client: Client, name: string, step: "up" | "down"): Promise<void> {
  const loaded = z.record(z.string(), z.unknown()).parse(await import(path.join(FOLDER, name)))
  const migration = new (migrationClass.parse(loaded[name] ?? loaded.default))()
  await migration[step]()
  await client.query("begin")
  for (const query of migration.getQueries()) await client.query(z.string().parse(query))
  await client.query("commit")
}
