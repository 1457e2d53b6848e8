import { readdirSync, readFileSync } from "node:fs"
import path from "node:path"
import type { Client } from "pg"
import { z } from "@medusajs/framework/zod"
import { root } from "./database"

const namesSchema = z.array(z.object({ name: z.string() }))

/** What docs/UNINSTALL.md has a shop's owner run. */
export function uninstallStatements(): string {
  const page = readFileSync(path.join(root, "docs", "UNINSTALL.md"), "utf8")
  const block = /```sql\n([^`]+)```/.exec(page)?.[1]
  if (block === undefined) throw new Error("docs/UNINSTALL.md has no SQL")
  return block
}

/** All that the plugin has in a database: its tables, partitions, sequences, functions and entries of migrations, by name. */
export async function tracesOfPlugin(client: Client): Promise<string[]> {
  const relations = await client.query(
    `select relname as name from pg_class
     where relkind in ('r', 'p', 'S') and relname ~ '^(behavior_event|recommendation_)'
     union all select proname from pg_proc where proname ~ '^recommendation_' order by 1`,
  )
  const files = readdirSync(path.join(root, "src", "modules", "recommendation", "migrations"))
  const migrations = await client.query("select name from mikro_orm_migrations where name = any($1) order by 1", [
    files.map((file) => path.basename(file, ".ts")),
  ])
  return [...namesSchema.parse(relations.rows), ...namesSchema.parse(migrations.rows)].map(({ name }) => name)
}
