import { z } from "@medusajs/framework/zod"
import type { ModuleContext } from "../../context"
import { queryRows } from "../../database/query-rows"
import type { TaxAddress } from "./markets"

/** What a cart says to a list. */
export interface CartContext {
  /** Products in it, the latest first. */
  readonly productIds: readonly string[]
  readonly regionId: string | null
  readonly currencyCode: string
  /** Where it is to be sent, as far as that is known. */
  readonly address: TaxAddress | null
}

const cartRow = z.object({
  region_id: z.string().nullable(),
  currency_code: z.string(),
  country_code: z.string().nullable(),
  province: z.string().nullable(),
  products: z.array(z.string()),
})

/**
 * A cart as it stands: one that became an order holds nothing any more, nor does one whose region the shop gave up, for
 * Medusa itself refuses it. Null when there is none of that id. Whoever knows
 * a cart's id may read it in Medusa's own store API, so no more is asked here.
 */
export async function readCart(context: ModuleContext, cartId: string): Promise<CartContext | null> {
  const rows = await queryRows(
    context.knex(),
    {
      sql: `select r.id as region_id, c.currency_code, lower(a.country_code) as country_code, a.province,
                   coalesce((select array_agg(l.product_id order by l.created_at desc, l.id) from cart_line_item l
                      where l.cart_id = c.id and l.deleted_at is null and l.product_id is not null
                        and c.completed_at is null and (c.region_id is null or r.id is not null)), '{}') as products
              from cart c
              left join region r on r.id = c.region_id and r.deleted_at is null
              left join cart_address a on a.id = c.shipping_address_id and a.deleted_at is null
             where c.id = ? and c.deleted_at is null`,
      bindings: [cartId],
    },
    cartRow,
  )
  const [cart] = rows
  if (!cart) return null
  return {
    productIds: [...new Set(cart.products)],
    regionId: cart.region_id,
    currencyCode: cart.currency_code,
    address: cart.country_code === null ? null : { countryCode: cart.country_code, province: cart.province },
  }
}
