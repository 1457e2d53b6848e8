import { z } from "@medusajs/framework/zod"
import { behaviorCode } from "../../../../core/contract"
import type { ProfileEvent } from "../../../../core/contract"
import type { StoredEvent } from "../../behavior/event"
import type { ModuleContext } from "../../context"
import { queryRows, SHOPPERS_TIMEOUT_MS } from "../../database/query-rows"

const PURCHASE = behaviorCode("purchase")
const RETURN = behaviorCode("return")

/** Of returns, those after which nothing of the order's line is kept, with the time of its purchase. By index alone. */
const GIVEN_BACK = `
  select r.seq, bought.occurred_at as "boughtAt"
    from behavior_event r
    join behavior_event bought on bought.id = r.order_line_id and bought.type = ${PURCHASE}
   where r.id = any(?) and r.type = ${RETURN}
     and bought.quantity <= (
       select sum(case when later.type = ${RETURN} then later.quantity else -later.quantity end)
         from behavior_event later
        where later.basket_id = bought.basket_id and later.order_line_id = bought.id and later.id <> bought.id)`

const row = z.object({ seq: z.coerce.number(), boughtAt: z.date() })

/** Returns by which a purchase counts no more, as a recommender takes them in; those of which a part is kept are left out. */
export async function purchasesGivenBack(
  context: ModuleContext,
  events: readonly StoredEvent[],
): Promise<{ readonly shopper: string; readonly event: ProfileEvent }[]> {
  const returns = events.filter(({ type, isBot }) => type === "return" && !isBot)
  if (returns.length === 0) return []
  const rows = await queryRows(
    context.knex(),
    { sql: GIVEN_BACK, bindings: [returns.map(({ id }) => id)], timeoutMs: SHOPPERS_TIMEOUT_MS },
    row,
  )
  const boughtAt = new Map(rows.map(({ seq, boughtAt: at }) => [seq, at.getTime()]))
  return returns
    .filter(({ seq }) => boughtAt.has(seq))
    .map((event) => ({
      shopper: observerKey(event),
      event: { ...toObserved(event), boughtAt: boughtAt.get(event.seq) ?? null },
    }))
}

/** Nobody's events are one stranger's: separated by their ids, each would count in full. */
export function observerKey(event: Pick<StoredEvent, "customerId" | "visitorId" | "basketId">): string {
  return event.customerId ?? event.visitorId ?? (event.basketId ? `basket ${event.basketId}` : "")
}

/** An event as a recommender takes it in. */
export function toObserved(event: StoredEvent): ProfileEvent {
  return {
    productId: event.productId,
    type: event.type,
    at: event.occurredAt.getTime(),
    quantity: event.quantity,
    price: event.price,
    basketId: event.basketId,
    isGift: event.isGift,
    voice: event.voice,
    channel: event.salesChannelId,
  }
}
