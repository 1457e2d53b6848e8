import { z } from "@medusajs/framework/zod"
import { BEHAVIOR_TYPES } from "../../../core/contract"
import type { RecentShopper, ShopperKind } from "../../../types/http"
import type { ModuleContext } from "../context"
import { CODE } from "../insights/sql"
import { queryRows } from "../database/query-rows"

/** Latest events of the kind that are looked at: few shoppers with thousands each cost no more than many with one. */
const EVENTS_AT_MOST = 2_000

/** Whose events they are, as the partial indexes have it, and which of those names can be looked up: not an import's hashes. */
const KINDS = {
  customer: { name: "customer_id", whose: "e.customer_id is not null", known: String.raw`e.customer_id like 'cus\_%'` },
  guest: {
    name: "visitor_id",
    whose: "e.customer_id is null and e.visitor_id is not null",
    known: `e.visitor_id ~* '^[0-9a-f-]{36}$'
            and not exists (select 1 from recommendation_visitor v where v.visitor_id = e.visitor_id)`,
  },
} as const satisfies Record<ShopperKind, object>

const shopperRow = z.object({
  shopper: z.string(),
  type: z.number(),
  product_id: z.string(),
  product_title: z.string().nullable(),
  occurred_at: z.date(),
})

/** Customers, or guests, who did something of late, each with the last thing they did; the latest first. */
export async function readRecentShoppers(
  { knex }: ModuleContext,
  { kind, limit }: { readonly kind: ShopperKind; readonly limit: number },
): Promise<RecentShopper[]> {
  const { name, whose, known } = KINDS[kind]
  const rows = await queryRows(
    knex(),
    {
      sql: `
        with latest as (
          select e.${name} as shopper, e.type, e.product_id, e.occurred_at, e.seq from behavior_event e
           where ${whose} and e.type <> ${CODE.impression} and not e.is_bot and e.occurred_at <= now() and ${known}
           order by e.occurred_at desc limit ?),
        last as (select distinct on (shopper) * from latest order by shopper, occurred_at desc, seq desc)
        select l.shopper, l.type, l.product_id, p.title as product_title, l.occurred_at
          from last l left join product p on p.id = l.product_id
         order by l.occurred_at desc, l.seq desc limit ?`,
      bindings: [EVENTS_AT_MOST, limit],
    },
    shopperRow,
  )
  return rows.map(({ shopper, type, occurred_at, ...product }) => ({
    id: shopper,
    last: { ...product, type: BEHAVIOR_TYPES[type] ?? "view", occurred_at: occurred_at.toISOString() },
  }))
}
