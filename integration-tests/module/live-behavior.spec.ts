import { BehaviorStore } from "../../src/modules/recommendation/behavior/behavior-store"
import type { NewBehaviorEvent } from "../../src/modules/recommendation/behavior/event"
import { ChangeLog } from "../../src/modules/recommendation/database/change-log"
import { InsightsStore } from "../../src/modules/recommendation/insights/insights-store"
import type { ServingNeighbours } from "../../src/modules/recommendation/serving/ports"
import { ServingStore } from "../../src/modules/recommendation/serving/serving-store"
import { fillServeShop } from "../helpers/filled-serve-shop"
import { startTestModule } from "../helpers/module-context"
import type { TestModule } from "../helpers/module-context"
import { trainedModel } from "../helpers/serving-questions"

const DATABASE = `svm_live_behavior_${process.env.JEST_WORKER_ID ?? "1"}`
const PRODUCTS = 30
/** More than any product of the trained model is bought. */
const MANY = 1_500
/** Longest that one process may take to follow another. */
const WAIT_MS = 20_000

interface Instance {
  readonly serving: ServingStore
  readonly behavior: BehaviorStore
}

describe("serving: live behavior", () => {
  let module: TestModule
  let active: { version: number; id: string; snapshotSeq: number } | null = null
  const started: ServingStore[] = []

  const instance = (): Instance => {
    const behavior = new BehaviorStore(module.context)
    const learning: ServingNeighbours["learning"] = {
      activeModel: async () => active,
      modelOf: async () => null,
      modelFile: async () => trainedModel(PRODUCTS),
      readSettings: async () => ({ settings: module.context.options, version: 0 }),
    }
    const serving = new ServingStore(module.context, {
      behavior,
      learning,
      insights: new InsightsStore(module.context),
      changes: new ChangeLog(module.context),
    })
    started.push(serving)
    return { serving, behavior }
  }
  const popular = async ({ serving }: Instance): Promise<string | undefined> => {
    const { recommender } = await serving.live()
    const request = { strategy: "popular" as const, now: Date.now(), limit: 1 }
    return recommender.rank({ events: [], segment: null }, request)[0]?.productId
  }
  /** What leads by popularity, once it is as expected; whatever does when that never comes. */
  const popularOnce = async (one: Instance, wanted: string): Promise<string | undefined> => {
    for (const end = Date.now() + WAIT_MS; ; await new Promise((resolve) => setTimeout(resolve, 20))) {
      const first = await popular(one)
      if (first === wanted || Date.now() > end) return first
    }
  }
  const purchases = (
    productId: string,
    count: number,
    { name, isBot = false }: { readonly name: string; readonly isBot?: boolean },
  ): NewBehaviorEvent[] =>
    Array.from({ length: count }, (_, n) => ({
      ...{ id: `${name}-${n}`, type: "purchase" as const, productId, source: "order" as const, isBot, quantity: 2 },
      ...{
        occurredAt: new Date(),
        customerId: `cus_${name}_${n}`,
        basketId: `o-${name}-${n}`,
        orderLineId: `${name}-${n}`,
      },
    }))
  const returnsOf = (bought: readonly NewBehaviorEvent[], quantity: number, parcel: string): NewBehaviorEvent[] =>
    bought.map((event) => ({ ...event, id: `${event.id}-${parcel}`, type: "return", quantity, occurredAt: new Date() }))

  beforeAll(async () => {
    module = await startTestModule(DATABASE)
    await fillServeShop(DATABASE, PRODUCTS)
  })
  beforeEach(async () => {
    await module.empty()
    active = null
  })
  afterEach(() => Promise.all(started.splice(0).map((serving) => serving.flush())))
  afterAll(() => module.close())

  test("live: bots teach nobody: not who hears them, who follows, who starts later, nor a model that is loaded", async () => {
    const [hears, follows] = [instance(), instance()]
    await Promise.all([hears.serving.live(), follows.serving.live()])
    await hears.behavior.record(purchases("prod_20", MANY, { name: "bot", isBot: true }))
    await hears.behavior.record(purchases("prod_21", 3, { name: "honest" }))
    expect(await popularOnce(follows, "prod_21")).toBe("prod_21")
    expect(await popular(hears)).toBe("prod_21")
    expect(await popular(instance())).toBe("prod_21")
    active = { version: 1, id: "model", snapshotSeq: 0 }
    const loads = instance()
    expect((await loads.serving.live()).version).toBe(1)
    expect(await popular(loads)).not.toBe("prod_20")
  })

  test("live: a purchase that came back whole counts no more; while a part is kept, it does", async () => {
    const [hears, follows] = [instance(), instance()]
    await Promise.all([hears.serving.live(), follows.serving.live()])
    const lost = purchases("prod_20", 5, { name: "lost" })
    await hears.behavior.record([...lost, ...purchases("prod_21", 3, { name: "kept" })])
    expect(await popularOnce(follows, "prod_20")).toBe("prod_20")
    await hears.behavior.record(returnsOf(lost, 1, "first"))
    // By the time the second parcel is known, the first one is.
    await hears.behavior.record(purchases("prod_22", 4, { name: "later" }))
    expect(await popularOnce(follows, "prod_20")).toBe("prod_20")
    expect(await popular(hears)).toBe("prod_20")
    await hears.behavior.record(returnsOf(lost, 1, "second"))
    expect(await popularOnce(follows, "prod_22")).toBe("prod_22")
    expect(await popularOnce(hears, "prod_22")).toBe("prod_22")
  })

  test("live: what came back before a model was loaded is not in its popular list", async () => {
    const { behavior } = instance()
    const lost = purchases("prod_20", MANY, { name: "lost" })
    await behavior.record(lost)
    active = { version: 1, id: "model", snapshotSeq: 0 }
    expect(await popular(instance())).toBe("prod_20")
    await behavior.record(returnsOf(lost, 2, "all"))
    expect(await popular(instance())).not.toBe("prod_20")
  })
})
