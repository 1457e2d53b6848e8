const DEFAULT_CURRENCY = "(select currency_code from store_currency where is_default and deleted_at is null limit 1)"

/**
 * The lowest price of product `p` in a currency, price lists and rules aside.
 *
 * Step by step, for "offset 0" keeps the planner from joining in another order:
 * after an import it believes the tables to be empty, and would walk all prices
 * for each variant of the shop.
 *
 * @param currency SQL of its code; a `?` binds it
 * @param withDeleted whether prices of deleted variants count too. @defaultValue false
 */
export const listPrice = (currency: string, { withDeleted = false } = {}): string => `(
  select min(r.amount)::float from product_variant v
   cross join lateral (
     select s.price_set_id from product_variant_price_set s
      where s.variant_id = v.id${withDeleted ? "" : " and s.deleted_at is null"} offset 0) s
   cross join lateral (
     select r.amount from price r
      where r.price_set_id = s.price_set_id${withDeleted ? "" : " and r.deleted_at is null"} and r.price_list_id is null and r.rules_count = 0
        and r.currency_code = ${currency}
     offset 0) r
   where v.product_id = p.id${withDeleted ? "" : " and v.deleted_at is null"})`

/** {@link listPrice} in the shop's own currency: what its price is to ranking. */
const LIST_PRICE = listPrice(`coalesce(${DEFAULT_CURRENCY}, r.currency_code)`)

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
const TAG_VALUES = `coalesce((
  select array_agg(g.value order by g.value) from product_tags pt
    join product_tag g on g.id = pt.product_tag_id and g.deleted_at is null
   where pt.product_id = p.id), '{}')`

/** What ranking and training both know of product `p`, {@link TYPED_AND_PUBLISHED}, in whose words both speak of it. */
export const PRODUCT_FACTS = `p.id, p.title, t.value as type, p.created_at, ${CATEGORY_IDS} as category_ids,
  ${TAG_VALUES} as tags, ${LIST_PRICE} as price`

/** Behind `from product p`: its type `t`, and that it is published; conditions may follow. */
export const TYPED_AND_PUBLISHED = `left join product_type t on t.id = p.type_id and t.deleted_at is null
  where p.deleted_at is null and p.status = 'published'`
