import { z } from "@medusajs/framework/zod"
import { call } from "./shop-client"
import type { SeededShop } from "./shop-client"

const cartSchema = z.object({ cart: z.object({ id: z.string() }) })
const collectionSchema = z.object({ payment_collection: z.object({ id: z.string() }) })
const orderSchema = z.object({ type: z.literal("order"), order: z.object({ id: z.string() }) })

/** Buys one of the first product through Medusa's own routes, from an empty cart to the order, whose id it returns. */
export async function checkOut(url: string, shop: SeededShop): Promise<string> {
  const post = async (route: string, body: unknown, headers = shop.storeHeaders): Promise<unknown> => {
    const answer = await call(`${url}${route}`, { headers, body })
    if (answer.status !== 200) throw new Error(`${route}: ${answer.status} ${JSON.stringify(answer.body)}`)
    return answer.body
  }
  await post(`/admin/regions/${shop.regionId}`, { payment_providers: ["pp_system_default"] }, shop.adminHeaders)
  const cart = cartSchema.parse(
    await post("/store/carts", {
      region_id: shop.regionId,
      email: "shopper@shop.test",
      items: [{ variant_id: shop.products[0]?.variantId, quantity: 1 }],
    }),
  ).cart
  const payment = collectionSchema.parse(await post("/store/payment-collections", { cart_id: cart.id }))
  await post(`/store/payment-collections/${payment.payment_collection.id}/payment-sessions`, {
    provider_id: "pp_system_default",
  })
  return orderSchema.parse(await post(`/store/carts/${cart.id}/complete`, {})).order.id
}
