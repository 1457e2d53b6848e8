import { randomUUID } from "node:crypto"
import type { Client } from "pg"

/** A shop of many products, put straight into the tables: through Medusa's workflows it would take hours. */
export interface ServeShop {
  readonly regionId: string
  readonly publishableKey: string
  /** Visitors with behavior. */
  readonly visitors: readonly string[]
}

const CHANNEL = "sc_bench"
const REGION = "reg_bench"
const LOCATION = "sloc_bench"
const CATEGORIES = 50
const EVENTS_A_VISITOR = 12
const PRICE_CENTS = 4_999

/** Channel, key, region, location and categories. */
export async function createServeShop(client: Client): Promise<Omit<ServeShop, "visitors">> {
  const publishableKey = `pk_${randomUUID().replaceAll("-", "")}`
  const statements: [string, unknown[]?][] = [
    [`insert into sales_channel (id, name, is_disabled) values ('${CHANNEL}', 'Bench', false)`],
    [`insert into region (id, name, currency_code, automatic_taxes) values ('${REGION}', 'Europe', 'eur', true)`],
    [
      `insert into api_key (id, token, salt, redacted, title, type, created_by)
       values ('apk_bench', $1, '', 'pk_***', 'Bench', 'publishable', '')`,
      [publishableKey],
    ],
    [
      `insert into publishable_api_key_sales_channel (id, publishable_key_id, sales_channel_id)
       values ('pksc_bench', 'apk_bench', '${CHANNEL}')`,
    ],
    [`insert into stock_location (id, name) values ('${LOCATION}', 'Bench')`],
    [
      `insert into sales_channel_stock_location (id, sales_channel_id, stock_location_id)
       values ('scloc_bench', '${CHANNEL}', '${LOCATION}')`,
    ],
    [
      `insert into product_category (id, name, handle, mpath, is_active, is_internal, rank)
       select 'pcat_' || n, 'Category ' || n, 'category-' || n, 'pcat_' || n, true, false, n
         from generate_series(1, ${CATEGORIES}) n`,
    ],
    [`insert into product_tag (id, value) select 'ptag_' || n, 'tag ' || n from generate_series(1, 100) n`],
  ]
  for (const [text, values] of statements) await client.query(text, values)
  return { regionId: REGION, publishableKey }
}

/**
 * Products `from` to `to`, each with two variants, an option, two pictures, a tag, a category, stock and two prices a
 * variant.
 *
 * @param isAnalyzed whether Postgres looks at its tables afterwards. @defaultValue true
 */
export async function addProducts(
  client: Client,
  { from, to, isAnalyzed = true }: { from: number; to: number; isAnalyzed?: boolean },
): Promise<void> {
  const product = `from generate_series(${from}, ${to}) n`
  const variant = `${product}, generate_series(1, 2) v`
  const statements = [
    `insert into product (id, title, handle, description, thumbnail, status, is_giftcard, discountable)
     select 'prod_' || n, 'Product ' || n, 'product-' || n, repeat('A fine thing, made with care. ', 8),
            'https://pictures.test/' || n || '.png', 'published', false, true ${product}`,
    `insert into image (id, url, rank, product_id)
     select 'img_' || n || '_' || v, 'https://pictures.test/' || n || '-' || v || '.png', v, 'prod_' || n ${variant}`,
    `insert into product_option (id, title, is_exclusive) select 'opt_' || n, 'Size', true ${product}`,
    `insert into product_product_option (id, product_id, product_option_id)
     select 'prodopt_' || n, 'prod_' || n, 'opt_' || n ${product}`,
    `insert into product_option_value (id, value, option_id, rank)
     select 'optval_' || n || '_' || v, case v when 1 then 'S' else 'L' end, 'opt_' || n, v ${variant}`,
    `insert into product_product_option_value (id, product_product_option_id, product_option_value_id)
     select 'prodoptval_' || n || '_' || v, 'prodopt_' || n, 'optval_' || n || '_' || v ${variant}`,
    `insert into product_variant (id, title, sku, product_id, variant_rank, manage_inventory, allow_backorder)
     select 'variant_' || n || '_' || v, case v when 1 then 'S' else 'L' end, 'sku-' || n || '-' || v, 'prod_' || n, v, true, false ${variant}`,
    `insert into product_variant_option (variant_id, option_value_id)
     select 'variant_' || n || '_' || v, 'optval_' || n || '_' || v ${variant}`,
    `insert into product_sales_channel (id, product_id, sales_channel_id)
     select 'prodsc_' || n, 'prod_' || n, '${CHANNEL}' ${product}`,
    `insert into product_category_product (product_id, product_category_id)
     select 'prod_' || n, 'pcat_' || (1 + n % ${CATEGORIES}) ${product}`,
    `insert into product_tags (product_id, product_tag_id) select 'prod_' || n, 'ptag_' || (1 + n % 100) ${product}`,
    `insert into inventory_item (id, sku, requires_shipping) select 'iitem_' || n || '_' || v, 'sku-' || n || '-' || v, true ${variant}`,
    `insert into product_variant_inventory_item (id, variant_id, inventory_item_id, required_quantity)
     select 'pvitem_' || n || '_' || v, 'variant_' || n || '_' || v, 'iitem_' || n || '_' || v, 1 ${variant}`,
    `insert into inventory_level (id, inventory_item_id, location_id, stocked_quantity, raw_stocked_quantity,
       reserved_quantity, raw_reserved_quantity, incoming_quantity, raw_incoming_quantity)
     select 'ilev_' || n || '_' || v, 'iitem_' || n || '_' || v, '${LOCATION}', 100, '{"value":"100","precision":20}',
            0, '{"value":"0","precision":20}', 0, '{"value":"0","precision":20}' ${variant}`,
    `insert into price_set (id) select 'pset_' || n || '_' || v ${variant}`,
    `insert into product_variant_price_set (id, variant_id, price_set_id)
     select 'pvps_' || n || '_' || v, 'variant_' || n || '_' || v, 'pset_' || n || '_' || v ${variant}`,
    `insert into price (id, price_set_id, currency_code, amount, raw_amount, rules_count)
     select 'price_' || n || '_' || v || '_' || c, 'pset_' || n || '_' || v, c, p.amount,
            jsonb_build_object('value', p.amount::text, 'precision', 20), 0
       ${variant}, unnest(array['eur', 'usd']) c,
       lateral (select ((n * 7919) % ${PRICE_CENTS} + 100) / 100.0 as amount) p`,
  ]
  for (const text of statements) await client.query(text)
  if (isAnalyzed) await client.query("analyze")
}

/**
 * Visitors who looked at and bought products near each other, so that there is
 * something to learn; the last thing of each is a view, for new shoppers' sake.
 */
export async function addVisitors(
  client: Client,
  { count, products }: { count: number; products: number },
): Promise<string[]> {
  await client.query(
    `insert into behavior_event (id, type, product_id, visitor_id, quantity, basket_id, source, is_bot, is_gift, occurred_at)
     select 'bench-' || v || '-' || e, case when e % 3 = 0 then 7 else 0 end,
            'prod_' || (1 + (v * 37 + (e * e * 13 + v * e) % 40 + (case when e % 5 = 0 then (v * e * 7919) % ${products} else 0 end)) % ${products}),
            md5('visitor' || v)::uuid::text, 1, case when e % 3 = 0 then 'order-' || v || '-' || e end, 'import', false, false,
            now() - make_interval(days => 30 - e, mins => v % 1000)
       from generate_series(1, ${count}) v, generate_series(1, ${EVENTS_A_VISITOR}) e`,
  )
  const found = await client.query<{ visitor_id: string }>("select distinct visitor_id from behavior_event order by 1")
  return found.rows.map((row) => row.visitor_id)
}
