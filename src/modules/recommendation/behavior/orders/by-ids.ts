import type { z } from "@medusajs/framework/zod"
import { queryRows } from "../../database/query-rows"
import type { Executor } from "../insert-events"

/** Rows of one table that belong to some ids; without a question where there are none. */
export async function byIds<Row extends z.ZodType>(
  executor: Executor,
  sql: string,
  ids: readonly string[],
  schema: Row,
): Promise<z.output<Row>[]> {
  return ids.length === 0 ? [] : queryRows(executor, { sql, bindings: [[...ids]] }, schema)
}

/** Rows by a key, in the order in which they came. */
export function grouped<Row>(rows: readonly Row[], keyOf: (row: Row) => string): ReadonlyMap<string, readonly Row[]> {
  const groups = new Map<string, Row[]>()
  for (const row of rows) {
    const group = groups.get(keyOf(row))
    if (group) group.push(row)
    else groups.set(keyOf(row), [row])
  }
  return groups
}
