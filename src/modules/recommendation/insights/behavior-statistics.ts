import { z } from "@medusajs/framework/zod"
import { BEHAVIOR_TYPES } from "../../../core/contract"
import type { BehaviorType } from "../../../core/contract"
import type { ModuleContext } from "../context"
import { queryRows } from "../query-rows"
import { keptPurchases } from "./kept-purchases"
import { CODE, shopperOf, visitorJoin } from "./sql"
import type { Period } from "./sql"

const count = z.coerce.number()

const HOURS = 24
const WEEKDAYS = 7
const TOP_PRODUCTS = 10
/** What the names of counted refusals begin with. */
const REJECTED = "rejected/"
/** Views below which a conversion rate is chance. */
const LEAST_VIEWS = 5

/** What shoppers did in a period; bots are counted apart and nowhere else. */
export interface BehaviorStatistics {
  byDay: { day: string; counts: Partial<Record<BehaviorType, number>> }[]
  /** Shoppers who viewed, who put something in a cart, who bought. */
  funnel: { views: number; carts: number; purchases: number }
  /** Events in each hour of the day, in the zone asked for, from midnight. */
  byHour: number[]
  /** Events on each day of the week, in that zone, from Monday. */
  byWeekday: number[]
  devices: { device: string; events: number }[]
  topProducts: { productId: string; views: number; purchases: number; conversion: number }[]
  botShare: number
}

/** Statistics of the behavior in `period`; days, hours and weekdays are those of `timeZone`. */
export async function behaviorStatistics(
  context: ModuleContext,
  period: Period,
  timeZone: string,
): Promise<BehaviorStatistics> {
  const [byDay, funnel, clock, devices, topProducts, botShare] = await Promise.all([
    countByDay(context, period, timeZone),
    countFunnel(context, period),
    countByClock(context, period, timeZone),
    countDevices(context, period),
    rankProducts(context, period),
    shareOfBots(context, period),
  ])
  return { byDay, funnel, ...clock, devices, topProducts, botShare }
}

async function countByDay(
  context: ModuleContext,
  { from, to }: Period,
  timeZone: string,
): Promise<BehaviorStatistics["byDay"]> {
  const rows = await queryRows(
    context.knex(),
    {
      sql: `select to_char(occurred_at at time zone ?, 'YYYY-MM-DD') as day, type, count(*) as events
              from behavior_event
             where occurred_at >= ? and occurred_at < ? and not is_bot
             group by 1, 2 order by 1`,
      bindings: [timeZone, from, to],
    },
    z.object({ day: z.string(), type: z.number(), events: count }),
  )
  const days = new Map<string, Partial<Record<BehaviorType, number>>>()
  for (const row of rows) {
    const counts = days.get(row.day) ?? {}
    const type = BEHAVIOR_TYPES[row.type]
    if (type) counts[type] = row.events
    days.set(row.day, counts)
  }
  return [...days].map(([day, counts]) => ({ day, counts }))
}

async function countFunnel(context: ModuleContext, { from, to }: Period): Promise<BehaviorStatistics["funnel"]> {
  const rows = await queryRows(
    context.knex(),
    {
      sql: `select count(distinct shopper) filter (where type = ?) as views,
                   count(distinct shopper) filter (where type = ?) as carts,
                   count(distinct shopper) filter (where type = ?) as purchases
              from (select e.type, coalesce(${shopperOf("e")}, e.session_id, e.basket_id) as shopper
                      from behavior_event e ${visitorJoin("e")}
                     where e.occurred_at >= ? and e.occurred_at < ? and not e.is_bot and e.type in (?, ?, ?)) acts`,
      bindings: [CODE.view, CODE.addToCart, CODE.purchase, from, to, CODE.view, CODE.addToCart, CODE.purchase],
    },
    z.object({ views: count, carts: count, purchases: count }),
  )
  return rows[0] ?? { views: 0, carts: 0, purchases: 0 }
}

async function countByClock(
  context: ModuleContext,
  { from, to }: Period,
  timeZone: string,
): Promise<Pick<BehaviorStatistics, "byHour" | "byWeekday">> {
  const rows = await queryRows(
    context.knex(),
    {
      sql: `select extract(hour from occurred_at at time zone ?)::int as hour,
                   extract(isodow from occurred_at at time zone ?)::int as weekday, count(*) as events
              from behavior_event
             where occurred_at >= ? and occurred_at < ? and not is_bot
             group by 1, 2`,
      bindings: [timeZone, timeZone, from, to],
    },
    z.object({ hour: z.number(), weekday: z.number(), events: count }),
  )
  const byHour = new Array<number>(HOURS).fill(0)
  const byWeekday = new Array<number>(WEEKDAYS).fill(0)
  for (const row of rows) {
    byHour[row.hour] += row.events
    byWeekday[row.weekday - 1] += row.events
  }
  return { byHour, byWeekday }
}

function countDevices(context: ModuleContext, { from, to }: Period): Promise<BehaviorStatistics["devices"]> {
  return queryRows(
    context.knex(),
    {
      sql: `select device, count(*) as events from behavior_event
             where occurred_at >= ? and occurred_at < ? and not is_bot and device is not null
             group by 1 order by 2 desc, 1`,
      bindings: [from, to],
    },
    z.object({ device: z.string(), events: count }),
  )
}

/**
 * Best-converting products, by the lower end of the 95 % interval of their rate: 3 of 7 views are less sure than
 * 21 of 56, and a product with few views must not lead by chance. A purchase without a view of its own counts as one.
 *
 * @see Wilson, "Probable inference, the law of succession, and statistical inference", JASA 1927
 */
async function rankProducts(context: ModuleContext, { from, to }: Period): Promise<BehaviorStatistics["topProducts"]> {
  const kept = keptPurchases({ from, to })
  const rows = await queryRows(
    context.knex(),
    {
      sql: `with ${kept.sql},
            sold as (select product_id, count(*) as purchases from kept group by 1),
            viewed as (
              select product_id, count(*) as views from behavior_event
               where occurred_at >= ? and occurred_at < ? and not is_bot and type = ? group by 1 having count(*) >= ?)
            select v.product_id as "productId", v.views, s.purchases from viewed v join sold s using (product_id)
             cross join lateral (select least(s.purchases, v.views)::float as won) bounded
             order by (won + 1.92 - 1.96 * sqrt(won * (v.views - won) / v.views + 0.96)) / (v.views + 3.84) desc,
                      s.purchases desc, v.product_id
             limit ?`,
      bindings: [...kept.bindings, from, to, CODE.view, LEAST_VIEWS, TOP_PRODUCTS],
    },
    z.object({ productId: z.string(), views: count, purchases: count }),
  )
  return rows.map((row) => ({ ...row, conversion: row.purchases / row.views }))
}

async function shareOfBots(context: ModuleContext, { from, to }: Period): Promise<number> {
  const rows = await queryRows(
    context.knex(),
    {
      sql: `select coalesce(avg(is_bot::int), 0) as share from behavior_event
             where occurred_at >= ? and occurred_at < ? and source = 'storefront'`,
      bindings: [from, to],
    },
    z.object({ share: count }),
  )
  return rows[0]?.share ?? 0
}

/** What capture refused, and what the reconciliation mended, in a period. */
export interface CaptureStatistics {
  mended: number
  rejected: { code: string; count: number }[]
}

/** Refusals and mended events of the days of `period`, the most frequent first. */
export async function captureStatistics(context: ModuleContext, { from, to }: Period): Promise<CaptureStatistics> {
  const rows = await queryRows(
    context.knex(),
    {
      sql: `select kind, sum(count) as count from recommendation_capture_count
             where day >= (?::timestamptz at time zone 'UTC')::date and day <= (?::timestamptz at time zone 'UTC')::date
             group by 1 order by 2 desc, 1`,
      bindings: [from, to],
    },
    z.object({ kind: z.string(), count }),
  )
  return {
    mended: rows.find((row) => row.kind === "mended")?.count ?? 0,
    rejected: rows
      .filter((row) => row.kind.startsWith(REJECTED))
      .map((row) => ({ code: row.kind.slice(REJECTED.length), count: row.count })),
  }
}
