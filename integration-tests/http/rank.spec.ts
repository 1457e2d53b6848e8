import { medusaIntegrationTestRunner } from "@medusajs/test-utils"
import { z } from "@medusajs/framework/zod"
import type { BehaviorType } from "../../src/core/contract"
import { RECOMMENDATION_MODULE } from "../../src/modules/recommendation"
import type RecommendationModuleService from "../../src/modules/recommendation/service"
import { registerCustomer } from "../helpers/customer"
import { baseUrl, typedHttp } from "../helpers/http"
import { createServingShop, FOR_SALE } from "../helpers/serving-shop"
import type { ServingShop } from "../helpers/serving-shop"
import { call } from "../helpers/shop-client"
import type { Answer } from "../helpers/shop-client"

jest.setTimeout(120_000)

const ranking = z.object({
  ranking: z.array(
    z.object({
      ...{ id: z.string(), rank: z.number(), score: z.number() },
      ...{ confidence: z.number().min(0).max(1), chance: z.number().min(0).max(1) },
      reasons: z.array(z.object({ code: z.string(), text: z.string().min(1) })),
    }),
  ),
  recommendation_id: z.string().startsWith("rec_"),
  blend: z.number(),
  rung: z.string(),
  is_new_user: z.boolean(),
  customer_id: z.string().nullable(),
  model_version: z.number().nullable(),
})

type Ranking = z.output<typeof ranking>

const RULE = { category_ids: [], placements: [], sales_channel_ids: [], customer_group_ids: [] }

medusaIntegrationTestRunner({
  inApp: true,
  dbName: `svm_rank_${process.env.JEST_WORKER_ID ?? "1"}`,
  testSuite: ({ api, getContainer }) => {
    let url: string
    let shop: ServingShop
    let service: RecommendationModuleService
    let customer: Record<string, string>
    let customerId: string
    let given: string[]
    let counter = 0

    const post = (body: unknown, headers: Record<string, string> = shop.storeHeaders): Promise<Answer> =>
      call(`${url}/store/recommendations/rank`, { headers, body })
    const rank = async (body: object, headers?: Record<string, string>): Promise<Ranking> =>
      ranking.parse((await post({ ids: given, region_id: shop.regionId, ...body }, headers)).body)
    const act = (type: BehaviorType, handle: string, who: { customerId?: string; visitorId?: string }) =>
      service.behavior.record([
        {
          ...{ id: `rank-${++counter}`, type, productId: shop.products[handle] ?? "", source: "storefront" as const },
          ...{ occurredAt: new Date(), customerId: null, visitorId: null, basketId: null, ...who },
        },
      ])
    const idsOf = (list: Ranking): string[] => list.ranking.map(({ id }) => id)

    beforeAll(async () => {
      url = baseUrl(typedHttp(api))
      service = getContainer().resolve(RECOMMENDATION_MODULE)
      shop = await createServingShop(getContainer())
      given = FOR_SALE.map((handle) => shop.products[handle] ?? "")
      const token = await registerCustomer(url, shop.storeHeaders, "ranked@shop.test")
      customer = { ...shop.storeHeaders, ...token }
      const me = await call(`${url}/store/customers/me`, { headers: customer })
      customerId = z.object({ customer: z.object({ id: z.string() }) }).parse(me.body).customer.id
    })

    beforeEach(() =>
      service.serving.changed([
        { kind: "catalogue", key: null },
        { kind: "customers", key: null },
        { kind: "rules", key: null },
      ]),
    )

    test("rank: a guest without a past gets all ids, in the given order where nothing has sold", async () => {
      const list = await rank({})
      expect(idsOf(list)).toEqual(given)
      expect(list).toMatchObject({ blend: 0.5, is_new_user: true, customer_id: null })
      expect(list.ranking.map(({ rank: place }) => place)).toEqual(given.map((_, at) => at + 1))
    })

    test("rank: for a guest without a past what others buy moves up, and blend 0 is the given order", async () => {
      for (const n of [1, 2, 3, 4, 5, 6])
        await act("purchase", "bear", { visitorId: `0b0e4b0a-1111-4222-8333-44445555000${n}` })
      const sold = shop.products.bear ?? ""
      expect(idsOf(await rank({ blend: 1 }))[0]).toBe(sold)
      expect(idsOf(await rank({ blend: 0 }))).toEqual(given)
      const half = idsOf(await rank({ blend: 0.5 })).indexOf(sold)
      expect(half).toBeLessThan(given.indexOf(sold))
    })

    test("rank: a customer's own behavior orders their page, with scores and reasons; a stranger's stays", async () => {
      const before = idsOf(await rank({ blend: 1 }, customer))
      for (const handle of ["robot", "robot", "train"]) await act("view", handle, { customerId })
      await act("add_to_cart", "robot", { customerId })
      const list = await rank({ blend: 1 }, customer)
      expect(list.customer_id).toBe(customerId)
      expect(list.ranking[0]).toMatchObject({ id: shop.products.robot })
      expect(list.ranking[0]?.reasons.length).toBeGreaterThan(0)
      expect(idsOf(list)).not.toEqual(before)
      expect(idsOf(await rank({ blend: 1 }))).toEqual(given)
    })

    test("rank: an order stands still within a visit, whatever others do, and moves when the visitor acts", async () => {
      const visitor = "0b0e4b0a-1111-4222-8333-444455556666"
      await act("view", "kite", { visitorId: visitor })
      const first = await rank({ visitor_id: visitor, blend: 1 })
      for (const n of [1, 2, 3, 4, 5, 6, 7, 8])
        await act("purchase", "vase", { visitorId: `0b0e4b0a-2222-4222-8333-44445555000${n}` })
      expect(await rank({ visitor_id: visitor, blend: 1 })).toEqual(first)
      await act("view", "clock", { visitorId: visitor })
      const second = await rank({ visitor_id: visitor, blend: 1 })
      expect(second.recommendation_id).not.toBe(first.recommendation_id)
      expect(idsOf(second).slice(0, 2)).toContain(shop.products.clock)
    })

    test("rank: rules move products of a page, by placement, and hide none of them", async () => {
      const time = { value: null, starts_at: null, ends_at: null, enabled: true }
      const pinned = { ...RULE, ...time, name: "pin", action: "pin" as const, value: 1 }
      await service.serving.ruleStore.create({
        ...{ ...pinned, product_ids: [shop.products.lamp ?? ""], placements: ["category"] },
      })
      await service.serving.ruleStore.create({
        ...{ ...RULE, ...time, name: "out", action: "exclude" as const, product_ids: [given[0] ?? ""] },
      })
      const list = idsOf(await rank({ placement: "category" }))
      expect(list[0]).toBe(shop.products.lamp)
      expect(list.at(-1)).toBe(given[0])
      expect([...list].sort()).toEqual([...given].sort())
      expect(idsOf(await rank({ placement: "search" }))[0]).not.toBe(shop.products.lamp)
    })

    test("rank: the share of the shopper's own order is a setting, of each placement", async () => {
      const { settings, version } = await service.learning.settings()
      const serving = { ...settings.serving, blend: 0.25, blend_by_placement: [{ placement: "search", blend: 0 }] }
      await service.learning.settingsStore.update({ version, settings: { ...settings, serving }, by: null })
      expect((await rank({})).blend).toBe(0.25)
      expect((await rank({ placement: "search" })).blend).toBe(0)
      expect((await rank({ placement: "search", blend: 1 })).blend).toBe(1)
    })

    test("rank: cards and ids that nobody knows come back too; the list is counted under its own name", async () => {
      const ids = ["prod_nowhere", ...given]
      const list = await rank({ ids: undefined, cards: ids.map((id) => ({ id, title: id })), placement: "counted" })
      expect(idsOf(list).sort()).toEqual([...ids].sort())
      expect(list.ranking.find(({ id }) => id === "prod_nowhere")).toMatchObject({ score: 0, reasons: [] })
      await service.serving.flush()
      const served: unknown[] = await service.listRecommendationServedLists({ id: list.recommendation_id })
      expect(served).toMatchObject([{ strategy: "rank", placement: "counted", product_ids: idsOf(list) }])
    })

    test.each([
      [{ ids: [] }, "ids"],
      [{ ids: ["a", "a"] }, "ids"],
      [{ ids: Array.from({ length: 1_001 }, (_, at) => `prod_${at}`) }, "ids"],
      [{ ids: ["a b"] }, "ids"],
      [{ ids: undefined }, "ids"],
      [{ cards: [{ id: "a" }] }, "ids"],
      [{ ids: undefined, cards: [{ title: "no id" }] }, "cards"],
      [{ blend: 1.5 }, "blend"],
      [{ blend: "half" }, "blend"],
      [{ reasons: -1 }, "reasons"],
      [{ placement: "" }, "placement"],
      [{ region_id: "reg_nowhere" }, "region"],
      [{ surprise: 1 }, "surprise"],
    ])("rank: %j is refused by name", async (body, field) => {
      const answer = await post({ ids: given, region_id: shop.regionId, ...body })
      expect(answer.status).toBe(400)
      expect(z.object({ message: z.string() }).parse(answer.body).message).toContain(field)
    })
  },
})
