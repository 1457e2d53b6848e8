import type { Client } from "pg"

/** `prod_1` to `prod_3`, published and for sale in this sales channel, without the cost of Medusa's own way. */
export async function addProductsForSale(client: Pick<Client, "query">, channel: string): Promise<void> {
  await client.query(
    `insert into product (id, title, handle, status, is_giftcard, discountable)
     select 'prod_' || n, 'Product ' || n, 'product-' || n, 'published', false, true from generate_series(1, 3) n`,
  )
  await client.query(
    `insert into product_sales_channel (id, product_id, sales_channel_id)
     select 'prodsc_' || n, 'prod_' || n, $1 from generate_series(1, 3) n`,
    [channel],
  )
}
