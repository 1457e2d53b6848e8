import { z } from "@medusajs/framework/zod"
import type { ModuleContext } from "../context"
import { queryRows } from "../database/query-rows"
import type { Statement } from "../database/query-rows"
import { keptPurchases } from "./kept-purchases"
import type { Part } from "./kept-purchases"
import { CODE, TOUCHES, shopperOf, visitorJoin } from "./sql"
import type { Period } from "./sql"

const count = z.coerce.number()

/** What a report sums up. */
export interface AttributionScope extends Period {
  /** Days after a touch within which a purchase is credited to it. */
  readonly windowDays: number
}

/** What a report by day sums up. */
export interface DailyScope extends AttributionScope {
  /** Zone by whose calendar days are counted. */
  readonly timeZone: string
}

/** Shown and clicked, for one placement, strategy and day. */
const exposureRow = z.object({
  placement: z.string().nullable(),
  strategy: z.string().nullable(),
  day: z.string(),
  impressions: count,
  clicks: count,
})

/** Bought after a touch, for one placement, strategy, day and currency; returns taken off. */
const conversionRow = z.object({
  placement: z.string().nullable(),
  strategy: z.string().nullable(),
  day: z.string(),
  currency: z.string(),
  conversions: count,
  revenue: count,
})

export type Exposure = z.output<typeof exposureRow>
export type Conversion = z.output<typeof conversionRow>

/** Impressions and clicks that came from lists, by placement, strategy and day. */
export function countExposures(context: ModuleContext, { from, to, timeZone }: DailyScope): Promise<Exposure[]> {
  return queryRows(
    context.knex(),
    {
      sql: `select e.placement, s.strategy, to_char(e.occurred_at at time zone ?, 'YYYY-MM-DD') as day,
                   count(*) filter (where e.type = ?) as impressions, count(*) filter (where e.type = ?) as clicks
              from behavior_event e
              left join recommendation_served s on s.id = e.recommendation_id
             where e.recommendation_id is not null and not e.is_bot and e.type in (?, ?)
               and e.occurred_at >= ? and e.occurred_at < ?
             group by 1, 2, 3`,
      bindings: [timeZone, CODE.impression, CODE.click, CODE.impression, CODE.click, from, to],
    },
    exposureRow,
  )
}

/**
 * The common table expressions behind every figure on purchases: `credited`
 * holds each purchase of the period with the list it is credited to.
 *
 * Last touch wins: the shopper's latest click, cart or wishlist add of this product
 * that came from a list, within the window. Failing that, the list named in the
 * line's own metadata, if that list was truly served, and within the window.
 */
export function creditedPurchases(scope: AttributionScope, part: Part = {}): Statement {
  const kept = keptPurchases(scope, part)
  const window = windowSeconds(scope)
  return {
    sql: `${kept.sql},
          purchases as (select p.*, ${shopperOf("p")} as shopper from kept p ${visitorJoin("p")}),
          last_touch as (
            select distinct on (p.id, p.occurred_at) p.id, p.occurred_at, t.recommendation_id, t.placement
              from purchases p
              join (select t.product_id, t.occurred_at, t.seq, t.recommendation_id, t.placement, ${shopperOf("t")} as shopper
                      from behavior_event t ${visitorJoin("t")}
                     where t.type in (${TOUCHES.join(", ")}) and t.recommendation_id is not null and not t.is_bot
                       and t.occurred_at > ?::timestamptz - make_interval(secs => ?) and t.occurred_at < ?) t
                on t.product_id = p.product_id and t.shopper = p.shopper and t.occurred_at <= p.occurred_at
               and t.occurred_at > p.occurred_at - make_interval(secs => ?)
             order by p.id, p.occurred_at, t.occurred_at desc, t.seq desc
          ),
          credited as (
            select p.id, p.product_id, p.basket_id, p.occurred_at, p.currency, p.shopper, p.amount,
                   s.id as recommendation_id, s.strategy, coalesce(touch.placement, p.placement, s.placement) as placement
              from purchases p
              left join last_touch touch on touch.id = p.id and touch.occurred_at = p.occurred_at
              join recommendation_served s
                on s.id = coalesce(touch.recommendation_id, p.recommendation_id)
               and s.created_at > p.occurred_at - make_interval(secs => ?)
          )`,
    bindings: [...kept.bindings, scope.from, window, scope.to, window, 2 * window],
  }
}

/** Purchases credited to lists, by placement, strategy, day and currency. */
export function countConversions(context: ModuleContext, scope: DailyScope): Promise<Conversion[]> {
  const credited = creditedPurchases(scope)
  return queryRows(
    context.knex(),
    {
      sql: `with ${credited.sql}
            select placement, strategy, to_char(occurred_at at time zone ?, 'YYYY-MM-DD') as day, currency,
                   count(*) as conversions, sum(amount) as revenue
              from credited group by 1, 2, 3, 4`,
      bindings: [...credited.bindings, scope.timeZone],
    },
    conversionRow,
  )
}

/** What the shop sold in all, by currency, whoever brought it about. */
export function sumSales(context: ModuleContext, period: Period): Promise<{ currency: string; amount: number }[]> {
  const kept = keptPurchases(period)
  return queryRows(
    context.knex(),
    {
      sql: `with ${kept.sql} select currency, sum(amount) as amount from kept group by 1 order by 1`,
      bindings: kept.bindings,
    },
    z.object({ currency: z.string(), amount: count }),
  )
}

/** How often each product was shown in lists. */
export function countShown(
  context: ModuleContext,
  { from, to }: Period,
): Promise<{ productId: string; shown: number }[]> {
  return queryRows(
    context.knex(),
    {
      sql: `select product_id as "productId", count(*) as shown from behavior_event
             where type = ? and recommendation_id is not null and not is_bot and occurred_at >= ? and occurred_at < ?
             group by 1`,
      bindings: [CODE.impression, from, to],
    },
    z.object({ productId: z.string(), shown: count }),
  )
}

const SECONDS_A_DAY = 86_400

function windowSeconds(scope: AttributionScope): number {
  return scope.windowDays * SECONDS_A_DAY
}
