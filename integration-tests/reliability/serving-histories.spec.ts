import { randomUUID } from "node:crypto"
import { Client } from "pg"
import { knex } from "@medusajs/framework/mikro-orm/knex"
import { z } from "@medusajs/framework/zod"
import { addProducts, createServeShop } from "../../bench/lib/serve-shop"
import { createRandom } from "../../src/core/random/seeded-random"
import { RUNGS } from "../../src/core/contract"
import { BehaviorStore } from "../../src/modules/recommendation/behavior/behavior-store"
import type { ModuleContext } from "../../src/modules/recommendation/context"
import { InsightsStore } from "../../src/modules/recommendation/insights/insights-store"
import { LearningStore } from "../../src/modules/recommendation/learning/learning-store"
import type { SharedCache } from "../../src/modules/recommendation/serving/answers/answer-cache"
import { NO_WISH } from "../../src/modules/recommendation/serving/gift"
import type { ServingNeighbours, ShopPorts } from "../../src/modules/recommendation/serving/ports"
import type { Question } from "../../src/modules/recommendation/serving/question"
import { ServingStore } from "../../src/modules/recommendation/serving/serving-store"
import { databaseUrl } from "../helpers/database"
import { startTestModule } from "../helpers/module-context"
import type { TestModule } from "../helpers/module-context"
import { aQuestion, fixedPorts, trainedModel } from "../helpers/serving-questions"
import { tried } from "../helpers/trials"
import { FailingConnections } from "./failing-connections"
import type { Fault } from "./failing-connections"
import { FULL, rounds } from "./rounds"

const DATABASE = "svm_serving_histories"
const PRODUCTS = 30
const HISTORIES = rounds(40, 1_000)
const STEPS = 8
/** Looks until two instances must have come to the same; each takes a tenth of a second at most. */
const MAX_LOOKS = 200

const LOST: Fault = { code: "08006", moment: "after", breaks: true }
const FAULTS: readonly Fault[] = [
  { code: "40001", moment: "before", breaks: false },
  LOST,
  { code: "57P01", moment: "before", breaks: true },
  { code: "53100", moment: "before", breaks: false },
]

interface Instance {
  readonly serving: ServingStore
  readonly behavior: BehaviorStore
  readonly learning: LearningStore
}

const SHOPPERS = ["visitor-a", "visitor-b"] as const
const QUESTIONS: readonly Partial<Question>[] = SHOPPERS.flatMap((visitorId) => {
  const shopper = { customerId: null, visitorId }
  return [
    { shopper, strategy: "for_you" as const, limit: 8 },
    { shopper, strategy: "new_arrivals" as const, limit: 8, categoryId: "pcat_40" },
    { shopper, strategy: "popular" as const, limit: PRODUCTS, gift: { ...NO_WISH, budgetMax: 20 } },
    { shopper, strategy: "recently_viewed" as const, limit: 8, fillsUp: false },
  ]
})

const storedAnswer = z.object({
  body: z.string().transform((text) => Buffer.from(text)),
  summary: z.object({ rung: z.enum(RUNGS), count: z.number(), modelVersion: z.number().nullable() }),
  scope: z.object({ salesChannelIds: z.array(z.string()), currencyCode: z.string() }),
  stamps: z.record(z.string(), z.string()),
})
const answered = z.object({ recommendations: z.array(z.object({ product: z.object({ id: z.string() }) })) })

describe("serving under faults and on several instances", () => {
  let module: TestModule
  const shared = new Map<string, string>()
  let active: { version: number; id: string; snapshotSeq: number } | null = null
  const files = new Map<string, Uint8Array>()
  let running: ServingStore[] = []

  /** A cache as Redis is one: what is put there is text to others. */
  const redis: SharedCache = {
    get: async (key) => {
      const text = shared.get(key)
      if (text === undefined) return null
      return storedAnswer.parse(JSON.parse(text))
    },
    set: async (key, { body, ...answer }) => {
      shared.set(key, JSON.stringify({ ...answer, body: body.toString() }))
    },
  }
  const ports: ShopPorts = { ...fixedPorts, sharedCache: redis }

  const instance = (context: ModuleContext = module.context): Instance => {
    const behavior = new BehaviorStore(context)
    const learning = new LearningStore(context, { behavior })
    const neighbours: ServingNeighbours = {
      behavior,
      learning: {
        activeModel: async () => active,
        modelFile: async (id) => files.get(id) ?? new Uint8Array(),
        settings: () => learning.settings(),
      },
      insights: new InsightsStore(context),
    }
    const serving = new ServingStore(context, neighbours)
    running.push(serving)
    return { serving, behavior, learning }
  }
  const idsOf = async ({ serving }: Instance, question: Partial<Question>, via = ports): Promise<string[]> => {
    const { body } = await serving.answer(aQuestion(question), via)
    return answered.parse(JSON.parse(body.toString())).recommendations.map(({ product }) => product.id)
  }
  const allLists = async (one: Instance, via = ports): Promise<string[][]> => {
    const lists: string[][] = []
    for (const question of QUESTIONS) lists.push(await idsOf(one, question, via))
    return lists
  }
  /** What an instance shows once it shows `wanted`, or at the end of very many looks. */
  const settled = async (one: Instance, wanted: readonly string[][]): Promise<string[][]> => {
    for (let look = 1; ; look++) {
      const lists = await allLists(one).catch(() => [])
      if (JSON.stringify(lists) === JSON.stringify(wanted) || look === MAX_LOOKS) return lists
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }
  /** What the shop's state is to an instance that starts now and shares nothing. */
  const truth = (): Promise<string[][]> => allLists(instance(), fixedPorts)

  beforeAll(async () => {
    module = await startTestModule(DATABASE)
    const client = new Client({ connectionString: databaseUrl(DATABASE) })
    await client.connect()
    await createServeShop(client)
    await addProducts(client, { from: 1, to: PRODUCTS })
    await client.end()
    files.set("one", trainedModel(PRODUCTS))
    files.set("two", trainedModel(PRODUCTS - 7))
  }, 120_000)
  beforeEach(async () => {
    await module.empty()
    shared.clear()
    active = { version: 1, id: "one", snapshotSeq: 0 }
  })
  afterEach(async () => {
    await Promise.all(running.map((serving) => serving.flush()))
    running = []
  })
  afterAll(() => module.close())

  /** One thing that happens in the shop, by way of one of its instances. */
  const happen = async (draw: (below: number) => number, one: Instance): Promise<string> => {
    const product = `prod_${1 + draw(PRODUCTS)}`
    const changed = (kind: "product" | "price" | "stock"): Promise<void> =>
      one.serving.changed([{ kind, key: kind === "product" ? product : null }])
    const acts = async (type: "view" | "dismiss" | "add_to_cart" | "purchase"): Promise<unknown> =>
      one.behavior.record([
        {
          ...{ id: randomUUID(), type, productId: product, source: "storefront", occurredAt: new Date() },
          ...{ visitorId: SHOPPERS[draw(SHOPPERS.length)] ?? SHOPPERS[0], basketId: randomUUID() },
        },
      ])
    const kinds: readonly (readonly [string, () => Promise<unknown>])[] = [
      [
        "category",
        async () => {
          await module.run(
            `update product_category_product set product_category_id = 'pcat_' || ? where product_id = ?`,
            [draw(2) === 0 ? 40 : 41, product],
          )
          await changed("product")
        },
      ],
      [
        "status",
        async () => {
          await module.run("update product set status = ?, updated_at = now() where id = ?", [
            draw(2) === 0 ? "draft" : "published",
            product,
          ])
          await changed("product")
        },
      ],
      [
        "price",
        async () => {
          await module.run(
            `update price set amount = ?, updated_at = now() where price_set_id = any(array[?, ?]) and currency_code = 'eur'`,
            [5 + draw(40), `pset_${product.slice(5)}_1`, `pset_${product.slice(5)}_2`],
          )
          await changed("product")
        },
      ],
      [
        "stock",
        async () => {
          await module.run(
            "update inventory_level set stocked_quantity = ? where inventory_item_id = any(array[?, ?])",
            [draw(2) * 100, `iitem_${product.slice(5)}_1`, `iitem_${product.slice(5)}_2`],
          )
          await changed("product")
        },
      ],
      [
        "rule",
        async () => {
          const [rule] = await one.serving.rules()
          if (rule && draw(2) === 0) return one.serving.ruleStore.delete(rule.id)
          return one.serving.ruleStore.create({
            ...{ name: "R", action: draw(2) === 0 ? "exclude" : "pin", product_ids: [product], category_ids: [] },
            ...{ value: 1, placements: [], sales_channel_ids: [], customer_group_ids: [] },
            ...{ starts_at: null, ends_at: null, enabled: true },
          })
        },
      ],
      [
        "setting",
        async () => {
          const { version } = await one.learning.settings()
          await one.learning.settingsStore
            .update({ settings: { serving: { diversity: draw(5) / 10 } }, version, by: null })
            .catch(() => undefined)
        },
      ],
      [
        "promotion",
        async () => {
          active = { version: (active?.version ?? 0) + 1, id: draw(2) === 0 ? "one" : "two", snapshotSeq: 0 }
          // Each promotion is of a file of its own, as in the shop.
          const id = `${active.id} ${active.version}`
          files.set(id, files.get(active.id) ?? new Uint8Array())
          active = { ...active, id }
        },
      ],
      ["view", () => acts("view")],
      ["dismiss", () => acts("dismiss")],
      ["cart", () => acts("add_to_cart")],
      ["purchase", () => acts("purchase")],
    ]
    const [name, act] = kinds[draw(kinds.length)] ?? ["nothing", () => Promise.resolve()]
    await act()
    return `${name} ${product}`
  }

  test(
    "serving histories: after quiet two instances with one shared cache show what a third shows that starts then",
    async () => {
      const random = createRandom(20_261_129)
      const draw = (below: number): number => random.nextInt(below)
      const both = [instance(), instance()]
      for (let history = 1; history <= HISTORIES; history++) {
        const log: string[] = []
        for (let step = 1; step <= STEPS; step++) {
          const at = draw(2)
          const [one, other] = [both[at], both[1 - at]]
          if (!one || !other) throw new Error("two instances")
          const asking = idsOf(other, QUESTIONS[draw(QUESTIONS.length)] ?? {})
          log.push(`${at}: ${await happen(draw, one)}`)
          await asking
        }
        const wanted = await truth()
        const shown = await Promise.all(both.map((one) => settled(one, wanted)))
        try {
          expect(shown).toEqual([wanted, wanted])
        } catch (error) {
          throw new Error(`history ${history}: ${log.join("; ")}: ${String(error)}`, { cause: error })
        }
      }
      tried({
        items: ["R9"],
        what: `random histories of ${STEPS} changes (catalog, stock, prices, rules, settings, promotions, behavior) on two instances with one shared cache`,
        times: HISTORIES,
        outcome: "after quiet both show, list by list, what a freshly started third shows",
      })
    },
    HISTORIES * 20_000,
  )

  test("serving: the n-th database call of a look and a list fails, for every n, and nothing is lost by it", async () => {
    const connection = knex({ client: "pg", connection: databaseUrl(DATABASE), pool: { min: 0, max: 4 } })
    const failing = new FailingConnections(connection)
    const random = createRandom(7)
    const draw = (below: number): number => random.nextInt(below)
    let strikes = 0
    try {
      const struck = instance({ ...module.context, knex: () => connection })
      const other = instance()
      await allLists(struck)
      for (let n = 1; ; n += FULL ? 1 : 5) {
        const log = [await happen(draw, other), await happen(draw, other)]
        failing.arm(n, FAULTS[strikes % FAULTS.length] ?? LOST)
        const lists = await allLists(struck).catch(() => null)
        const what: string | null = failing.disarm()
        if (lists !== null) expect(lists).toHaveLength(QUESTIONS.length)
        const wanted = await truth()
        try {
          expect(await settled(struck, wanted)).toEqual(wanted)
        } catch (error) {
          throw new Error(`call ${n} at “${what}” after ${log.join(", ")}: ${String(error)}`, { cause: error })
        }
        if (what === null) break
        strikes += 1
        expect(n).toBeLessThan(1_000)
      }
    } finally {
      await connection.destroy()
    }
    expect(strikes).toBeGreaterThan(5)
    tried({
      items: ["R8"],
      what: "a call of the database fails while an instance follows another's changes and answers",
      times: strikes,
      outcome: "each list whole or refused, and all as a fresh instance shows them when asked again",
    })
  }, 600_000)
})
