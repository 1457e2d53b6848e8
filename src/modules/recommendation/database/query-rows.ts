import { z } from "@medusajs/framework/zod"
import { PreparedStatements } from "./prepared-statements"
import type { Queryable, Statement } from "./prepared-statements"

export { SHOPPERS_TIMEOUT_MS } from "./prepared-statements"
export type { Statement } from "./prepared-statements"

/** One for the process: what a pooler refuses to one query it refuses to all. */
const statements = new PreparedStatements()

const answerShape = z.object({ rows: z.array(z.unknown()) })

/**
 * Rows of a query, each checked against `schema`: what Postgres hands back is
 * `any` to the compiler, and bigints come as text. On the way of each request
 * keep the schema outside of the function: zod compiles one again at its first
 * parse, which takes a hundred times what the parse does.
 *
 * @throws ZodError when a row is not of that shape
 */
export async function queryRows<Row extends z.ZodType>(
  knex: Queryable,
  statement: Statement,
  schema: Row,
): Promise<z.output<Row>[]> {
  const result = await statements.run(knex, statement)
  return answerShape.parse(result).rows.map((row) => schema.parse(row))
}

/** Runs a statement whose rows, if there are any, matter to nobody. */
export async function execute(knex: Queryable, statement: Statement): Promise<void> {
  await statements.run(knex, statement)
}
