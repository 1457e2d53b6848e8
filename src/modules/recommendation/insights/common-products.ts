import { z } from "@medusajs/framework/zod"
import type { ModuleContext } from "../context"
import { queryRows } from "../database/query-rows"
import { keptPurchases } from "./kept-purchases"
import type { Period } from "./sql"

/** Share of all baskets above which a product is rather a wrap or a fee than anybody's choice. */
const MOST_BASKETS = 1 / 3
/** Baskets below which a share says nothing. */
const LEAST_BASKETS = 20
const PRODUCTS_AT_MOST = 20

/** A product and the share of baskets that hold it. */
export interface CommonProduct {
  readonly productId: string
  readonly share: number
}

/** Products of which something was kept in more than a third of a period's baskets, the most common first. */
export function productsInMostBaskets(context: ModuleContext, period: Period): Promise<CommonProduct[]> {
  const kept = keptPurchases(period)
  return queryRows(
    context.knex(),
    {
      sql: `with ${kept.sql},
            baskets as (select count(distinct basket_id)::float as total from kept)
            select product_id as "productId", count(distinct basket_id) / total as share
              from kept, baskets
             where total >= ? and basket_id is not null
             group by product_id, total having count(distinct basket_id) > total * ?::float
             order by 2 desc, 1 limit ?`,
      bindings: [...kept.bindings, LEAST_BASKETS, MOST_BASKETS, PRODUCTS_AT_MOST],
    },
    z.object({ productId: z.string(), share: z.coerce.number() }),
  )
}
