import { z } from "@medusajs/framework/zod"
import { behaviorCode } from "../../../core/contract"
import { ERASED, erasedBindings } from "../privacy/tombstones"
import type { ShopperHash } from "../privacy/shopper-hashes"
import { queryRows } from "../database/query-rows"
import type { NewBehaviorEvent } from "./event"
import type { Executor } from "./insert-events"

const followedRow = z.object({ names: z.array(z.string()) })

/**
 * Gives lines that were stored as nobody's, or as the cart's own, to whom their cart names today: most storefronts open a
 * cart with its first line, and name the visitor in it only afterwards. What is somebody's already is left as it is, and
 * of whom was erased since, nothing comes back.
 *
 * @param added that lines came into their carts, as the carts say today
 * @returns customers and visitors whose history grew by it
 */
export async function followCarts(
  transaction: Executor,
  added: readonly NewBehaviorEvent[],
  hash: ShopperHash,
): Promise<string[]> {
  const named = added.filter(({ customerId, visitorId, basketId }) => namesSomebody(customerId ?? visitorId, basketId))
  if (named.length === 0) return []
  const text = (of: (event: NewBehaviorEvent) => string | null | undefined): string[] =>
    named.map((event) => of(event) ?? "")
  const rows = await queryRows(
    transaction,
    {
      sql: FOLLOW,
      bindings: [
        ...[text(({ id }) => id), text(({ productId }) => productId)],
        named.map(({ occurredAt }) => occurredAt.toISOString()),
        ...[text(({ customerId }) => customerId), text(({ visitorId }) => visitorId), text(({ basketId }) => basketId)],
        ...[text(({ recommendationId }) => recommendationId), text(({ placement }) => placement)],
        ...erasedBindings(named, hash),
        new Date(Math.min(...named.map(({ occurredAt }) => occurredAt.getTime()))),
      ],
    },
    followedRow,
  )
  return [...new Set(rows.flatMap(({ names }) => names))]
}

/** Where no yes is needed a cart without a visitor is one of its own. */
const namesSomebody = (name: string | null | undefined, cartId: string | null | undefined): boolean =>
  (name ?? cartId ?? null) !== (cartId ?? null)

/** Changes of a line's quantity bear its id and a time. The last instant keeps Postgres from opening months before. */
const FOLLOW = `
  with given as (
    select id, product_id, at, nullif(customer_id, '') as customer_id, nullif(visitor_id, '') as visitor_id,
           nullif(basket_id, '') as basket_id, nullif(recommendation_id, '') as recommendation_id,
           nullif(placement, '') as placement
      from unnest(?::text[], ?::text[], ?::timestamptz[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[])
        as given (id, product_id, at, customer_id, visitor_id, basket_id, recommendation_id, placement)),
  ${ERASED}
  update behavior_event e
     set customer_id = given.customer_id, visitor_id = given.visitor_id, basket_id = given.basket_id,
         recommendation_id = coalesce(e.recommendation_id, given.recommendation_id),
         placement = coalesce(e.placement, given.placement)
    from given
   where e.product_id = given.product_id and e.type in (${behaviorCode("add_to_cart")}, ${behaviorCode("remove_from_cart")})
     and e.occurred_at >= given.at - interval '1 minute' and e.occurred_at >= ?::timestamptz - interval '1 minute'
     and not exists (select 1 from erased x
                      where x.name in (given.customer_id, given.visitor_id) and given.at <= x.erased_at)
     and e.customer_id is null and (e.visitor_id is null or e.visitor_id = given.basket_id) and (e.id = given.id or starts_with(e.id, given.id || ':'))
  returning array_remove(array[e.customer_id, e.visitor_id, e.basket_id], null) as names`
