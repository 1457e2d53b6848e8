import { randomUUID } from "node:crypto"
import { z } from "@medusajs/framework/zod"
import { createRandom } from "../../src/core/random/seeded-random"
import { trainRecommender } from "../../src/core/recommender"
import { aShop } from "../../src/core/recommender/__tests__/shop"
import { RECOMMENDATION_MODULE } from "../../src/modules/recommendation"
import { BehaviorStore } from "../../src/modules/recommendation/behavior/behavior-store"
import { ChangeLog, logChanges } from "../../src/modules/recommendation/database/change-log"
import { InsightsStore } from "../../src/modules/recommendation/insights/insights-store"
import { RequestStore } from "../../src/modules/recommendation/learning/request-store"
import type { ActiveModel, ServingNeighbours } from "../../src/modules/recommendation/serving/ports"
import { ServingStore } from "../../src/modules/recommendation/serving/serving-store"
import captureOrder from "../../src/subscribers/order-behavior"
import { startTestModule } from "../helpers/module-context"
import type { TestModule } from "../helpers/module-context"
import { addOrder, removeOrders } from "../helpers/shop-orders"
import { tried } from "../helpers/trials"
import { aReport } from "../helpers/storefront-report"
import { rounds } from "./rounds"
import { withClock } from "./with-clock"

const DATABASE = "svm_clocks_and_bus"
const CHANNEL = "sc_clocks"
const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS
const YEARS_MS = 3_650 * DAY_MS
const CLOCKS = [-YEARS_MS, -HOUR_MS, HOUR_MS, YEARS_MS] as const

describe("clocks and the event bus", () => {
  let module: TestModule

  beforeAll(async () => {
    module = await startTestModule(DATABASE)
    await module.run(
      `insert into product (id, title, handle, status, is_giftcard, discountable)
       select 'prod_' || n, 'Product ' || n, 'product-' || n, 'published', false, true from generate_series(1, 3) n`,
    )
    await module.run(
      `insert into product_sales_channel (id, product_id, sales_channel_id)
       select 'prodsc_' || n, 'prod_' || n, ? from generate_series(1, 3) n`,
      [CHANNEL],
    )
    await module.run("insert into customer (id, email, has_account) values ('cus_1', 'c1@shop.test', true)")
  })

  beforeEach(() => module.empty())
  afterAll(() => module.close())

  const rowsOf = async <Row extends z.ZodType>(row: Row, sql: string): Promise<z.output<Row>[]> =>
    z.object({ rows: z.array(row) }).parse(await module.run(sql)).rows
  const count = async (what: string): Promise<number> =>
    (await rowsOf(z.object({ n: z.number() }), `select count(*)::int as n from ${what}`))[0]?.n ?? 0

  describe("clocks: instances whose clocks differ", () => {
    test("capture: what storefronts report is judged by the database's time, not the machine's", async () => {
      for (const ahead of CLOCKS) {
        const behavior = new BehaviorStore(module.context)
        const report = (occurredAt: number) => ({
          id: randomUUID(),
          type: "view",
          product_id: "prod_1",
          occurred_at: new Date(occurredAt).toISOString(),
        })
        const now = Date.now()
        const events = [report(now), report(now - 6 * DAY_MS), report(now + HOUR_MS), report(now - 8 * DAY_MS)]
        const answer = await withClock(ahead, () =>
          behavior.storefront.take(aReport({ events, salesChannelIds: [CHANNEL] })),
        )
        expect({ ahead, ...answer, rejected: answer.rejected.map(({ code }) => code) }).toEqual({
          ahead,
          accepted: 2,
          duplicate: 0,
          rejected: ["future", "too_old"],
        })
        await behavior.counts.flush()
      }
      tried({
        items: ["R13"],
        what: "a machine an hour or ten years off takes events",
        times: 4,
        outcome: "0 misjudged",
      })
    })

    test("retention: a machine that is years ahead deletes nothing", async () => {
      const behavior = new BehaviorStore(module.context)
      await behavior.record([
        { id: "kept", type: "view", productId: "prod_1", source: "storefront", occurredAt: new Date() },
      ])
      await behavior.retention.run(180)
      const outcome = await withClock(YEARS_MS, () => new BehaviorStore(module.context).retention.run(180))
      expect(outcome).toMatchObject({ dropped: [], deleted: 0 })
      expect(await count("behavior_event")).toBe(1)
    })

    test("schedule: one instant is one request, whichever instances look, and none is put off for ever", async () => {
      const half = (new Date().getUTCMinutes() + 30) % 60
      const schedule = { cron: `${half} * * * *`, timeZone: "UTC", enabled: true }
      const requests = (): Promise<number> => count("recommendation_retrain_request")
      const look = (ahead: number): Promise<void> =>
        withClock(ahead, () => new RequestStore(module.context).followSchedule(schedule))
      await look(0)
      await module.run("update recommendation_schedule set next_at = date_trunc('second', now())")
      // A clock 40 minutes behind calls the instant next that was half an hour ago.
      for (const ahead of [-40 * MINUTE_MS, 40 * MINUTE_MS, 0, -40 * MINUTE_MS, 40 * MINUTE_MS, 0]) await look(ahead)
      expect(await requests()).toBe(1)
      await module.run("update recommendation_schedule set next_at = date_trunc('second', now())")
      await look(YEARS_MS)
      for (const ahead of [0, -40 * MINUTE_MS]) await look(ahead)
      expect(await requests()).toBe(2)
      expect(await count("recommendation_schedule where next_at < now() + interval '61 minutes'")).toBe(1)
      tried({
        items: ["R13"],
        what: "instances 40 minutes and ten years apart follow one schedule",
        times: 2,
        outcome: "1 request for each instant",
      })
    })
  })

  describe("following", () => {
    let active: ActiveModel | null = null
    let read: (id: string) => Promise<Uint8Array> = () => Promise.reject(new Error("no file"))
    const bytes = trainRecommender(aShop({ shoppers: 40, days: 60 }), {
      seed: 1,
      now: Date.UTC(2025, 3, 1),
      maxRows: 100_000,
      newShopperOrders: 3,
    }).bytes
    const instance = (): ServingStore => {
      const learning: ServingNeighbours["learning"] = {
        activeModel: async () => active,
        modelOf: async () => null,
        modelFile: (id) => read(id),
        readSettings: async () => ({ settings: module.context.options, version: 0 }),
      }
      return new ServingStore(module.context, {
        behavior: new BehaviorStore(module.context),
        learning,
        insights: new InsightsStore(module.context),
        changes: new ChangeLog(module.context),
      })
    }
    /** Lets a model serve, as another instance would. */
    const promote = async (model: ActiveModel): Promise<void> => {
      active = model
      await logChanges(module.context.knex(), [{ kind: "model", key: null }])
    }
    const untilServes = async (serving: ServingStore, version: number): Promise<void> => {
      while ((await serving.live()).version !== version) await new Promise((resolve) => setTimeout(resolve, 20))
    }

    test("clocks: one that is set back an hour does not keep an instance from a promoted model", async () => {
      read = async () => bytes
      await promote({ version: 1, id: "one", snapshotSeq: 0 })
      const serving = instance()
      await untilServes(serving, 1)
      await promote({ version: 2, id: "two", snapshotSeq: 0 })
      await withClock(-HOUR_MS, () => untilServes(serving, 2))
    })

    test("a model that cannot be read for a moment is read again, at the start and at a promotion", async () => {
      let failures = 0
      const flaky = (id: string): Promise<Uint8Array> => {
        if (failures > 0) {
          failures -= 1
          return Promise.reject(Object.assign(new Error("connection lost"), { code: "08006" }))
        }
        return id === "damaged" ? Promise.resolve(bytes.slice(0, 100)) : Promise.resolve(bytes)
      }
      read = flaky
      await promote({ version: 1, id: "one", snapshotSeq: 0 })
      failures = 1
      const serving = instance()
      expect((await serving.live()).version).toBeNull()
      await untilServes(serving, 1)
      failures = 2
      await promote({ version: 2, id: "two", snapshotSeq: 0 })
      await untilServes(serving, 2)
      tried({
        items: ["R11"],
        what: "connection lost while a model is read",
        times: 3,
        outcome: "read again each time",
      })
    })
  })

  describe("bus: loses a third, doubles and reorders", () => {
    const ORDERS = 30
    const LINES = 2
    const SEEDS = rounds(2, 30)

    afterEach(() => removeOrders(module))

    test(`orders: what the bus lost is there after one reconciliation, each line once, ${SEEDS} times over`, async () => {
      for (let n = 1; n <= ORDERS; n += 1) await addOrder(module, `order_${n}`, { lines: LINES })
      await module.run(`update "order" set canceled_at = now() where right(id, 1) in ('3', '7')`)
      const canceled = await count('"order" where canceled_at is not null')
      let lost = 0
      for (let seed = 1; seed <= SEEDS; seed += 1) {
        await module.empty()
        const random = createRandom(seed)
        const behavior = new BehaviorStore(module.context)
        const container = { resolve: (name: string) => (name === RECOMMENDATION_MODULE ? { behavior } : undefined) }
        const sent = Array.from({ length: ORDERS }, (_, n) => `order_${n + 1}`).flatMap((id) => [
          { name: "order.placed", id },
          { name: "order.canceled", id },
        ])
        const delivered = sent.flatMap((event) => {
          if (random.next() < 0.3) return []
          return Array.from({ length: 1 + random.nextInt(3) }, () => ({ event, at: random.next() }))
        })
        delivered.sort((a, b) => a.at - b.at)
        const deliver = async (): Promise<void> => {
          for (let next = delivered.shift(); next; next = delivered.shift()) {
            const { name, id } = next.event
            const args = { event: { name, data: { id } }, container, pluginOptions: {} }
            await captureOrder(args as unknown as Parameters<typeof captureOrder>[0])
          }
        }
        await Promise.all(Array.from({ length: 6 }, deliver))
        lost += ORDERS * LINES - (await count("behavior_event where type = 7"))
        await behavior.reconciliation.run()
        expect([
          seed,
          await count("behavior_event where type = 7"),
          await count("behavior_event where type = 8"),
        ]).toEqual([seed, ORDERS * LINES, canceled * LINES])
        expect((await behavior.reconciliation.run()).recovered).toBe(0)
      }
      expect(lost).toBeGreaterThan(0)
      tried({
        items: ["R14", "R15"],
        what: "a bus that loses 30 %, doubles and reorders",
        times: SEEDS,
        outcome: `${lost} lines lost by it, 0 missing and 0 double after one reconciliation`,
      })
    })
  })
})
