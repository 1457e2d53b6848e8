import { randomUUID } from "node:crypto"
import { z } from "@medusajs/framework/zod"
import type { ProfileEvent } from "../../src/core/contract"
import { PERSONAL_FEATURES } from "../../src/core/features/feature-map"
import type { NewBehaviorEvent } from "../../src/modules/recommendation/behavior/event"
import { Expiry } from "../../src/modules/recommendation/privacy/expiry"
import type RecommendationModuleService from "../../src/modules/recommendation/service"
import type { Question } from "../../src/modules/recommendation/serving/question"
import { fillServeShop } from "../helpers/filled-serve-shop"
import { startTestModule } from "../helpers/module-context"
import type { TestModule } from "../helpers/module-context"
import { aQuestion, fixedPorts } from "../helpers/serving-questions"
import { tasteEvents } from "../helpers/taste-shop"
import { anInstance } from "../reliability/serving-world"

jest.setTimeout(180_000)

const DATABASE = "svm_feature_skew"
const PRODUCTS = 60
const SHOPPERS = 40
const NOW = Date.now()
const MINUTE = 60_000
const productIds = Array.from({ length: PRODUCTS }, (_, at) => `prod_${at + 1}`)
const idRows = z.object({ rows: z.array(z.looseObject({ id: z.string() })) })
const answer = z.object({ recommendation_id: z.string() })

type Shopper = Question["shopper"]

describe("skew of features", () => {
  let module: TestModule
  let service: RecommendationModuleService

  const anEvent = (shopper: Shopper, event: Partial<NewBehaviorEvent> = {}): NewBehaviorEvent => ({
    ...{ id: randomUUID(), type: "view", productId: "prod_1", source: "storefront", occurredAt: new Date() },
    ...shopper,
    ...event,
  })

  /** A list of which the features are kept; its id. */
  const serve = async (shopper: Shopper, question: Partial<Question> = {}): Promise<string> => {
    const draw = jest.spyOn(Math, "random").mockReturnValue(0)
    try {
      const { body } = await service.serving.answer(aQuestion({ shopper, fields: null, ...question }), fixedPorts)
      await service.serving.flush()
      return answer.parse(JSON.parse(body.toString())).recommendation_id
    } finally {
      draw.mockRestore()
    }
  }
  /** The shopper saw it, as a storefront reports after a yes. */
  const see = (shopper: Shopper, recommendationId: string): Promise<unknown> =>
    service.behavior.record([anEvent(shopper, { type: "impression", recommendationId })])
  const samples = async (): Promise<string[]> =>
    idRows
      .parse(await module.run("select id from recommendation_feature_sample where served is not null"))
      .rows.map(({ id }) => id)
  const health = async (): Promise<unknown> => (await service.health()).parts.find(({ part }) => part === "model")?.said

  const train = async (): Promise<void> => {
    await service.learning.requestRetrain("admin")
    const opened = await service.learning.openDueRun()
    if (!opened) throw new Error((await service.learning.decide()).reason)
    const trained = await service.learning.train(opened)
    const { versionId, accuracy } = trained
    if (!versionId || !accuracy) throw new Error("no version")
    await service.learning.activation.promoteTrained(opened.lease, { versionId, by: null, forced: true, accuracy })
    await service.learning.runs.close(opened.lease, "succeeded", null)
    await service.serving.changed([{ kind: "model", key: null }])
  }

  /** A shop of purchases, or one of views alone. */
  const open = async (isInterest: boolean): Promise<void> => {
    await module.empty()
    service = anInstance(module, 300)
    const past = tasteEvents({
      ...{ shoppers: SHOPPERS, products: PRODUCTS, tastes: 4, days: 30, seed: 1, until: NOW - 60 * MINUTE, productIds },
    })
    await service.behavior.record(isInterest ? past.filter(({ type }) => type === "view") : past)
    await train()
  }

  const customers = Array.from({ length: 12 }, (_, at): Shopper => ({ customerId: `cus_${at}`, visitorId: null }))
  const visitors = [1, 2, 3].map((at): Shopper => ({ customerId: null, visitorId: `visitor-${at}` }))
  const both: Shopper = { customerId: "cus_20", visitorId: "visitor-20" }
  const questions: readonly Partial<Question>[] = [
    {},
    { strategy: "similar", productId: "prod_9" },
    { strategy: "bought_together", productId: "prod_14" },
    { strategy: "cart", cartProductIds: ["prod_3", "prod_8"] },
    { strategy: "buy_again" },
  ]

  beforeAll(async () => {
    module = await startTestModule(DATABASE, { retrain: { min_pause_minutes: 0 } })
    await fillServeShop(DATABASE, PRODUCTS)
  })
  afterAll(() => module.close())

  describe.each([
    ["a shop of purchases", false],
    ["a shop of views alone", true],
  ])("%s", (_, isInterest) => {
    beforeAll(() => open(isInterest))

    test("real lists over real events are served as training computes them, whatever happens meanwhile", async () => {
      await service.behavior.visitors.link({ visitorId: "visitor-20", customerId: "cus_20", isConsented: true })
      const shoppers = [...customers, ...visitors, both]
      const views = shoppers.flatMap((shopper, at) =>
        [3, 2, 1].map((ago) =>
          anEvent(shopper, {
            productId: productIds[(at * 7 + ago) % PRODUCTS] ?? "prod_1",
            sessionId: `session-${at}-${ago % 2}`,
            occurredAt: new Date(Date.now() - ago * MINUTE),
          }),
        ),
      )
      await service.behavior.record(views)
      for (const [at, shopper] of shoppers.entries()) {
        const id = await serve(shopper, questions[at % questions.length])
        await see(shopper, id)
        // What shoppers do afterwards the list did not know.
        await service.behavior.record([
          anEvent(shopper, {
            type: isInterest ? "view" : "purchase",
            productId: productIds[at] ?? "prod_1",
            basketId: `later-${at}`,
          }),
        ])
      }
      expect((await samples()).length).toBeGreaterThan(12)
      await service.learning.skew.check()
      const verdict = await service.learning.skew.latest()
      expect(verdict).toEqual({ lists: expect.any(Number), apart: 0, farthest: null })
      expect(verdict?.lists).toBeGreaterThan(12)
      expect(await samples()).toEqual([])
    })
  })

  describe("a shop with a model", () => {
    const [shopper = both, other = both] = customers
    beforeAll(() => open(false))
    beforeEach(() => module.run("delete from recommendation_feature_sample"))

    test("a feature that was served otherwise is named by the health page until a training finds none", async () => {
      const id = await serve(shopper)
      await see(shopper, id)
      const column = PERSONAL_FEATURES.names.indexOf("any.recency.value")
      const row = z
        .object({ rows: z.array(z.object({ text: z.string() })) })
        .parse(await module.run("select served -> 'rows' ->> 0 as text from recommendation_feature_sample")).rows[0]
      const bytes = Buffer.from(row?.text ?? "", "base64")
      bytes.writeFloatLE(bytes.readFloatLE(4 * column) + 0.5, 4 * column)
      await module.run(
        "update recommendation_feature_sample set served = jsonb_set(served, '{rows,0}', to_jsonb(?::text))",
        [bytes.toString("base64")],
      )
      await train()
      expect(await health()).toEqual([{ code: "skewed", values: { count: 1, lists: 1, feature: "any.recency.value" } }])
      // A training that has nothing to compare takes nothing back.
      await service.learning.skew.check()
      expect(await health()).toMatchObject([{ code: "skewed" }])
      await see(other, await serve(other))
      await train()
      expect(await health()).toEqual([])
    })

    test("events that serving did not read are a difference", async () => {
      const read = jest.spyOn(service.behavior, "readProfile")
      read.mockImplementation(async (key) => {
        read.mockRestore()
        const events: ProfileEvent[] = await service.behavior.readProfile(key)
        return events.slice(1)
      })
      const fresh = { customerId: "cus_30", visitorId: null }
      const id = await serve(fresh)
      // A sample that contradicts the log in the same instant is not even kept.
      expect(await samples()).toEqual([])
      await see(fresh, id)
      await service.learning.skew.check()
      expect(await service.learning.skew.latest()).toBeNull()
    })

    test("a list that no event names leads to nobody, and is forgotten unchecked", async () => {
      await serve(shopper, { limit: 7 })
      expect(await samples()).toHaveLength(1)
      await service.learning.skew.check()
      expect(await samples()).toEqual([])
      expect(await service.learning.skew.latest()).toBeNull()
    })

    test("a list that another file made, or whose log was written again, is not compared", async () => {
      const ids = [await serve(shopper, { limit: 8 }), await serve(other, { limit: 8 })]
      await see(shopper, ids[0] ?? "")
      await see(other, ids[1] ?? "")
      await module.run("update recommendation_feature_sample set file_checksum = 'another' where id = ?", [
        ids[0] ?? "",
      ])
      await module.run("update behavior_event set placement = 'home' where customer_id = ?", [other.customerId])
      await service.learning.skew.check()
      expect(await service.learning.skew.latest()).toBeNull()
    })

    test("no list of a stranger's, of a giver's or of nobody's draw is kept", async () => {
      await serve({ customerId: null, visitorId: "stranger" })
      const giver = { customerId: null, visitorId: "giver" }
      await service.behavior.record([anEvent(giver), anEvent(giver, { productId: "prod_2", isGift: true })])
      await serve(giver)
      await service.serving.answer(aQuestion({ shopper, limit: 9 }), fixedPorts)
      await service.serving.flush()
      expect(await samples()).toEqual([])
    })

    test("whoever is erased takes the features of their lists along, and old ones go with served lists", async () => {
      const visitor = { customerId: null, visitorId: "visitor-9" }
      await service.behavior.record([anEvent(visitor), anEvent(visitor, { productId: "prod_5" })])
      const kept = await serve(shopper, { limit: 6 })
      await see(visitor, await serve(visitor))
      expect(await samples()).toHaveLength(2)
      const { ranked_lists: lists } = await service.behavior.rights.export({ visitorId: "visitor-9" })
      expect(lists).toMatchObject([{ ranked: { list: "for_you", candidates: expect.any(Array) } }])
      await service.behavior.rights.erase({ visitorId: "visitor-9" })
      expect(await samples()).toEqual([kept])
      await module.run("update recommendation_feature_sample set created_at = now() - interval '91 days'")
      expect(await new Expiry(module.context).run({ behavior: 400, served: 90 })).toMatchObject({ featureSamples: 1 })
      expect(await samples()).toEqual([])
    })

    test("of many lists the newest hundred are kept", async () => {
      await module.run(
        `insert into recommendation_feature_sample
           (id, version_id, file_checksum, asked_as, links, snapshot, events, first_at, served, created_at)
         select 'old_' || n, 'v', 'f', 'visitor', 0, pg_current_snapshot(), 1, now(), '{}', now() - make_interval(mins => n)
           from generate_series(1, 120) n`,
      )
      const id = await serve(shopper, { limit: 4 })
      const kept = await samples()
      expect(kept).toHaveLength(100)
      expect(kept).toEqual(expect.arrayContaining([id, "old_1", "old_99"]))
    })
  })
})
