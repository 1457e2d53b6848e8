import type { Statement } from "../../database/query-rows"
import { among, bindingOf, inStockAt } from "./for-sale-sql"

/** Where something is to be sent, from which channels. */
export interface DeliveryScope {
  readonly salesChannelIds: readonly string[]
  /** Lower case; null where it is not known: then all countries of the region must be reached. */
  readonly countryCode: string | null
  readonly regionId: string | null
  /** Field of shipping options' metadata that holds the days. */
  readonly field: string
}

/** Three digits: whoever names years has not meant days. */
const DAYS = `case when jsonb_typeof(o.metadata) = 'object' and o.metadata ->> ? ~ '^[0-9]{1,3}$' then (o.metadata ->> ?)::int end`

/** A rule of a shipping option that every shopper of a storefront meets. */
const MET_BY_ALL = `(
    u.attribute = 'enabled_in_store' and u.operator = 'eq' and u.value #>> '{}' = 'true'
    or u.attribute = 'is_return' and u.operator = 'eq' and u.value #>> '{}' = 'false')`

/**
 * Ways of shipping that say how long they take: what they send, from which location, to which country, in how many days at
 * most. Ways of parts of a country, pickup, and those with rules of the shop's own are left out, for they may not be open to
 * this shopper. Binds the field twice, the channels, and the field again.
 */
const WAYS = `
  select o.shipping_profile_id, f.stock_location_id, g.country_code, min(${DAYS}) as days
    from shipping_option o
    join service_zone z on z.id = o.service_zone_id and z.deleted_at is null
    join fulfillment_set s on s.id = z.fulfillment_set_id and s.deleted_at is null and s.type <> 'pickup'
    join location_fulfillment_set f on f.fulfillment_set_id = s.id and f.deleted_at is null
    join sales_channel_stock_location c on c.stock_location_id = f.stock_location_id and c.deleted_at is null
     and c.sales_channel_id = any(?)
    join geo_zone g on g.service_zone_id = z.id and g.deleted_at is null and g.type = 'country'
   where o.deleted_at is null and jsonb_exists(o.metadata, ?)
     and not exists (select 1 from shipping_option_rule u
                      where u.shipping_option_id = o.id and u.deleted_at is null and not ${MET_BY_ALL})
   group by 1, 2, 3`

/**
 * Days at most until each product is there, by the fastest way from a location that has it in stock now; of several
 * countries the farthest. A product that some country is not reached with is not among them, nor one that would have to be
 * ordered first.
 */
export function deliveryStatement(scope: DeliveryScope, ids: readonly string[] | null): Statement {
  const { salesChannelIds, countryCode, regionId, field } = scope
  return {
    sql: `with way as materialized (${WAYS}),
               country as (
                 select rc.iso_2 as code from region_country rc
                  where rc.region_id = ? and rc.deleted_at is null and ?::text is null
                 union all select ?::text where ?::text is not null)
          select id, array[max(days)]::float[] as amounts from (
            select p.id, way.country_code, min(way.days) as days
              from way
              join country on country.code = way.country_code
              join product_shipping_profile ps on ps.shipping_profile_id = way.shipping_profile_id and ps.deleted_at is null
              join product p on p.id = ps.product_id and p.deleted_at is null and p.status = 'published' ${among("p.id", ids)}
             where way.days is not null and exists (
               select 1 from product_variant v
                where v.product_id = p.id and v.deleted_at is null
                  and (not v.manage_inventory or ${inStockAt("array[way.stock_location_id]")}))
             group by 1, 2) reached
           group by 1 having count(*) = (select count(*) from country)`,
    bindings: [
      ...[field, field, [...salesChannelIds], field],
      ...[regionId ?? "", countryCode, countryCode, countryCode],
      ...bindingOf(ids),
    ],
  }
}
