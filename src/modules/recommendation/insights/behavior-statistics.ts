import { z } from "@medusajs/framework/zod"
import type { ModuleContext } from "../context"
import { queryRows } from "../database/query-rows"
import { countBehavior } from "./behavior-counts"
import type { BehaviorCounts } from "./behavior-counts"
import { keptPurchases } from "./kept-purchases"
import { CODE, shopperOf, visitorJoin } from "./sql"
import type { Period } from "./sql"

const count = z.coerce.number()

const TOP_PRODUCTS = 10
/** What the names of counted refusals begin with. */
const REJECTED = "rejected/"
/** Views below which a conversion rate is chance. */
const LEAST_VIEWS = 5

/** What shoppers did in a period; bots are counted apart and nowhere else. */
export interface BehaviorStatistics extends BehaviorCounts {
  /** Shoppers who viewed, who put something in a cart, who bought. */
  funnel: { views: number; carts: number; purchases: number }
  topProducts: { productId: string; views: number; purchases: number; conversion: number }[]
}

/** Statistics of the behavior in `period`; days, hours and weekdays are those of `timeZone`. */
export async function behaviorStatistics(
  context: ModuleContext,
  period: Period,
  timeZone: string,
): Promise<BehaviorStatistics> {
  const counts = await countBehavior(context, period, timeZone)
  const funnel = await countFunnel(context, period)
  return { ...counts, funnel, topProducts: await rankProducts(context, period) }
}

async function countFunnel(context: ModuleContext, { from, to }: Period): Promise<BehaviorStatistics["funnel"]> {
  const rows = await queryRows(
    context.knex(),
    {
      sql: `select count(*) filter (where viewed) as views, count(*) filter (where carted) as carts,
                   count(*) filter (where bought) as purchases
              from (select bool_or(e.type = ${CODE.view}) as viewed, bool_or(e.type = ${CODE.addToCart}) as carted,
                           bool_or(e.type = ${CODE.purchase}) as bought, coalesce(${shopperOf("e")}, e.session_id, e.basket_id) as shopper
                      from behavior_event e ${visitorJoin("e")}
                     where e.occurred_at >= ? and e.occurred_at < ? and not e.is_bot
                       and e.type in (${CODE.view}, ${CODE.addToCart}, ${CODE.purchase})
                     group by shopper) acts where shopper is not null`,
      bindings: [from, to],
    },
    z.object({ views: count, carts: count, purchases: count }),
  )
  return rows[0] ?? { views: 0, carts: 0, purchases: 0 }
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

/** What capture refused, and what the reconciliation recovered, in a period. */
export interface CaptureStatistics {
  recovered: number
  rejected: { code: string; count: number }[]
}

/** Refusals and recovered events of the days of `period`, the most frequent first. */
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
    recovered: rows.find(({ kind }) => kind === "recovered")?.count ?? 0,
    rejected: rows
      .filter((row) => row.kind.startsWith(REJECTED))
      .map((row) => ({ code: row.kind.slice(REJECTED.length), count: row.count })),
  }
}
