import type { Client } from "pg"
import { z } from "@medusajs/framework/zod"

const columnsSchema = z.array(z.object({ table: z.string(), columns: z.array(z.string()) }))

/**
 * Tables in which any row holds one of the texts in any column, whatever its type: the plugin's own with all
 * partitions, and what Medusa's engine of workflows keeps of their inputs.
 */
export async function tablesThatHold(client: Client, texts: readonly string[]): Promise<string[]> {
  const { rows } = await client.query(
    `select table_name as table, array_agg(column_name::text) as columns from information_schema.columns
     where table_schema = 'public' and table_name ~ '^(behavior_event|recommendation_|workflow_execution)'
     group by 1 order by 1`,
  )
  const holding: string[] = []
  for (const { table, columns } of columnsSchema.parse(rows)) {
    const everything = columns
      .map((column) => `coalesce(${client.escapeIdentifier(column)}::text, '')`)
      .join(` || ' ' || `)
    const found = await client.query(
      `select 1 from ${client.escapeIdentifier(table)} t
       where exists (select 1 from unnest($1::text[]) as text where position(text in ${everything}) > 0
                     or position(encode(convert_to(text, 'UTF8'), 'hex') in ${everything}) > 0) limit 1`,
      [texts],
    )
    if (found.rows.length > 0) holding.push(table)
  }
  return holding
}
