import { z } from "@medusajs/framework/zod"
import type { ModuleContext } from "./context"

/** What {@link queryRows} needs: the module's knex, or a transaction's. */
type Queryable = Pick<ReturnType<ModuleContext["knex"]>, "raw">

/** One SQL text with `?` parameters: values never stand in the text itself. */
export interface Statement {
  readonly sql: string
  readonly bindings: readonly (string | number | boolean | Date | null | string[] | number[])[]
}

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
  const result: unknown = await knex.raw(statement.sql, [...statement.bindings])
  return z.object({ rows: z.array(schema) }).parse(result).rows
}
