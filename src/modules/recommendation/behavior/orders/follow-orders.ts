import { z } from "@medusajs/framework/zod"
import { queryRows } from "../../query-rows"
import type { NewBehaviorEvent } from "../event"
import type { Executor } from "../insert-events"

const followedRow = z.object({ customer_id: z.string().nullable() })

/**
 * Brings events of orders that are stored already up to what the orders say today: whose they are, for an order may be
 * handed to another customer, and what their lines earned, for discounts, returns and refunds come later. Quantities are
 * never rewritten: they change by events of their own, so that every instant keeps its own truth.
 *
 * @returns customers whose history grew or shrank by it
 */
export async function followOrders(transaction: Executor, events: readonly NewBehaviorEvent[]): Promise<string[]> {
  if (events.length === 0) return []
  const times = events.map(({ occurredAt }) => occurredAt.getTime())
  const rows = await queryRows(
    transaction,
    {
      sql: FOLLOW,
      bindings: [
        events.map(({ id }) => id),
        events.map(({ occurredAt }) => occurredAt.toISOString()),
        events.map(({ customerId }) => customerId ?? ""),
        events.map(({ visitorId }) => visitorId ?? ""),
        events.map(({ orderLineId }) => orderLineId ?? ""),
        events.map(({ earned }) => String(earned ?? "")),
        new Date(Math.min(...times)),
        new Date(Math.max(...times)),
      ],
    },
    followedRow,
  )
  return [...new Set(rows.flatMap((row) => row.customer_id ?? []))]
}

/** The two instants keep Postgres from opening months that none of the orders belongs to. */
const FOLLOW = `
  with given as (
    select id, at, nullif(customer_id, '') as customer_id, nullif(visitor_id, '') as visitor_id,
           nullif(order_line_id, '') as order_line_id,
           nullif(earned, '')::numeric as earned
      from unnest(?::text[], ?::timestamptz[], ?::text[], ?::text[], ?::text[], ?::text[])
        as given (id, at, customer_id, visitor_id, order_line_id, earned))
  update behavior_event e
     set customer_id = given.customer_id, visitor_id = given.visitor_id, order_line_id = given.order_line_id,
         earned = given.earned
    from given
   where e.id = given.id and e.occurred_at = given.at and e.occurred_at >= ? and e.occurred_at <= ?
     and (e.customer_id, e.visitor_id, e.order_line_id, e.earned)
         is distinct from (given.customer_id, given.visitor_id, given.order_line_id, given.earned)
  returning given.customer_id`
