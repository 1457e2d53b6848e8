import { knex } from "@medusajs/framework/mikro-orm/knex"
import type { ModuleContext } from "../../src/modules/recommendation/context"
import { parseOptions } from "../../src/modules/recommendation/options"
import { createShopDatabase, databaseUrl, dropDatabase } from "./database"

/** The module's parts on a real, migrated shop database, without Medusa round them. */
export interface TestModule {
  readonly context: ModuleContext
  /** One statement on the same database. */
  run(sql: string, bindings?: readonly (string | number | boolean | Date | null)[]): Promise<unknown>
  /** Empties every table of the plugin. */
  empty(): Promise<void>
  close(): Promise<void>
}

const OUR_TABLES = `select quote_ident(tablename) as name from pg_tables
  where schemaname = 'public' and (tablename = 'behavior_event' or tablename like 'recommendation\\_%')`

/** Makes database `name` and connects to it. */
export async function startTestModule(name: string, options: unknown = {}): Promise<TestModule> {
  await createShopDatabase(name)
  const connection = knex({ client: "pg", connection: databaseUrl(name), pool: { min: 0, max: 8 } })
  return {
    context: { knex: () => connection, options: parseOptions(options), logger: undefined },
    run: async (sql, bindings = []) => {
      const result: unknown = await connection.raw(sql, [...bindings])
      return result
    },
    empty: async () => {
      await connection.raw(`do $$ declare t text; begin
        for t in ${OUR_TABLES} loop execute 'truncate ' || t || ' cascade'; end loop; end $$`)
    },
    close: async () => {
      await connection.destroy()
      await dropDatabase(name)
    },
  }
}
