import { randomUUID } from "node:crypto"
import { Client } from "pg"
import { ContainerRegistrationKeys, Modules, createMedusaContainer } from "@medusajs/framework/utils"
import { z } from "@medusajs/framework/zod"
import { RECOMMENDATION_MODULE } from "../../src/modules/recommendation"
import { BehaviorStore } from "../../src/modules/recommendation/behavior/behavior-store"
import { CaptureBusyError } from "../../src/modules/recommendation/behavior/write-queue"
import { ChangeLog } from "../../src/modules/recommendation/database/change-log"
import { InsightsStore } from "../../src/modules/recommendation/insights/insights-store"
import { LearningStore } from "../../src/modules/recommendation/learning/learning-store"
import { ServingStore } from "../../src/modules/recommendation/serving/serving-store"
import { eraseShopperWorkflow, promoteModelWorkflow } from "../../src/workflows"
import { startDueRun } from "../../src/workflows/start-due-run"
import { databaseUrl } from "../helpers/database"
import { FakeTraining } from "../helpers/fake-training"
import { startTestModule } from "../helpers/module-context"
import type { TestModule } from "../helpers/module-context"
import { addOrder, removeOrders } from "../helpers/shop-orders"
import { tasteEvents } from "../helpers/taste-shop"
import { addProductsForSale } from "../helpers/products-for-sale"
import { aReport, aView } from "../helpers/storefront-report"
import { FailingConnections } from "./failing-connections"
import { eventually, strikeAll } from "./strike-calls"

const DATABASE = "svm_nth_call"
const CHANNEL = "sc_nth"
const quiet = {
  ...console,
  info: () => undefined,
  debug: () => undefined,
  warn: () => undefined,
  error: () => undefined,
}

describe("the n-th database call fails, for every n", () => {
  let module: TestModule
  let behavior: BehaviorStore
  let learning: LearningStore
  let failing: FailingConnections
  /** Beside the failing ones. */
  let client: Client
  const training = new FakeTraining()
  const container = createMedusaContainer()

  const rows = async <Row extends z.ZodType>(row: Row, sql: string, values: unknown[] = []): Promise<z.output<Row>[]> =>
    z.array(row).parse((await client.query(sql, values)).rows)
  const count = async (sql: string, values: unknown[] = []): Promise<number> =>
    (await rows(z.object({ n: z.number() }), `select count(*)::int as n from ${sql}`, values))[0]?.n ?? 0

  beforeAll(async () => {
    module = await startTestModule(DATABASE, { retrain: { min_pause_minutes: 0, min_interactions: 1_000_000 } })
    failing = new FailingConnections(module.context.knex())
    client = new Client({ connectionString: databaseUrl(DATABASE) })
    await client.connect()
    await addProductsForSale(client, CHANNEL)
    await client.query(`insert into customer (id, email, has_account) values ('cus_1', 'c1@shop.test', true)`)
    behavior = new BehaviorStore(module.context)
    const changes = new ChangeLog(module.context)
    learning = new LearningStore(module.context, { behavior, changes, startTraining: training.start })
    const insights = new InsightsStore(module.context, changes)
    const value = <T>(given: T) => ({ resolve: () => given })
    container.register({
      [RECOMMENDATION_MODULE]: value({
        behavior,
        learning,
        serving: new ServingStore(module.context, { behavior, changes, learning, insights }),
      }),
      [Modules.EVENT_BUS]: value({
        emit: () => Promise.resolve(),
        releaseGroupedEvents: () => Promise.resolve(),
        clearGroupedEvents: () => Promise.resolve(),
      }),
      [ContainerRegistrationKeys.LOGGER]: value(quiet),
    })
  })

  afterAll(async () => {
    await client.end()
    await module.close()
  })

  const lastRun = z.object({ status: z.string(), cause: z.string().nullable(), version_id: z.string().nullable() })
  const newest = async (): Promise<z.output<typeof lastRun> | undefined> =>
    (
      await rows(
        lastRun,
        "select status, cause, version_id from recommendation_training_run order by fencing desc limit 1",
      )
    )[0]
  const serving = async (): Promise<string | undefined> =>
    (
      await rows(
        z.object({ version_id: z.string() }),
        `select a.version_id from recommendation_model_activation a
           join recommendation_model_version v on v.id = a.version_id
           join recommendation_model_file f on f.version_id = v.id`,
      )
    )[0]?.version_id

  /** Wishes, lets the ticking job open the run, and waits until nothing of it goes on. */
  async function retrain(): Promise<void> {
    const runId = await startDueRun(container)
    while (runId !== null && (await count("recommendation_training_run where id = $1 and status = 'running'", [runId])))
      await new Promise((resolve) => setTimeout(resolve, 5))
  }

  const request = (): Promise<unknown> =>
    client.query("insert into recommendation_retrain_request (trigger, detail) values ('admin', 'test')")
  /** An hour passes; a lease that nobody renews is over. */
  const rest = (): Promise<unknown> =>
    client.query(
      `update recommendation_training_run set started_at = started_at - interval '1 hour',
         lease_expires_at = lease_expires_at - interval '1 hour', finished_at = finished_at - interval '1 hour'`,
    )

  test("retraining: a run serves or is closed with its cause, and the request is answered by the next", async () => {
    let before: string | undefined
    await behavior.record(tasteEvents({ shoppers: 30, products: 20, tastes: 2, days: 8, seed: 3, until: Date.now() }))
    await request()
    await retrain()
    await strikeAll(failing, "retraining", {
      prepare: async () => {
        await client.query("delete from recommendation_retrain_request")
        await rest()
        await request()
        before = await serving()
        expect(before).toBeDefined()
      },
      run: retrain,
      check: async () => {
        expect(await count("recommendation_training_run where status = 'running'")).toBeLessThanOrEqual(1)
        const run = await newest()
        const now = await serving()
        expect(now).toBeDefined()
        if (run?.status === "succeeded") expect(now).toBe(run.version_id)
        else expect(now).toBe(before)
        if (run?.status === "failed") expect(["database_failed", "went_silent"]).toContain(run.cause)
        // Asked again, it goes through: whoever died is replaced, and no request is left over.
        await rest()
        await eventually(async () => {
          await retrain()
          await rest()
          expect(await count("recommendation_retrain_request where run_id is null")).toBe(0)
          expect(await count("recommendation_training_run where status = 'running'")).toBe(0)
        })
        const last = await newest()
        expect(last?.status).toBe("succeeded")
        expect(await serving()).toBe(last?.version_id)
        const versions =
          "(select run_id from recommendation_model_version group by run_id having count(*) > 1) as twice"
        expect(await count(versions)).toBe(0)
      },
    })
  })

  test("promotion by hand: what serves is the old or the new, whole", async () => {
    let [before = "", wanted = ""]: (string | undefined)[] = []
    await strikeAll(failing, "promotion by hand", {
      prepare: async () => {
        before = (await serving()) ?? ""
        const others = await rows(
          z.object({ id: z.string() }),
          "select id from recommendation_model_version where id <> $1 order by number desc limit 1",
          [before],
        )
        wanted = others[0]?.id ?? ""
      },
      run: async () => {
        await promoteModelWorkflow(container).run({ input: { versionId: wanted, by: "user_1", force: true } })
      },
      check: async (failure) => {
        expect(await serving()).toBe(failure === null ? wanted : before)
        const input = { versionId: wanted, by: "user_1", force: true }
        await eventually(() => promoteModelWorkflow(container).run({ input }))
        expect(await serving()).toBe(wanted)
      },
    })
  })

  test("capture: accepted is stored once, refused for now is stored once when it is sent again", async () => {
    const visitorId = randomUUID()
    let ids: string[] = []
    const send = (): ReturnType<BehaviorStore["storefront"]["take"]> =>
      behavior.storefront.take(
        aReport({
          events: ids.map((id) => aView({ id })),
          ...{ visitorId, customerId: "cus_1", salesChannelIds: [CHANNEL] },
        }),
      )
    await strikeAll(failing, "capture", {
      prepare: async () => {
        behavior = new BehaviorStore(module.context)
        ids = Array.from({ length: 5 }, () => randomUUID())
      },
      run: async () => {
        const answer = await send()
        expect(answer.accepted + answer.duplicate).toBe(ids.length)
      },
      check: async (failure) => {
        if (failure !== null) expect(failure).toBeInstanceOf(CaptureBusyError)
        else expect(await count("behavior_event where id = any($1)", [ids])).toBe(ids.length)
        const again = await eventually(send)
        expect(again.accepted + again.duplicate).toBe(ids.length)
        expect(await count("behavior_event where id = any($1)", [ids])).toBe(ids.length)
      },
    })
    await behavior.counts.flush()
  })

  test("erasure: all of the shopper goes or none, and what went asks for a retrain", async () => {
    await strikeAll(failing, "erasure", {
      prepare: async () => {
        await client.query("delete from recommendation_retrain_request")
        await client.query("delete from recommendation_tombstone")
        await behavior.record(
          [1, 2, 3].map((n) => ({
            id: randomUUID(),
            type: "view" as const,
            productId: `prod_${n}`,
            customerId: "cus_1",
            source: "storefront" as const,
            occurredAt: new Date(),
          })),
        )
      },
      run: async () => {
        await eraseShopperWorkflow(container).run({ input: { customerId: "cus_1" } })
      },
      check: async (failure) => {
        const left = await count("behavior_event where customer_id = 'cus_1'")
        if (failure === null) expect(left).toBe(0)
        else expect(left === 0 || left >= 3).toBe(true)
        await eventually(() => eraseShopperWorkflow(container).run({ input: { customerId: "cus_1" } }))
        expect(await count("behavior_event where customer_id = 'cus_1'")).toBe(0)
        expect(await count("recommendation_retrain_request where trigger = 'erasure'")).toBeGreaterThan(0)
        expect(await count("recommendation_tombstone")).toBeGreaterThan(0)
      },
    })
    await client.query("delete from recommendation_tombstone")
  })

  describe("with orders", () => {
    const ORDERS = 3
    const LINES = 2
    const stored = (): Promise<number> => count("(select distinct id from behavior_event where type = 7) as purchases")
    const storedRows = (): Promise<number> => count("behavior_event where type = 7")

    beforeAll(async () => {
      for (let n = 1; n <= ORDERS; n += 1) await addOrder(module, `order_${n}`, { lines: LINES })
    })
    afterAll(() => removeOrders(module))

    const forget = async (): Promise<void> => {
      await client.query("delete from behavior_event")
      await client.query("delete from recommendation_import")
    }

    const importAll = async (): Promise<void> => {
      const held = await behavior.orderImport.begin()
      if (held) await behavior.orderImport.run(held)
    }

    test("import of history: stopped anywhere, it goes on to the end, each line once", async () => {
      await strikeAll(failing, "import of history", {
        prepare: forget,
        run: importAll,
        check: async () => {
          await client.query("update recommendation_import set heartbeat_at = heartbeat_at - interval '1 hour'")
          await eventually(importAll)
          expect(await count("recommendation_import where status = 'done'")).toBeGreaterThanOrEqual(1)
          expect([await stored(), await storedRows()]).toEqual([ORDERS * LINES, ORDERS * LINES])
        },
      })
    })

    test("reconciliation: stopped anywhere, the next one adds the rest, each line once", async () => {
      await strikeAll(failing, "reconciliation", {
        prepare: forget,
        run: async () => {
          await behavior.reconciliation.run()
        },
        check: async () => {
          await eventually(() => behavior.reconciliation.run())
          expect([await stored(), await storedRows()]).toEqual([ORDERS * LINES, ORDERS * LINES])
        },
      })
    })
  })
})
