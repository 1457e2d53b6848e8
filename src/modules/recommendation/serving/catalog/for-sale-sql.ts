import type { Statement } from "../../database/query-rows"

/** Where and for what money something is to be sold. */
export interface SaleScope {
  readonly salesChannelIds: readonly string[]
  /** Lower case, as Medusa stores it. */
  readonly currencyCode: string
}

/**
 * Parts of SQL that say what is for sale, as Medusa's own add-to-cart does:
 * published, in a sales channel, and with a variant that has a price in the
 * currency and is not managed, may be back-ordered, or lies in sufficient number
 * at the stock locations of the channels.
 */

/** Stock locations of the channels, which it binds; read once a statement. */
const SPOTS = `array(select stock_location_id from sales_channel_stock_location
   where sales_channel_id = any(?) and deleted_at is null)`

/** Whether each inventory item of variant `v` lies at the locations in sufficient number; a managed one must have some. */
export const inStockAt = (locations: string): string => `coalesce((
    select bool_and(coalesce((
             select sum(l.stocked_quantity - l.reserved_quantity) from inventory_level l
              where l.inventory_item_id = i.inventory_item_id and l.deleted_at is null
                and l.location_id = any(${locations})
           ), 0) >= i.required_quantity)
      from product_variant_inventory_item i where i.variant_id = v.id and i.deleted_at is null
  ), false)`

/** For a key of several channels: one of them must both list product `p` and have its own stock. Binds the channels. */
const IN_STOCK_OF_A_CHANNEL = `exists (
    select 1 from product_sales_channel k
     where k.product_id = p.id and k.sales_channel_id = any(?) and k.deleted_at is null
       and ${inStockAt("array(select stock_location_id from sales_channel_stock_location where sales_channel_id = k.sales_channel_id and deleted_at is null)")})`

/** Whether variant `v` of product `p` can be bought; binds the channels. */
const sellable = ({ salesChannelIds }: Pick<SaleScope, "salesChannelIds">): string =>
  `(not v.manage_inventory or v.allow_backorder or ${salesChannelIds.length > 1 ? IN_STOCK_OF_A_CHANNEL : inStockAt(SPOTS)})`

/** Whether product `p` is published in one of the channels; binds them. */
const PRODUCT_PUBLISHED = `p.status = 'published' and p.deleted_at is null and exists (
  select 1 from product_sales_channel c
   where c.product_id = p.id and c.sales_channel_id = any(?) and c.deleted_at is null
)`

/** Of these products alone, where any are named. */
export const among = (column: string, ids: readonly string[] | null): string =>
  ids === null ? "" : `and ${column} = any(?)`
/** What {@link among} binds. */
export const bindingOf = (ids: readonly string[] | null): string[][] => (ids === null ? [] : [[...ids]])

/** All products that are for sale: a coarse sieve in memory, before the exact look at the few that are shown. */
export function forSaleStatement(scope: SaleScope, ids: readonly string[] | null): Statement {
  const { salesChannelIds, currencyCode } = scope
  return {
    sql: `select p.id, null::float[] as amounts from product p
           where ${PRODUCT_PUBLISHED} ${among("p.id", ids)}
             and exists (
               select 1 from product_variant v
                 join product_variant_price_set s on s.variant_id = v.id and s.deleted_at is null
                where v.product_id = p.id and v.deleted_at is null and ${sellable(scope)}
                  and exists (select 1 from price r where r.price_set_id = s.price_set_id and r.currency_code = ?
                                 and r.deleted_at is null))`,
    bindings: [[...salesChannelIds], ...bindingOf(ids), [...salesChannelIds], currencyCode],
  }
}

/**
 * Products with a price on a sale price list that runs now. Whether the list
 * holds for this very shopper is for Medusa's pricing to say, afterwards.
 */
export function onSaleStatement(currencyCode: string, ids: readonly string[] | null): Statement {
  return {
    sql: `select distinct v.product_id as id, null::float[] as amounts
            from price r
            join price_list pl on pl.id = r.price_list_id and pl.type = 'sale' and pl.status = 'active'
             and pl.deleted_at is null and (pl.starts_at is null or pl.starts_at <= now())
             and (pl.ends_at is null or pl.ends_at >= now())
            join product_variant_price_set s on s.price_set_id = r.price_set_id and s.deleted_at is null
            join product_variant v on v.id = s.variant_id and v.deleted_at is null
           where r.currency_code = ? and r.deleted_at is null ${among("v.product_id", ids)}`,
    bindings: [currencyCode, ...bindingOf(ids)],
  }
}

/** Each product's prices, whatever rules and price lists they stand under: coarse, for these are for Medusa's pricing to weigh. */
export function amountsStatement(currencyCode: string, ids: readonly string[] | null): Statement {
  return {
    sql: `select v.product_id as id, array_agg(distinct r.amount::float) as amounts
            from price r
            join product_variant_price_set s on s.price_set_id = r.price_set_id and s.deleted_at is null
            join product_variant v on v.id = s.variant_id and v.deleted_at is null
           where r.currency_code = ? and r.deleted_at is null ${among("v.product_id", ids)}
           group by 1`,
    bindings: [currencyCode, ...bindingOf(ids)],
  }
}

/** What to read of each product beside its stamp. */
export type ProductSections = "stamp" | "slim" | "full"

export interface ProductStatementOptions extends SaleScope {
  readonly ids: readonly string[]
  readonly sections: ProductSections
}

const iso = (column: string): string => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`

/** A row as Medusa's API shows it: instants in ISO 8601 with milliseconds. */
const row = (alias: string, more = ""): string =>
  `to_jsonb(${alias}) || jsonb_build_object('created_at', ${iso(`${alias}.created_at`)}, 'updated_at', ${iso(`${alias}.updated_at`)}${more})`

const list = (element: string, order: string): string => `coalesce(jsonb_agg(${element} order by ${order}), '[]')`

const VARIANT_FULL = row(
  "v",
  `, 'options', (
     select ${list(row("ov", `, 'option', ${row("oo")}`), "ov.rank, ov.id")} from product_variant_option vo
       join product_option_value ov on ov.id = vo.option_value_id and ov.deleted_at is null
       join product_option oo on oo.id = ov.option_id and oo.deleted_at is null
      where vo.variant_id = v.id)`,
)

const VARIANT: Record<ProductSections, string> = {
  stamp: "null::jsonb",
  slim: "jsonb_build_object('id', v.id)",
  full: VARIANT_FULL,
}

/** Columns that Medusa keeps to itself in the store. */
const HIDDEN = "array['status', 'external_id', 'metadata', 'deleted_at']"

const PRODUCT: Record<ProductSections, string> = {
  stamp: "null::jsonb",
  slim: `(${row("p")}) - ${HIDDEN}`,
  full: `(${row("p")}) - ${HIDDEN} || jsonb_build_object(
    'type', (select ${row("t")} from product_type t where t.id = p.type_id and t.deleted_at is null),
    'collection', (select ${row("c")} from product_collection c where c.id = p.collection_id and c.deleted_at is null),
    'options', (select ${list(
      row(
        "o",
        `, 'values', (
           select ${list(row("ov"), "ov.rank, ov.id")} from product_product_option_value pv
             join product_option_value ov on ov.id = pv.product_option_value_id and ov.deleted_at is null
            where pv.product_product_option_id = po.id and pv.deleted_at is null)`,
      ),
      "o.id",
    )} from product_product_option po join product_option o on o.id = po.product_option_id and o.deleted_at is null
       where po.product_id = p.id and po.deleted_at is null),
    'tags', (select ${list(row("g"), "g.id")} from product_tags pt join product_tag g on g.id = pt.product_tag_id
              and g.deleted_at is null where pt.product_id = p.id),
    'images', (select ${list(row("m"), "m.rank, m.id")} from image m where m.product_id = p.id and m.deleted_at is null))`,
}

/** What stands in product `p`'s stamp: all that may change what is shown of it. */
const STAMP = "md5(concat_ws('|', p.updated_at, offers.stamp))"

/** Variants of product `p` as one row `offers`: their stamp, whether any can be bought, and what else is asked. Binds the channels and the currency. */
const offersOf = (scope: SaleScope, more = ""): string => `
         select ${more}
                string_agg(concat_ws(',', v.id, v.updated_at, sale.able, prices.stamp), ';' order by v.id) as stamp,
                bool_or(sale.able and prices.stamp is not null) as any
           from product_variant v
           left join product_variant_price_set s on s.variant_id = v.id and s.deleted_at is null
          cross join lateral (select ${sellable(scope)} as able offset 0) sale
           left join lateral (
             select string_agg(concat_ws(':', r.id, r.amount, r.min_quantity, r.rules_count, pl.id, pl.updated_at, pl.status,
                      pl.starts_at <= now(), pl.ends_at >= now()), ',' order by r.id) as stamp
               from price r left join price_list pl on pl.id = r.price_list_id and pl.deleted_at is null
              where r.price_set_id = s.price_set_id and r.currency_code = ? and r.deleted_at is null
           ) prices on true
          where v.product_id = p.id and v.deleted_at is null`

/** Names the text that {@link sellable} makes. */
const channelsName = ({ salesChannelIds }: SaleScope): string => (salesChannelIds.length > 1 ? "channels" : "channel")

/**
 * The products of `ids` that are for sale at this moment, with a stamp of all
 * that may change what is shown of them: when the stamp is the same, the answer
 * is still true. Offers are `[variant, price set or null, can be bought]`.
 */
export function productStatement({ ids, sections, ...scope }: ProductStatementOptions): Statement {
  const { salesChannelIds, currencyCode } = scope
  const order = "order by v.variant_rank, v.id"
  const more = `jsonb_agg(jsonb_build_array(v.id, s.price_set_id, sale.able) ${order}) as list,
                jsonb_agg(${VARIANT[sections]} ${order}) as variants,`
  return {
    name: `svm_products_${sections}_${channelsName(scope)}`,
    sql: `select p.id, offers.list as offers, ${STAMP} as stamp, ${PRODUCT[sections]} as product, offers.variants
        from product p cross join lateral (${offersOf(scope, more)}) offers
       where p.id = any(?) and offers.any and ${PRODUCT_PUBLISHED}`,
    bindings: [[...salesChannelIds], currencyCode, [...ids], [...salesChannelIds]],
  }
}

/** Of products as they were shown, with the stamp they had, those that are not so any more: changed, or not for sale. */
export function outdatedStatement(scope: SaleScope, shown: readonly { id: string; stamp: string }[]): Statement {
  const { salesChannelIds, currencyCode } = scope
  return {
    name: `svm_outdated_${channelsName(scope)}`,
    sql: `select w.id, w.stamp from unnest(?::text[], ?::text[]) as w(id, stamp)
       where not exists (
         select 1 from product p cross join lateral (${offersOf(scope)}) offers
          where p.id = w.id and offers.any and ${PRODUCT_PUBLISHED} and ${STAMP} = w.stamp)`,
    bindings: [
      shown.map(({ id }) => id),
      shown.map(({ stamp }) => stamp),
      [...salesChannelIds],
      currencyCode,
      [...salesChannelIds],
    ],
  }
}
