import { z } from "@medusajs/framework/zod"
import { behaviorCode } from "../../src/core/contract"
import { BehaviorStore } from "../../src/modules/recommendation/behavior/behavior-store"
import { ChangeLog } from "../../src/modules/recommendation/database/change-log"
import { InsightsStore } from "../../src/modules/recommendation/insights/insights-store"
import { explorationFigures } from "../../src/modules/recommendation/insights/exploration"
import { parseOptions } from "../../src/modules/recommendation/options"
import type { Question } from "../../src/modules/recommendation/serving/question"
import { ServingStore } from "../../src/modules/recommendation/serving/serving-store"
import { fillServeShop } from "../helpers/filled-serve-shop"
import { startTestModule } from "../helpers/module-context"
import type { TestModule } from "../helpers/module-context"
import { aQuestion, fixedPorts as ports, trainedModel } from "../helpers/serving-questions"

jest.setTimeout(120_000)

const DATABASE = `svm_exploration_${process.env.JEST_WORKER_ID ?? "1"}`
const PRODUCTS = 30
const NEW = ["prod_28", "prod_29", "prod_30"]
const VISITORS = 400
const LIMIT = 8

const list = z.object({
  recommendations: z.array(
    z.object({
      product: z.object({ id: z.string() }),
      source: z.string(),
      reasons: z.array(z.object({ code: z.string() })),
    }),
  ),
})
const servedRow = z.object({
  product_ids: z.array(z.string()),
  chances: z.array(z.number()).nullable(),
  explored_ids: z.array(z.string()).nullable(),
  odds_beside: z.record(z.string(), z.number()).nullable(),
})

describe("exploration", () => {
  let module: TestModule
  let serving: ServingStore
  const model = trainedModel(PRODUCTS - NEW.length)

  const start = (exploration: Record<string, unknown> = { exploration: 0.1 }): ServingStore => {
    const options = parseOptions({ serving: exploration })
    const behavior = new BehaviorStore(module.context)
    serving = new ServingStore(module.context, {
      behavior,
      learning: {
        activeModel: async () => ({ version: 1, id: "model", snapshotSeq: 0 }),
        modelOf: async () => null,
        modelFile: async () => model,
        readSettings: async () => ({ settings: options, version: 0 }),
      },
      insights: new InsightsStore(module.context),
      changes: new ChangeLog(module.context),
    })
    return serving
  }

  /** So many impressions of a product in lists, and clicks. */
  const shown = async (productId: string, impressions: number, clicks = 0): Promise<void> => {
    for (const [type, count] of [
      ["impression", impressions],
      ["click", clicks],
    ] as const)
      await module.run(
        `insert into behavior_event (id, type, product_id, visitor_id, source, occurred_at, recommendation_id)
         select ? || n, ?, ?, 'somebody', 'storefront', now() - interval '1 hour', 'rec_before'
           from generate_series(1, ?::int) n`,
        [`${type}-${productId}-`, behaviorCode(type), productId, count],
      )
  }

  const ask = async (visitor: string, more: Partial<Question> = {}) => {
    const shopper = { customerId: null, visitorId: visitor }
    const { body } = await serving.answer(aQuestion({ limit: LIMIT, shopper, ...more }), ports)
    return list.parse(JSON.parse(body.toString())).recommendations
  }
  /** Lists of many visitors, once new products have been counted. */
  const lists = async (more: Partial<Question> = {}) => {
    for (let asked = 0; asked < 50; asked++) {
      await ask(`early-${asked}`)
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
    await serving.flush()
    await module.run("delete from recommendation_served")
    const answers: Awaited<ReturnType<typeof ask>>[] = []
    for (let visitor = 0; visitor < VISITORS; visitor++) answers.push(await ask(`visitor-${visitor}`, more))
    await serving.flush()
    return answers
  }
  const explored = (answers: Awaited<ReturnType<typeof lists>>): string[] =>
    answers.flatMap((answer) =>
      answer.filter(({ source }) => source === "exploration").map(({ product }) => product.id),
    )

  const served = async () => {
    const columns = "product_ids, chances, explored_ids, odds_beside"
    const found = await module.run(`select ${columns} from recommendation_served where strategy = 'for_you'`)
    return z.object({ rows: z.array(servedRow) }).parse(found).rows
  }

  beforeAll(async () => {
    module = await startTestModule(DATABASE)
    await fillServeShop(DATABASE, PRODUCTS)
    await module.run("update product set created_at = now() - interval '1 year' where not id = any(?::text[])", [
      `{${NEW.join()}}`,
    ])
  })
  beforeEach(() => module.empty())
  afterEach(() => serving.flush())
  afterAll(() => module.close())

  test("exploration: new products get about their share of places, never the first two, and it is written down by what chance", async () => {
    await shown("prod_1", 1_200, 60)
    start()
    const answers = await lists()
    const found = explored(answers)
    expect(found.length / (VISITORS * LIMIT)).toBeGreaterThan(0.07)
    expect(found.length / (VISITORS * LIMIT)).toBeLessThan(0.13)
    expect(new Set(found)).toEqual(new Set(NEW))
    for (const answer of answers) {
      expect(answer).toHaveLength(LIMIT)
      expect(new Set(answer.map(({ product }) => product.id)).size).toBe(LIMIT)
      expect(answer.slice(0, 2).map(({ source }) => source)).not.toContain("exploration")
      for (const { source, reasons } of answer) if (source === "exploration") expect(reasons[0]?.code).toBe("new")
    }
    const rows = await served()
    expect(rows.length).toBeGreaterThanOrEqual(VISITORS)
    for (const { product_ids: ids, chances, explored_ids: own, odds_beside: odds } of rows) {
      expect(chances).toHaveLength(ids.length)
      // What the model held of each new product is known, wherever it came from.
      expect(Object.keys(odds ?? {}).sort()).toEqual(ids.filter((id) => NEW.includes(id)).sort())
      for (const [place, id] of ids.entries()) {
        const chance = chances?.[place] ?? 0
        if (place < 2) expect(chance).toBe(1)
        else if (own?.includes(id)) expect(chance > 0 && chance < 0.14).toBe(true)
        // Where all that is new stands already, nothing is left to explore with.
        else if (own?.length !== NEW.length) expect(chance).toBeCloseTo(1 - (0.1 * LIMIT) / (LIMIT - 2), 10)
      }
    }
  })

  test("exploration: within a visit a list keeps still", async () => {
    await shown("prod_1", 1_200, 60)
    start({ exploration: 0.2 })
    await lists()
    const ids = async (visitor: string) => (await ask(visitor)).map(({ product }) => product.id)
    const first = await ids("visitor-7")
    start({ exploration: 0.2 })
    await lists()
    expect(await ids("visitor-7")).toEqual(first)
  })

  test("exploration: a product that was seen often enough, a strategy that is no personal list and a placement that is off are left alone", async () => {
    await shown("prod_1", 1_200, 60)
    await shown("prod_28", 300)
    start({ exploration: 0.1, exploration_off: ["cart"] })
    expect(new Set(explored(await lists()))).toEqual(new Set(["prod_29", "prod_30"]))
    expect(explored(await lists({ placement: "cart" }))).toEqual([])
    expect(explored(await lists({ strategy: "popular" }))).toEqual([])
  })

  test("exploration: a shop whose lists nobody reports on explores nothing, nor one that has turned it off", async () => {
    await shown("prod_1", 900, 60)
    start()
    expect(explored(await lists())).toEqual([])
    await shown("prod_2", 900, 60)
    start({ exploration: 0 })
    expect(explored(await lists())).toEqual([])
    expect((await served()).filter(({ chances }) => chances !== null)).toEqual([])
  })

  test("exploration: what it found and cost is reported beside what else stood at the same places", async () => {
    await shown("prod_1", 1_200, 60)
    start()
    const serve = (id: string, products: readonly string[], explored: readonly string[]) =>
      module.run(
        `insert into recommendation_served (id, strategy, rung, product_ids, chances, explored_ids)
         values (?, 'for_you', 'popular', ?::jsonb, ?::jsonb, ?::jsonb)`,
        [id, ...[products, products.map(() => 0.5), explored].map((value) => JSON.stringify(value))],
      )
    const act = (type: "impression" | "click", recommendationId: string, productId: string) =>
      module.run(
        `insert into behavior_event (id, type, product_id, visitor_id, source, occurred_at, recommendation_id)
         values (?, ?, ?, 'somebody', 'storefront', now(), ?)`,
        [`${type}-${recommendationId}-${productId}`, behaviorCode(type), productId, recommendationId],
      )
    for (const at of [1, 2, 3, 4]) {
      await serve(`rec_${at}`, ["prod_1", "prod_2", "prod_3", at < 3 ? "prod_29" : "prod_4"], at < 3 ? ["prod_29"] : [])
      for (const id of ["prod_1", "prod_3", at < 3 ? "prod_29" : "prod_4"]) await act("impression", `rec_${at}`, id)
      // The first place is never explored, and is not compared with.
      await act("click", `rec_${at}`, "prod_1")
    }
    await act("click", "rec_1", "prod_3")
    await act("click", "rec_3", "prod_4")
    await act("click", "rec_4", "prod_4")
    const hour = 3_600_000
    const period = { from: new Date(Date.now() - hour), to: new Date(Date.now() + hour) }
    const figures = () => explorationFigures(module.context, period)
    // Of the others 3 of 6 were clicked, so that 2 of the explored would have been 1.
    expect(await figures()).toEqual({
      ...{ impressions: 2, clicks: 0, others: { impressions: 6, clicks: 3 }, clicks_given_up: 1 },
      products: [{ product_id: "prod_29", impressions: 2, clicks: 0 }],
    })
    await act("click", "rec_1", "prod_29")
    await act("click", "rec_2", "prod_29")
    expect(await figures()).toMatchObject({ clicks: 2, clicks_given_up: -1 })
    await module.run("delete from recommendation_served")
    expect(await figures()).toEqual({
      ...{ impressions: 0, clicks: 0, others: { impressions: 0, clicks: 0 }, clicks_given_up: null, products: [] },
    })
  })

  /** Lists that showed a new product at the fourth place, and who clicked it there: each by another, or all by one. */
  const answered = async (
    productId: string,
    { seen, clicked, by }: { seen: number; clicked: number; by?: string },
  ): Promise<void> => {
    await module.run(
      `insert into recommendation_served (id, strategy, rung, product_ids, odds_beside)
       select 'rec_new_' || n, 'for_you', 'personal', ?::jsonb, ?::jsonb from generate_series(1, ?::int) n`,
      [JSON.stringify(["prod_1", "prod_2", "prod_3", productId]), JSON.stringify({ [productId]: 0.5 }), seen],
    )
    for (const [type, count] of [
      ["impression", seen],
      ["click", clicked],
    ] as const)
      await module.run(
        `insert into behavior_event (id, type, product_id, visitor_id, source, occurred_at, recommendation_id)
         select ?::text || n, ?, ?, coalesce(?, 'somebody-' || n), 'storefront', now() - interval '1 hour', 'rec_new_' || n
           from generate_series(1, ?::int) n`,
        [`new-${type}-`, behaviorCode(type), productId, by ?? null, count],
      )
  }
  /** Where the model puts a new product for one with a taste, of all that is for sale. */
  const placeOf = async (productId: string): Promise<number> => {
    await module.run(
      `insert into behavior_event (id, type, product_id, visitor_id, source, occurred_at)
       select 'taste-' || n, ?, 'prod_' || n, 'taster', 'storefront', now() - interval '2 hours' from generate_series(4, 7) n`,
      [behaviorCode("view")],
    )
    await shown("prod_1", 1_200, 60)
    start({ exploration: 0.001 })
    await lists()
    const list = await ask("taster", { limit: PRODUCTS })
    return list.findIndex(({ product }) => product.id === productId)
  }

  test("exploration: a new product that shoppers answer stands where their answers say, one that they pass over does not", async () => {
    await answered("prod_30", { seen: 200, clicked: 80 })
    const liked = await placeOf("prod_30")
    await module.empty()
    await answered("prod_30", { seen: 200, clicked: 0 })
    const passed = await placeOf("prod_30")
    expect(liked).toBeGreaterThanOrEqual(0)
    expect(liked).toBeLessThan(passed)
  })

  test("exploration: who looks at a new product again and again speaks for five looks", async () => {
    await answered("prod_30", { seen: 200, clicked: 160 })
    const crowd = await placeOf("prod_30")
    await module.empty()
    await answered("prod_30", { seen: 200, clicked: 160, by: "pusher" })
    const pushed = await placeOf("prod_30")
    expect(pushed).toBeGreaterThan(crowd)
  })

  test("exploration: a rule that keeps a product out keeps it out, and what cannot be bought is not shown", async () => {
    await shown("prod_1", 1_200, 60)
    start()
    await serving.ruleStore.create({
      ...{
        name: "Not yet",
        action: "exclude",
        product_ids: ["prod_28"],
        category_ids: [],
        value: null,
        placements: [],
      },
      ...{ sales_channel_ids: [], customer_group_ids: [], starts_at: null, ends_at: null, enabled: true },
    })
    await module.run("update product set status = 'draft' where id = 'prod_29'")
    expect(new Set(explored(await lists()))).toEqual(new Set(["prod_30"]))
    await module.run("update product set status = 'published' where id = 'prod_29'")
  })
})
