import { z } from "@medusajs/framework/zod"
import type { ServedCount } from "../../../types/http"
import type { ModuleContext } from "../context"
import { queryRows } from "../database/query-rows"
import type { Period } from "./sql"

const servedRow = z.object({
  placement: z.string().nullable(),
  strategy: z.string(),
  rung: z.string(),
  lists: z.coerce.number(),
})

/** Lists that were served, by where they stood, what they were asked for and which rung answered, the most first. */
export function countServed(context: ModuleContext, { from, to }: Period): Promise<ServedCount[]> {
  return queryRows(
    context.knex(),
    {
      sql: `select placement, strategy, rung, count(*) as lists from recommendation_served
             where created_at >= ? and created_at < ? and deleted_at is null group by 1, 2, 3 order by 4 desc`,
      bindings: [from, to],
    },
    servedRow,
  )
}
