import { z } from "@medusajs/framework/zod"
import type { MedusaContainer } from "@medusajs/framework/types"
import {
  createApiKeysWorkflow,
  createOrderWorkflow,
  createProductsWorkflow,
  createRegionsWorkflow,
  createSalesChannelsWorkflow,
  linkSalesChannelsToApiKeyWorkflow,
} from "@medusajs/medusa/core-flows"
import reconcilePurchases from "../../src/jobs/reconcile-purchases"
import { until } from "../helpers/desk-shop"
import { typedHttp } from "../helpers/http"
import { inShop } from "../helpers/in-shop"

jest.setTimeout(240_000)

const PRODUCTS = 10
/** What each channel's shoppers buy: half of the products each. */
const TASTES = { web: [0, 1, 2, 3, 4], wholesale: [5, 6, 7, 8, 9] } as const
/** The first channel rules the whole shop. */
const ORDERS = { web: 20, wholesale: 14 } as const
type Channel = keyof typeof TASTES
const CHANNELS: readonly Channel[] = ["web", "wholesale"]

const answerShape = z.object({
  data: z.object({ recommendations: z.array(z.object({ product: z.object({ handle: z.string() }) })) }),
})

async function keyOf(container: MedusaContainer, channelIds: readonly string[]): Promise<Record<string, string>> {
  const { result } = await createApiKeysWorkflow(container).run({
    input: { api_keys: [{ title: "Storefront", type: "publishable", created_by: "" }] },
  })
  const { id, token } = z.array(z.object({ id: z.string(), token: z.string() })).parse(result)[0]
  await linkSalesChannelsToApiKeyWorkflow(container).run({ input: { id, add: [...channelIds] } })
  return { "x-publishable-api-key": token }
}

inShop({
  dbName: `svm_sales_channels_${process.env.JEST_WORKER_ID ?? "1"}`,
  testSuite: ({ api, getContainer }) => {
    const http = typedHttp(api)

    test("sales channels: orders in two of them, by Medusa's own workflow, give each its own best sellers", async () => {
      const container = getContainer()
      const { result: channels } = await createSalesChannelsWorkflow(container).run({
        input: { salesChannelsData: CHANNELS.map((name) => ({ name })) },
      })
      const idOf = Object.fromEntries(channels.map(({ name, id }) => [name, id]))
      const { result: regions } = await createRegionsWorkflow(container).run({
        input: { regions: [{ name: "Europe", currency_code: "eur", countries: ["de"] }] },
      })
      const regionId = regions[0]?.id ?? ""
      const { result: products } = await createProductsWorkflow(container).run({
        input: {
          products: Array.from({ length: PRODUCTS }, (_, at) => ({
            ...{ title: `Thing ${at}`, handle: `p${at}`, status: "published" as const },
            sales_channels: channels.map(({ id }) => ({ id })),
            options: [{ title: "Size", values: ["one"] }],
            variants: [
              {
                ...{ title: "one", sku: `p${at}`, manage_inventory: false, options: { Size: "one" } },
                prices: [{ amount: 10 + at, currency_code: "eur" }],
              },
            ],
          })),
        },
      })
      const variants = new Map(products.map(({ handle, variants: [variant] }) => [handle, variant?.id ?? ""]))
      for (let order = 0; order < ORDERS.web; order++) {
        for (const channel of CHANNELS.filter((name) => order < ORDERS[name])) {
          await createOrderWorkflow(container).run({
            input: {
              ...{ region_id: regionId, sales_channel_id: idOf[channel], currency_code: "eur" },
              email: `${channel}-${order}@shop.test`,
              items: TASTES[channel].map((at) => ({
                ...{ variant_id: variants.get(`p${at}`) ?? "", title: `Thing ${at}`, quantity: 1, unit_price: 10 + at },
              })),
            },
          })
        }
      }
      await reconcilePurchases(container)

      const shown = async (strategy: string, headers: Record<string, string>): Promise<number[]> => {
        const answer: unknown = await http.get(
          `/store/recommendations?strategy=${strategy}&limit=5&region_id=${regionId}`,
          { headers },
        )
        const { recommendations } = answerShape.parse(answer).data
        return recommendations.map(({ product }) => Number(product.handle.slice(1))).sort((a, b) => a - b)
      }
      const keys = new Map<string, Record<string, string>>()
      for (const channel of CHANNELS) keys.set(channel, await keyOf(container, [idOf[channel] ?? ""]))
      keys.set("both", await keyOf(container, Object.values(idOf)))
      const expected = { ...TASTES, both: TASTES.web }
      for (const strategy of ["popular", "for_you"]) {
        for (const [name, own] of Object.entries(expected)) {
          // Of a key that opens both, nobody says which of them is looked at: the whole shop answers.
          const isOwn = (found: readonly number[]): boolean => found.join() === own.join()
          expect(await until(() => shown(strategy, keys.get(name) ?? {}), isOwn)).toEqual(own)
        }
      }
    })
  },
})
