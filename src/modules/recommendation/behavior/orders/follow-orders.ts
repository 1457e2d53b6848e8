import { z } from "@medusajs/framework/zod"
import { queryRows } from "../../database/query-rows"
import type { NewBehaviorEvent } from "../event"
import type { Executor } from "../insert-events"

const followedRow = z.object({ names: z.array(z.string()) })

/**
 * Brings events of orders that are stored already up to what the orders say today: whose they are, for an order may be
 * handed to another customer, and what their lines earned, for discounts, returns and refunds come later. Quantities are
 * never rewritten: they change by events of their own, so that every instant keeps its own truth.
 *
 * @returns customers and visitors whose history grew or shrank by it
 */
export async function followOrders(transaction: Executor, events: readonly NewBehaviorEvent[]): Promise<string[]> {
  if (events.length === 0) return []
  const times = events.map(({ occurredAt }) => occurredAt.getTime())
  const [earliest, latest] = [new Date(Math.min(...times)), new Date(Math.max(...times))]
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
        ...[earliest, latest, earliest, latest],
      ],
    },
    followedRow,
  )
  return [...new Set(rows.flatMap(({ names }) => names))]
}

/** The two instants keep Postgres from opening months that none of the orders belongs to. */
const FOLLOW = `
  with given as (
    select id, at, nullif(customer_id, '') as customer_id, nullif(visitor_id, '') as visitor_id,
           nullif(order_line_id, '') as order_line_id,
           nullif(earned, '')::numeric as earned
      from unnest(?::text[], ?::timestamptz[], ?::text[], ?::text[], ?::text[], ?::text[])
        as given (id, at, customer_id, visitor_id, order_line_id, earned)),
  differs as (
    select given.*, e.customer_id as customer_before, e.visitor_id as visitor_before
      from given join behavior_event e on e.id = given.id and e.occurred_at = given.at
     where e.occurred_at >= ? and e.occurred_at <= ?
       and (e.customer_id, e.visitor_id, e.order_line_id, e.earned)
           is distinct from (given.customer_id, given.visitor_id, given.order_line_id, given.earned)),
  followed as (
    update behavior_event e
       set customer_id = differs.customer_id, visitor_id = differs.visitor_id,
           order_line_id = differs.order_line_id, earned = differs.earned
      from differs
     where e.id = differs.id and e.occurred_at = differs.at and e.occurred_at >= ? and e.occurred_at <= ?)
  select array_remove(array[customer_id, visitor_id, customer_before, visitor_before], null) as names from differs
   where (customer_id, visitor_id) is distinct from (customer_before, visitor_before)`
