import type { SqlEntityManager } from "@medusajs/framework/mikro-orm/postgresql"
import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible"
import { z } from "@medusajs/framework/zod"
import { assignArm } from "../../src/core/evaluation/experiment"
import type { Arrival } from "../../src/modules/recommendation/behavior/arrival"
import { BehaviorStore } from "../../src/modules/recommendation/behavior/behavior-store"
import { ChangeLog, logChanges } from "../../src/modules/recommendation/database/change-log"
import { InsightsStore } from "../../src/modules/recommendation/insights/insights-store"
import { LearningStore } from "../../src/modules/recommendation/learning/learning-store"
import type { CachedAnswer, SharedCache } from "../../src/modules/recommendation/serving/answers/answer-cache"
import { EventTeacher } from "../../src/modules/recommendation/serving/live/event-teacher"
import type { ServingNeighbours } from "../../src/modules/recommendation/serving/ports"
import type { Question } from "../../src/modules/recommendation/serving/question"
import RecommendationModuleService from "../../src/modules/recommendation/service"
import type { Comparison } from "../../src/types/experiment-schema"
import { ServingStore } from "../../src/modules/recommendation/serving/serving-store"
import { withClient } from "../helpers/database"
import { fillServeShop } from "../helpers/filled-serve-shop"
import { aTraining, FakeTraining } from "../helpers/fake-training"
import { startTestModule } from "../helpers/module-context"
import type { TestModule } from "../helpers/module-context"
import { aQuestion, fixedPorts as ports, trainedModel } from "../helpers/serving-questions"
import { tasteEvents } from "../helpers/taste-shop"

jest.setTimeout(120_000)

const DATABASE = `svm_serving_module_${process.env.JEST_WORKER_ID ?? "1"}`
const PRODUCTS = 30

const armAnswer = z.object({ strategy: z.string(), recommendations: z.array(z.unknown()) })
const answered = z.object({
  recommendations: z.array(z.object({ product: z.object({ id: z.string() }), source: z.string() })),
  recommendation_id: z.string(),
  rung: z.string(),
})

describe("serving", () => {
  let module: TestModule
  let active: { version: number; id: string; snapshotSeq: number; snapshot?: string | null } | null
  let files: Map<string, Uint8Array>
  /** Versions whose files are kept, by number. */
  let others: Map<number, NonNullable<typeof active>>
  let asked: Set<string>

  /** One instance of the plugin: its own memory, the database in common. */
  const started: ServingStore[] = []
  const instance = (): { serving: ServingStore; behavior: BehaviorStore } => {
    const behavior = new BehaviorStore(module.context)
    const learning: ServingNeighbours["learning"] = {
      activeModel: async () => active,
      modelOf: async (version) => others.get(version) ?? null,
      modelFile: async (id) => {
        asked.add(id)
        return files.get(id) ?? new Uint8Array()
      },
      readSettings: async () => ({ settings: module.context.options, version: 0 }),
    }
    const serving = new ServingStore(module.context, {
      behavior,
      learning,
      insights: new InsightsStore(module.context),
      changes: new ChangeLog(module.context),
    })
    started.push(serving)
    return { behavior, serving }
  }
  const ids = async (serving: ServingStore, question = aQuestion()): Promise<string[]> => {
    const { body } = await serving.answer(question, ports)
    return (JSON.parse(body.toString()) as { recommendations: { product: { id: string } }[] }).recommendations.map(
      ({ product }) => product.id,
    )
  }
  /** Lets a model serve, as another instance would. */
  const promote = async (model: NonNullable<typeof active>): Promise<void> => {
    active = model
    await logChanges(module.context.knex(), [{ kind: "model", key: null }])
  }
  const until = async (holds: () => Promise<boolean>): Promise<void> => {
    while (!(await holds())) await new Promise((resolve) => setImmediate(resolve))
  }

  beforeAll(async () => {
    module = await startTestModule(DATABASE)
    await fillServeShop(DATABASE, PRODUCTS)
  })
  beforeEach(async () => {
    await module.empty()
    active = null
    files = new Map()
    others = new Map()
    asked = new Set()
  })
  // What an instance writes behind its answers must not land in the next test.
  afterEach(() => Promise.all(started.splice(0).map((serving) => serving.flush())))
  afterAll(() => module.close())

  test("serving: a promoted model serves without a restart, and a damaged one leaves the last good one serving", async () => {
    const { serving } = instance()
    expect((await serving.live()).version).toBeNull()
    files.set("good", trainedModel(PRODUCTS))
    await promote({ version: 1, id: "good", snapshotSeq: 0 })
    await until(async () => (await serving.live()).version === 1)
    files.set("damaged", (files.get("good") ?? new Uint8Array()).slice(0, 100))
    await promote({ version: 2, id: "damaged", snapshotSeq: 0 })
    await until(async () => (await serving.live()).version === 1 && asked.has("damaged"))
    expect((await serving.live()).version).toBe(1)
    expect(await ids(serving)).toHaveLength(5)
    await promote({ version: 3, id: "again", snapshotSeq: 0 })
    files.set("again", files.get("good") ?? new Uint8Array())
    await until(async () => (await serving.live()).version === 3)
  })

  /** Lists of a visitor in each arm of a running experiment, at the placement "home" and elsewhere. */
  const listsByArm = async (comparison: Comparison): Promise<Record<"treatment" | "control", unknown[]>> => {
    const { serving } = instance()
    const { experiments } = new InsightsStore(module.context)
    const { id } = await experiments.start({ name: "arms", holdoutShare: 0.5, isAA: false, comparison })
    const running = await experiments.running()
    const visitorOf = (arm: string): string | undefined =>
      Array.from({ length: 50 }, (_, n) => `visitor-${n}`).find(
        (visitor) => running && assignArm(running.design, visitor) === arm,
      )
    const listsOf = async (arm: string): Promise<unknown[]> => {
      const shopper = { customerId: null, visitorId: visitorOf(arm) ?? "" }
      const answers = await Promise.all(
        ["home", "cart"].map((placement) => serving.answer(aQuestion({ shopper, placement }), ports)),
      )
      return answers.map(({ body }) => {
        const { strategy, recommendations } = armAnswer.parse(JSON.parse(body.toString()))
        return [strategy, recommendations.length]
      })
    }
    const lists = { treatment: await listsOf("treatment"), control: await listsOf("control") }
    await experiments.stop(id)
    return lists
  }
  const full = ["for_you", 5]

  test("experiment: held out of all recommendations, a shopper is shown no list", async () => {
    const lists = await listsByArm({ kind: "nothing" })
    expect(lists).toEqual({
      treatment: [full, full],
      control: [
        ["for_you", 0],
        ["for_you", 0],
      ],
    })
  })

  test("experiment: another strategy is shown in the test group, at its placement", async () => {
    const lists = await listsByArm({ kind: "strategy", placement: "home", strategy: "trending" })
    expect(lists).toEqual({ treatment: [["trending", 5], full], control: [full, full] })
  })

  test("experiment: lists of the test group are made with its settings", async () => {
    files.set("good", trainedModel(PRODUCTS))
    active = { version: 1, id: "good", snapshotSeq: 0 }
    const { serving } = instance()
    const { experiments } = new InsightsStore(module.context)
    await experiments.start({
      ...{ name: "repeats", holdoutShare: 0.5, isAA: false },
      comparison: { kind: "settings", settings: { rotation: 1 } },
    })
    const running = await experiments.running()
    const all = Array.from({ length: 20 }, (_, n) => `visitor-${n}`)
    const orders = await Promise.all(
      all.map(async (visitorId) => ({
        arm: running && assignArm(running.design, visitorId),
        ids: (await ids(serving, aQuestion({ shopper: { customerId: null, visitorId } }))).join(),
      })),
    )
    const lists = (arm: string): number => new Set(orders.filter((one) => one.arm === arm).map((one) => one.ids)).size
    // Strangers without a past all get one list; where lists rotate they differ.
    expect(lists("control")).toBe(1)
    expect(lists("treatment")).toBeGreaterThan(1)
  })

  test("experiment: the test group's lists are ranked by the other version, which learns on as the serving one does", async () => {
    files.set("good", trainedModel(PRODUCTS))
    files.set("other", trainedModel(PRODUCTS))
    active = { version: 2, id: "good", snapshotSeq: 0 }
    others.set(1, { version: 1, id: "other", snapshotSeq: 0 })
    const { serving, behavior } = instance()
    const { experiments } = new InsightsStore(module.context)
    const visitors = Array.from({ length: 12 }, (_, n) => `visitor-${n}`)
    const versions = async (): Promise<(number | null)[]> => {
      const asks = (visitorId: string): Question => aQuestion({ shopper: { customerId: null, visitorId } })
      const answers = await Promise.all(visitors.map((visitor) => serving.answer(asks(visitor), ports)))
      return answers.map(({ summary }) => summary.modelVersion)
    }
    expect(new Set(await versions())).toEqual(new Set([2]))
    const comparison = { kind: "version", version: 1 } as const
    const { id } = await experiments.start({ name: "versions", holdoutShare: 0.5, isAA: false, comparison })
    const running = await experiments.running()
    const wanted = visitors.map((visitor) => (running && assignArm(running.design, visitor) === "treatment" ? 1 : 2))
    expect(new Set(wanted)).toEqual(new Set([1, 2]))
    await until(async () => JSON.stringify(await versions()) === JSON.stringify(wanted))
    // What both arms buy moves both: the last product sells three hundred times.
    const rush = "prod_1"
    await behavior.record(
      Array.from({ length: 300 }, (_, n) => ({
        ...{ id: `rush-${n}`, type: "purchase" as const, productId: rush, source: "order" as const },
        ...{ occurredAt: new Date(), customerId: `cus_${n}`, basketId: `order-${n}` },
      })),
    )
    for (const visitorId of visitors)
      expect(
        (await ids(serving, aQuestion({ strategy: "popular", shopper: { customerId: null, visitorId } })))[0],
      ).toBe(rush)
    await experiments.stop(id)
    await until(async () => (await versions()).every((version) => version === 2))
  })

  test("experiment: a version that cannot be loaded leaves both arms what serves", async () => {
    files.set("good", trainedModel(PRODUCTS))
    active = { version: 2, id: "good", snapshotSeq: 0 }
    others.set(1, { version: 1, id: "gone", snapshotSeq: 0 })
    const { serving } = instance()
    const { experiments } = new InsightsStore(module.context)
    const comparison = { kind: "version", version: 1 } as const
    await experiments.start({ name: "versions", holdoutShare: 0.5, isAA: false, comparison })
    const asks = (n: number): Question => aQuestion({ shopper: { customerId: null, visitorId: `visitor-${n}` } })
    for (let n = 0; n < 8; n++) expect((await serving.answer(asks(n), ports)).summary.modelVersion).toBe(2)
    expect(asked).toContain("gone")
  })

  test("serving: a promotion of an instance's own is in the first list after it", async () => {
    const training = new FakeTraining()
    training.outcome = async () => ({ ...aTraining({ challenger: 0.5 }), bytes: trainedModel(PRODUCTS) })
    const behavior = new BehaviorStore(module.context)
    const changes = new ChangeLog(module.context)
    const learning = new LearningStore(module.context, { behavior, changes, startTraining: training.start })
    const insights = new InsightsStore(module.context)
    const serving = new ServingStore(module.context, { behavior, changes, learning, insights })
    started.push(serving)
    const versionOf = async (): Promise<number | null> =>
      (await serving.answer(aQuestion(), ports)).summary.modelVersion
    await behavior.record(tasteEvents({ shoppers: 30, products: 20, tastes: 2, days: 8, seed: 3, until: Date.now() }))
    expect(await versionOf()).toBeNull()
    for (const wanted of [1, 2, 3]) {
      await learning.requestRetrain("admin")
      const run = await learning.openDueRun()
      if (!run) throw new Error("no run was due")
      await learning.serve(run.lease, await learning.train(run))
      expect(await versionOf()).toBe(wanted)
      await learning.finish(run.lease, null)
    }
    const id = (await learning.versions.list()).at(-1)?.id ?? ""
    const accuracy = { pairwise: 0.5, hit_rate: 0.5, sample: 1, source: "holdout" as const }
    await learning.activation.promote({ versionId: id, by: "user_1", forced: false, accuracy })
    expect(await versionOf()).toBe(1)
  })

  test("serving: where enough lists are being renewed, one of before a promotion is shown, for a minute, as it still holds", async () => {
    const { serving } = instance()
    for (const id of ["first", "second"]) files.set(id, trainedModel(PRODUCTS))
    await promote({ version: 1, id: "first", snapshotSeq: 0 })
    await until(async () => (await serving.live()).version === 1)
    const shoppers = ["early", "late", "sold"].map((visitorId) => ({ customerId: null, visitorId }))
    const [early, late, sold] = shoppers.map((shopper) => aQuestion({ shopper }))
    const versionOf = async (question: Question): Promise<number | null> =>
      (await serving.answer(question, ports)).summary.modelVersion
    for (const question of [early, late, sold]) expect(await versionOf(question)).toBe(1)
    await promote({ version: 2, id: "second", snapshotSeq: 0 })
    await until(async () => (await serving.live()).version === 2)
    const renewal = jest.spyOn(RateLimiterMemory.prototype, "consume").mockRejectedValue(new Error("enough"))
    const clock = jest.spyOn(performance, "now")
    try {
      expect([await versionOf(early), await versionOf(late)]).toEqual([1, 1])
      const [gone] = (await serving.answer(sold, ports)).productIds
      await module.run(`update product set status = 'draft' where id = '${gone}'`)
      const renewed = await serving.answer(sold, ports)
      expect([renewed.summary.modelVersion, renewed.productIds.includes(gone)]).toEqual([2, false])
      renewal.mockResolvedValueOnce(new RateLimiterRes(1, 0, 1, false))
      expect(await versionOf(early)).toBe(2)
      clock.mockReturnValue(performance.now() + 61_000)
      expect(await versionOf(late)).toBe(2)
    } finally {
      renewal.mockRestore()
      clock.mockRestore()
      await module.run("update product set status = 'published'")
    }
  })

  test("serving: a model knows what came in between its snapshot and its promotion", async () => {
    files.set("good", trainedModel(PRODUCTS))
    const { behavior } = instance()
    const popular = async (snapshotSeq: number): Promise<string[]> => {
      active = { version: 1, id: "good", snapshotSeq }
      const { recommender } = await instance().serving.live()
      const request = { strategy: "popular" as const, now: Date.now(), limit: PRODUCTS }
      return recommender.rank({ events: [], segment: null }, request).map(({ productId }) => productId)
    }
    const snapshotSeq = await behavior.latestSeq()
    const last = (await popular(snapshotSeq)).at(-1) ?? ""
    const bought = Array.from({ length: 300 }, (_, n) => ({
      ...{ id: `rush-${n}`, type: "purchase" as const, productId: last, source: "order" as const },
      ...{ occurredAt: new Date(), customerId: `cus_${n}`, basketId: `order-${n}` },
    }))
    await behavior.record(bought)
    expect((await popular(await behavior.latestSeq()))[0]).not.toBe(last)
    expect((await popular(snapshotSeq))[0]).toBe(last)
  })

  test("serving: a model knows what was numbered before its snapshot and committed after it, once", async () => {
    files.set("good", trainedModel(PRODUCTS))
    const { behavior } = instance()
    const [product] = (await ids(instance().serving)).slice(-1)
    const taught = async (arrival: Arrival): Promise<number> => {
      active = { version: 1, id: "good", snapshotSeq: arrival.seq, snapshot: arrival.snapshot ?? null }
      const teach = jest.spyOn(EventTeacher.prototype, "observe")
      await instance().serving.live()
      const events = teach.mock.calls.flatMap(([, given]) => given)
      teach.mockRestore()
      return events.filter(({ productId }) => productId === product).length
    }
    const arrival = await withClient(DATABASE, async (slow) => {
      await slow.query("begin")
      await slow.query(
        `insert into behavior_event (id, type, product_id, source, occurred_at) values ('slow', 0, $1, 'storefront', now())`,
        [product],
      )
      const quick = { id: "quick", type: "view", productId: product, source: "storefront", visitorId: "v" } as const
      await behavior.record([{ ...quick, occurredAt: new Date() }])
      const before = await behavior.arrival()
      expect(await taught(before)).toBe(0)
      await slow.query("commit")
      return before
    })
    expect(await taught(arrival)).toBe(1)
    expect(await taught(await behavior.arrival())).toBe(0)
  })

  test.each([
    ["server", true],
    ["shared", true],
    ["worker", false],
  ] as const)("serving: in mode %s the model is there before the first list: %s", async (mode, isThere) => {
    let isGone = false
    const manager = {
      getKnex: () => {
        if (isGone) throw new Error("the database is gone")
        return module.context.knex()
      },
    } as unknown as SqlEntityManager
    const service = new RecommendationModuleService({ manager }, {}, { worker_mode: mode })
    await service.__hooks.onApplicationStart()
    isGone = true
    const live = service.serving.live().then(({ version }) => version)
    await (isThere ? expect(live).resolves.toBeNull() : expect(live).rejects.toThrow("the database is gone"))
  })

  test("serving: what changes between the start and the first list is in that list", async () => {
    const late = `prod_${PRODUCTS}`
    const [first, second] = [instance().serving, instance().serving]
    await module.run("update product set status = 'draft' where id = ?", [late])
    await first.warmUp()
    await module.run("update product set status = 'published' where id = ?", [late])
    await second.changed([{ kind: "product", key: late }])
    expect(await ids(first, aQuestion({ limit: PRODUCTS }))).toContain(late)
  })

  test("serving: a change renews those answers that it concerns, and no others", async () => {
    const { serving } = instance()
    const asks = (limit: number): Question => aQuestion({ strategy: "popular", limit })
    const isKept = async (limit: number): Promise<boolean> => (await serving.answer(asks(limit), ports)).cached
    const shown = await ids(serving, asks(5))
    const [first = ""] = shown
    const hidden = Array.from({ length: PRODUCTS }, (_, n) => `prod_${n + 1}`).find((id) => !shown.includes(id)) ?? ""
    const isOther = async (id: string, sql: string): Promise<boolean> => {
      await module.run(`update product set ${sql}, updated_at = now() where id = ?`, [id])
      await serving.changed([{ kind: "product", key: id }])
      return isKept(5)
    }
    expect(await isKept(5)).toBe(true)
    // What no list holds of it, of a product that the list shows or does not show.
    expect(await isOther(hidden, "description = 'other words'")).toBe(true)
    expect(await isOther(first, "description = 'other words'")).toBe(false)
    expect(await isKept(5)).toBe(true)
    // Words by which it is ranked.
    expect(await isOther(hidden, "title = 'Other title'")).toBe(false)
    expect(await isKept(5)).toBe(true)
    await serving.changed([{ kind: "price", key: null }])
    expect(await isKept(5)).toBe(true)
    await serving.changed([{ kind: "prices", key: null }])
    expect(await isKept(5)).toBe(false)
    // Out of the shop, and back.
    expect(await isOther(hidden, "status = 'draft'")).toBe(true)
    expect(await isOther(hidden, "status = 'published'")).toBe(false)
  })

  test("serving: a start without a database is not held up", async () => {
    const manager = {
      getKnex: () => {
        throw new Error("the database is gone")
      },
    } as unknown as SqlEntityManager
    await expect(new RecommendationModuleService({ manager }).__hooks.onApplicationStart()).resolves.toBeUndefined()
  })

  test("serving: an instance that starts with a damaged model climbs the ladder instead", async () => {
    active = { version: 7, id: "none", snapshotSeq: 0 }
    const { serving } = instance()
    expect((await serving.live()).version).toBeNull()
    expect(await ids(serving)).toHaveLength(5)
  })

  test("serving: what one instance records changes the answers of another", async () => {
    const [first, second] = [instance(), instance()]
    const [unwanted = ""] = await ids(second.serving)
    await ids(first.serving)
    await first.behavior.record([
      {
        id: "e1",
        type: "dismiss",
        productId: unwanted,
        source: "storefront",
        occurredAt: new Date(),
        visitorId: "visitor-1",
      },
    ])
    expect(await ids(first.serving)).not.toContain(unwanted)
    await until(async () => !(await ids(second.serving)).includes(unwanted))
  })

  test("serving: a rule saved on one instance holds on another, and both forget it again", async () => {
    const [first, second] = [instance(), instance()]
    const [top = ""] = await ids(second.serving)
    const rule = await first.serving.ruleStore.create({
      ...{ name: "Out", action: "exclude", product_ids: [top], category_ids: [], value: null, placements: [] },
      ...{ sales_channel_ids: [], customer_group_ids: [], starts_at: null, ends_at: null, enabled: true },
    })
    expect(await ids(first.serving)).not.toContain(top)
    await until(async () => !(await ids(second.serving)).includes(top))
    await first.serving.ruleStore.delete(rule.id)
    await until(async () => (await ids(second.serving))[0] === top)
  })

  test("serving: many who ask the same at once set off one answer, and each gets it", async () => {
    const { serving } = instance()
    const bodies = await Promise.all(Array.from({ length: 50 }, () => serving.answer(aQuestion(), ports)))
    expect(new Set(bodies.map(({ body }) => body.toString())).size).toBe(1)
    await serving.flush()
    expect(await module.run("select count(*)::int as lists from recommendation_served")).toMatchObject({
      rows: [{ lists: 1 }],
    })
  })

  test("serving: a connection that lost its prepared statements, as behind a pooler, stops no answer", async () => {
    const { serving } = instance()
    const first = await ids(serving)
    // Kept answers are looked at by a statement that each connection prepares.
    expect(await ids(serving)).toEqual(first)
    await Promise.all(Array.from({ length: 20 }, () => module.run("deallocate all")))
    expect(await Promise.all(Array.from({ length: 20 }, () => ids(serving)))).toEqual(Array(20).fill(first))
  })

  test("serving: few have a price for this shopper, and those are found behind all that have none", async () => {
    const priced = new Set(["pset_3_1", "pset_17_1", "pset_29_2"])
    const { serving } = instance()
    const { body } = await serving.answer(aQuestion({ limit: 3 }), {
      ...ports,
      calculatePrices: async ({ priceSetIds }) =>
        new Map(
          priceSetIds.map((id) => [id, { id, calculated_amount: priced.has(id) ? 10 : null, original_amount: null }]),
        ),
    })
    const { recommendations } = answered.parse(JSON.parse(body.toString()))
    expect(recommendations.map(({ product }) => product.id).sort()).toEqual(["prod_17", "prod_29", "prod_3"])
  })

  test("serving: of a key's channels, one must both list the product and have its own stock", async () => {
    const question = aQuestion({ salesChannelIds: ["sc_bench", "sc_two"], limit: 50 })
    await module.run("insert into sales_channel (id, name, is_disabled) values ('sc_two', 'Two', false)")
    await module.run("update product_sales_channel set sales_channel_id = 'sc_two' where product_id = 'prod_1'")
    try {
      const without = await ids(instance().serving, question)
      expect([without.length, without.includes("prod_1")]).toEqual([PRODUCTS - 1, false])
      await module.run(
        "insert into sales_channel_stock_location (id, sales_channel_id, stock_location_id) values ('two', 'sc_two', 'sloc_bench')",
      )
      const { serving } = instance()
      expect(await ids(serving, question)).toContain("prod_1")
      await module.run("delete from sales_channel_stock_location where id = 'two'")
      expect(await ids(serving, question)).not.toContain("prod_1")
    } finally {
      await module.run("update product_sales_channel set sales_channel_id = 'sc_bench' where product_id = 'prod_1'")
      await module.run("delete from sales_channel_stock_location where id = 'two'")
      await module.run("delete from sales_channel where id = 'sc_two'")
    }
  })

  test("serving: what a rule pins says nothing of how much is known of the shopper", async () => {
    const { serving } = instance()
    const ask = async (): Promise<z.output<typeof answered>> => {
      const { body } = await serving.answer(aQuestion({ limit: 1 }), ports)
      return answered.parse(JSON.parse(body.toString()))
    }
    const { rung } = await ask()
    await serving.ruleStore.create({
      ...{ name: "First", action: "pin", product_ids: ["prod_9"], category_ids: [], value: 1, placements: [] },
      ...{ sales_channel_ids: [], customer_group_ids: [], starts_at: null, ends_at: null, enabled: true },
    })
    const pinned = await ask()
    expect(pinned.recommendations[0]).toMatchObject({ product: { id: "prod_9" }, source: "rule" })
    expect(pinned.rung).toBe(rung)
  })

  test("serving: instances share kept answers, and none hands out what was made before an event it knows of", async () => {
    const kept = new Map<string, CachedAnswer>()
    const sharedCache: SharedCache = {
      get: async (key) => kept.get(key) ?? null,
      set: async (key, answer) => void kept.set(key, answer),
    }
    const id = async ({ serving }: { serving: ServingStore }): Promise<string> => {
      const { body } = await serving.answer(aQuestion(), { ...ports, sharedCache })
      return answered.parse(JSON.parse(body.toString())).recommendation_id
    }
    const [first, second] = [instance(), instance()]
    const before = await id(first)
    expect(await id(second)).toBe(before)
    await first.behavior.record([
      {
        id: "s1",
        type: "view",
        productId: "prod_9",
        source: "storefront",
        occurredAt: new Date(),
        visitorId: "visitor-1",
      },
    ])
    expect(await id(first)).not.toBe(before)
    await until(async () => (await id(second)) !== before)
  })

  test("serving: a database that fails for followers stops no answer from memory's side", async () => {
    const { serving, behavior } = instance()
    await ids(serving)
    jest.spyOn(behavior, "readSince").mockRejectedValue(new Error("the database is away"))
    expect(await ids(serving)).toHaveLength(5)
  })
})
