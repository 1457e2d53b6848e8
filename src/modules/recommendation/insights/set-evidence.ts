import { z } from "@medusajs/framework/zod"
import type { ModuleContext } from "../context"
import { queryRows } from "../database/query-rows"
import { creditedPurchases } from "./attribution"
import type { AttributionScope } from "./attribution"
import { keptPurchases } from "./kept-purchases"
import type { Period } from "./sql"

const count = z.coerce.number()

/** How a partner goes with the product on the page. */
export interface PartnerEvidence {
  readonly productId: string
  /** Orders that hold both. */
  readonly support: number
  /** How many times more often than by chance; null where one of the two was never bought. */
  readonly lift: number | null
  /** Orders of the product on the page, with the partner or without. */
  readonly orders: number
}

const partnerRow = z.object({ productId: z.string(), support: count, lift: count.nullable(), orders: count })

/** How each of some products goes with another, by the orders of a period. */
export function partnerEvidence(
  context: ModuleContext,
  { productId, partnerIds }: { readonly productId: string; readonly partnerIds: readonly string[] },
  period: Period,
): Promise<PartnerEvidence[]> {
  const kept = keptPurchases(period)
  return queryRows(
    context.knex(),
    {
      sql: `with ${kept.sql},
            stays as (select distinct basket_id, product_id from kept where basket_id is not null),
            anchor as (select basket_id from stays where product_id = ?),
            total as (select (select count(distinct basket_id) from stays)::float as baskets,
                             (select count(*) from anchor) as orders)
            select w.id as "productId", count(a.basket_id) as support, t.orders,
                   count(a.basket_id) * t.baskets / nullif(t.orders * count(s.basket_id), 0) as lift
              from unnest(?::text[]) as w (id) cross join total t
              left join stays s on s.product_id = w.id
              left join anchor a on a.basket_id = s.basket_id
             group by w.id, t.orders, t.baskets`,
      bindings: [...kept.bindings, productId, [...partnerIds]],
    },
    partnerRow,
  )
}

/** How sets of this shop are taken. */
export interface SetUse {
  readonly shown: number
  /** Orders with something that is credited to a set. */
  readonly taken: number
}

/** Sets that were shown in a period, and the orders that are credited to one. */
export async function setUse(context: ModuleContext, scope: AttributionScope): Promise<SetUse> {
  const credited = creditedPurchases(scope)
  const rows = await queryRows(
    context.knex(),
    {
      sql: `with ${credited.sql}
            select (select count(*) from recommendation_served
                     where strategy = 'bundle' and created_at >= ? and created_at < ? and deleted_at is null) as shown,
                   (select count(distinct basket_id) from credited where strategy = 'bundle') as taken`,
      bindings: [...credited.bindings, scope.from, scope.to],
    },
    z.object({ shown: count, taken: count }),
  )
  return rows[0] ?? { shown: 0, taken: 0 }
}
