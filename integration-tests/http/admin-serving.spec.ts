import { z } from "@medusajs/framework/zod"
import { createCartWorkflow } from "@medusajs/medusa/core-flows"
import { RECOMMENDATION_MODULE } from "../../src/modules/recommendation"
import type RecommendationModuleService from "../../src/modules/recommendation/service"
import { registerCustomer } from "../helpers/customer"
import { withClient } from "../helpers/database"
import { baseUrl, typedHttp } from "../helpers/http"
import { inShop } from "../helpers/in-shop"
import { createServingShop, FOR_SALE } from "../helpers/serving-shop"
import type { ServingShop } from "../helpers/serving-shop"
import { call, logInAdmin } from "../helpers/shop-client"

jest.setTimeout(120_000)

const DATABASE = `svm_admin_serving_${process.env.JEST_WORKER_ID ?? "1"}`

const listed = z.object({ product: z.looseObject({ handle: z.string() }) })
const rule = z.looseObject({ id: z.string(), name: z.string(), position: z.number(), version: z.number() })
const list = z.looseObject({
  recommendations: z.array(listed),
  removed: z
    .array(z.object({ product_id: z.string(), title: z.string().nullable(), by: z.string(), detail: z.string() }))
    .optional(),
  rules_fired: z
    .array(z.object({ rule_id: z.string(), name: z.string(), product_id: z.string(), effect: z.string() }))
    .optional(),
})
const titled = z.array(z.object({ product_id: z.string(), title: z.string() }))

const home = new Set(["bowl", "candle", "clock", "lamp", "mug", "vase"])

const EMPTY_RULE = {
  product_ids: [],
  category_ids: [],
  value: null,
  placements: [],
  sales_channel_ids: [],
  customer_group_ids: [],
  starts_at: null,
  ends_at: null,
  enabled: true,
}

inShop({
  dbName: DATABASE,
  testSuite: ({ api, getContainer }) => {
    const http = typedHttp(api)
    let shop: ServingShop
    let service: RecommendationModuleService
    let admin: Record<string, string>
    let customerId: string

    const body = <Schema extends z.ZodType>(schema: Schema, answer: unknown): z.output<Schema> =>
      schema.parse(z.object({ data: z.unknown() }).parse(answer).data)
    const post = (path: string, input: unknown): Promise<unknown> =>
      http.post(`/admin/recommendations/${path}`, input, { headers: admin })
    const status = (call: Promise<unknown>): Promise<number> =>
      call.then(
        () => 200,
        (error: unknown) => z.object({ response: z.object({ status: z.number() }) }).parse(error).response.status,
      )
    const addRule = async (input: object): Promise<z.output<typeof rule>> =>
      body(z.object({ rule }), await post("rules", { ...EMPTY_RULE, ...input })).rule
    const handles = ({ recommendations }: z.output<typeof list>): string[] =>
      recommendations.map(({ product }) => product.handle)
    const shown = async (query = "limit=50"): Promise<string[]> =>
      handles(
        body(
          list,
          await http.get(`/store/recommendations?${query}&region_id=${shop.regionId}`, { headers: shop.storeHeaders }),
        ),
      )

    beforeAll(async () => {
      const container = getContainer()
      service = container.resolve(RECOMMENDATION_MODULE)
      shop = await createServingShop(container)
      const url = baseUrl(http)
      admin = await logInAdmin(url, DATABASE)
      const token = await registerCustomer(url, shop.storeHeaders, "shopper@shop.test")
      const me: unknown = await http.get("/store/customers/me", { headers: { ...shop.storeHeaders, ...token } })
      customerId = body(z.object({ customer: z.object({ id: z.string() }) }), me).customer.id
    })

    beforeEach(() =>
      service.serving.changed([
        { kind: "catalog", key: null },
        { kind: "rules", key: null },
        { kind: "customer", key: customerId },
      ]),
    )

    test("admin-rules: a rule works from the moment it is saved to the moment it is taken away", async () => {
      const before = await shown()
      // Products that nobody knows yet have no order of their own: the rule pins one that is not first.
      const [lowest = ""] = before.filter((handle) => home.has(handle)).slice(-1)
      expect(before[0]).not.toBe(lowest)
      const pinned = { action: "pin", product_ids: [shop.products[lowest]], value: 1 }
      const pin = await addRule({ ...pinned, name: "Home first" })
      expect((await shown())[0]).toBe(lowest)
      const exclude = await addRule({ name: "No toys", action: "exclude", category_ids: [shop.categories.toys] })
      expect((await shown()).sort()).toEqual([...home].sort())
      await http.delete(`/admin/recommendations/rules/${exclude.id}`, { headers: admin })
      expect((await shown()).sort()).toEqual([...FOR_SALE].sort())
      await post(`rules/${pin.id}`, {
        ...EMPTY_RULE,
        ...pinned,
        name: "Home first",
        enabled: false,
        version: pin.version,
      })
      expect(await shown()).toEqual(before)
    })

    test("admin-rules: a rule holds only for its placement, channel, group and dates", async () => {
      const base = { action: "exclude", product_ids: [shop.products.mug] }
      await addRule({ ...base, name: "Cart page", placements: ["cart"] })
      await addRule({ ...base, name: "Other channel", sales_channel_ids: ["sc_other"] })
      await addRule({ ...base, name: "Group", customer_group_ids: ["cusgroup_vip"] })
      await addRule({ ...base, name: "Over", ends_at: "2020-01-01T00:00:00Z" })
      await addRule({ ...base, name: "Not yet", starts_at: "2999-01-01T00:00:00Z" })
      expect(await shown()).toContain("mug")
      expect(await shown("limit=50&placement=cart")).not.toContain("mug")
      await addRule({ ...base, name: "This channel", sales_channel_ids: [shop.channelId] })
      expect(await shown()).not.toContain("mug")
    })

    test("admin-rules: boost, bury and a limit per category move what they name, in their order", async () => {
      const before = await shown()
      const [last = ""] = before.slice(-1)
      await addRule({ name: "Up", action: "boost", product_ids: [shop.products[last]], value: 1 })
      expect((await shown())[0]).toBe(last)
      await addRule({ name: "Down", action: "bury", product_ids: [shop.products[last]], value: 1 })
      expect((await shown()).at(-1)).toBe(last)
      await addRule({ name: "Two", action: "limit_per_category", category_ids: [shop.categories.home], value: 2 })
      // All six toys, and two of the home's, before the rest of the home: whichever order they had.
      expect((await shown()).slice(0, 8).filter((handle) => home.has(handle))).toHaveLength(2)
    })

    test("admin-rules: two admins at once, the second is asked to look again", async () => {
      const saved = await addRule({ name: "A", action: "bury", product_ids: [shop.products.mug], value: 1 })
      const change = { ...EMPTY_RULE, name: "B", action: "bury", product_ids: [shop.products.mug], value: 0.5 }
      expect(await status(post(`rules/${saved.id}`, { ...change, version: saved.version }))).toBe(200)
      expect(await status(post(`rules/${saved.id}`, { ...change, version: saved.version }))).toBe(409)
      expect(await status(post("rules/recrule_none", { ...change, version: 1 }))).toBe(404)
    })

    test("admin-rules: the order can be changed, and nonsense is refused with its field", async () => {
      const ids = []
      for (const name of ["one", "two", "three"])
        ids.push((await addRule({ name, action: "boost", product_ids: ["p"], value: 1 })).id)
      const { rules } = body(
        z.object({ rules: z.array(rule) }),
        await post("rules/reorder", { ids: [...ids].reverse() }),
      )
      expect(rules.map(({ name }) => name)).toEqual(["three", "two", "one"])
      expect(rules.map(({ position }) => position)).toEqual([1, 2, 3])
      const wrong = [
        { name: "x", action: "pin", product_ids: ["p"] },
        { name: "x", action: "boost", product_ids: ["p"], value: 2 },
        { name: "x", action: "exclude" },
        { name: "", action: "exclude", product_ids: ["p"] },
        { name: "x", action: "exclude", product_ids: ["p"], weight: 3 },
        {
          name: "x",
          action: "exclude",
          product_ids: ["p"],
          starts_at: "2027-01-02T00:00:00Z",
          ends_at: "2027-01-01T00:00:00Z",
        },
      ]
      for (const input of wrong) expect(await status(post("rules", { ...EMPTY_RULE, ...input }))).toBe(400)
    })

    test("admin-rules: a simulation shows what would change, and changes nothing", async () => {
      const last = (await shown()).at(-1) ?? ""
      const rules = [{ ...EMPTY_RULE, name: "Last first", action: "pin", product_ids: [shop.products[last]], value: 1 }]
      const { shoppers } = body(
        z.object({
          shoppers: z.array(
            z.object({ shopper: z.string().nullable(), before: titled, after: titled, moved: z.number() }),
          ),
        }),
        await post("rules/simulate", { rules, region_id: shop.regionId, sales_channel_id: shop.channelId }),
      )
      expect(shoppers.length).toBeGreaterThan(0)
      for (const { before, after, moved } of shoppers) {
        expect(after[0]?.title).toBe(last)
        expect(before[0]?.title).not.toBe(last)
        expect(moved).toBeGreaterThan(0)
      }
      expect((await shown()).at(-1)).toBe(last)
    })

    test("admin-rules: a simulation tries rules where they hold, named or not, and says what they do there", async () => {
      const last = (await shown()).at(-1) ?? ""
      await addRule({
        name: "At home",
        action: "pin",
        product_ids: [shop.products[last]],
        placements: ["home"],
        value: 1,
      })
      const simulate = async (more: object): Promise<{ before: string[]; after: string[]; moved: number }> => {
        const { shoppers } = body(
          z.object({ shoppers: z.array(z.object({ before: titled, after: titled, moved: z.number() })) }),
          await post("rules/simulate", {
            rules: [],
            region_id: shop.regionId,
            sales_channel_id: shop.channelId,
            ...more,
          }),
        )
        const [first] = shoppers
        const titles = (list: z.output<typeof titled> = []): string[] => list.map(({ title }) => title)
        return { before: titles(first?.before), after: titles(first?.after), moved: first?.moved ?? 0 }
      }
      const atHome = await simulate({})
      expect([atHome.before[0], atHome.after[0] === last, atHome.moved > 0]).toEqual([last, false, true])
      expect((await simulate({ placement: "elsewhere" })).moved).toBe(0)
    })

    test("admin-rules: a simulation is for the guest, cart, channel and product's page that are named", async () => {
      const cart = await createCartWorkflow(getContainer()).run({
        input: {
          region_id: shop.regionId,
          sales_channel_id: shop.channelId,
          items: [{ variant_id: shop.variants.mug ?? "", quantity: 1 }],
        },
      })
      const acts = [
        { id: "sim-1", type: "view" as const, productId: shop.products.bear ?? "", customerId },
        { id: "sim-2", type: "dismiss" as const, productId: shop.products.kite ?? "", visitorId: "guest-2" },
        // Of twelve products ten are shown: those that are looked for are among the first.
        { id: "sim-3", type: "view" as const, productId: shop.products.mug ?? "", visitorId: "guest-3" },
        { id: "sim-4", type: "view" as const, productId: shop.products.kite ?? "", visitorId: "guest-3" },
      ]
      await service.behavior.record(
        acts.map((act) => ({ source: "storefront" as const, occurredAt: new Date(), ...act })),
      )
      const simulate = async (more: object) => {
        const answer = body(
          z.object({
            placement: z.string().nullable(),
            shoppers: z.array(z.object({ shopper: z.string().nullable(), before: titled })),
          }),
          await post("rules/simulate", { rules: [], region_id: shop.regionId, strategy: "popular", ...more }),
        )
        const [first] = answer.shoppers
        return { ...answer, shopper: first?.shopper, titles: first?.before.map(({ title }) => title) ?? [] }
      }
      const here = { sales_channel_id: shop.channelId }
      expect(await simulate({ ...here, placement: "cart" })).toMatchObject({ placement: "cart", shopper: customerId })
      const guest = await simulate({ ...here, guest: true })
      expect(guest).toMatchObject({ placement: null, shopper: null })
      expect(guest.titles).toEqual(expect.arrayContaining(["mug", "kite"]))
      const known = await simulate({ ...here, guest: true, visitor_id: "guest-2" })
      expect([known.titles.includes("mug"), known.titles.includes("kite")]).toEqual([true, false])
      const withCart = await simulate({ ...here, guest: true, cart_id: cart.result.id })
      expect([withCart.titles.includes("mug"), withCart.titles.includes("kite")]).toEqual([false, true])
      expect((await simulate({ sales_channel_id: "sc_elsewhere", guest: true })).titles).toEqual([])
      const beside = await simulate({ ...here, guest: true, strategy: "similar", product_id: shop.products.mug })
      expect([beside.titles.length > 0, beside.titles.includes("mug")]).toEqual([true, false])
    })

    test("admin-preview, admin-shopper: a placement's pin, a cart's products and a guest's past count as on the page", async () => {
      await addRule({
        ...{ name: "At home", action: "pin", product_ids: [shop.products.vase], placements: ["home"], value: 1 },
      })
      const place = { region_id: shop.regionId, sales_channel_id: shop.channelId, placement: "home" }
      const query = new URLSearchParams({ ...place, strategy: "popular" }).toString()
      const trace = body(
        z.object({ list: z.looseObject({ strategy: z.string(), recommendations: list.shape.recommendations }) }),
        await http.get(`/admin/recommendations/shoppers/${customerId}?${query}`, { headers: admin }),
      )
      expect([trace.list.strategy, trace.list.recommendations[0]?.product.handle]).toEqual(["popular", "vase"])
      const { result: cart } = await createCartWorkflow(getContainer()).run({
        input: {
          region_id: shop.regionId,
          sales_channel_id: shop.channelId,
          items: [{ variant_id: shop.variants.mug ?? "", quantity: 1 }],
        },
      })
      const before = handles(body(list, await post("preview", { ...place, limit: 50 })))
      const withCart = handles(body(list, await post("preview", { ...place, limit: 50, cart_id: cart.id })))
      expect([before.includes("mug"), withCart.includes("mug")]).toEqual([true, false])
      await service.behavior.record([
        {
          ...{ id: "g1", type: "dismiss", productId: shop.products.kite ?? "", source: "storefront" },
          ...{ occurredAt: new Date(), visitorId: "guest-1" },
        },
      ])
      const guest = handles(body(list, await post("preview", { ...place, limit: 50, visitor_id: "guest-1" })))
      expect([before.includes("kite"), guest.includes("kite")]).toEqual([true, false])
    })

    test("admin-settings: a strategy that is switched off answers an empty list, the others as ever", async () => {
      const { version } = body(
        z.object({ version: z.number() }),
        await http.get("/admin/recommendations/settings", { headers: admin }),
      )
      expect((await shown("strategy=trending&limit=50")).length).toBeGreaterThan(0)
      const off = body(
        z.object({ version: z.number() }),
        await post("settings", { settings: { serving: { disabled_strategies: ["trending"] } }, version }),
      )
      expect(await shown("strategy=trending&limit=50")).toEqual([])
      expect((await shown("strategy=popular&limit=50")).length).toBeGreaterThan(0)
      await post("settings", { settings: { serving: { disabled_strategies: [] } }, version: off.version })
      expect((await shown("strategy=trending&limit=50")).length).toBeGreaterThan(0)
    })

    test("admin-preview: tells what was removed by what, and which rules fired", async () => {
      await service.behavior.record([
        {
          id: "d1",
          type: "dismiss",
          productId: shop.products.kite ?? "",
          source: "storefront",
          occurredAt: new Date(),
          customerId,
        },
      ])
      await addRule({ name: "No robots", action: "exclude", product_ids: [shop.products.robot] })
      await addRule({ name: "Vase first", action: "pin", product_ids: [shop.products.vase], value: 1 })
      const preview = body(
        list,
        await post("preview", {
          customer_id: customerId,
          region_id: shop.regionId,
          sales_channel_id: shop.channelId,
          limit: 50,
        }),
      )
      expect(handles(preview)[0]).toBe("vase")
      const removed = new Map(preview.removed?.map(({ title, by }) => [title, by]))
      expect(removed.get("kite")).toBe("dismissed")
      expect(removed.get("robot")).toBe("rule")
      expect(removed.get("soldout")).toBe("not_for_sale")
      expect(preview.rules_fired?.map(({ name, effect }) => `${name}: ${effect}`).sort()).toEqual([
        "No robots: excluded",
        "Vase first: pinned to 1",
      ])
    })

    test("admin-shopper: a trace shows profile, list, and the list before the last event", async () => {
      const at = (minutes: number): Date => new Date(Date.now() - minutes * 60_000)
      await service.behavior.record([
        {
          id: "t1",
          type: "view",
          productId: shop.products.vase ?? "",
          source: "storefront",
          occurredAt: at(5),
          customerId,
        },
        {
          id: "t2",
          type: "purchase",
          productId: shop.products.mug ?? "",
          source: "order",
          occurredAt: at(3),
          customerId,
          basketId: "o1",
        },
      ])
      const trace = body(
        z.looseObject({
          customer: z.object({ id: z.string(), name: z.string().nullable() }),
          profile: z.looseObject({
            orders: z.number(),
            events: z.number(),
            is_new: z.boolean(),
            top_categories: z.array(z.object({ category: z.string(), weight: z.number() })),
            recent: z.array(z.looseObject({ type: z.string(), title: z.string() })),
          }),
          list,
          before_last_event: titled,
        }),
        await http.get(
          `/admin/recommendations/shoppers/${customerId}?region_id=${shop.regionId}&sales_channel_id=${shop.channelId}`,
          { headers: admin },
        ),
      )
      expect(trace.customer).toEqual({ id: customerId, name: "Test" })
      expect(trace.profile).toMatchObject({
        orders: 1,
        events: 2,
        is_new: true,
        top_categories: [{ category: "Home", weight: 1 }],
      })
      expect(trace.profile.recent.map(({ type, title }) => `${type} ${title}`)).toEqual(["purchase mug", "view vase"])
      expect(trace.before_last_event.length).toBeGreaterThan(0)
      expect(await status(http.get("/admin/recommendations/shoppers/cus_none", { headers: admin }))).toBe(404)
    })

    // Before an experiment starts: what its plan goes by is known from then on.
    test.each([
      ["behavior/stats", "behavior_event"],
      ["results", "behavior_event"],
      ["gifts", "recommendation_gift_round"],
      ["suggestions", "behavior_event"],
      ["experiments?holdout_share=0.3", "behavior_event"],
      ["products/MUG", "behavior_event"],
    ])("admin-figures: who would rather ask again than wait learns that %s are being counted", async (route, table) => {
      const path = `${baseUrl(http)}/admin/recommendations/${route.replace("MUG", shop.products.mug)}`
      const ask = (prefer?: string) => call(path, { headers: { ...admin, ...(prefer ? { prefer } : {}) } })
      const counted = await withClient(DATABASE, async (client) => {
        await client.query(`begin; lock table ${table} in access exclusive mode`)
        const late = await ask("wait=1, Respond-Async")
        expect(late).toMatchObject({ status: 202, body: { counting: true } })
        expect(late.headers.get("retry-after")).toBe("1")
        expect(late.headers.get("preference-applied")).toBe("respond-async")
        // Who does not say so waits, and shares the count.
        const waiting = ask()
        await client.query("rollback")
        return waiting
      })
      expect(counted.status).toBe(200)
      expect(counted.headers.get("preference-applied")).toBeNull()
      const known = await ask("respond-async")
      expect(known.status).toBe(200)
      expect(Object.keys(z.looseObject({}).parse(known.body))).toEqual(
        Object.keys(z.looseObject({}).parse(counted.body)),
      )
    })

    test("admin-figures: a share that can be none is refused in parts that the dashboard says in its language", async () => {
      const path = `${baseUrl(http)}/admin/recommendations/experiments?holdout_share=7`
      const said = expect.arrayContaining([expect.objectContaining({ code: expect.any(String) })])
      expect(await call(path, { headers: admin })).toMatchObject({ status: 400, body: { said } })
    })

    test("admin-shopper: a trace says in which group of a running test the shopper is, and what changes by it", async () => {
      const group = z.object({ arm: z.enum(["treatment", "control"]), change: z.string().nullable() }).nullable()
      const trace = async (): Promise<z.output<typeof group>> =>
        body(
          z.looseObject({ list: z.looseObject({ experiment: group }) }),
          await http.get(
            `/admin/recommendations/shoppers/${customerId}?region_id=${shop.regionId}&sales_channel_id=${shop.channelId}`,
            { headers: admin },
          ),
        ).list.experiment
      expect(await trace()).toBeNull()
      const { id } = body(
        z.looseObject({ experiment: z.looseObject({ id: z.string() }) }),
        await post("experiments", { name: "Nearly all", holdout_share: 0.999, comparison: { kind: "popularity" } }),
      ).experiment
      const traced = await trace()
      expect(traced).toEqual({ arm: traced?.arm, change: traced?.arm === "control" ? "popularity" : null })
      await post(`experiments/${id}/stop`, {})
      expect(await trace()).toBeNull()
    })

    test("admin-predict: any customer and product, in the shop's own terms", async () => {
      const answer = body(
        z.object({
          preferred: z.boolean(),
          score: z.number(),
          confidence: z.number(),
          chance: z.number(),
          reasons: z.array(z.unknown()),
          model_version: z.null(),
        }),
        await post("predict", {
          customer_id: customerId,
          product_id: shop.products.mug,
          region_id: shop.regionId,
          sales_channel_id: shop.channelId,
        }),
      )
      expect(answer.reasons.length).toBeGreaterThan(0)
      expect(await status(post("predict", { customer_id: customerId, product_id: "prod_none" }))).toBe(404)
    })
  },
})
