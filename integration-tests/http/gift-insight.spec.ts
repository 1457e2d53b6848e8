import { randomUUID } from "node:crypto"
import { z } from "@medusajs/framework/zod"
import { RECOMMENDATION_MODULE } from "../../src/modules/recommendation"
import type RecommendationModuleService from "../../src/modules/recommendation/service"
import { withClient } from "../helpers/database"
import { baseUrl, typedHttp } from "../helpers/http"
import { inShop } from "../helpers/in-shop"
import { createServingShop, FOR_SALE } from "../helpers/serving-shop"
import type { ServingShop } from "../helpers/serving-shop"
import { call, logInAdmin } from "../helpers/shop-client"
import { tablesThatHold } from "../security/tables-that-hold"

jest.setTimeout(240_000)

const DATABASE = `svm_gift_insight_${process.env.JEST_WORKER_ID ?? "1"}`
const BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"

const asked = z.object({
  question: z
    .object({ key: z.string(), options: z.array(z.object({ value: z.string(), count: z.number() })) })
    .nullable(),
  products: z.array(z.object({ product: z.object({ id: z.string() }) })),
  given_up: z.array(z.string()),
  recommendation_id: z.string(),
})
type Asked = z.output<typeof asked>
type Answers = Record<string, string | null>

const insight = z.strictObject({
  ...{ from: z.string(), to: z.string(), window_days: z.number() },
  steps: z.array(z.strictObject({ answers: z.number(), searches: z.number(), opened: z.number(), bought: z.number() })),
  questions: z.array(
    z.strictObject({
      ...{ key: z.string(), text: z.string().min(5), asked: z.number(), answered: z.number(), own_words: z.number() },
      ...{ skipped: z.number(), changed: z.number(), left: z.number(), opened: z.number() },
    }),
  ),
  wishes: z.array(
    z.strictObject({
      answers: z.array(z.strictObject({ key: z.string(), text: z.string() })),
      ...{ given_up: z.array(z.string()), searches: z.number() },
    }),
  ),
  products: z.strictObject({
    ...{ offered: z.number(), shown: z.number(), unreached: z.number() },
    examples: z.array(z.strictObject({ product_id: z.string(), title: z.string(), suits: z.number() })),
  }),
  channels: z.array(
    z.strictObject({
      ...{ channel: z.string(), asked: z.number(), bought: z.number() },
      revenue: z.array(z.strictObject({ amount: z.number(), currency_code: z.string() })),
    }),
  ),
})
type Insight = z.output<typeof insight>

inShop({
  dbName: DATABASE,
  testSuite: ({ api, getContainer }) => {
    const http = typedHttp(api)
    let shop: ServingShop
    let url: string
    let admin: Record<string, string>
    let service: RecommendationModuleService

    const ask = async (answers: Answers, more: object = {}): Promise<Asked> => {
      const { status, body } = await call(`${url}/store/recommendations/gift/next`, {
        headers: shop.storeHeaders,
        body: { answers, region_id: shop.regionId, limit: 4, ...more },
      })
      expect([status, body]).toMatchObject([200, {}])
      return asked.parse(body)
    }
    const track = async (visitorId: string, event: object): Promise<void> => {
      const { status, body } = await call(`${url}/store/behavior-events`, {
        headers: { ...shop.storeHeaders, "user-agent": BROWSER },
        body: {
          ...{ visitor_id: visitorId, consent: true },
          events: [{ id: randomUUID(), occurred_at: new Date().toISOString(), ...event }],
        },
      })
      expect([status, body]).toMatchObject([202, { rejected: [] }])
    }
    const buy = (recommendation: Asked, by: { visitorId: string | null }): Promise<unknown> =>
      service.behavior.record([
        {
          ...{ id: randomUUID(), type: "purchase", productId: recommendation.products[0]?.product.id ?? "", ...by },
          ...{ source: "order", basketId: randomUUID(), price: 20, currencyCode: "eur", occurredAt: new Date() },
          recommendationId: recommendation.recommendation_id,
        },
      ])
    const figures = async (query = ""): Promise<Insight> => {
      await service.serving.flush()
      const { status, body } = await call(`${url}/admin/recommendations/gifts${query}`, { headers: admin })
      expect([status, body]).toMatchObject([200, {}])
      return insight.parse(body)
    }

    beforeAll(async () => {
      const container = getContainer()
      service = container.resolve(RECOMMENDATION_MODULE)
      shop = await createServingShop(container)
      url = baseUrl(http)
      admin = await logInAdmin(url, DATABASE)
      await service.serving.changed([{ kind: "catalog", key: null }])
    })

    beforeEach(async () => {
      // What the test before has asked last may not be written yet.
      await service.serving.flush()
      await withClient(DATABASE, async (client) => {
        await client.query("delete from recommendation_gift_round")
        await client.query("delete from recommendation_served")
        await client.query("delete from behavior_event")
      })
    })

    test("gift-insight: a question is answered, skipped, taken back or left, each search counted by itself", async () => {
      const first = await ask({})
      const key = first.question?.key ?? ""
      const [usual] = [...(first.question?.options ?? [])].sort((a, b) => b.count - a.count)
      // One product on the page, so that there is a second question.
      const search = { search_id: first.recommendation_id, limit: 1 }
      const second = await ask({ [key]: usual?.value ?? "" }, search)
      await ask({ [key]: null }, { search_id: (await ask({})).recommendation_id })
      const third = await ask({})
      await ask({ [key]: "somebody called Erika" }, { search_id: third.recommendation_id })
      await ask({})
      const { questions, steps } = await figures()
      expect(questions.find((one) => one.key === key)).toMatchObject({
        ...{ asked: 4, answered: 1, own_words: 1, skipped: 1, changed: 0, left: 1, opened: 0 },
      })
      expect(second.question).not.toBeNull()
      expect(questions.find((one) => one.key === second.question?.key)?.left).toBeGreaterThan(0)
      expect(steps).toEqual([
        { answers: 0, searches: 1, opened: 0, bought: 0 },
        { answers: 1, searches: 3, opened: 0, bought: 0 },
      ])
      // Back to the start: the second question was not answered, and nobody left at it.
      const before = questions.find((one) => one.key === second.question?.key)
      const back = await ask({}, search)
      const after = (await figures()).questions.find((one) => one.key === second.question?.key)
      // Asked at the start too, it is what the search stands at again.
      const isBack = back.question?.key === second.question?.key ? 1 : 0
      expect([after?.changed, after?.left]).toEqual([(before?.changed ?? 0) + 1, (before?.left ?? 0) - 1 + isBack])
    })

    test("gift-insight: an answer of no known search counts for wishes, and makes no search", async () => {
      const { given_up: givenUp } = await ask({ recipient: "mother", budget: "-7" })
      expect(givenUp).toEqual(["budget"])
      const { steps, questions, wishes } = await figures()
      expect([steps, questions]).toEqual([[], []])
      expect(wishes).toEqual([
        {
          answers: [
            { key: "budget", text: "Up to €7" },
            { key: "recipient", text: "Mother" },
          ],
          ...{ given_up: ["budget"], searches: 1 },
        },
      ])
      expect((await figures("?locale=de")).wishes[0]?.answers[1]?.text).toBe("Mutter")
    })

    test("gift-insight: a wish that no product suits counts once a search, the most asked for first", async () => {
      for (const answers of [
        { recipient: "father", budget: "-8" },
        { recipient: "father", budget: "-8.04" },
      ]) {
        const { recommendation_id: id } = await ask({})
        await ask({ recipient: "father", budget: "-5" }, { search_id: id })
        await ask(answers, { search_id: id })
      }
      await ask({ recipient: "mother", budget: "-7" })
      const { wishes } = await figures()
      expect(wishes.map(({ answers, searches }) => [answers.map(({ text }) => text).join(), searches])).toEqual([
        ["Up to €8,Father", 2],
        ["Up to €7,Mother", 1],
      ])
    })

    test("gift-insight: products that no list showed are named, those that suit the fewest answers first", async () => {
      const shown = new Set<string>()
      const { products } = await ask({})
      for (const { product } of products) shown.add(product.id)
      const { products: counted } = await figures()
      // The draft is no product yet; what is sold out is none that lists may not show.
      const published = Object.keys(shop.products).length - 1
      expect(counted).toMatchObject({ offered: published, shown: shown.size, unreached: published - shown.size })
      expect(counted.examples).toHaveLength(published - shown.size)
      for (const { product_id: id } of counted.examples) expect(shown).not.toContain(id)
      const suits = counted.examples.map((one) => one.suits)
      expect(suits).toEqual([...suits].sort((a, b) => a - b))
      expect(counted.examples.map(({ title }) => title)).toEqual(
        expect.arrayContaining(FOR_SALE.filter((handle) => !shown.has(shop.products[handle] ?? ""))),
      )
    })

    test("gift-insight: searches and agents' lists that end in a purchase stand beside the shop's shoppers", async () => {
      const [buyer, looker] = [randomUUID(), randomUUID()]
      const first = await ask({})
      const search = { search_id: first.recommendation_id }
      const second = await ask({ recipient: "child" }, search)
      const [product = ""] = second.products.map((one) => one.product.id)
      await track(buyer, { type: "click", product_id: product, recommendation_id: second.recommendation_id })
      await track(looker, { type: "view", product_id: product })
      await ask({})
      await buy(second, { visitorId: buyer })
      await buy(await ask({}, { placement: "agent" }), { visitorId: null })
      await ask({}, { placement: "agent" })
      const { channels, steps } = await figures()
      const money = (amount: number): object[] => [{ amount, currency_code: "eur" }]
      expect(channels).toEqual([
        { channel: "finder", asked: 2, bought: 1, revenue: money(20) },
        { channel: "agents", asked: 2, bought: 1, revenue: money(20) },
        { channel: "shop", asked: 2, bought: 1, revenue: money(40) },
      ])
      expect(steps).toEqual([
        { answers: 0, searches: 1, opened: 0, bought: 0 },
        { answers: 1, searches: 1, opened: 1, bought: 1 },
      ])
    })

    test("gift-insight: no own word of a giver is stored, and what leads to a shopper goes with them", async () => {
      const visitor = randomUUID()
      const { recommendation_id: id } = await ask({ words: "for Mechthild Zwackelmann, my granny, up to 38.77" })
      await ask({ recipient: "Mechthild Zwackelmann", interest: "Zwackelmann" }, { search_id: id })
      await service.serving.flush()
      await withClient(DATABASE, async (client) => {
        expect(await tablesThatHold(client, ["Zwackelmann", "zwackelmann", "38.77"])).toEqual([])
        const { rows } = await client.query("select answers from recommendation_gift_round where id = $1", [id])
        expect(rows).toEqual([{ answers: { recipient: "grandparent", budget: "-39 eur" } }])
      })
      await track(visitor, { type: "impression", product_id: shop.products.mug, recommendation_id: id })
      const me = `${url}/store/recommendations/me?visitor_id=${visitor}`
      const exported = await call(me, { headers: shop.storeHeaders })
      expect(exported.body).toMatchObject({
        gift_answers: [{ recommendation_id: id, answers: { recipient: "grandparent", budget: "-39 eur" } }],
      })
      expect((await call(me, { method: "DELETE", headers: shop.storeHeaders })).status).toBe(200)
      await withClient(DATABASE, async (client) => {
        const { rows } = await client.query("select id from recommendation_gift_round where id = $1", [id])
        expect(rows).toEqual([])
      })
    })

    test("gift-insight: wrong input is refused with its field, and nobody sees it who is no admin", async () => {
      const answer = async (query: string, headers = admin): Promise<unknown> =>
        (await call(`${url}/admin/recommendations/gifts${query}`, { headers })).status
      expect(await answer("?from=2026-02-01&to=2026-01-01")).toBe(400)
      expect(await answer("?locale=nonsense!")).toBe(400)
      expect(await answer("?customer_id=cus_1")).toBe(400)
      expect(await answer("", {})).toBe(401)
      for (const search of ["rec_1", "somebody@shop.test", "x".repeat(70)]) {
        const { status, body } = await call(`${url}/store/recommendations/gift/next`, {
          headers: shop.storeHeaders,
          body: { region_id: shop.regionId, search_id: search },
        })
        expect([status, JSON.stringify(body)]).toEqual([400, expect.stringContaining("search_id")])
      }
    })
  },
})
