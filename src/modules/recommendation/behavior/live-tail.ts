import { z } from "@medusajs/framework/zod"
import { BEHAVIOR_TYPES } from "../../../core/contract"
import type { BehaviorTailEvent } from "../../../types/http"
import type { ModuleContext } from "../context"
import { queryRows } from "../database/query-rows"

const tailRow = z.object({
  seq: z.coerce.number(),
  id: z.string(),
  type: z.number().nullable(),
  product_id: z.string(),
  product_title: z.string().nullable(),
  shopper: z.string().nullable(),
  outcome: z.enum(["stored", "duplicate", "rejected", "bot"]),
  code: z.string().nullable(),
  occurred_at: z.date(),
  received_at: z.date(),
})

/** Events as they come in with what became of them, oldest first; without `after`, the latest. */
export async function readTail(
  { knex }: ModuleContext,
  { after, limit }: { readonly after: number | null; readonly limit: number },
): Promise<BehaviorTailEvent[]> {
  const direction = after === null ? "desc" : "asc"
  const rows = await queryRows(
    knex(),
    {
      sql: `
        select t.*, p.title as product_title from (
          (select seq, id, type, product_id, coalesce(customer_id, visitor_id) as shopper,
                  case when is_bot then 'bot' else 'stored' end as outcome, null as code, occurred_at, received_at
             from behavior_event where seq > ? order by seq ${direction} limit ?)
          union all
          (select seq, id, type, product_id, shopper, outcome, code, coalesce(occurred_at, received_at), received_at
             from recommendation_capture_refusal where seq > ? order by seq ${direction} limit ?)) t
        left join product p on p.id = t.product_id
        order by t.seq ${direction} limit ?`,
      bindings: [after ?? -1, limit, after ?? -1, limit, limit],
    },
    tailRow,
  )
  if (after === null) rows.reverse()
  return rows.map((row) => ({
    ...row,
    type: BEHAVIOR_TYPES[row.type ?? 0] ?? "view",
    shopper: row.shopper ?? "anonymous",
    occurred_at: row.occurred_at.toISOString(),
    received_at: row.received_at.toISOString(),
  }))
}
