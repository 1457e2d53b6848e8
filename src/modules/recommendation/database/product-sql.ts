/**
 * The lowest price of product `p` in the shop's own currency, price lists and
 * rules aside: what its price is to ranking.
 *
 * Step by step, for "offset 0" keeps the planner from joining in another order:
 * after an import it believes the tables to be empty, and would walk all prices
 * for each variant of the shop.
 */
export const LIST_PRICE = `(
  select min(r.amount) from product_variant v
   cross join lateral (
     select s.price_set_id from product_variant_price_set s
      where s.variant_id = v.id and s.deleted_at is null offset 0) s
   cross join lateral (
     select r.amount from price r
      where r.price_set_id = s.price_set_id and r.deleted_at is null and r.price_list_id is null and r.rules_count = 0
        and r.currency_code = coalesce(
              (select currency_code from store_currency where is_default and deleted_at is null limit 1), r.currency_code)
     offset 0) r
   where v.product_id = p.id and v.deleted_at is null)`

const ofCategories = (column: "c.id" | "c.mpath" | "c.name"): string => `coalesce((
  select array_agg(${column} order by c.id) from product_category_product pc
    join product_category c on c.id = pc.product_category_id and c.deleted_at is null
   where pc.product_id = p.id), '{}')`

/** Ids of product `p`'s categories, in their order: the first is its category to ranking. */
export const CATEGORY_IDS = ofCategories("c.id")
/** Their paths and names, in the same order. */
export const CATEGORY_PATHS = ofCategories("c.mpath")
export const CATEGORY_NAMES = ofCategories("c.name")

/** Values of product `p`'s tags. */
export const TAG_VALUES = `coalesce((
  select array_agg(g.value order by g.value) from product_tags pt
    join product_tag g on g.id = pt.product_tag_id and g.deleted_at is null
   where pt.product_id = p.id), '{}')`
