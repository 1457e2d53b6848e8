import { z } from "@medusajs/framework/zod"
import type { ProfileEvent } from "../../../core/contract"
import type { ModuleContext } from "../context"
import { hasObjected } from "../privacy/consent"
import type { ShopperKey } from "../privacy/shopper-identity"
import { queryRows } from "../database/query-rows"
import { STORED_COLUMNS, storedEventRow } from "./event"

/** Events of one shopper that a profile reads at most. */
export const PROFILE_EVENTS = 1_000

/**
 * A shopper's latest behavior, oldest first, without bots' events. A visitor's
 * events count for the customer they were linked to, and for nobody else.
 */
export async function readProfile(
  context: ModuleContext,
  key: ShopperKey,
  limit = PROFILE_EVENTS,
): Promise<ProfileEvent[]> {
  const { customerId = null, visitorId = null } = key
  const parts: string[] = []
  const bindings: (string | number)[] = []
  const page = "order by e.occurred_at desc, e.seq desc limit ?"
  // A customer who objected is a stranger, whatever stands in their orders.
  const mayBeUsed = customerId ? `and not ${hasObjected("?")}` : ""
  const add = (whose: string, ids: readonly string[]): void => {
    parts.push(
      `(select ${STORED_COLUMNS}, e.session_id as "sessionId" from behavior_event e where ${whose} and not e.is_bot ${mayBeUsed} ${page})`,
    )
    bindings.push(...ids, ...(customerId ? [customerId] : []), limit)
  }
  if (customerId) {
    add("e.customer_id = ?", [customerId])
    add(
      `e.customer_id is null and e.visitor_id = any(array(
         select visitor_id from recommendation_visitor where customer_id = ?))`,
      [customerId],
    )
  }
  if (visitorId) {
    add(
      `e.customer_id is null and e.visitor_id = ? and not exists (
         select 1 from recommendation_visitor v where v.visitor_id = ?)`,
      [visitorId, visitorId],
    )
  }
  if (parts.length === 0) return []
  const rows = await queryRows(
    context.knex(),
    {
      sql: `select * from (${parts.join(" union all ")}) as e order by e."occurredAt" desc, e.seq desc limit ?`,
      bindings: [...bindings, limit],
    },
    profileRow,
  )
  return rows.reverse().map(toProfileEvent)
}

const profileRow = storedEventRow.extend({ sessionId: z.string().nullable() })

const toProfileEvent = (row: z.output<typeof profileRow>): ProfileEvent => ({
  productId: row.productId,
  type: row.type,
  at: row.occurredAt.getTime(),
  quantity: row.quantity,
  price: row.price,
  // As training reads it: what was looked at belongs to its visit.
  basketId: row.basketId ?? row.sessionId,
  isGift: row.isGift,
})
