import { z } from "@medusajs/framework/zod"
import { createCartWorkflow, createProductsWorkflow } from "@medusajs/medusa/core-flows"
import { RECOMMENDATION_MODULE } from "../../src/modules/recommendation"
import type RecommendationModuleService from "../../src/modules/recommendation/service"
import { typedHttp } from "../helpers/http"
import { inShop } from "../helpers/in-shop"
import { createServingShop, FOR_SALE } from "../helpers/serving-shop"
import type { ServingShop } from "../helpers/serving-shop"

jest.setTimeout(240_000)

/** Products without a tag: their words alone say what they are for. */
const TITLED = [
  ["Best Dad Ever Tankard", "For his workshop shelf."],
  ["Granny’s Garden Trowel", "With a handle of ash wood."],
  ["Kissen für Oma", "Aus weichem Leinen."],
  ["Newborn Rattle", "A wooden rattle for a baby’s first weeks."],
  ["Christmas Bauble", "Blown glass for the tree."],
  ["Wedding Album", "Forty pages for the bride and groom."],
  ["Teacher’s Notebook", "Ruled, with a pocket."],
  ["Espresso Cup", "Two sips of coffee for your teacher."],
] as const

const KEYS = ["recipient", "age_band", "occasion", "interest", "style", "budget", "arrives_by"] as const
const gift = z.strictObject({
  question: z
    .strictObject({
      ...{ key: z.enum(KEYS), text: z.string().min(1) },
      options: z.array(z.strictObject({ value: z.string(), text: z.string().min(1), count: z.number().min(1) })).min(2),
    })
    .nullable(),
  products: z.array(
    z.object({
      product: z.looseObject({
        ...{ id: z.string(), title: z.string() },
        variants: z.array(z.looseObject({ calculated_price: z.looseObject({ calculated_amount: z.number() }) })),
      }),
      rank: z.number(),
      reasons: z.array(z.object({ code: z.string(), text: z.string() })).min(1),
      gift_buyers: z.number().optional(),
      // This shop wraps nothing, takes no messages, and says nothing of how long a parcel takes.
      ...{ gift_wrap: z.undefined(), arrives_by: z.undefined(), notes: z.array(z.string()) },
    }),
  ),
  left: z.number(),
  given_up: z.array(z.enum(KEYS)),
  understood: z.array(z.strictObject({ key: z.string(), value: z.string(), text: z.string() })),
  unknown: z.array(z.enum(KEYS)),
  ...{ wrap: z.null(), message: z.null(), recommendation_id: z.string().startsWith("rec_") },
})
type Gift = z.output<typeof gift>

const refusal = z.object({
  response: z.object({ status: z.number(), data: z.object({ type: z.string(), message: z.string() }) }),
})
const titles = ({ products }: Gift): string[] => products.map(({ product }) => product.title)

inShop({
  dbName: `svm_gift_next_${process.env.JEST_WORKER_ID ?? "1"}`,
  testSuite: ({ api, getContainer }) => {
    const http = typedHttp(api)
    let shop: ServingShop

    const ask = async (answers: object = {}, more: object = {}): Promise<Gift> => {
      const answer: unknown = await http.post(
        "/store/recommendations/gift/next",
        { answers, region_id: shop.regionId, ...more },
        { headers: shop.storeHeaders },
      )
      return gift.parse(z.object({ data: z.unknown() }).parse(answer).data)
    }
    const refused = async (body: object): Promise<[number, string, string]> => {
      const error: unknown = await http
        .post("/store/recommendations/gift/next", body, { headers: shop.storeHeaders })
        .then(() => ({ response: { status: 200, data: { type: "", message: "was not refused" } } }))
        .catch((reason: unknown) => reason)
      const { status, data } = refusal.parse(error).response
      return [status, data.type, data.message]
    }

    beforeAll(async () => {
      const container = getContainer()
      shop = await createServingShop(container)
      await createProductsWorkflow(container).run({
        input: {
          products: TITLED.map(([title, description], at) => ({
            ...{ title, description, status: "published" as const, sales_channels: [{ id: shop.channelId }] },
            options: [{ title: "Size", values: ["one"] }],
            variants: [
              {
                ...{ title: "one", sku: `titled-${at}`, manage_inventory: false, options: { Size: "one" } },
                prices: [{ amount: 10 + 5 * at, currency_code: "eur" }],
              },
            ],
          })),
        },
      })
      const service = container.resolve<RecommendationModuleService>(RECOMMENDATION_MODULE)
      // Five people have given the clock, one of them twice, and four the candle.
      const buyers = [1, 2, 3, 4, 5, 5].map((buyer) => ["clock", buyer] as const)
      for (const [at, [handle, buyer]] of [...buyers, ...[1, 2, 3, 4].map((n) => ["candle", n] as const)].entries())
        await service.behavior.record([
          {
            ...{ id: `given-${at}`, type: "purchase", productId: shop.products[handle] ?? "", source: "order" },
            ...{ isGift: true, customerId: `cus_giver_${buyer}`, visitorId: null, basketId: `order_${at}` },
            occurredAt: new Date(),
          },
        ])
      await service.serving.changed([{ kind: "catalog", key: null }])
    })

    test("gift-next: a product says how many people have given it, from five on, each counted once", async () => {
      const { products } = await ask({}, { limit: 24 })
      const noted = products.flatMap(({ product, gift_buyers: people, notes }) =>
        people === undefined && notes.length === 0 ? [] : [[product.title, people, notes]],
      )
      expect(noted).toEqual([["clock", 5, ["Bought as a gift by 5 people"]]])
      expect(products.map(({ product }) => product.title)).toContain("candle")
    })

    test("gift-next: a guest is asked and shown products at once, in the region's currency", async () => {
      const first = await ask()
      expect(first.question).not.toBeNull()
      expect(first.products).toHaveLength(10)
      expect(first.left).toBe(FOR_SALE.length + TITLED.length)
      expect([first.given_up, first.understood, first.unknown]).toEqual([[], [], []])
      expect(first.products.map(({ rank }) => rank)).toEqual(first.products.map((_, at) => at + 1))
    })

    test("gift-next: titles alone say whom a product is for, merchants' words come first, and reasons say so", async () => {
      const father = await ask({ recipient: "father" })
      expect(titles(father).slice(0, 2).sort()).toEqual(["Best Dad Ever Tankard", "lamp"])
      expect(father.understood).toEqual([{ key: "recipient", value: "father", text: "Father" }])
      expect(father.products[0]?.reasons[0]?.text).toBe("For your father")
      const oma = await ask({ recipient: "meine Oma" }, { locale: "de" })
      expect(titles(oma).slice(0, 2).sort()).toEqual(["Granny’s Garden Trowel", "Kissen für Oma"])
      expect(oma.understood).toEqual([{ key: "recipient", value: "grandparent", text: "Großeltern" }])
    })

    test("gift-next: the list of the strategy goes by the same: a merchant's word first, then titles, then silence", async () => {
      const query = `strategy=gift&recipient=grandma&limit=50&region_id=${shop.regionId}`
      const answer: unknown = await http.get(`/store/recommendations?${query}`, { headers: shop.storeHeaders })
      const list = z
        .object({
          recommendations: z.array(
            z.object({
              product: z.looseObject({ title: z.string() }),
              reasons: z.array(z.object({ code: z.string(), text: z.string() })),
            }),
          ),
        })
        .parse(z.object({ data: z.unknown() }).parse(answer).data).recommendations
      const names = list.map(({ product }) => product.title)
      expect(names.slice(0, 2).sort()).toEqual(["Granny’s Garden Trowel", "Kissen für Oma"])
      expect(list[0]?.reasons[0]).toEqual({ code: "gift_recipient", text: "A gift for grandma" })
      // Of whom the merchant says that it is for somebody else, it is not proposed at all.
      expect(names).not.toContain("kite")
      const father = await http.get(
        `/store/recommendations?strategy=gift&recipient=father&limit=50&region_id=${shop.regionId}`,
        { headers: shop.storeHeaders },
      )
      const [first, second] = z
        .object({
          data: z.object({ recommendations: z.array(z.object({ product: z.looseObject({ title: z.string() }) })) }),
        })
        .parse(father).data.recommendations
      expect([first?.product.title, second?.product.title]).toEqual(["lamp", "Best Dad Ever Tankard"])
    })

    test("gift-next: that list reads what the assistant reads, a description as well as a title", async () => {
      const query = `strategy=gift&recipient=teacher&limit=50&region_id=${shop.regionId}`
      const answer: unknown = await http.get(`/store/recommendations?${query}`, { headers: shop.storeHeaders })
      const named = z.object({
        product: z.object({ title: z.string() }),
        reasons: z.array(z.object({ text: z.string() })),
      })
      const { recommendations } = z.object({ data: z.object({ recommendations: z.array(named) }) }).parse(answer).data
      expect(
        recommendations
          .map(({ product }) => product.title)
          .slice(0, 2)
          .sort(),
      ).toEqual(["Espresso Cup", "Teacher’s Notebook"])
      expect(recommendations[0]?.reasons[0]?.text).toBe("For a teacher")
    })

    test("gift-next: at most five questions, none twice, skipped or answered, and a list after each", async () => {
      const answers: Record<string, string | null> = {}
      for (let asked = 0; ; asked++) {
        const { question, products } = await ask(answers, { limit: 2 })
        expect(products.length).toBeGreaterThan(0)
        if (question === null) break
        expect(asked).toBeLessThan(5)
        expect(Object.keys(answers)).not.toContain(question.key)
        answers[question.key] = asked % 2 === 0 ? (question.options[0]?.value ?? null) : null
      }
      expect(Object.keys(answers).length).toBeGreaterThan(1)
    })

    test("gift-next: a wedding for a baby gives what comes closest and says what was given up", async () => {
      const both = await ask({ recipient: "baby", occasion: "wedding" })
      expect(both.given_up).toEqual(["occasion"])
      expect(titles(both)[0]).toBe("Newborn Rattle")
      const dear = await ask({ recipient: "baby", budget: "5000-" })
      expect(dear.given_up).toEqual(["budget"])
      expect(titles(dear)[0]).toBe("Newborn Rattle")
    })

    test("gift-next: where nothing fits the budget, what is nearest to it is shown", async () => {
      const pricesOf = ({ products }: Gift): number[] =>
        products
          .map(({ product }) => product.variants[0]?.calculated_price.calculated_amount ?? 0)
          .sort((a, b) => a - b)
      const near = await ask({ budget: "-1" }, { limit: 2 })
      expect(near.given_up).toEqual(["budget"])
      expect(pricesOf(near)).toEqual(pricesOf(await ask({}, { limit: 24 })).slice(0, 2))
    })

    test("gift-next: a sentence is understood, a budget is kept, and unknown words are looked for", async () => {
      const noted = await ask({ words: "something for granny’s garden, up to 16 euros" })
      expect(noted.understood.map(({ key, value }) => `${key}:${value}`).sort()).toEqual([
        "interest:garden",
        "recipient:grandparent",
      ])
      expect(titles(noted)[0]).toBe("Granny’s Garden Trowel")
      for (const { product } of noted.products)
        expect(product.variants[0]?.calculated_price.calculated_amount).toBeLessThanOrEqual(16)
      const espresso = await ask({ interest: "an espresso fan of Zanzibar", recipient: "astronaut" })
      expect(espresso.unknown).toEqual(["recipient"])
      const tankard = await ask({ recipient: "somebody with a tankard" })
      expect([tankard.unknown, titles(tankard)[0]]).toEqual([["recipient"], "Best Dad Ever Tankard"])
    })

    test("gift-next: what lies in the cart or was turned down is not proposed", async () => {
      const { result: cart } = await createCartWorkflow(getContainer()).run({
        input: { region_id: shop.regionId, items: [{ variant_id: shop.variants.lamp, quantity: 1 }] },
      })
      const father = await ask({ recipient: "father" }, { cart_id: cart.id })
      expect(titles(father)[0]).toBe("Best Dad Ever Tankard")
      expect(titles(father)).not.toContain("lamp")
      const [first] = (await ask({ recipient: "father" })).products
      const without = await ask({ recipient: "father" }, { exclude: [first?.product.id] })
      expect(without.products.map(({ product }) => product.id)).not.toContain(first?.product.id)
    })

    test("gift-next: wrong input is refused with the field that is wrong", async () => {
      for (const [body, field] of [
        [{ answers: { colour: "red" } }, "colour"],
        [{ answers: { recipient: 5 } }, "recipient"],
        [{ answers: { recipient: "x".repeat(101) } }, "recipient"],
        [{ answers: { words: "x".repeat(301) } }, "words"],
        [{ limit: 25 }, "limit"],
        [{ customer_id: "cus_1" }, "customer_id"],
        [{ region_id: "reg_none" }, "reg_none"],
        [{ exclude: ["a b"] }, "exclude"],
      ] as const) {
        const [status, type, message] = await refused(body)
        expect([status, type]).toEqual([400, "invalid_data"])
        expect(message).toContain(field)
      }
    })
  },
})
