import { z } from "@medusajs/framework/zod"
import type { ModuleContext } from "../context"
import { execute, queryRows } from "./query-rows"

/** Tables of the shop that queries over the whole catalog join. */
const TABLES = [
  "product",
  "product_variant",
  "product_sales_channel",
  "product_variant_price_set",
  "price",
  "product_variant_inventory_item",
  "inventory_level",
]

const tableRow = z.object({ name: z.string() })

/**
 * Has Postgres analyze the shop's tables again where a third of their rows or more came since it last did. In the
 * minute after an import, until autovacuum comes by, it takes them for empty and joins thousands of rows one by one,
 * for minutes. It stands in nobody's way: what fails here is left to autovacuum.
 *
 * @see https://www.postgresql.org/docs/current/populate.html "Run ANALYZE Afterwards"
 */
export async function freshenStatistics(context: ModuleContext): Promise<void> {
  const knex = context.knex()
  try {
    const stale = await queryRows(
      knex,
      {
        sql: `select relid::regclass::text as name from pg_stat_user_tables
               where schemaname = current_schema() and relname = any(?) and n_mod_since_analyze > 200 + n_live_tup / 3`,
        bindings: [TABLES],
      },
      tableRow,
    )
    if (stale.length === 0) return
    await execute(knex, { sql: `analyze ${stale.map(({ name }) => name).join(", ")}`, bindings: [] })
  } catch (error) {
    context.logger?.warn(`recommendations: the shop's tables were not analyzed: ${String(error)}`)
  }
}
