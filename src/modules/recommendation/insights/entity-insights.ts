import { z } from "@medusajs/framework/zod"
import type { ModuleContext } from "../context"
import { queryRows } from "../database/query-rows"
import { creditedPurchases } from "./attribution"
import type { AttributionScope } from "./attribution"
import { keptPurchases } from "./kept-purchases"
import { CODE } from "./sql"

const count = z.coerce.number()

/** How one product did in lists, and how often it was bought at all. */
export interface ProductPerformance {
  impressions: number
  clicks: number
  purchases: number
  recommendedPurchases: number
}

/** Performance of one product in the scope's period. */
export async function productPerformance(
  context: ModuleContext,
  productId: string,
  scope: AttributionScope,
): Promise<ProductPerformance> {
  const credited = creditedPurchases(scope, { productId })
  const rows = await queryRows(
    context.knex(),
    {
      sql: `with ${credited.sql}
            select count(*) filter (where type = ? and recommendation_id is not null) as impressions,
                   count(*) filter (where type = ? and recommendation_id is not null) as clicks,
                   (select count(*) from kept) as purchases, (select count(*) from credited) as "recommendedPurchases"
              from behavior_event
             where product_id = ? and not is_bot and occurred_at >= ? and occurred_at < ?`,
      bindings: [...credited.bindings, ...[CODE.impression, CODE.click, productId, scope.from, scope.to]],
    },
    z.object({ impressions: count, clicks: count, purchases: count, recommendedPurchases: count }),
  )
  return rows[0] ?? { impressions: 0, clicks: 0, purchases: 0, recommendedPurchases: 0 }
}

/** One product of an order that is credited to a list. */
export interface CreditedProduct {
  productId: string
  strategy: string | null
  placement: string | null
}

/** Which products of an order came from recommendations. */
export function creditedProductsOfOrder(
  context: ModuleContext,
  orderId: string,
  scope: AttributionScope,
): Promise<CreditedProduct[]> {
  const credited = creditedPurchases(scope, { basketId: orderId })
  return queryRows(
    context.knex(),
    {
      sql: `with ${credited.sql}
            select distinct on (product_id) product_id as "productId", strategy, placement
              from credited order by product_id, occurred_at desc`,
      bindings: credited.bindings,
    },
    z.object({ productId: z.string(), strategy: z.string().nullable(), placement: z.string().nullable() }),
  )
}

/** A product that stands in the same orders as another. */
export interface BoughtTogether {
  productId: string
  /** Orders that hold both. */
  support: number
  /** How many times more often than by chance; 1 is chance. */
  lift: number
}

/** Orders that must hold both products before their link counts. */
const LEAST_SUPPORT = 2

/**
 * Products bought in the same orders, the most frequent first.
 *
 * @see Brin, Motwani, Ullman, Tsur, "Dynamic Itemset Counting and Implication Rules", SIGMOD 1997 (lift, there "interest")
 */
export function boughtTogether(
  context: ModuleContext,
  productId: string,
  { from, to, limit }: { from: Date; to: Date; limit: number },
): Promise<BoughtTogether[]> {
  const kept = keptPurchases({ from, to })
  return queryRows(
    context.knex(),
    {
      sql: `with ${kept.sql},
            stays as (select basket_id, product_id from kept where basket_id is not null),
            anchor as (select distinct basket_id from stays where product_id = ?),
            joint as (
              select b.product_id, count(distinct b.basket_id) as support
                from stays b join anchor using (basket_id) where b.product_id <> ? group by 1
              having count(distinct b.basket_id) >= ? order by 2 desc, 1 limit ?
            )
            select j.product_id as "productId", j.support,
                   j.support::float * (select count(distinct basket_id) from stays)
                     / ((select count(*) from anchor) * (select count(distinct basket_id) from stays o
                                                          where o.product_id = j.product_id)) as lift
              from joint j order by j.support desc, j.product_id`,
      bindings: [...kept.bindings, productId, productId, LEAST_SUPPORT, limit],
    },
    z.object({ productId: z.string(), support: count, lift: count }),
  )
}
