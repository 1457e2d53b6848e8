import { z } from "@medusajs/framework/zod"
import type { Queryable } from "./prepared-statements"
import { queryRows } from "./query-rows"

/**
 * Every table of Medusa that our SQL reads, with the columns that it reads of it. A test derives the same from the SQL
 * itself, so that none is forgotten here and none stays that is read no more.
 */
export const MEDUSA_TABLES: Readonly<Record<string, string>> = {
  api_key: "deleted_at id revoked_at token type",
  capture: "amount created_at deleted_at payment_id",
  cart: "completed_at currency_code customer_id deleted_at id metadata region_id sales_channel_id shipping_address_id",
  cart_address: "country_code deleted_at id province",
  cart_line_item: "cart_id created_at deleted_at id metadata product_id quantity unit_price updated_at variant_id",
  customer: "deleted_at email first_name has_account id last_name metadata",
  customer_group_customer: "customer_group_id customer_id deleted_at",
  fulfillment_set: "deleted_at id type",
  geo_zone: "country_code deleted_at service_zone_id type",
  image: "deleted_at id product_id rank",
  inventory_level: "deleted_at inventory_item_id location_id reserved_quantity stocked_quantity",
  location_fulfillment_set: "deleted_at fulfillment_set_id stock_location_id",
  mikro_orm_migrations: "name",
  order:
    "billing_address_id canceled_at created_at currency_code customer_id deleted_at id is_draft_order metadata region_id sales_channel_id shipping_address_id status updated_at version",
  order_address: "first_name id last_name",
  order_cart: "cart_id deleted_at order_id",
  order_credit_line: "amount deleted_at order_id version",
  order_item:
    "created_at deleted_at id item_id order_id quantity return_dismissed_quantity return_received_quantity unit_price version written_off_quantity",
  order_line_item: "id is_tax_inclusive metadata product_id unit_price variant_id",
  order_line_item_adjustment: "amount deleted_at is_tax_inclusive item_id version",
  order_line_item_tax_line: "deleted_at item_id rate",
  order_payment_collection: "deleted_at id order_id payment_collection_id",
  order_summary: "created_at deleted_at order_id totals version",
  payment: "deleted_at id payment_collection_id",
  price: "amount currency_code deleted_at id min_quantity price_list_id price_set_id rules_count",
  price_list: "deleted_at ends_at id starts_at status type updated_at",
  product:
    "collection_id created_at deleted_at description external_id handle id is_giftcard metadata status title type_id updated_at",
  product_category: "deleted_at id mpath name",
  product_category_product: "product_category_id product_id",
  product_collection: "deleted_at id",
  product_option: "deleted_at id",
  product_option_value: "deleted_at id option_id rank",
  product_product_option: "deleted_at id product_id product_option_id",
  product_product_option_value: "deleted_at product_option_value_id product_product_option_id",
  product_sales_channel: "deleted_at product_id sales_channel_id",
  product_shipping_profile: "deleted_at product_id shipping_profile_id",
  product_tag: "deleted_at id value",
  product_tags: "product_id product_tag_id",
  product_type: "deleted_at id value",
  product_variant: "allow_backorder deleted_at id manage_inventory product_id sku updated_at variant_rank",
  product_variant_inventory_item: "deleted_at inventory_item_id required_quantity variant_id",
  product_variant_option: "option_value_id variant_id",
  product_variant_price_set: "deleted_at price_set_id variant_id",
  publishable_api_key_sales_channel: "deleted_at publishable_key_id sales_channel_id",
  refund: "amount created_at deleted_at id payment_id",
  region: "automatic_taxes currency_code deleted_at id",
  region_country: "deleted_at iso_2 region_id",
  sales_channel: "deleted_at",
  sales_channel_stock_location: "deleted_at id sales_channel_id stock_location_id",
  service_zone: "deleted_at fulfillment_set_id id",
  shipping_option: "deleted_at id metadata service_zone_id shipping_profile_id",
  shipping_option_rule: "attribute deleted_at operator shipping_option_id value",
  store: "created_at default_region_id deleted_at id",
  store_currency: "currency_code deleted_at is_default store_id",
}

const row = z.object({ table: z.string(), column: z.string() })

/**
 * What of {@link MEDUSA_TABLES} the database has not, sorted: `table` where all of it is missing, else `table.column`.
 * Another version of Medusa may have renamed or dropped it.
 */
export async function missingColumns(knex: Queryable): Promise<string[]> {
  const rows = await queryRows(
    knex,
    {
      sql: `select table_name::text as "table", column_name::text as "column" from information_schema.columns
             where table_schema = any(current_schemas(false)) and table_name = any(?::text[])`,
      bindings: [Object.keys(MEDUSA_TABLES)],
    },
    row,
  )
  const tables = new Set(rows.map(({ table }) => table))
  const columns = new Set(rows.map(({ table, column }) => `${table}.${column}`))
  return Object.entries(MEDUSA_TABLES)
    .flatMap(([table, names]) =>
      tables.has(table)
        ? names
            .split(" ")
            .map((column) => `${table}.${column}`)
            .filter((name) => !columns.has(name))
        : [table],
    )
    .sort()
}
