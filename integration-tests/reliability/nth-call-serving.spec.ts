import { Client } from "pg"
import { z } from "@medusajs/framework/zod"
import { isTransient } from "../../src/modules/recommendation"
import type RecommendationModuleService from "../../src/modules/recommendation/service"
import { databaseUrl } from "../helpers/database"
import { fillServeShop } from "../helpers/filled-serve-shop"
import { startTestModule } from "../helpers/module-context"
import type { TestModule } from "../helpers/module-context"
import { aQuestion } from "../helpers/serving-questions"
import { FailingConnections } from "./failing-connections"
import { anInstance, portsOf, PRODUCTS, PROMOTED, SHOPPERS, trainedVersions } from "./serving-world"
import { eventually, strikeAll } from "./strike-calls"

jest.setTimeout(600_000)

const DATABASE = "svm_nth_call_serving"
const QUESTION = aQuestion({ shopper: SHOPPERS[1], limit: 10 })
/** What each check asks for: a shopper's list, one by popularity, one of a product, one of a category. */
const QUESTIONS = [
  QUESTION,
  aQuestion({ strategy: "popular" }),
  aQuestion({ strategy: "similar", productId: "prod_7" }),
  aQuestion({ categoryId: "pcat_2", limit: 10 }),
]
/** Each check starts an instance: inside `npm test` every seventh call is struck. */
const STEP = 7
/** Milliseconds after which what failed behind the answers has been tried again, see `Refresher`. */
const QUIET_MS = 20_000

const countRows = z.object({ rows: z.tuple([z.object({ n: z.number() })]) })

describe("the n-th database call of serving fails, for every n", () => {
  let module: TestModule
  let failing: FailingConnections
  /** Beside the failing ones. */
  let client: Client
  let versions: string[]
  /** The instance that works while a call fails, and one beside it that only follows. */
  let one: RecommendationModuleService
  let other: RecommendationModuleService

  const count = async (sql: string): Promise<number> =>
    countRows.parse(await client.query(`select count(*)::int as n from ${sql}`)).rows[0].n

  /** Version and products of each list. */
  const listsOf = async (of: RecommendationModuleService, questions = QUESTIONS): Promise<string[]> => {
    const lists: string[] = []
    for (const question of questions) {
      const { summary, productIds } = await of.serving.answer(question, portsOf(module, null))
      lists.push(`${summary.modelVersion} ${productIds.join(" ")}`)
    }
    return lists
  }

  const warm = async (): Promise<void> => {
    ;[one, other] = [anInstance(module, 0), anInstance(module, 0)]
    await Promise.all([listsOf(one), listsOf(other)])
  }

  /** Both instances answer as one that starts now, whatever failed before. */
  const isTrue = async (): Promise<void> => {
    const until = performance.now() + QUIET_MS
    for (;;) {
      for (const instance of [one, other]) await instance.serving.changed([])
      const truth = await listsOf(anInstance(module, 0))
      const lists = [await listsOf(one), await listsOf(other)]
      const isSame = lists.every((of) => JSON.stringify(of) === JSON.stringify(truth))
      if (isSame || performance.now() > until) {
        expect(lists).toEqual([truth, truth])
        return
      }
    }
  }

  /** A shopper's request is answered, or refused with a reason to ask again; asked again it is answered. */
  const isForNow = (failure: unknown): void => {
    expect(failure === null || isTransient(failure)).toBe(true)
  }

  beforeAll(async () => {
    module = await startTestModule(DATABASE, { retrain: { min_pause_minutes: 0 } })
    failing = new FailingConnections(module.context.knex())
    client = new Client({ connectionString: databaseUrl(DATABASE) })
    await client.connect()
    await fillServeShop(DATABASE, PRODUCTS)
    await client.query(`insert into customer (id, email) values ('cus_1', 'one@shop.test'), ('cus_2', 'two@shop.test')`)
    versions = await trainedVersions(module)
  })
  afterAll(async () => {
    await client.end()
    await module.close()
  })

  test("a cold start: the first list is answered, or refused for now and answered when asked again", async () => {
    await strikeAll(failing, "the first list after a start", {
      step: STEP,
      prepare: async () => {
        await warm()
        one = anInstance(module, 0)
      },
      run: async () => {
        expect(await listsOf(one, [QUESTION])).toEqual(await listsOf(one, [QUESTION]))
      },
      check: async (failure) => {
        isForNow(failure)
        await eventually(() => listsOf(one, [QUESTION]))
        await isTrue()
      },
    })
  })

  test("served lists: each is counted once", async () => {
    let before = 0
    await strikeAll(failing, "served lists", {
      prepare: async () => {
        await warm()
        await Promise.all([one, other].map(({ serving }) => serving.flush()))
        before = await count("recommendation_served")
      },
      run: async () => {
        await listsOf(one, [QUESTION])
        await one.serving.flush()
      },
      check: async (failure) => {
        isForNow(failure)
        const isAnswered = failure === null ? 1 : 0
        await eventually(async () => {
          await one.serving.flush()
          expect((await count("recommendation_served")) - before).toBe(isAnswered)
        })
      },
    })
  })

  test("a product moves: who made it known learns whether it is, and no instance keeps the list of before", async () => {
    let category = ""
    await strikeAll(failing, "a change of the catalog", {
      step: STEP,
      prepare: async () => {
        await warm()
        category = category === "pcat_1" ? "pcat_2" : "pcat_1"
        await client.query("update product_category_product set product_category_id = $1 where product_id = 'prod_8'", [
          category,
        ])
      },
      run: async () => {
        await one.serving.changed([{ kind: "product", key: "prod_8" }])
        await listsOf(one, [QUESTION])
      },
      check: async () => {
        // Medusa's bus hands an event out again to who failed on it.
        await eventually(() => one.serving.changed([{ kind: "product", key: "prod_8" }]))
        await isTrue()
      },
    })
  })

  test("a rule: stored or not, the lists of all instances go by what is stored", async () => {
    await strikeAll(failing, "a new rule", {
      step: STEP,
      prepare: async () => {
        await client.query("truncate recommendation_rule")
        await warm()
      },
      run: async () => {
        await one.serving.ruleStore.create({
          ...{ name: "Not now", action: "exclude", product_ids: ["prod_7"], category_ids: [], value: null },
          ...{ placements: [], customer_group_ids: [], sales_channel_ids: [], starts_at: null, ends_at: null },
          enabled: true,
        })
        await listsOf(one, [QUESTION])
      },
      check: async (failure) => {
        const stored = await count("recommendation_rule")
        expect(stored).toBeLessThanOrEqual(1)
        if (failure === null) expect(stored).toBe(1)
        await isTrue()
      },
    })
  })

  test("a promotion: the version that serves is the stored one, on all instances, within a look", async () => {
    let wanted = ""
    await strikeAll(failing, "a promotion followed", {
      step: STEP,
      prepare: async () => {
        await warm()
        const [first = "", second = ""] = versions
        wanted = wanted === first ? second : first
      },
      run: async () => {
        await one.learning.activation.promote({ ...PROMOTED, versionId: wanted })
        await listsOf(one, [QUESTION])
      },
      check: async () => {
        await isTrue()
        await eventually(() => one.learning.activation.promote({ ...PROMOTED, versionId: wanted }))
        await isTrue()
      },
    })
  })
})
