import { z } from "@medusajs/framework/zod"
import { call } from "./shop-client"
import type { SeededShop } from "./shop-client"

const made = (name: string) => z.object({ [name]: z.object({ id: z.string() }) })

/** Makes a seeded shop sell to Germany: one free way of shipping, and payment that asks for nothing. */
export async function sellWithShipping(url: string, shop: SeededShop): Promise<void> {
  const post = async (route: string, body: unknown): Promise<unknown> => {
    const answer = await call(`${url}/admin${route}`, { headers: shop.adminHeaders, body })
    if (answer.status >= 300) throw new Error(`${route}: ${answer.status} ${JSON.stringify(answer.body)}`)
    return answer.body
  }
  const idOf = async (name: string, route: string, body: unknown): Promise<string> =>
    made(name).parse(await post(route, body))[name]?.id ?? ""
  await post(`/regions/${shop.regionId}`, { payment_providers: ["pp_system_default"] })
  const profile = await idOf("shipping_profile", "/shipping-profiles", { name: "Parcels", type: "default" })
  const location = await idOf("stock_location", "/stock-locations", { name: "Store room" })
  await post(`/stock-locations/${location}/sales-channels`, { add: [shop.salesChannelId] })
  await post(`/stock-locations/${location}/fulfillment-providers`, { add: ["manual_manual"] })
  const { stock_location } = z
    .object({ stock_location: z.object({ fulfillment_sets: z.array(z.object({ id: z.string() })).min(1) }) })
    .parse(
      await post(`/stock-locations/${location}/fulfillment-sets?fields=id,*fulfillment_sets`, {
        name: "Parcels",
        type: "shipping",
      }),
    )
  const set = stock_location.fulfillment_sets[0]?.id ?? ""
  const { fulfillment_set } = z
    .object({ fulfillment_set: z.object({ service_zones: z.array(z.object({ id: z.string() })).min(1) }) })
    .parse(
      await post(`/fulfillment-sets/${set}/service-zones`, {
        name: "Germany",
        geo_zones: [{ type: "country", country_code: "de" }],
      }),
    )
  await post("/shipping-options", {
    ...{ name: "Standard", provider_id: "manual_manual", price_type: "flat", shipping_profile_id: profile },
    service_zone_id: fulfillment_set.service_zones[0]?.id,
    type: { label: "Standard", description: "Two days", code: "standard" },
    prices: [{ currency_code: "eur", amount: 0 }],
    rules: [
      { attribute: "enabled_in_store", operator: "eq", value: "true" },
      { attribute: "is_return", operator: "eq", value: "false" },
    ],
  })
  for (const { id } of shop.products) await post(`/products/${id}`, { shipping_profile_id: profile })
}
