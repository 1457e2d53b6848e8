import { z } from "@medusajs/framework/zod"
import { PreparedStatements } from "./prepared-statements"
import type { Queryable, Statement } from "./prepared-statements"

export { PATIENCE_MS, SHOPPERS_PATIENCE_MS } from "./prepared-statements"
export type { Statement } from "./prepared-statements"

/** One for the process: what a pooler refuses to one query it refuses to all. */
const statements = new PreparedStatements()

/**
 * Rows of a query, each checked against `schema`: what Postgres hands back is
 * `any` to the compiler, and bigints come as text.
 *
 * @throws ZodError when a row is not of that shape
 */
export async function queryRows<Row extends z.ZodType>(
  knex: Queryable,
  statement: Statement,
  schema: Row,
): Promise<z.output<Row>[]> {
  const result = await statements.run(knex, statement)
  return z.object({ rows: z.array(schema) }).parse(result).rows
}
