import type { RuleInfo } from "../../../../types/http"
import type { RuleConditions } from "../../../../types/rule-conditions"
import { listPrice } from "../../database/product-sql"
import type { Statement } from "../../database/query-rows"
import type { SaleScope } from "../catalog/for-sale-sql"

type Binding = string | number | string[]
/** A part of a where clause with what it binds. */
type Part = readonly [sql: string, ...bindings: Binding[]]

/** Lowest price of product `p` in a currency. Binds the currency. */
export const PRICE = listPrice("?")

/** Pieces that can be sold at the channels' locations; infinity where a variant needs none. Binds the channels. */
const STOCK = `(select sum(case when not v.manage_inventory or v.allow_backorder then 'Infinity'::float
     else coalesce((select min(floor(coalesce((select sum(l.stocked_quantity - l.reserved_quantity) from inventory_level l
              where l.inventory_item_id = i.inventory_item_id and l.deleted_at is null and l.location_id = any(array(
                select stock_location_id from sales_channel_stock_location
                 where sales_channel_id = any(?) and deleted_at is null))), 0) / i.required_quantity))
           from product_variant_inventory_item i where i.variant_id = v.id and i.deleted_at is null), 0)::float end)
    from product_variant v where v.product_id = p.id and v.deleted_at is null)`

const AGE = "(extract(epoch from now() - p.created_at) / 86400)"

/** Null where the metadata has no number there: then no bound holds. */
const MARGIN = `(case when jsonb_typeof(p.metadata -> 'margin') = 'number' then (p.metadata ->> 'margin')::float end)`

const IN_CATEGORIES = `exists (select 1 from product_category_product pc join product_category c
    on c.id = pc.product_category_id and c.deleted_at is null
   where pc.product_id = p.id and string_to_array(c.mpath, '.') && ?::text[])`

function within(value: string, bounds: { min?: number | undefined; max?: number | undefined }, own: Binding[]): Part[] {
  const { min, max } = bounds
  return [
    ...(min === undefined ? [] : [[`${value} >= ?`, ...own, min] as const]),
    ...(max === undefined ? [] : [[`${value} <= ?`, ...own, max] as const]),
  ]
}

/** What conditions ask, but for the price of the product on the page, which is compared afterwards. */
function partsOf(
  conditions: Omit<RuleConditions, "price_ratio">,
  { salesChannelIds, currencyCode }: SaleScope,
): Part[] {
  const { category_ids, collection_ids, type_ids, tag_ids, price, stock, age_days, margin } = conditions
  return [
    ...(category_ids ? [[IN_CATEGORIES, category_ids] as const] : []),
    ...(collection_ids ? [["p.collection_id = any(?)", collection_ids] as const] : []),
    ...(type_ids ? [["p.type_id = any(?)", type_ids] as const] : []),
    ...(tag_ids
      ? [
          [
            "exists (select 1 from product_tags t where t.product_id = p.id and t.product_tag_id = any(?))",
            tag_ids,
          ] as const,
        ]
      : []),
    ...(price ? within(PRICE, price, [currencyCode]) : []),
    ...(stock ? within(STOCK, stock, [[...salesChannelIds]]) : []),
    ...(age_days ? within(AGE, age_days, []) : []),
    ...(margin ? within(MARGIN, margin, []) : []),
  ]
}

/** The published products that a rule speaks of, with their prices. */
export function matchingStatement(rule: RuleInfo, scope: SaleScope): Statement {
  const { product_ids: products, category_ids: categories, conditions, except } = rule
  const named: Part[] =
    products.length + categories.length === 0 ? [] : [[`(p.id = any(?) or ${IN_CATEGORIES})`, products, categories]]
  const wanted = [...named, ...(conditions ? partsOf(conditions, scope) : [])]
  const unwanted = except ? partsOf(except, scope) : []
  const where = [
    ...wanted.map(([sql]) => `and ${sql}`),
    ...(unwanted.length > 0 ? [`and not coalesce(${unwanted.map(([sql]) => `(${sql})`).join(" and ")}, false)`] : []),
  ]
  return {
    sql: `select p.id, ${PRICE} as price from product p
           where p.deleted_at is null and p.status = 'published' ${where.join(" ")}`,
    bindings: [scope.currencyCode, ...[...wanted, ...unwanted].flatMap(([, ...bindings]) => bindings)],
  }
}
