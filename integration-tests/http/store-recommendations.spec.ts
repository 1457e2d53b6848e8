import { z } from "@medusajs/framework/zod"
import {
  createCartWorkflow,
  createCustomerGroupsWorkflow,
  createPriceListsWorkflow,
  createTaxRegionsWorkflow,
  linkCustomersToCustomerGroupWorkflow,
  updateInventoryLevelsWorkflow,
  updateProductsWorkflow,
  updateTaxRatesWorkflow,
} from "@medusajs/medusa/core-flows"
import type { BehaviorType } from "../../src/core/contract"
import { RECOMMENDATION_MODULE } from "../../src/modules/recommendation"
import type RecommendationModuleService from "../../src/modules/recommendation/service"
import { besideCore, FIELDS, taxRegion, taxOf } from "../helpers/beside-core"
import { registerCustomer } from "../helpers/customer"
import { baseUrl, typedHttp } from "../helpers/http"
import { inShop } from "../helpers/in-shop"
import { createServingShop, FOR_SALE } from "../helpers/serving-shop"
import type { ServingShop } from "../helpers/serving-shop"

jest.setTimeout(120_000)

const list = z.object({
  recommendations: z.array(
    z.object({
      product: z.looseObject({ id: z.string(), handle: z.string().optional() }),
      rank: z.number(),
      score: z.number(),
      confidence: z.number().min(0).max(1),
      chance: z.number().min(0).max(1),
      reasons: z
        .array(z.object({ code: z.string(), text: z.string().min(1), product_id: z.string().optional() }))
        .min(1),
      source: z.string(),
    }),
  ),
  recommendation_id: z.string(),
  strategy: z.string(),
  rung: z.string(),
  is_new_user: z.boolean(),
  customer_id: z.string().nullable(),
  model_version: z.number().nullable(),
  filled_from: z.array(z.string()),
  generated_at: z.string(),
})

type List = z.output<typeof list>

const handles = ({ recommendations }: Pick<List, "recommendations">): string[] =>
  recommendations.map(({ product }) => product.handle ?? product.id)

const failure = z.object({ status: z.number(), data: z.object({ type: z.string(), message: z.string() }) })

inShop({
  dbName: `svm_store_recommendations_${process.env.JEST_WORKER_ID ?? "1"}`,
  testSuite: ({ api, getContainer, dbConnection }) => {
    const http = typedHttp(api)
    const database = z.custom<{ raw(text: string, bindings: string[]): Promise<unknown> }>().parse(dbConnection)
    let shop: ServingShop
    let service: RecommendationModuleService
    let customer: { headers: Record<string, string>; id: string }
    let counter = 0

    const ask = async (query: string, headers: Record<string, string> = shop.storeHeaders): Promise<List> => {
      const region = query.includes("currency_code") || query.includes("region_id") ? "" : `&region_id=${shop.regionId}`
      const answer: unknown = await http.get(`/store/recommendations?${query}${region}`, { headers })
      return list.parse(z.object({ data: z.unknown() }).parse(answer).data)
    }
    const refused = async (call: Promise<unknown>): Promise<z.output<typeof failure>> => {
      const error: unknown = await call.then(
        () => ({ response: { status: 200, data: { type: "", message: "was not refused" } } }),
        (reason: unknown) => reason,
      )
      return z.object({ response: failure }).parse(error).response
    }
    const sql = (text: string, bindings: readonly string[] = []): Promise<unknown> => database.raw(text, [...bindings])
    const act = (
      type: BehaviorType,
      handle: string,
      more: { customer?: boolean; visitor?: string; basket?: string; at?: Date } = {},
    ): Promise<unknown> =>
      service.behavior.record([
        {
          id: `event-${++counter}-${Date.now()}`,
          type,
          productId: shop.products[handle] ?? handle,
          source: "storefront",
          occurredAt: more.at ?? new Date(),
          customerId: more.customer ? customer.id : null,
          visitorId: more.visitor ?? null,
          basketId: more.basket ?? null,
        },
      ])

    beforeAll(async () => {
      const container = getContainer()
      service = container.resolve(RECOMMENDATION_MODULE)
      shop = await createServingShop(container)
      const url = baseUrl(http)
      const token = await registerCustomer(url, shop.storeHeaders, "shopper@shop.test")
      const me: unknown = await http.get("/store/customers/me", { headers: { ...shop.storeHeaders, ...token } })
      const { id } = z.object({ data: z.object({ customer: z.object({ id: z.string() }) }) }).parse(me).data.customer
      customer = { headers: { ...shop.storeHeaders, ...token }, id }
    })

    // The database goes back to where it was; so must what is in memory.
    beforeEach(() =>
      service.serving.changed([
        { kind: "catalog", key: null },
        { kind: "customers", key: null },
        { kind: "rules", key: null },
        { kind: "customer", key: customer.id },
      ]),
    )

    describe("the answer", () => {
      test("store-recommendations: everything for sale is listed, nothing else, and never an error without a model", async () => {
        const answer = await ask("limit=50")
        expect(handles(answer).sort()).toEqual([...FOR_SALE].sort())
        expect(answer).toMatchObject({ strategy: "for_you", is_new_user: true, customer_id: null, model_version: null })
        expect(answer.recommendations.map(({ rank }) => rank)).toEqual(FOR_SALE.map((_, at) => at + 1))
      })

      test("store-recommendations: products have the shape of /store/products, in default and chosen fields", async () => {
        for (const fields of FIELDS) {
          const { ours, core } = await besideCore(http, shop, fields)
          expect(ours).toEqual(core)
        }
      })

      test("store-recommendations: prices tell the tax as /store/products does, by country or by the cart's address", async () => {
        await createTaxRegionsWorkflow(getContainer()).run({ input: [taxRegion("de", 19), taxRegion("fr", 20)] })
        const { result: cart } = await createCartWorkflow(getContainer()).run({
          input: { region_id: shop.regionId, shipping_address: { country_code: "fr", province: "fr-75" } },
        })
        for (const [where, tax] of [
          ["&country_code=de", 19],
          [`&cart_id=${cart.id}&country_code=de`, 20],
        ] as const)
          for (const fields of FIELDS) {
            const { ours, core } = await besideCore(http, shop, `${where}${fields}`)
            expect([ours, taxOf(ours)]).toEqual([core, tax])
          }
        await updateTaxRatesWorkflow(getContainer()).run({ input: { selector: { code: "de" }, update: { rate: 7 } } })
        await until(async () => taxOf((await besideCore(http, shop, "&country_code=de")).ours) === 7)
      })

      test("store-recommendations: the headers keep personal lists out of caches on the way", async () => {
        const answer: unknown = await http.get("/store/recommendations", { headers: shop.storeHeaders })
        const { headers } = z.object({ headers: z.looseObject({ "cache-control": z.string() }) }).parse(answer)
        expect(headers["cache-control"]).toBe("private, no-store")
      })

      test("store-recommendations: wrong questions are refused with the field that is wrong", async () => {
        const wrong = async (query: string): Promise<string> => {
          const { status, data } = await refused(
            http.get(`/store/recommendations?${query}`, { headers: shop.storeHeaders }),
          )
          expect([status, data.type]).toEqual([400, "invalid_data"])
          return data.message
        }
        expect(await wrong("strategy=magic")).toContain("strategy")
        expect(await wrong("limit=0")).toContain("limit")
        expect(await wrong("limit=51")).toContain("limit")
        expect(await wrong("customer_id=cus_1")).toContain("customer_id")
        expect(await wrong("strategy=similar")).toContain("product_id")
        expect(await wrong("region_id=reg_none")).toContain("reg_none")
        expect(await wrong("product_id=a%20b")).toContain("product_id")
        expect(await wrong("country_code=germany")).toContain("country_code")
        const { status } = await refused(http.get("/store/recommendations"))
        expect(status).toBe(400)
      })

      test("store-recommendations: reasons are in the shopper's language", async () => {
        await act("view", "mug", { visitor: "visitor-lang" })
        const german = await ask(`strategy=similar&product_id=${shop.products.mug}&locale=de-AT`)
        const english = await ask(`strategy=similar&product_id=${shop.products.mug}`)
        expect(english.recommendations[0]?.reasons[0]?.text).not.toBe(german.recommendations[0]?.reasons[0]?.text)
        expect(handles(german)).not.toContain("mug")
        const path = `strategy=similar&product_id=${shop.products.mug}`
        const accepting = { ...shop.storeHeaders, "accept-language": "sv, de-AT;q=0.9, en;q=0.1" }
        const text = ({ recommendations }: List): string | undefined => recommendations[0]?.reasons[0]?.text
        expect(text(await ask(path, accepting))).toBe(text(german))
        expect(text(await ask(`${path}&locale=en`, accepting))).toBe(text(english))
      })

      test("store-recommendations: what was served is written down, and nothing of whom it was for", async () => {
        const answer = await ask("limit=3&placement=home&visitor_id=visitor-1")
        await service.serving.flush()
        const stored: unknown = await sql(
          "select s.*, jsonb_array_length(product_ids) as products from recommendation_served s where id = ?",
          [answer.recommendation_id],
        )
        const [row] = z.object({ rows: z.array(z.looseObject({ id: z.string() })) }).parse(stored).rows
        expect(row).toMatchObject({ strategy: "for_you", rung: answer.rung, placement: "home", products: 3 })
        expect(JSON.stringify(row)).not.toMatch(/visitor-1|shopper/)
      })
    })

    describe("true when shown", () => {
      test("store-recommendations: a kept answer shows nothing that went out of sale, even if no event named it", async () => {
        const changes: [string, string, readonly string[]][] = [
          ["mug", "update product set status = 'draft' where id = ?", [shop.products.mug ?? ""]],
          ["bowl", "update product set deleted_at = now() where id = ?", [shop.products.bowl ?? ""]],
          [
            "candle",
            "update inventory_level set reserved_quantity = stocked_quantity where inventory_item_id = ?",
            [shop.inventory.candle ?? ""],
          ],
          [
            "kite",
            "update product_sales_channel set deleted_at = now() where product_id = ?",
            [shop.products.kite ?? ""],
          ],
          [
            "robot",
            "update price set deleted_at = now() where price_set_id in (select price_set_id from product_variant_price_set where variant_id = ?)",
            [shop.variants.robot ?? ""],
          ],
        ]
        for (const [handle, change, bindings] of changes) {
          expect(handles(await ask("limit=50"))).toContain(handle)
          await sql(change, bindings)
          const after = handles(await ask("limit=50"))
          expect(after).not.toContain(handle)
        }
        expect(handles(await ask("limit=50"))).toContain("clock")
      })

      test("store-recommendations: a new price is shown at once", async () => {
        const priceOf = async (): Promise<unknown> => {
          const answer = await ask("limit=50&fields=id,handle,*variants.calculated_price")
          const variants = z.array(z.object({ calculated_price: z.object({ calculated_amount: z.number() }) }))
          const mug = answer.recommendations.find(({ product }) => product.handle === "mug")
          return variants.parse(mug?.product.variants)[0]?.calculated_price.calculated_amount
        }
        expect(await priceOf()).toBe(12)
        await sql(
          `update price set amount = 11, raw_amount = '{"value": "11", "precision": 20}' where currency_code = 'eur'
              and price_set_id in (select price_set_id from product_variant_price_set where variant_id = ?)`,
          [shop.variants.mug ?? ""],
        )
        expect(await priceOf()).toBe(11)
      })

      test("store-recommendations: numbers in stock are those of this moment", async () => {
        const inStock = async (): Promise<unknown> => {
          const answer = await ask("limit=50&fields=id,handle,variants.inventory_quantity")
          const blocks = answer.recommendations.find(({ product }) => product.handle === "blocks")
          return z.array(z.object({ inventory_quantity: z.number() })).parse(blocks?.product.variants)[0]
        }
        expect(await inStock()).toEqual({ inventory_quantity: 3 })
        await sql(
          `update inventory_level set stocked_quantity = 2, raw_stocked_quantity = '{"value": "2", "precision": 20}'
            where inventory_item_id = ?`,
          [shop.inventory.blocks ?? ""],
        )
        expect(await inStock()).toEqual({ inventory_quantity: 2 })
      })

      test("store-recommendations: what comes into stock or is published appears by its event", async () => {
        expect(handles(await ask("limit=50"))).not.toContain("soldout")
        const container = getContainer()
        await updateInventoryLevelsWorkflow(container).run({
          input: {
            updates: [
              { inventory_item_id: shop.inventory.soldout ?? "", location_id: shop.locationId, stocked_quantity: 4 },
            ],
          },
        })
        await updateProductsWorkflow(container).run({
          input: { selector: { id: shop.products.draft ?? "" }, update: { status: "published" } },
        })
        await until(async () => {
          const shown = handles(await ask("limit=50"))
          return shown.includes("soldout") && shown.includes("draft")
        })
      })

      test("store-recommendations: a key sees its own channels alone, and one without prices in the currency nothing", async () => {
        expect(handles(await ask("limit=50", shop.otherHeaders))).toEqual(["elsewhere"])
        expect(handles(await ask("limit=50&currency_code=usd")).sort()).toEqual([
          "bowl",
          "dollars-only",
          "lamp",
          "mug",
          "vase",
        ])
      })

      test("store-recommendations: not what is in the cart, on the page or unwanted", async () => {
        const container = getContainer()
        const { result: cart } = await createCartWorkflow(container).run({
          input: {
            region_id: shop.regionId,
            sales_channel_id: shop.channelId,
            currency_code: "eur",
            items: [{ variant_id: shop.variants.mug ?? "", quantity: 1 }],
          },
        })
        expect(handles(await ask(`strategy=cart&limit=50&cart_id=${cart.id}`)).sort()).toEqual(
          FOR_SALE.filter((handle) => handle !== "mug").sort(),
        )
        expect(handles(await ask(`strategy=bought_together&limit=50&product_id=${shop.products.vase}`))).not.toContain(
          "vase",
        )
        expect(handles(await ask("limit=50&visitor_id=visitor-9"))).toContain("train")
        await act("dismiss", "train", { visitor: "visitor-9" })
        expect(handles(await ask("limit=50&visitor_id=visitor-9"))).not.toContain("train")
      })

      test("store-recommendations: an answer is kept while nothing happens, and rebuilt when the shopper does something", async () => {
        const first = await ask("limit=5&visitor_id=visitor-2")
        expect((await ask("limit=5&visitor_id=visitor-2")).recommendation_id).toBe(first.recommendation_id)
        const other = await ask("limit=5&visitor_id=visitor-3")
        await act("view", "robot", { visitor: "visitor-2" })
        expect((await ask("limit=5&visitor_id=visitor-2")).recommendation_id).not.toBe(first.recommendation_id)
        expect((await ask("limit=5&visitor_id=visitor-3")).recommendation_id).toBe(other.recommendation_id)
      })
    })

    describe("strategies", () => {
      test("store-recommendations: recently_viewed is the latest first, buy_again nothing that was ordered today", async () => {
        for (const handle of ["mug", "kite", "vase"]) await act("view", handle, { customer: true })
        await act("purchase", "lamp", { customer: true, basket: "order-1" })
        expect(handles(await ask("strategy=recently_viewed", customer.headers))).toEqual(["vase", "kite", "mug"])
        expect(handles(await ask("strategy=buy_again", customer.headers))).toEqual([])
        // Nobody needs a second one the day they bought it.
        for (const strategy of ["for_you", "trending", "popular"])
          expect(handles(await ask(`strategy=${strategy}&limit=50`, customer.headers))).not.toContain("lamp")
        expect(handles(await ask("strategy=recently_viewed&visitor_id=someone-else"))).toEqual([])
        const filled = await ask("strategy=recently_viewed&limit=6&fill=true", customer.headers)
        expect(handles(filled).slice(0, 3)).toEqual(["vase", "kite", "mug"])
        expect(filled.recommendations).toHaveLength(6)
        expect(filled.filled_from.length).toBeGreaterThan(0)
      })

      test("store-recommendations: the ladder climbs with what is known, a gift tells nothing of the giver, and each answer says where it stands", async () => {
        const rung = async (): Promise<string> => (await ask("limit=3", customer.headers)).rung
        expect(["popular", "trending", "newest"]).toContain((await ask("limit=3")).rung)
        const given = { type: "purchase" as const, source: "order" as const, occurredAt: new Date(), isGift: true }
        const who = { id: "gift-1", customerId: customer.id, basketId: "order-gift" }
        await service.behavior.record([{ ...given, ...who, productId: shop.products.robot ?? "" }])
        // As any stranger, to whom the shop has shown nothing of it either.
        expect((await ask("limit=4", customer.headers)).rung).toBe((await ask("limit=4")).rung)
        const reasons = (await ask("limit=50", customer.headers)).recommendations.flatMap((one) => one.reasons)
        expect(reasons.map(({ product_id: id }) => id)).not.toContain(shop.products.robot)
        // Whom it is for may look on: the present stands on no list of the home page, though strangers see it there.
        for (const strategy of ["for_you", "trending", "popular", "new_arrivals"]) {
          expect(handles(await ask(`strategy=${strategy}&limit=50`, customer.headers))).not.toContain("robot")
          expect(handles(await ask(`strategy=${strategy}&limit=50`))).toContain("robot")
        }
        expect(handles(await ask("strategy=gift&limit=50", customer.headers))).toContain("robot")
        expect(
          handles(await ask(`strategy=similar&limit=50&product_id=${shop.products.kite}`, customer.headers)),
        ).toContain("robot")
        await act("view", "mug", { customer: true })
        // What was seen in this visit counts at once.
        expect(["personal", "item_to_item"]).toContain(await rung())
        await act("purchase", "bowl", { customer: true, basket: "order-1" })
        expect(await rung()).toBe("personal")
        expect(
          handles(await ask(`strategy=similar&limit=50&product_id=${shop.products.mug}`, customer.headers)),
        ).not.toContain("bowl")
      })

      test("store-recommendations: min_confidence leaves out what is less sure", async () => {
        await act("view", "mug", { visitor: "visitor-sure" })
        const all = (await ask("limit=50&visitor_id=visitor-sure")).recommendations
        const confidences = all.map(({ confidence }) => confidence)
        const bound = (Math.max(...confidences) + Math.min(...confidences)) / 2
        const expected = all.filter(({ confidence }) => confidence >= bound).map(({ product }) => product.id)
        expect(expected.length).toBeLessThan(all.length)
        const sure = (await ask(`limit=50&visitor_id=visitor-sure&min_confidence=${bound}`)).recommendations
        expect(sure.map(({ product }) => product.id).sort()).toEqual(expected.sort())
        expect((await ask("limit=50&min_confidence=1")).recommendations).toEqual([])
      })

      test("store-recommendations: a shopper with three orders is new no more", async () => {
        expect((await ask("", customer.headers)).is_new_user).toBe(true)
        for (const [at, handle] of ["mug", "bowl", "vase"].entries())
          await act("purchase", handle, { customer: true, basket: `order-${at}` })
        const answer = await ask("", customer.headers)
        expect(answer).toMatchObject({ is_new_user: false, customer_id: customer.id, rung: "personal" })
      })

      test("store-recommendations: a category holds what lies in it, by any strategy", async () => {
        for (const strategy of ["popular", "trending", "new_arrivals", "for_you"]) {
          const shown = handles(await ask(`strategy=${strategy}&limit=50&category_id=${shop.categories.home}`))
          expect(shown.sort()).toEqual(["bowl", "candle", "clock", "lamp", "mug", "vase"])
        }
      })

      test("store-recommendations: a gift fits recipient and budget, and says so", async () => {
        const answer = await ask("strategy=gift&recipient=Mother&limit=50")
        const shown = handles(answer)
        expect(shown.slice(0, 2).sort()).toEqual(["bowl", "vase"])
        expect(shown).not.toContain("lamp")
        expect(shown).not.toContain("kite")
        expect(answer.recommendations[0]?.reasons[0]).toEqual({ code: "gift_recipient", text: "For your mother" })
        expect(answer.recommendations.at(-1)?.reasons.map(({ code }) => code)).not.toContain("gift_recipient")
        await sql("update product set metadata = ?::jsonb where id = ?", [
          JSON.stringify({ recipient: "child", occasion: ["birthday"], age_band: "3-5" }),
          shop.products.bear ?? "",
        ])
        await service.serving.changed([{ kind: "product", key: shop.products.bear ?? null }])
        const child = await ask("strategy=gift&recipient=child&occasion=birthday&age_band=3-5&limit=50")
        expect(handles(child)[0]).toBe("bear")
        // All that is left suits a birthday: said on each card, it would tell none from another.
        const firsts = child.recommendations.map(({ reasons: [first] }) => first?.code)
        expect(firsts).not.toContain("gift_occasion")
        expect(child.recommendations[0]?.reasons.map(({ code }) => code)).toEqual([
          "gift_recipient",
          "gift_age_band",
          "new",
        ])
        expect(handles(child).slice(1, 4).sort()).toEqual(["kite", "puzzle", "robot"])
        expect(handles(child)).not.toContain("vase")
        const older = handles(await ask("strategy=gift&recipient=child&age_band=10-12&limit=50"))
        expect(older).not.toContain("bear")
        const cheap = handles(await ask("strategy=gift&recipient=mother&budget_min=10&budget_max=20&limit=50"))
        expect(cheap.sort()).toEqual(["bowl", "mug"])
      })

      test("store-recommendations: on_sale knows price lists, dates and the customer's groups", async () => {
        const container = getContainer()
        expect(handles(await ask("strategy=on_sale&limit=50&fill=false"))).toEqual([])
        const { result: groups } = await createCustomerGroupsWorkflow(container).run({
          input: { customersData: [{ name: "VIP" }] },
        })
        const group = groups[0]?.id ?? ""
        await linkCustomersToCustomerGroupWorkflow(container).run({ input: { id: group, add: [customer.id] } })
        const priced = (handle: string, amount: number) => [
          { amount, currency_code: "eur", variant_id: shop.variants[handle] ?? "" },
        ]
        await createPriceListsWorkflow(container).run({
          input: {
            price_lists_data: [
              { title: "Sale", description: "", status: "active", prices: priced("vase", 20) },
              {
                title: "VIP",
                description: "",
                status: "active",
                prices: priced("lamp", 50),
                rules: { "customer.groups.id": [group] },
              },
              {
                title: "Over",
                description: "",
                status: "active",
                ends_at: "2020-01-01T00:00:00Z",
                prices: priced("train", 50),
              },
            ],
          },
        })
        await until(async () => handles(await ask("strategy=on_sale&limit=50&fill=false")).length > 0)
        expect(handles(await ask("strategy=on_sale&limit=50&fill=false"))).toEqual(["vase"])
        expect(handles(await ask("strategy=on_sale&limit=50&fill=false", customer.headers)).sort()).toEqual([
          "lamp",
          "vase",
        ])
        // A usual price is no sale, unless the page asks for a full list.
        expect(handles(await ask("strategy=on_sale&limit=50"))).toEqual(["vase"])
        // Filled up with what is for sale at its usual price; the answer says so.
        const filled = await ask("strategy=on_sale&limit=50&fill=true&fields=id,handle,*variants.calculated_price")
        expect(handles(filled)[0]).toBe("vase")
        expect(handles(filled).sort()).toEqual([...FOR_SALE].sort())
        expect(filled.filled_from.length).toBeGreaterThan(0)
        const reduced = filled.recommendations.filter(({ reasons }) => reasons.some(({ code }) => code === "on_sale"))
        expect(reduced.map(({ product }) => product.handle)).toEqual(["vase"])
        const prices = async (headers?: Record<string, string>): Promise<unknown> => {
          const { recommendations } = await ask("limit=50&fields=id,handle,*variants.calculated_price", headers)
          const lamp = recommendations.find(({ product }) => product.handle === "lamp")
          return z
            .array(z.object({ calculated_price: z.object({ calculated_amount: z.number() }) }))
            .parse(lamp?.product.variants)[0]?.calculated_price.calculated_amount
        }
        expect([await prices(), await prices(customer.headers)]).toEqual([80, 50])
      })

      test("store-recommendations: panels of a page share no product, and each is as long as it can be", async () => {
        const answer: unknown = await http.post(
          "/store/recommendations/panels",
          {
            region_id: shop.regionId,
            visitor_id: "visitor-4",
            panels: [
              { id: "a", strategy: "for_you", limit: 4 },
              { id: "b", strategy: "popular", limit: 4 },
              { id: "c", strategy: "new_arrivals", limit: 50 },
            ],
          },
          { headers: shop.storeHeaders },
        )
        const panels = z.object({ data: z.object({ panels: z.array(list.extend({ id: z.string() })) }) }).parse(answer)
          .data.panels
        expect(panels.map(({ id, recommendations }) => [id, recommendations.length])).toEqual([
          ["a", 4],
          ["b", 4],
          ["c", 4],
        ])
        expect(new Set(panels.flatMap(handles)).size).toBe(12)
        const twice = { panels: [{ id: "a" }, { id: "a" }] }
        expect(
          (await refused(http.post("/store/recommendations/panels", twice, { headers: shop.storeHeaders }))).status,
        ).toBe(400)
      })

      test("store-recommendations: a prediction is of the caller, and of what is for sale to them", async () => {
        const predict = (product: string, headers = shop.storeHeaders): Promise<unknown> =>
          http.post("/store/recommendations/predict", { product_id: product, region_id: shop.regionId }, { headers })
        const answer = z
          .object({
            data: z.object({
              preferred: z.boolean(),
              score: z.number(),
              confidence: z.number(),
              chance: z.number(),
              model_version: z.null(),
            }),
          })
          .parse(await predict(shop.products.mug ?? "", customer.headers))
        expect(answer.data.confidence).toBeGreaterThanOrEqual(0)
        const hidden = await refused(predict(shop.products.elsewhere ?? ""))
        const unknown = await refused(predict("prod_none"))
        expect([hidden.status, unknown.status]).toEqual([404, 404])
        expect(hidden.data.message.replace(shop.products.elsewhere ?? "", "X")).toBe(
          unknown.data.message.replace("prod_none", "X"),
        )
      })
    })

    /** Waits for what events bring about. */
    async function until(holds: () => Promise<boolean>): Promise<void> {
      while (!(await holds())) await new Promise((resolve) => setImmediate(resolve))
    }
  },
})
