import { z } from "@medusajs/framework/zod"
import { addProducts } from "../../bench/lib/serve-shop"
import { BehaviorStore } from "../../src/modules/recommendation/behavior/behavior-store"
import type { NewBehaviorEvent } from "../../src/modules/recommendation/behavior/event"
import { ChangeLog, logChanges } from "../../src/modules/recommendation/database/change-log"
import { InsightsStore } from "../../src/modules/recommendation/insights/insights-store"
import type { ServingNeighbours } from "../../src/modules/recommendation/serving/ports"
import type { Question } from "../../src/modules/recommendation/serving/question"
import { ServingStore } from "../../src/modules/recommendation/serving/serving-store"
import { withClient } from "../helpers/database"
import { fillServeShop } from "../helpers/filled-serve-shop"
import { startTestModule } from "../helpers/module-context"
import type { TestModule } from "../helpers/module-context"
import { aQuestion, fixedPorts, trainedModel } from "../helpers/serving-questions"
import { StruckKnex } from "../helpers/struck-knex"

jest.setTimeout(120_000)

const DATABASE = `svm_serving_freshness_${process.env.JEST_WORKER_ID ?? "1"}`
const PRODUCTS = 30
/** Looks at a list until what must come by itself has come; a look takes a second at most. */
const MAX_LOOKS = 400
const TEN_MINUTES_MS = 600_000
const PAGE_OF_CATALOG = "order by p.id limit"
/** Of the statement that reads what is for sale. */
const STOCK = "stocked_quantity"

interface Instance {
  readonly serving: ServingStore
  readonly behavior: BehaviorStore
  readonly struck: StruckKnex
}

const answered = z.object({ recommendations: z.array(z.object({ product: z.object({ id: z.string() }) })) })
const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 10))

describe("serving: freshness", () => {
  let module: TestModule
  let active: { version: number; id: string; snapshotSeq: number } | null
  let modelFile: () => Promise<Uint8Array>
  let settingsRead: number
  const started: ServingStore[] = []

  /** One instance of the plugin: its own memory, the database in common. */
  const instance = (): Instance => {
    const struck = new StruckKnex(module.context)
    const behavior = new BehaviorStore(struck.context)
    const learning: ServingNeighbours["learning"] = {
      activeModel: async () => active,
      modelOf: async () => null,
      modelFile: () => modelFile(),
      readSettings: async () => {
        settingsRead += 1
        return { settings: module.context.options, version: 0 }
      },
    }
    const insights = new InsightsStore(struck.context)
    const changes = new ChangeLog(struck.context)
    const serving = new ServingStore(struck.context, { behavior, changes, learning, insights })
    started.push(serving)
    return { serving, behavior, struck }
  }

  const ids = async ({ serving }: Instance, question: Partial<Question>): Promise<string[]> => {
    const { body } = await serving.answer(aQuestion(question), fixedPorts)
    return answered.parse(JSON.parse(body.toString())).recommendations.map(({ product }) => product.id)
  }
  /** The list once it holds what it should, or as it stands after very many looks. */
  const listWith = async (one: Instance, question: Partial<Question>, wanted: string): Promise<string[]> => {
    for (let look = 1; ; look++) {
      const list = await ids(one, question)
      if (list.includes(wanted) || look === MAX_LOOKS) return list
      await pause()
    }
  }
  /** The list once it holds no more what it should not, or as it stands after very many looks. */
  const listWithout = async (one: Instance, question: Partial<Question>, unwanted: string): Promise<string[]> => {
    for (let look = 1; ; look++) {
      const list = await ids(one, question)
      if (!list.includes(unwanted) || look === MAX_LOOKS) return list
      await pause()
    }
  }
  const popular = async ({ serving }: Instance): Promise<string | undefined> => {
    const { recommender } = await serving.live()
    const request = { strategy: "popular" as const, now: Date.now(), limit: 1 }
    return recommender.rank({ events: [], segment: null }, request)[0]?.productId
  }
  const popularOnce = async (one: Instance, wanted: string): Promise<string | undefined> => {
    for (let look = 1; ; look++) {
      const first = await popular(one)
      if (first === wanted || look === MAX_LOOKS) return first
      await pause()
    }
  }
  const purchases = (productId: string, count: number, name: string): NewBehaviorEvent[] =>
    Array.from({ length: count }, (_, n) => ({
      ...{ id: `${name}-${n}`, type: "purchase" as const, productId, source: "order" as const },
      ...{ occurredAt: new Date(), customerId: `cus_${name}_${n}`, basketId: `order-${name}-${n}` },
    }))
  const intoCategory = (product: string, category: string): Promise<unknown> =>
    module.run("update product_category_product set product_category_id = ? where product_id = ?", [category, product])

  beforeAll(async () => {
    module = await startTestModule(DATABASE)
    await fillServeShop(DATABASE, PRODUCTS)
  })
  beforeEach(async () => {
    await module.empty()
    active = null
    settingsRead = 0
    modelFile = () => Promise.resolve(trainedModel(PRODUCTS))
  })
  afterEach(() => Promise.all(started.splice(0).map((serving) => serving.flush())))
  afterAll(() => module.close())

  test("freshness: another instance's change is applied although the look that read it failed", async () => {
    const [first, second] = [instance(), instance()]
    await ids(second, {})
    await intoCategory("prod_3", "pcat_40")
    try {
      await first.serving.changed([{ kind: "product", key: "prod_3" }])
      second.struck.failNext("from behavior_event")
      expect(await listWith(second, { categoryId: "pcat_40" }, "prod_3")).toContain("prod_3")
    } finally {
      await intoCategory("prod_3", "pcat_4")
    }
  })

  test("freshness: a change that this instance cannot apply reaches the others, and itself with the next look", async () => {
    const [first, second] = [instance(), instance()]
    await Promise.all([ids(first, {}), ids(second, {})])
    await intoCategory("prod_5", "pcat_41")
    try {
      first.struck.failNext("p.id = any(")
      await first.serving.changed([{ kind: "product", key: "prod_5" }]).catch(() => undefined)
      expect(await listWith(second, { categoryId: "pcat_41" }, "prod_5")).toContain("prod_5")
      expect(await listWith(first, { categoryId: "pcat_41" }, "prod_5")).toContain("prod_5")
    } finally {
      await intoCategory("prod_5", "pcat_6")
    }
  })

  test("freshness: of 5,000 foreign events and one of its own, an instance takes in all", async () => {
    const [first, second] = [instance(), instance()]
    await Promise.all([first.serving.live(), second.serving.live()])
    await first.behavior.record(purchases("prod_8", 3_000, "early"))
    await first.behavior.record(purchases("prod_7", 2_000, "late"))
    await second.behavior.record(purchases("prod_9", 1, "own"))
    expect(await popularOnce(second, "prod_8")).toBe("prod_8")
  })

  test("freshness: an event that is committed after 600 later ones is taken in all the same", async () => {
    const [first, second] = [instance(), instance()]
    await Promise.all([first.serving.live(), second.serving.live()])
    await withClient(DATABASE, async (slow) => {
      await slow.query("begin")
      await slow.query(
        `insert into behavior_event (id, type, product_id, customer_id, basket_id, source, occurred_at)
         select 'slow-' || n, 7, 'prod_11', 'cus_slow_' || n, 'slow-' || n, 'order', now() from generate_series(1, 900) n`,
      )
      await first.behavior.record(purchases("prod_12", 600, "quick"))
      expect(await popularOnce(second, "prod_12")).toBe("prod_12")
      await slow.query("commit")
      expect(await popularOnce(second, "prod_11")).toBe("prod_11")
    })
  })

  test("freshness: a product that is added while a model is loaded is in the new model's lists", async () => {
    const one = instance()
    await one.serving.live()
    let hand = (): void => undefined
    let wasAsked = (): void => undefined
    const asked = new Promise<void>((resolve) => (wasAsked = resolve))
    const bytes = trainedModel(PRODUCTS)
    modelFile = async () => {
      wasAsked()
      await new Promise<void>((resolve) => (hand = resolve))
      return bytes
    }
    active = { version: 1, id: "one", snapshotSeq: 0 }
    await logChanges(module.context.knex(), [{ kind: "model", key: null }])
    const following = (async () => {
      while ((await one.serving.live()).version !== 1) await pause()
    })()
    await asked
    const held = one.struck.holdNext("where e.seq > ? order by e.seq limit ?")
    hand()
    // The catalog is in the new model by now; its events are being read.
    await held.reached
    await withClient(DATABASE, (client) => addProducts(client, { from: PRODUCTS + 1, to: PRODUCTS + 1 }))
    const changed = one.serving.changed([{ kind: "product", key: `prod_${PRODUCTS + 1}` }])
    held.release()
    await Promise.all([following, changed])
    try {
      const { recommender } = await one.serving.live()
      const ranked = recommender.rank(
        { events: [], segment: null },
        { strategy: "new_arrivals", now: Date.now(), limit: 100 },
      )
      expect(ranked.map(({ productId }) => productId)).toContain(`prod_${PRODUCTS + 1}`)
    } finally {
      await module.run("update product set status = 'draft' where id = ?", [`prod_${PRODUCTS + 1}`])
    }
  })

  /** What a shopper who looked at two products would be shown of all that is for sale, in that order. */
  const personal = async ({ serving }: Instance): Promise<string[]> => {
    const { recommender } = await serving.live()
    const view = { type: "view" as const, at: Date.now() - 1, quantity: 1, price: null, basketId: null }
    const events = ["prod_19", "prod_22"].map((productId) => ({ ...view, productId }))
    const request = { strategy: "for_you" as const, now: Date.now() + 10 * 60_000, limit: PRODUCTS }
    const shown = new Set((await ids(instance(), { strategy: "new_arrivals", limit: PRODUCTS })).concat("prod_19"))
    return recommender
      .rank({ events, segment: null }, { ...request, eligible: (id) => shown.has(id) })
      .map(({ productId }) => productId)
  }

  test("freshness: words of products that are gone count no more, as on an instance that starts now", async () => {
    const half = trainedModel(PRODUCTS / 2)
    modelFile = () => Promise.resolve(half)
    active = { version: 1, id: "half", snapshotSeq: 0 }
    const one = instance()
    await ids(one, {})
    const { load } = await one.serving.live()
    const gone = ["prod_20", "prod_21", "prod_23", "prod_24", "prod_25", "prod_26", "prod_27"]
    const publish = (status: string): Promise<unknown> =>
      module.run("update product set status = ? where id = any(string_to_array(?, ' '))", [status, gone.join(" ")])
    await publish("draft")
    try {
      await one.serving.changed(gone.map((key) => ({ kind: "product", key })))
      for (let look = 1; look < MAX_LOOKS && (await one.serving.live()).load === load; look++) await pause()
      expect(await personal(one)).toEqual(await personal(instance()))
    } finally {
      await publish("published")
    }
  })

  test("freshness: events of a product that was not for sale yet count when it is", async () => {
    const one = instance()
    active = { version: 1, id: "one", snapshotSeq: 0 }
    await module.run("update product set status = 'draft' where id = 'prod_30'")
    modelFile = () => Promise.resolve(trainedModel(PRODUCTS / 2))
    try {
      await ids(one, {})
      await one.behavior.record(purchases("prod_30", 900, "early"))
      await module.run("update product set status = 'published' where id = 'prod_30'")
      await one.serving.changed([{ kind: "product", key: "prod_30" }])
      expect(await popularOnce(one, "prod_30")).toBe("prod_30")
    } finally {
      await module.run("update product set status = 'published' where id = 'prod_30'")
    }
  })

  test("freshness: a reading of the catalog that failed is tried again, and what was shown meanwhile is not kept", async () => {
    const one = instance()
    expect(await ids(one, { categoryId: "pcat_42" })).not.toContain("prod_13")
    await intoCategory("prod_13", "pcat_42")
    try {
      one.struck.failNext(PAGE_OF_CATALOG)
      await one.serving.changed([{ kind: "catalog", key: null }])
      await ids(one, { categoryId: "pcat_42" })
      expect(await listWith(one, { categoryId: "pcat_42" }, "prod_13")).toContain("prod_13")
    } finally {
      await intoCategory("prod_13", "pcat_14")
    }
  })

  test("freshness: a reading that began before one that failed does not put off its next try", async () => {
    const one = instance()
    expect(await ids(one, { categoryId: "pcat_42" })).not.toContain("prod_13")
    const held = one.struck.holdNext(STOCK)
    await one.serving.changed([{ kind: "catalog", key: null }])
    await held.reached
    await intoCategory("prod_13", "pcat_42")
    try {
      one.struck.failNext(PAGE_OF_CATALOG)
      await one.serving.changed([{ kind: "catalog", key: null }])
      await pause()
      held.release()
      expect(await listWith(one, { categoryId: "pcat_42" }, "prod_13")).toContain("prod_13")
    } finally {
      await intoCategory("prod_13", "pcat_14")
    }
  })

  test("freshness: a change of a kind that only a newer version knows is a reading of the whole catalog", async () => {
    const one = instance()
    expect(await ids(one, { categoryId: "pcat_44" })).not.toContain("prod_17")
    await intoCategory("prod_17", "pcat_44")
    try {
      await module.run("insert into recommendation_serving_change (kind, key) values ('of_tomorrow', 'prod_17')")
      expect(await listWith(one, { categoryId: "pcat_44" }, "prod_17")).toContain("prod_17")
    } finally {
      await intoCategory("prod_17", "pcat_18")
    }
  })

  test("freshness: what no event named is there with the full reading, after ten minutes", async () => {
    const one = instance()
    expect(await ids(one, { categoryId: "pcat_43" })).not.toContain("prod_15")
    await intoCategory("prod_15", "pcat_43")
    const now = performance.now.bind(performance)
    const clock = jest.spyOn(performance, "now").mockImplementation(() => now() + TEN_MINUTES_MS)
    try {
      expect(await listWith(one, { categoryId: "pcat_43" }, "prod_15")).toContain("prod_15")
    } finally {
      clock.mockRestore()
      await intoCategory("prod_15", "pcat_16")
    }
  })

  test("freshness: two changes of the catalog at once are one reading of it, or two, one after the other", async () => {
    const one = instance()
    await ids(one, {})
    const before = one.struck.calls.filter((sql) => sql.includes(PAGE_OF_CATALOG)).length
    const held = one.struck.holdNext(PAGE_OF_CATALOG)
    const changes = Array.from({ length: 5 }, () => one.serving.changed([{ kind: "catalog", key: null }]))
    await held.reached
    const meanwhile = one.struck.calls.filter((sql) => sql.includes(PAGE_OF_CATALOG)).length - before
    held.release()
    await Promise.all(changes)
    expect(meanwhile).toBe(1)
  })

  test("freshness: an answer is made from facts that are read once, so none is kept under another's name", async () => {
    const one = instance()
    await ids(one, {})
    settingsRead = 0
    await ids(one, { limit: 7 })
    expect(settingsRead).toBe(0)
  })

  /** As generated methods of Medusa or a hand would write it: a rule that keeps a product out of all lists. */
  const RULE_BY_HAND = `insert into recommendation_rule
       (id, position, name, action, product_ids, category_ids, placements, sales_channel_ids, customer_group_ids, enabled)
     values ('recrule_by_hand', 1, 'Not this', 'exclude', jsonb_build_array($1::text), '[]', '[]', '[]', '[]', true)`

  test("freshness: a rule that nobody's route has written is followed like any other", async () => {
    const one = instance()
    const [first = ""] = await ids(one, {})
    await withClient(DATABASE, (client) => client.query(RULE_BY_HAND, [first]))
    expect(await listWithout(one, {}, first)).not.toContain(first)
    await module.run("delete from recommendation_rule")
    expect(await listWith(one, {}, first)).toContain(first)
  })

  test("freshness: a rule that is committed after later changes were followed holds all the same", async () => {
    const one = instance()
    const [first = "", second = ""] = await ids(one, {})
    await withClient(DATABASE, async (slow) => {
      await slow.query("begin")
      await slow.query(RULE_BY_HAND, [first])
      // Numbered behind it and committed before it: whoever reads on from the last number never meets the rule.
      await withClient(DATABASE, (client) =>
        client.query(RULE_BY_HAND.replace("recrule_by_hand", "recrule_after"), [second]),
      )
      expect(await listWithout(one, {}, second)).toContain(first)
      await slow.query("commit")
      expect(await listWithout(one, {}, first)).not.toContain(first)
    })
    await module.run("delete from recommendation_rule")
    expect(await listWith(one, {}, first)).toContain(first)
  })

  test("freshness: a rule holds from its moment to its end, whatever is kept", async () => {
    const one = instance()
    const [top = ""] = await ids(one, {})
    const now = Date.now()
    const at = (seconds: number): string => new Date(now + 1_000 * seconds).toISOString()
    await one.serving.ruleStore.create({
      ...{ name: "Out", action: "exclude", product_ids: [top], category_ids: [], value: null, placements: [] },
      ...{ sales_channel_ids: [], customer_group_ids: [], starts_at: at(60), ends_at: at(120), enabled: true },
    })
    const shownAt = async (seconds: number): Promise<boolean> => {
      const clock = jest.spyOn(Date, "now").mockReturnValue(now + 1_000 * seconds)
      try {
        return (await ids(one, {})).includes(top)
      } finally {
        clock.mockRestore()
      }
    }
    expect([await shownAt(59), await shownAt(59), await shownAt(60), await shownAt(119), await shownAt(120)]).toEqual([
      ...[true, true, false, false, true],
    ])
  })

  test("freshness: the products that meet a rule's conditions are asked for again after ten seconds", async () => {
    const one = instance()
    const [top = ""] = await ids(one, {})
    await one.serving.ruleStore.create({
      ...{ name: "Out", action: "exclude", product_ids: [], category_ids: [], value: null, placements: [] },
      ...{ sales_channel_ids: [], customer_group_ids: [], starts_at: null, ends_at: null, enabled: true },
      conditions: { category_ids: ["pcat_45"] },
    })
    expect(await ids(one, {})).toContain(top)
    await intoCategory(top, "pcat_45")
    const now = performance.now.bind(performance)
    const clock = jest.spyOn(performance, "now").mockImplementation(() => now() + 10_000)
    try {
      expect(await ids(one, {})).not.toContain(top)
    } finally {
      clock.mockRestore()
      await intoCategory(top, `pcat_${Number(top.slice("prod_".length)) + 1}`)
    }
  })

  test("freshness: where somebody is to be forgotten, an instance keeps no answer of before", async () => {
    const [first, second] = [instance(), instance()]
    const isKept = async ({ serving }: Instance): Promise<boolean> =>
      (await serving.answer(aQuestion(), fixedPorts)).cached
    for (const one of [first, second]) expect([await isKept(one), await isKept(one)]).toEqual([false, true])
    await first.serving.changed([{ kind: "customers", key: null }])
    expect(await isKept(first)).toBe(false)
    for (let look = 1; look < MAX_LOOKS && (await isKept(second)); look++) await pause()
    expect(second.struck.calls.filter((sql) => sql.includes("as offers")).length).toBeGreaterThan(1)
  })

  test("freshness: what is done under a customer's visitor id changes the list of the customer, who does not name it", async () => {
    await module.run("insert into customer (id, email) values ('cus_two', 'two@shop.test') on conflict do nothing")
    const [first, second] = [instance(), instance()]
    const shopper = { customerId: "cus_two", visitorId: null }
    await first.behavior.visitors.link({ visitorId: "visitor-two", customerId: "cus_two", isConsented: true })
    const [top = ""] = await ids(second, { shopper })
    expect(await ids(second, { shopper })).toContain(top)
    await first.behavior.record([
      {
        ...{ id: "dismissed", type: "dismiss", productId: top, source: "storefront", occurredAt: new Date() },
        ...{ customerId: null, visitorId: "visitor-two" },
      },
    ])
    let list = await ids(second, { shopper })
    for (let look = 1; list.includes(top) && look < MAX_LOOKS; look++) {
      await pause()
      list = await ids(second, { shopper })
    }
    expect(list).not.toContain(top)
  })

  test("freshness: For you leaves what was viewed to the list of it that stands on the same page", async () => {
    const one = instance()
    const [viewed = ""] = await ids(one, { strategy: "popular" })
    const visitorId = "visitor-page"
    const shopper = { customerId: null, visitorId }
    await one.behavior.record([
      { id: "view-page", type: "view", productId: viewed, source: "storefront", occurredAt: new Date(), visitorId },
    ])
    const recent = { strategy: "recently_viewed" as const, shopper, fillsUp: false }
    expect(await listWith(one, recent, viewed)).toEqual([viewed])
    const page = [aQuestion({ strategy: "for_you", shopper }), aQuestion(recent)]
    // Made, then kept.
    for (let time = 0; time < 2; time++) {
      const [forYou, seen] = await one.serving.panels(page, fixedPorts)
      expect([forYou?.productIds.includes(viewed), seen?.productIds]).toEqual([false, [viewed]])
      expect(forYou?.productIds.length).toBeGreaterThan(1)
    }
  })

  test("freshness: a page of panels is answered from kept answers, alone and together", async () => {
    const one = instance()
    const questions = (["popular", "trending", "new_arrivals"] as const).map((strategy) => aQuestion({ strategy }))
    const page = async (): Promise<[boolean[], string[]]> => {
      const lists = await one.serving.panels(questions, fixedPorts)
      return [lists.map(({ cached }) => cached), lists.flatMap(({ productIds }) => productIds)]
    }
    const [made, first] = await page()
    const [kept, second] = await page()
    expect([made, kept]).toEqual([Array(3).fill(false), Array(3).fill(true)])
    expect(second).toEqual(first)
    expect(new Set(first).size).toBe(15)
    expect((await one.serving.answer(aQuestion({ strategy: "popular" }), fixedPorts)).cached).toBe(true)
    await module.run("update product set status = 'draft', updated_at = now() where id = ?", [first[7] ?? ""])
    try {
      const [again, third] = await page()
      expect([again[0], third.includes(first[7] ?? "")]).toEqual([true, false])
    } finally {
      await module.run("update product set status = 'published', updated_at = now() where id = ?", [first[7] ?? ""])
    }
  })
})
