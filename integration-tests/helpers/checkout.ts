import { z } from "@medusajs/framework/zod"
import { call } from "./shop-client"
import type { SeededShop } from "./shop-client"

const cartSchema = z.object({ cart: z.object({ id: z.string() }) })
const collectionSchema = z.object({ payment_collection: z.object({ id: z.string() }) })
const orderSchema = z.object({ type: z.literal("order"), order: z.object({ id: z.string() }) })

/** Who buys what; a guest one of the first product where nothing else is said. */
export interface CheckOutOptions {
  /** Says who it is: a customer's token. */
  readonly headers?: Readonly<Record<string, string>>
  readonly email?: string
  /** Metadata of the cart. */
  readonly metadata?: Readonly<Record<string, unknown>>
  /** Index of the product. */
  readonly product?: number
}

/** Buys one of a product through Medusa's own routes, from an empty cart to the order, whose id it returns. */
export async function checkOut(url: string, shop: SeededShop, options: CheckOutOptions = {}): Promise<string> {
  const { headers: who = {}, email = "shopper@shop.test", metadata, product = 0 } = options
  const post = async (route: string, body: unknown, given = shop.storeHeaders): Promise<unknown> => {
    const headers = route.startsWith("/store") ? { ...given, ...who } : given
    const answer = await call(`${url}${route}`, { headers, body })
    if (answer.status !== 200) throw new Error(`${route}: ${answer.status} ${JSON.stringify(answer.body)}`)
    return answer.body
  }
  await post(`/admin/regions/${shop.regionId}`, { payment_providers: ["pp_system_default"] }, shop.adminHeaders)
  const cart = cartSchema.parse(
    await post("/store/carts", {
      region_id: shop.regionId,
      email,
      ...(metadata ? { metadata } : {}),
      items: [{ variant_id: shop.products[product]?.variantId, quantity: 1 }],
    }),
  ).cart
  const payment = collectionSchema.parse(await post("/store/payment-collections", { cart_id: cart.id }))
  await post(`/store/payment-collections/${payment.payment_collection.id}/payment-sessions`, {
    provider_id: "pp_system_default",
  })
  return orderSchema.parse(await post(`/store/carts/${cart.id}/complete`, {})).order.id
}
