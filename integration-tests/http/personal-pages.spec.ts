import { z } from "@medusajs/framework/zod"
import {
  createProductsWorkflow,
  updateInventoryLevelsWorkflow,
  updateProductsWorkflow,
} from "@medusajs/medusa/core-flows"
import type { BehaviorType } from "../../src/core/contract"
import { RECOMMENDATION_MODULE } from "../../src/modules/recommendation"
import type RecommendationModuleService from "../../src/modules/recommendation/service"
import { productAudienceWorkflow } from "../../src/workflows"
import { registerCustomer } from "../helpers/customer"
import { baseUrl, typedHttp } from "../helpers/http"
import { inShop } from "../helpers/in-shop"
import { setKinds } from "../helpers/kinds-of-products"
import { createServingShop, FOR_SALE } from "../helpers/serving-shop"
import type { ServingShop } from "../helpers/serving-shop"
import { ADMIN, call, logInAdmin } from "../helpers/shop-client"
import type { Answer } from "../helpers/shop-client"

jest.setTimeout(120_000)

const DATABASE = `svm_personal_pages_${process.env.JEST_WORKER_ID ?? "1"}`

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

/** A product that comes into the shop while its pages are turned. */
const LATE = {
  options: [{ title: "Kind", values: ["one"] }],
  variants: [
    { title: "one", options: { Kind: "one" }, manage_inventory: false, prices: [{ amount: 7, currency_code: "eur" }] },
  ],
}

const RULE = { category_ids: [], placements: [], sales_channel_ids: [], customer_group_ids: [] }

const list = z.object({
  recommendations: z.array(z.object({ product: z.looseObject({ handle: z.string() }) })),
  strategy: z.literal("alternatives"),
  filled_from: z.array(z.string()),
})

const audience = z.object({
  audience: z.array(z.object({ customer_id: z.string(), email: z.string(), chance: z.number(), score: z.number() })),
  count: z.number(),
})

inShop({
  dbName: DATABASE,
  testSuite: ({ api, getContainer }) => {
    let url: string
    let shop: ServingShop
    let service: RecommendationModuleService
    let customer: Record<string, string>
    let customerId: string
    let admin: Record<string, string>
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
      given = FOR_SALE.map((handle) => shop.products[handle] ?? "")
      const token = await registerCustomer(url, shop.storeHeaders, "ranked@shop.test")
      customer = { ...shop.storeHeaders, ...token }
      const me = await call(`${url}/store/customers/me`, { headers: customer })
      customerId = z.object({ customer: z.object({ id: z.string() }) }).parse(me.body).customer.id
    })

    beforeEach(() =>
      service.serving.changed([
        { kind: "catalog", key: null },
        { kind: "customers", key: null },
        { kind: "rules", key: null },
      ]),
    )

    const record = (customerId: string, type: BehaviorType, did: readonly string[]): Promise<unknown> =>
      service.behavior.record(
        did.map((handle) => ({
          ...{ id: `audience-${++counter}`, type, productId: shop.products[handle] ?? "", source: "storefront" },
          ...{ occurredAt: new Date(), customerId, visitorId: null, basketId: null },
        })),
      )

    /** A customer who answered so, and looked at products. */
    const shopperWho = async (name: string, consent: boolean | null, viewed: readonly string[]): Promise<string> => {
      const headers = { ...shop.storeHeaders, ...(await registerCustomer(url, shop.storeHeaders, `${name}@shop.test`)) }
      const me = await call(`${url}/store/customers/me`, { headers })
      const { id } = z.object({ customer: z.object({ id: z.string() }) }).parse(me.body).customer
      if (consent !== null) await call(`${url}/store/recommendations/me`, { headers, body: { consent } })
      await record(id, "view", viewed)
      return id
    }
    const askAudience = (query = ""): Promise<Answer> =>
      call(`${url}/admin/recommendations/products/${shop.products.blocks ?? ""}/audience${query}`, { headers: admin })

    describe("a page in the shopper's order", () => {
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

      test("rank: what is sold out stands last, however much it is wanted, unless the shop's order is asked for", async () => {
        const soldOut = shop.products.soldout ?? ""
        const ids = [soldOut, ...given]
        const visitor_id = "0b0e4b0a-1111-4222-8333-444455550099"
        for (const type of ["view", "add_to_wishlist"] as const) await act(type, "soldout", { visitorId: visitor_id })
        for (const blend of [0.5, 1]) expect(idsOf(await rank({ ids, visitor_id, blend })).at(-1)).toBe(soldOut)
        expect(idsOf(await rank({ ids, visitor_id, blend: 0 }))).toEqual(ids)
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
        expect(idsOf(await rank({ blend: 1 }))[0]).not.toBe(shop.products.robot)
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

      test("rank: an experiment's control gets the page as a stranger does, and the list is counted in its arm", async () => {
        const experiments = `${url}/admin/recommendations/experiments`
        for (const handle of ["robot", "robot", "robot"]) await act("add_to_cart", handle, { customerId })
        expect(idsOf(await rank({ blend: 1 }, customer))[0]).toBe(shop.products.robot)
        const body = { name: "Nearly all", holdout_share: 0.999, comparison: { kind: "popularity" } }
        const started = await call(experiments, { headers: admin, body })
        const { id } = z.object({ experiment: z.object({ id: z.string() }) }).parse(started.body).experiment
        const held = await rank({ blend: 1, placement: "held-out" }, customer)
        expect(idsOf(held)).toEqual(idsOf(await rank({ blend: 1 })))
        await service.serving.flush()
        const served: unknown[] = await service.listRecommendationServedLists({ id: held.recommendation_id })
        expect(served).toMatchObject([{ strategy: "rank", arm: "control" }])
        await call(`${experiments}/${id}/stop`, { headers: admin, body: {} })
        expect(idsOf(await rank({ blend: 1, placement: "after" }, customer))[0]).toBe(shop.products.robot)
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
        [{ region_id: "reg_nowhere" }, "Region"],
        [{ surprise: 1 }, "surprise"],
      ])("rank: %j is refused by name", async (body, field) => {
        const answer = await post({ ids: given, region_id: shop.regionId, ...body })
        expect(answer.status).toBe(400)
        expect(z.object({ message: z.string() }).parse(answer.body).message).toContain(field)
      })
    })

    describe("instead of what cannot be bought", () => {
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

      test("audience: who turned the product down is not asked again, until they take it up themselves", async () => {
        const fickle = await shopperWho("fickle", true, ["blocks", "bear"])
        const asked: boolean[] = []
        for (const type of ["view", "dismiss", "add_to_cart"] as const) {
          await record(fickle, type, ["blocks"])
          const { audience: members } = audience.parse((await askAudience()).body)
          asked.push(members.some((member) => member.customer_id === fickle))
        }
        expect(asked).toEqual([true, false, true])
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
    })

    describe("Medusa's products in the shopper's order", () => {
      const products = z.object({
        products: z.array(z.looseObject({ id: z.string() })),
        ...{ count: z.number(), next_cursor: z.string().nullable() },
      })
      const page = async (query: string, headers: Record<string, string> = shop.storeHeaders) => {
        const answer = await call(`${url}/store/recommendations/products?region_id=${shop.regionId}&${query}`, {
          headers,
        })
        return products.parse(answer.body)
      }
      const coreIds = async (query: string): Promise<string[]> => {
        const answer = await call(`${url}/store/products?limit=50&${query}`, { headers: shop.storeHeaders })
        return z
          .object({ products: z.array(z.object({ id: z.string() })) })
          .parse(answer.body)
          .products.map(({ id }) => id)
      }

      test("products: the pages hold what Medusa's own list holds, none twice and none lost, whatever the shopper does", async () => {
        const filter = `category_id=${shop.categories.toys}`
        for (const headers of [shop.storeHeaders, customer]) {
          const seen: string[] = []
          let cursor = ""
          for (const handle of ["kite", "bear", "robot", "train", "kite"]) {
            const { products: shown, next_cursor: next } = await page(`${filter}&limit=3${cursor}`, headers)
            seen.push(...shown.map(({ id }) => id))
            await act("view", handle, { customerId })
            if (next === null) break
            cursor = `&cursor=${next}`
          }
          expect(seen.sort()).toEqual((await coreIds(filter)).sort())
        }
      })

      test("products: a product that is added, taken away or promoted between two pages repeats and loses no other", async () => {
        const filter = `category_id=${shop.categories.toys}`
        const before = await coreIds(filter)
        const first = await page(`${filter}&limit=3`)
        const shown = first.products.map(({ id }) => id)
        const [gone = "", ahead = ""] = before.filter((id) => !shown.includes(id))
        const where = { category_ids: [shop.categories.toys], sales_channels: [{ id: shop.channelId }] }
        const { result } = await createProductsWorkflow(getContainer()).run({
          input: { products: [{ title: "late", handle: "late", status: "published", ...LATE, ...where }] },
        })
        const [{ id: late }] = z.array(z.object({ id: z.string() })).parse(result)
        await updateProductsWorkflow(getContainer()).run({
          input: { selector: { id: gone }, update: { status: "draft" } },
        })
        const { id: ruleId } = await service.serving.ruleStore.create({
          ...{ ...RULE, name: "first", action: "pin" as const, value: 1, product_ids: [ahead] },
          ...{ starts_at: null, ends_at: null, enabled: true },
        })
        let { next_cursor: cursor } = first
        while (cursor !== null) {
          const next = await page(`${filter}&limit=3&cursor=${cursor}`)
          shown.push(...next.products.map(({ id }) => id))
          cursor = next.next_cursor
        }
        await service.serving.ruleStore.delete(ruleId)
        for (const [id, status] of [[gone, "published"] as const, [late, "draft"] as const])
          await updateProductsWorkflow(getContainer()).run({ input: { selector: { id }, update: { status } } })
        expect([...shown].sort()).toEqual([...before.filter((id) => id !== gone), late].sort())
      })

      test("products: who looked at a product finds it first; fields and filters are Medusa's", async () => {
        await act("view", "train", { customerId })
        await act("add_to_cart", "train", { customerId })
        const fields = "fields=id,title,*variants.calculated_price"
        const { products: shown, count } = await page(`blend=1&limit=4&${fields}`, customer)
        expect(shown[0]?.id).toBe(shop.products.train)
        expect(count).toBe((await coreIds("")).length)
        const core = await call(
          `${url}/store/products?id=${shop.products.train ?? ""}&region_id=${shop.regionId}&${fields}`,
          { headers: customer },
        )
        expect([shown[0]]).toEqual(z.object({ products: z.array(z.unknown()) }).parse(core.body).products)
        expect((await page("q=kite")).products.map(({ id }) => id)).toEqual(await coreIds("q=kite"))
      })

      test.each([
        ["order=title", "order"],
        ["cursor=never", "cursor"],
        ["offset=3", "offset"],
        ["blend=2", "blend"],
        ["limit=many", "limit"],
        ["surprise=1", "surprise"],
      ])("products: %s is refused by name", async (query, field) => {
        const refused = await call(`${url}/store/recommendations/products?${query}`, { headers: shop.storeHeaders })
        expect(refused.status).toBe(400)
        expect(z.object({ message: z.string() }).parse(refused.body).message).toContain(field)
      })
    })

    describe("rules as merchandisers think", () => {
      const ruleShape = z.looseObject({
        ...{ id: z.string(), version: z.number(), updated_at: z.string() },
        ...{ created_by: z.string().nullable(), updated_by: z.string().nullable() },
      })
      const EMPTY = { name: "a rule", action: "exclude", product_ids: [], category_ids: [], value: null }
      const write = (rule: object, path = ""): Promise<Answer> =>
        call(`${url}/admin/recommendations/rules${path}`, { headers: admin, body: { ...EMPTY, ...rule } })
      const ruleOf = (body: unknown) => z.object({ rule: ruleShape }).parse(body).rule
      const add = async (rule: object) => ruleOf((await write(rule)).body)
      const shown = async (query = ""): Promise<string[]> => {
        const answer = await call(`${url}/store/recommendations?limit=50&region_id=${shop.regionId}${query}`, {
          headers: shop.storeHeaders,
        })
        const listed = z.object({
          recommendations: z.array(z.object({ product: z.looseObject({ handle: z.string() }) })),
        })
        return listed
          .parse(answer.body)
          .recommendations.map(({ product }) => product.handle)
          .sort()
      }
      const without = (...handles: string[]): string[] => FOR_SALE.filter((handle) => !handles.includes(handle)).sort()

      test("rules: what is dear, few or of little margin can be excluded, and what is excepted stays", async () => {
        const dear = await add({ conditions: { price: { min: 60 } }, except: { category_ids: [shop.categories.toys] } })
        expect(await shown()).toEqual(without("lamp", "clock"))
        await call(`${url}/admin/recommendations/rules/${dear.id}`, { method: "DELETE", headers: admin })
        const few = await add({ conditions: { stock: { max: 4 } } })
        // The clock is sold out and may be ordered all the same: its stock has no end.
        expect(await shown()).toEqual(without("blocks"))
        await call(`${url}/admin/recommendations/rules/${few.id}`, { method: "DELETE", headers: admin })
        await updateProductsWorkflow(getContainer()).run({
          input: { selector: { id: shop.products.vase ?? "" }, update: { metadata: { margin: 3 } } },
        })
        await add({ conditions: { margin: { max: 5 } } })
        expect(await shown()).toEqual(without("vase"))
      })

      test("rules: what is of an age, a type, a collection or a tag can be meant", async () => {
        for (const [conditions, handle] of await setKinds(getContainer(), DATABASE, shop)) {
          const { id } = await add({ conditions })
          expect([handle, await shown()]).toEqual([handle, without(handle)])
          await call(`${url}/admin/recommendations/rules/${id}`, { method: "DELETE", headers: admin })
        }
      })

      test("rules: a list can be kept to what meets a condition", async () => {
        await add({ action: "include", conditions: { category_ids: [shop.categories.toys], price: { max: 22 } } })
        expect(await shown()).toEqual(["bear", "kite", "puzzle"])
      })

      test("rules: anchored to a product's page, by price beside that product's", async () => {
        await add({ conditions: { price_ratio: { min: 2 } }, anchor_product_ids: [shop.products.mug] })
        expect(await shown(`&strategy=similar&product_id=${shop.products.mug ?? ""}`)).toEqual(
          without("mug", "vase", "lamp", "clock", "robot", "blocks", "train"),
        )
        expect(await shown(`&strategy=similar&product_id=${shop.products.kite ?? ""}`)).toEqual(without("kite"))
        expect(await shown()).toEqual(without())
      })

      test("rules: who made and who changed one is kept, and an old version is refused", async () => {
        const rule = await add({ product_ids: [shop.products.mug] })
        expect(rule).toMatchObject({ created_by: ADMIN.email, updated_by: ADMIN.email })
        const changed = await write({ product_ids: [shop.products.bowl], version: rule.version }, `/${rule.id}`)
        expect(ruleOf(changed.body).version).toBe(rule.version + 1)
        const another = await add({ product_ids: [shop.products.bowl] })
        const order = { ids: [another.id, rule.id] }
        const { body } = await call(`${url}/admin/recommendations/rules/reorder`, { headers: admin, body: order })
        const [, moved] = z.object({ rules: z.array(ruleShape) }).parse(body).rules
        // Who moves one has not changed it: else it would be said of whoever did that last.
        const { updated_at } = ruleOf(changed.body)
        expect(moved).toMatchObject({ id: rule.id, updated_at, updated_by: ADMIN.email })
        expect((await write({ product_ids: [], version: rule.version }, `/${rule.id}`)).status).toBe(400)
        expect((await write({ product_ids: ["a"], version: rule.version }, `/${rule.id}`)).status).toBe(409)
      })

      test.each([
        [{ conditions: {} }, "conditions"],
        [{ conditions: { price: { min: 2, max: 1 } } }, "price"],
        [{ conditions: { price: {} } }, "price"],
        [{ conditions: { weight: { min: 2 } } }, "weight"],
        [{ except: { price_ratio: { min: 2 } } }, "price_ratio"],
        [{ action: "pin", value: 1, product_ids: ["a"], conditions: { price: { min: 2 } } }, "conditions"],
        [{ anchor_product_ids: ["no id"] }, "anchor_product_ids"],
        [{}, "product_ids"],
      ])("rules: %j is refused by name", async (rule, field) => {
        const refused = await write(rule)
        expect(refused.status).toBe(400)
        expect(z.object({ message: z.string() }).parse(refused.body).message).toContain(field)
      })
    })
  },
})
