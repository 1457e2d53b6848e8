import { z } from "@medusajs/framework/zod"
import type { TestHttp } from "./http"
import type { ServingShop } from "./serving-shop"

/** The ways in which a list's products are read: whole, few columns, by Medusa's own query. */
export const FIELDS = [
  "",
  "&fields=id,title,handle,thumbnail,*variants.calculated_price",
  "&fields=id,title,+metadata,*categories,variants.id,variants.calculated_price,variants.inventory_quantity",
]

const list = z.object({
  data: z.object({ recommendations: z.array(z.object({ product: z.looseObject({ id: z.string() }) })) }),
})
const products = z.object({ data: z.object({ products: z.array(z.unknown()) }) })

/** The products of a list, and what `/store/products` says of the same; both sorted, for rows have no order. */
export async function besideCore(
  http: TestHttp,
  { regionId, storeHeaders: headers }: ServingShop,
  query: string,
): Promise<{ ours: unknown; core: unknown }> {
  const where = `region_id=${regionId}${query}`
  const { recommendations } = list.parse(await http.get(`/store/recommendations?limit=5&${where}`, { headers })).data
  const ids = recommendations.map(({ product }) => `id[]=${product.id}`).join("&")
  const core = products.parse(await http.get(`/store/products?${ids}&${where}`, { headers })).data.products
  return { ours: sorted(recommendations.map(({ product }) => product)), core: sorted(core) }
}

function sorted(value: unknown): unknown {
  if (!Array.isArray(value)) return value
  return value.map(sorted).sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
}

/** A country with one rate of tax, in percent, as Medusa's workflow takes it. */
export function taxRegion(countryCode: string, rate: number) {
  return {
    country_code: countryCode,
    provider_id: "tp_system",
    default_tax_rate: { rate, code: countryCode, name: countryCode },
  }
}

const taxedProducts = z.array(
  z.object({
    variants: z.array(
      z.object({
        calculated_price: z.object({ calculated_amount: z.number(), calculated_amount_with_tax: z.number() }),
      }),
    ),
  }),
)

/** The tax on the first price that products tell, in percent. */
export function taxOf(listed: unknown): number {
  const price = taxedProducts.parse(listed)[0]?.variants[0]?.calculated_price
  if (!price) throw new Error("no product has a price")
  return Math.round((price.calculated_amount_with_tax / price.calculated_amount - 1) * 100)
}
