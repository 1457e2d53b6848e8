import { medusaIntegrationTestRunner } from "@medusajs/test-utils"
import { z } from "@medusajs/framework/zod"
import { updateInventoryLevelsWorkflow, updateProductsWorkflow } from "@medusajs/medusa/core-flows"
import { RECOMMENDATION_MODULE } from "../../src/modules/recommendation"
import type RecommendationModuleService from "../../src/modules/recommendation/service"
import { productAudienceWorkflow } from "../../src/workflows"
import { registerCustomer } from "../helpers/customer"
import { baseUrl, typedHttp } from "../helpers/http"
import { createServingShop } from "../helpers/serving-shop"
import type { ServingShop } from "../helpers/serving-shop"
import { call, logInAdmin } from "../helpers/shop-client"
import type { Answer } from "../helpers/shop-client"

jest.setTimeout(120_000)

const list = z.object({
  recommendations: z.array(z.object({ product: z.looseObject({ handle: z.string() }) })),
  strategy: z.literal("alternatives"),
  filled_from: z.array(z.string()),
})

const DATABASE = `svm_alternatives_${process.env.JEST_WORKER_ID ?? "1"}`

const audience = z.object({
  audience: z.array(z.object({ customer_id: z.string(), email: z.string(), chance: z.number(), score: z.number() })),
  count: z.number(),
})

medusaIntegrationTestRunner({
  inApp: true,
  dbName: DATABASE,
  testSuite: ({ api, getContainer }) => {
    let url: string
    let shop: ServingShop
    let customer: Record<string, string>
    let service: RecommendationModuleService
    let admin: Record<string, string>
    let counter = 0

    const get = (handle: string, query: string, headers: Record<string, string>): Promise<Answer> =>
      call(
        `${url}/store/recommendations?strategy=alternatives&region_id=${shop.regionId}&limit=20&product_id=${shop.products[handle] ?? handle}${query}`,
        { headers },
      )
    const ask = async (handle: string, query = "", headers: Record<string, string> = shop.storeHeaders) => {
      const answer = list.parse((await get(handle, query, headers)).body)
      return { ...answer, handles: answer.recommendations.map(({ product }) => product.handle) }
    }

    beforeAll(async () => {
      url = baseUrl(typedHttp(api))
      service = getContainer().resolve(RECOMMENDATION_MODULE)
      shop = await createServingShop(getContainer())
      admin = await logInAdmin(url, DATABASE)
      customer = { ...shop.storeHeaders, ...(await registerCustomer(url, shop.storeHeaders, "instead@shop.test")) }
    })

    beforeEach(() =>
      service.serving.changed([
        { kind: "catalogue", key: null },
        { kind: "customers", key: null },
      ]),
    )

    /** A customer who answered so, and looked at products. */
    const shopperWho = async (name: string, consent: boolean | null, viewed: readonly string[]): Promise<string> => {
      const headers = { ...shop.storeHeaders, ...(await registerCustomer(url, shop.storeHeaders, `${name}@shop.test`)) }
      const me = await call(`${url}/store/customers/me`, { headers })
      const { id } = z.object({ customer: z.object({ id: z.string() }) }).parse(me.body).customer
      if (consent !== null) await call(`${url}/store/recommendations/me`, { headers, body: { consent } })
      await service.behavior.record(
        viewed.map((handle) => ({
          ...{ id: `audience-${++counter}`, type: "view" as const, productId: shop.products[handle] ?? "" },
          ...{ source: "storefront" as const, occurredAt: new Date(), customerId: id, visitorId: null, basketId: null },
        })),
      )
      return id
    }
    const askAudience = (query = ""): Promise<Answer> =>
      call(`${url}/admin/recommendations/products/${shop.products.blocks ?? ""}/audience${query}`, { headers: admin })

    test("alternatives: for a product that has sold out, what is near in price and of its category comes first", async () => {
      await updateInventoryLevelsWorkflow(getContainer()).run({
        input: {
          updates: [
            { inventory_item_id: shop.inventory.blocks ?? "", location_id: shop.locationId, stocked_quantity: 0 },
          ],
        },
      })
      for (const headers of [shop.storeHeaders, customer]) {
        const near = await ask("blocks", "&fill=false", headers)
        expect(near.handles.sort()).toEqual(["bear", "puzzle"])
        const filled = await ask("blocks", "", headers)
        expect(filled.handles.slice(0, 2).sort()).toEqual(["bear", "puzzle"])
        expect(filled.handles.length).toBeGreaterThan(2)
        expect(filled.handles).not.toContain("blocks")
        expect(filled.filled_from.length).toBeGreaterThan(0)
      }
    })

    test("alternatives: the band of prices is an option, and a budget takes what is dearer out", async () => {
      expect((await ask("blocks", "&fill=false&price_band=0.8")).handles.sort()).toEqual(
        ["bear", "kite", "puzzle", "robot"].sort(),
      )
      expect((await ask("blocks", "&fill=false&price_band=0.8&budget_max=20")).handles.sort()).toEqual(
        ["kite", "puzzle"].sort(),
      )
      expect((await ask("blocks", "&fill=false&price_band=0")).handles).toEqual([])
    })

    test("alternatives: a product that is not published has them too, and none of another category", async () => {
      await updateProductsWorkflow(getContainer()).run({
        input: { selector: { id: shop.products.lamp ?? "" }, update: { status: "draft" } },
      })
      const { handles } = await ask("lamp", "&fill=false")
      expect(handles).toEqual(["clock"])
    })

    test("alternatives: the product on the page must be named, and the band be a share", async () => {
      const path = `${url}/store/recommendations?strategy=alternatives&region_id=${shop.regionId}`
      for (const [query, field] of [
        ["", "product_id"],
        [`&product_id=${shop.products.mug ?? ""}&price_band=-1`, "price_band"],
        [`&product_id=${shop.products.mug ?? ""}&price_band=wide`, "price_band"],
      ] as const) {
        const refused = await call(`${path}${query}`, { headers: shop.storeHeaders })
        expect(refused.status).toBe(400)
        expect(z.object({ message: z.string() }).parse(refused.body).message).toContain(field)
      }
    })

    test("audience: who looked at the product and said yes, nobody who objected or did not answer; paged, as CSV, as a step", async () => {
      const keen = await shopperWho("keen", true, ["blocks", "bear"])
      await shopperWho("objector", false, ["blocks"])
      const silent = await shopperWho("silent", null, ["blocks"])
      const other = await shopperWho("+other", true, ["blocks", "lamp", "vase"])
      const { audience: members, count } = audience.parse((await askAudience()).body)
      expect(members.map((member) => member.customer_id).sort()).toEqual([keen, other].sort())
      expect(members.map(({ chance }) => chance)).toEqual(members.map(({ chance }) => chance).sort((a, b) => b - a))
      expect(count).toBe(2)
      const second = audience.parse((await askAudience("?limit=1&offset=1")).body)
      expect(second).toMatchObject({ audience: [members[1]], count: 2 })
      const csv = await askAudience("?format=csv")
      expect(csv.headers.get("content-type")).toContain("text/csv")
      expect(csv.body).toContain("customer_id,email,chance,score")
      expect(csv.body).toContain("'+other@shop.test")
      const { result } = await productAudienceWorkflow(getContainer()).run({
        input: { product_id: shop.products.blocks ?? "", limit: 1 },
      })
      expect(result).toEqual(members.slice(0, 1))
      const { version } = await service.learning.settings()
      await service.learning.settingsStore.update({ version, settings: { consent: { required: false } }, by: null })
      const wider = audience.parse((await askAudience()).body)
      expect(wider.audience.map((member) => member.customer_id)).toContain(silent)
      expect(wider.count).toBe(3)
    })

    test.each([
      ["?limit=0", "limit"],
      ["?offset=-1", "offset"],
      ["?format=xml", "format"],
    ])("audience: %s is refused by name", async (query, field) => {
      const refused = await askAudience(query)
      expect(refused.status).toBe(400)
      expect(z.object({ message: z.string() }).parse(refused.body).message).toContain(field)
    })
  },
})
