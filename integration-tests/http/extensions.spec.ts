import { rmSync, writeFileSync } from "node:fs"
import path from "node:path"
import { z } from "@medusajs/framework/zod"
import { Modules } from "@medusajs/framework/utils"
import { createProductTagsWorkflow, updateProductsWorkflow } from "@medusajs/medusa/core-flows"
import { RECOMMENDATION_MODULE } from "../../src/modules/recommendation"
import type RecommendationModuleService from "../../src/modules/recommendation/service"
import { writeDocsShop } from "../helpers/extend-docs"
import { typedHttp } from "../helpers/http"
import { inShop } from "../helpers/in-shop"
import { createServingShop, FOR_SALE } from "../helpers/serving-shop"
import type { ServingShop } from "../helpers/serving-shop"
import { tasteEvents } from "../helpers/taste-shop"
import {
  eraseShopperWorkflow,
  notifyAdminsWorkflow,
  promoteModelWorkflow,
  retrainModelWorkflow,
} from "../../src/workflows"

jest.setTimeout(120_000)

const folder = writeDocsShop()
const vectorsFile = path.join(folder, "vectors.json")
const ours = path.join(folder, "ours.js")
const at = (name: string): string => path.join(folder, "src", "recommendations", name)

// An extension of the test's own: it has a word against one product, and is ill when a page says so.
writeFileSync(
  ours,
  `module.exports = ({ hidden }) => ({
    name: "ours",
    signal: (products) => products.map(({ id, price }) => [id, price ?? 0]),
    filter(question, products) {
      if (question.placement === "ill") throw new Error("ours is ill")
      return question.placement === "all" ? products.map(({ id }) => id) : products.filter(({ title }) => title !== hidden).map(({ id }) => id)
    },
  })`,
)

const list = z.object({
  recommendations: z.array(
    z.object({
      product: z.looseObject({ id: z.string(), handle: z.string() }),
      reasons: z.array(z.object({ code: z.string(), text: z.string() })),
      source: z.string(),
    }),
  ),
  rung: z.string(),
  filled_from: z.array(z.string()),
})
type List = z.output<typeof list>

process.env.RECOMMENDATION_OPTIONS = JSON.stringify({
  // Medusa's own local provider has this channel.
  // A training begins when a test begins it, not by the ticking job.
  retrain: { paused: true },
  notify: { to: "owner@shop.test", channel: "feed" },
  extend: {
    timeout_ms: 2_000,
    extensions: [
      at("price-sense"),
      at("staff-picks"),
      { resolve: at("vectors"), options: { file: vectorsFile } },
      { resolve: ours, options: { hidden: "bear" } },
    ],
  },
})
writeFileSync(vectorsFile, "{}")

inShop({
  dbName: `svm_extensions_${process.env.JEST_WORKER_ID ?? "1"}`,
  testSuite: ({ api, getContainer }) => {
    const http = typedHttp(api)
    let shop: ServingShop
    let service: RecommendationModuleService

    const ask = async (query: string): Promise<List> => {
      const answer: unknown = await http.get(`/store/recommendations?${query}&region_id=${shop.regionId}`, {
        headers: shop.storeHeaders,
      })
      return list.parse(z.object({ data: z.unknown() }).parse(answer).data)
    }
    const handles = ({ recommendations }: List): string[] => recommendations.map(({ product }) => product.handle)
    const product = (handle: string): string => shop.products[handle] ?? handle

    beforeAll(async () => {
      shop = await createServingShop(getContainer())
      service = getContainer().resolve(RECOMMENDATION_MODULE)
      const { result: tags } = await createProductTagsWorkflow(getContainer()).run({
        input: { product_tags: [{ value: "staff-pick" }] },
      })
      await updateProductsWorkflow(getContainer()).run({
        input: {
          products: ["mug", "soldout"].map((handle) => ({ id: product(handle), tag_ids: [tags[0]?.id ?? ""] })),
        },
      })
    })
    beforeEach(() => service.serving.changed([{ kind: "catalog", key: null }]))
    afterAll(() => rmSync(folder, { recursive: true, force: true }))

    test("extensions of the docs: staff picks stand in the upper half with their words, if they may be shown", async () => {
      const popular = await ask("strategy=popular&limit=10")
      expect(handles(popular).slice(0, 5)).toContain("mug")
      expect(handles(popular)).not.toContain("soldout")
      const picked = popular.recommendations.find(({ product: { handle } }) => handle === "mug")
      expect(picked?.reasons[0]).toEqual({ code: "staff_pick", text: "Picked by our staff" })
      const german = await ask("strategy=popular&limit=10&locale=de")
      expect(german.recommendations.flatMap(({ reasons }) => reasons)).toContainEqual({
        code: "staff_pick",
        text: "Unsere Empfehlung",
      })
    })

    test("extensions of the docs: who pays little sees what is dear last", async () => {
      const visitorId = "visitor-price-sense"
      await service.behavior.record(
        ["mug", "bowl", "candle"].map((handle, index) => ({
          id: `price-sense-${index}`,
          type: "purchase" as const,
          productId: product(handle),
          source: "order" as const,
          occurredAt: new Date(Date.now() - 30 * 86_400_000),
          customerId: null,
          visitorId,
          basketId: `order-${index}`,
          price: 12,
        })),
      )
      const prices: Record<string, number> = { lamp: 80, train: 70, clock: 60 }
      const seen = handles(await ask(`strategy=popular&limit=11&visitor_id=${visitorId}`))
      expect(seen.slice(-3)).toEqual(["clock", "train", "lamp"])
      const stranger = handles(await ask("strategy=popular&limit=11"))
      expect(stranger.slice(-3)).not.toEqual(Object.keys(prices).reverse())
    })

    test("extensions of the docs: vectors of a file put what is like the page's product first", async () => {
      // The module reads its file when the shop starts; this one starts anew beside it.
      writeFileSync(
        vectorsFile,
        JSON.stringify({ [product("mug")]: [1, 0], [product("robot")]: [0.9, 0.1], [product("kite")]: [0.1, 0.9] }),
      )
      const { loadExtensions } = await import("../../src/modules/recommendation/extend/load-extensions")
      const [vectors] = loadExtensions([{ resolve: at("vectors"), options: { file: vectorsFile } }])
      const question = { product_id: product("mug"), limit: 5 }
      const near = await vectors?.candidates?.(question as never)
      expect(near?.map(({ product_id: id }) => id)).toEqual(["mug", "robot", "kite"].map(product))
    })

    test("notify: a failed training, what is ill and a decided experiment are notified once, however often it is looked at", async () => {
      const lease = await service.learning.runs.open({ trigger: "admin", detail: null, by: null })
      if (!lease) throw new Error("no lease")
      await service.learning.fail(lease, new Error("no room"))
      await ask("limit=50&placement=ill")
      const uplift = { enough: true, words: "Recommendations bring more shoppers to buy." }
      const decided = { id: "recexp_1", name: "Autumn", status: "running", is_aa: false, uplift }
      const listed = jest.spyOn(service.insights.experiments, "list").mockResolvedValue([decided] as never)
      for (let look = 0; look < 2; look++) await notifyAdminsWorkflow(getContainer()).run({})
      const sent = await getContainer().resolve(Modules.NOTIFICATION).listNotifications({ to: "owner@shop.test" })
      listed.mockRestore()
      expect(sent.map(({ template, channel }) => [template, channel]).sort()).toEqual([
        ["recommendation-experiment-decided", "feed"],
        ["recommendation-health", "feed"],
        ["recommendation-training-failed", "feed"],
      ])
      expect(sent.find(({ template }) => template?.endsWith("failed"))?.data).toMatchObject({
        run_id: lease.runId,
        trigger: "admin",
        cause: expect.any(String),
      })
    })

    test("hooks: a trained model, a promotion and an erasure reach the shop's own steps", async () => {
      const heard: [name: string, value: unknown][] = []
      retrainModelWorkflow.hooks.modelTrained((value) => void heard.push(["trained", value]))
      promoteModelWorkflow.hooks.modelPromoted((value) => void heard.push(["promoted", value]))
      eraseShopperWorkflow.hooks.shopperErased((value) => void heard.push(["erased", value]))
      const productIds = FOR_SALE.map(product)
      const shape = { shoppers: 60, products: productIds.length, tastes: 3, days: 20, seed: 1 }
      await service.behavior.record(tasteEvents({ ...shape, until: Date.now() - 3_600_000, productIds }))
      const lease = await service.learning.runs.open({ trigger: "admin", detail: null, by: null })
      if (!lease) throw new Error("no lease")
      await retrainModelWorkflow(getContainer()).run({ input: { lease, trigger: "admin" } })
      const { version_id: versionId } = z.object({ version_id: z.string() }).parse(heard[0]?.[1])
      await promoteModelWorkflow(getContainer()).run({ input: { versionId, by: null, force: true } })
      await eraseShopperWorkflow(getContainer()).run({ input: { customerId: null, visitorId: "visitor-gone" } })
      const { weights } = (await service.learning.versions.describe(versionId)) ?? { weights: [] }
      expect(weights.filter(({ feature, weight }) => feature.startsWith("any.shop1.") && weight !== 0)).not.toEqual([])
      expect(heard).toEqual([
        ["trained", expect.objectContaining({ run_id: lease.runId, version_id: versionId, version: 1 })],
        ["promoted", { id: versionId, version: 1 }],
        ["erased", { customerId: null, visitorId: "visitor-gone" }],
      ])
    })

    test("similar products: query.graph gives a product's neighbors, with their titles", async () => {
      const query = getContainer().resolve("query")
      const { data } = await query.graph({
        entity: "product",
        fields: ["id", "similar_products.*", "similar_products.product.title"],
        filters: { id: [product("mug"), product("kite")] },
      })
      const neighbors = z.array(
        z.object({ rank: z.number(), similar_product_id: z.string(), product: z.object({ title: z.string() }) }),
      )
      const found = z.array(z.object({ id: z.string(), similar_products: neighbors })).parse(data)
      expect(found).toHaveLength(2)
      for (const { id: own, similar_products: near } of found) {
        expect(near.map(({ rank }) => rank)).toEqual(near.map((_, index) => index + 1))
        expect(near.length).toBeGreaterThan(3)
        expect(near.map(({ similar_product_id: id }) => id)).not.toContain(own)
        expect(near.map(({ product: { title } }) => product(title))).toEqual(near.map((row) => row.similar_product_id))
      }
    })

    test("extensions: what a filter takes out is in no list, and one that fails hides nothing and is named in health", async () => {
      expect(handles(await ask("limit=50"))).not.toContain("bear")
      expect(handles(await ask("limit=50&placement=all"))).toContain("bear")
      expect(handles(await ask("limit=50&placement=ill"))).toContain("bear")
      const health = await service.health()
      expect(health.parts.find(({ part }) => part === "serving")).toMatchObject({
        status: "degraded",
        said: [{ code: "extension_failed", values: { name: "ours", count: expect.any(Number) } }],
      })
    })
  },
})
