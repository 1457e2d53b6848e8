import { z } from "@medusajs/framework/zod"
import { BACKGROUND_CONNECTIONS } from "../../src/modules/recommendation/background"
import { BehaviorStore } from "../../src/modules/recommendation/behavior/behavior-store"
import { readOrderEvents } from "../../src/modules/recommendation/behavior/order-lines"
import { COUNT_SETTINGS } from "../../src/modules/recommendation/insights/count-in-background"
import { InsightsStore } from "../../src/modules/recommendation/insights/insights-store"
import { queryRows } from "../../src/modules/recommendation/database/query-rows"
import { inTransaction } from "../../src/modules/recommendation/database/transaction"
import { withClient } from "../helpers/database"
import { startTestModule } from "../helpers/module-context"
import type { TestModule } from "../helpers/module-context"
import { addManyOrders, ORDER_TABLES } from "../helpers/many-orders"

const DATABASE = "svm_orders_without_statistics"
const ORDERS = 20_000
const WAIT_MS = 60_000

jest.setTimeout(600_000)

const backendRow = z.array(z.object({ pid: z.number(), query: z.string() }))

describe("a shop whose tables have no statistics", () => {
  let module: TestModule
  let behavior: BehaviorStore

  beforeAll(async () => {
    module = await startTestModule(DATABASE)
    behavior = new BehaviorStore(module.context)
    await withClient(DATABASE, (client) => addManyOrders(client, ORDERS))
  })

  afterAll(() => module.close())

  /** Backends of this database at work on a statement that holds `text`, but for the one that asks. */
  const atWork = (text: string): Promise<z.output<typeof backendRow>> =>
    withClient(DATABASE, async (client) => {
      const found = await client.query(
        `select pid, query from pg_stat_activity
          where datname = current_database() and state = 'active' and pid <> pg_backend_pid() and strpos(query, $1) > 0`,
        [text],
      )
      return backendRow.parse(found.rows)
    })

  const until = async (isThere: () => Promise<boolean>): Promise<void> => {
    for (const end = Date.now() + WAIT_MS; !(await isThere()); await new Promise((resolve) => setTimeout(resolve, 20)))
      if (Date.now() > end) throw new Error("it never came")
  }

  const count = async (sql: string): Promise<number> => {
    const [row] = await queryRows(module.context.knex(), { sql, bindings: [] }, z.object({ count: z.coerce.number() }))
    return row?.count ?? 0
  }

  test("the tables have none: Postgres was never asked to look", async () => {
    const analyzed = await count(
      `select count(*) from pg_class where reltuples >= 0 and relname in (${ORDER_TABLES.map((name) => `'${name}'`).join(", ")})`,
    )
    expect(analyzed).toBe(0)
  })

  test("reading a page of orders: every statement finds its rows by an index, and joins nothing", async () => {
    const asked: { sql: string; bindings: unknown[] }[] = []
    const knex = module.context.knex()
    const note = (query: { sql: string; bindings?: unknown[] }): void => {
      if (query.sql.trimStart().startsWith("select")) asked.push({ sql: query.sql, bindings: query.bindings ?? [] })
    }
    const ids = Array.from({ length: 100 }, (_, n) => `order_${n + 1}`)
    knex.on("query", note)
    const settings = module.context.options
    await inTransaction(module.context, (trx) => readOrderEvents(trx, ids, { settings, source: "import" }))
    knex.removeListener("query", note)
    expect(asked.length).toBeGreaterThan(8)
    await withClient(DATABASE, async (client) => {
      await client.query("set enable_seqscan = off")
      for (const { sql, bindings } of asked) {
        const plan = JSON.stringify((await client.query(`explain (format json) ${sql}`, bindings)).rows)
        expect(plan).toMatch(/Index/)
        expect(plan).not.toMatch(/Seq Scan|Nested Loop|Hash Join|Merge Join/)
      }
    })
  })

  test("a page stuck behind a lock: two connections are the plugin's, the shop has the rest, and all of it ends well", async () => {
    await withClient(DATABASE, async (holder) => {
      await holder.query("select pg_advisory_lock(hashtextextended('order_1', 7219005))")
      const held = await behavior.orderImport.begin()
      if (!held) throw new Error("another import holds it")
      const work = [
        behavior.orderImport.run(held),
        ...Array.from({ length: 20 }, () => behavior.records.recordOrders(["order_1"], "order")),
      ]
      await until(async () => (await atWork("pg_advisory_xact_lock")).length === BACKGROUND_CONNECTIONS)
      expect(await count("select 1 as count")).toBe(1)
      expect(await atWork("pg_advisory_xact_lock")).toHaveLength(BACKGROUND_CONNECTIONS)
      await holder.query("select pg_advisory_unlock_all()")
      await Promise.all(work)
    })
    const latest = await behavior.imports.find()
    expect(latest).toMatchObject({ status: "done", cause: null })
    // Each order has two lines; of ten orders one was canceled, one paid back whole, and of one a piece came back.
    expect(await count("select count(*) from behavior_event where type = 7")).toBe(2 * ORDERS)
    expect(await count("select count(*) from behavior_event where type = 8")).toBe((2 + 2 + 1) * (ORDERS / 10))
    expect(await count("select count(*) from behavior_event where type = 7 and earned = 0")).toBe(4 * (ORDERS / 10))
  })

  test("figures of what was sold: no step is joined with another row by row", async () => {
    const asked: { sql: string; bindings: unknown[] }[] = []
    const knex = module.context.knex()
    const note = ({ sql, bindings = [] }: { sql: string; bindings?: unknown[] }): void => {
      if (sql.startsWith("with dealt")) asked.push({ sql, bindings })
    }
    const insights = new InsightsStore(module.context)
    const scope = { from: new Date(0), to: new Date(), windowDays: 7, timeZone: "UTC", catalogSize: 10 }
    knex.on("query", note)
    const { sales } = await insights.results(scope)
    await insights.gifts(scope, new Map())
    knex.removeListener("query", note)
    expect(sales).toHaveLength(1)
    expect(asked).toHaveLength(6)
    await withClient(DATABASE, async (client) => {
      await client.query(`begin; ${COUNT_SETTINGS}`)
      for (const { sql, bindings } of asked) {
        const plan = JSON.stringify((await client.query(`explain (format json) ${sql}`, bindings)).rows)
        expect(plan).toMatch(/CTE Scan/)
        expect(plan).not.toMatch(/Nested Loop/)
      }
      await client.query("rollback")
    })
  })

  test("a statement that takes too long ends the import with its cause, and in Postgres", async () => {
    await withClient(DATABASE, async (holder) => {
      await holder.query("select pg_advisory_lock(hashtextextended('order_1', 7219005))")
      const held = await behavior.orderImport.begin()
      if (!held) throw new Error("another import holds it")
      const run = behavior.orderImport.run(held)
      await until(async () => (await atWork("pg_advisory_xact_lock")).length === 1)
      const [waiting] = await atWork("pg_advisory_xact_lock")
      // As its own limit would, twenty seconds later.
      await holder.query("select pg_cancel_backend($1)", [waiting?.pid])
      await expect(run).rejects.toMatchObject({ code: "57014" })
      expect(await atWork("pg_advisory_xact_lock")).toEqual([])
    })
    expect(await behavior.imports.find()).toMatchObject({
      status: "failed",
      cause:
        "Stopped at the first order: Postgres took more than 20 seconds for one statement. Started again, it goes on from there.",
    })
    const again = await behavior.orderImport.begin()
    if (again) await behavior.orderImport.run(again)
    expect(await behavior.imports.find()).toMatchObject({ status: "done", cause: null })
  })

  test.each([
    [
      "alone",
      () =>
        queryRows(module.context.knex(), { sql: "select pg_sleep(600)", bindings: [], timeoutMs: 200 }, z.unknown()),
    ],
    [
      "with a name",
      () =>
        queryRows(
          module.context.knex(),
          { sql: "select pg_sleep(600)", bindings: [], timeoutMs: 200, name: "svm_sleep" },
          z.unknown(),
        ),
    ],
    [
      "in a transaction",
      () =>
        inTransaction(
          module.context,
          (trx) => queryRows(trx, { sql: "select pg_sleep(600)", bindings: [] }, z.unknown()),
          { timeoutMs: 200 },
        ),
    ],
  ])("a statement that is given up (%s) has ended in Postgres when the caller hears of it", async (_how, ask) => {
    await expect(ask()).rejects.toMatchObject({ code: "57014" })
    expect(await atWork("pg_sleep")).toEqual([])
  })
})
