import { knex } from "@medusajs/framework/mikro-orm/knex"
import { Client } from "pg"
import { z } from "@medusajs/framework/zod"
import { addProducts, createServeShop } from "../../bench/lib/serve-shop"
import { BehaviorStore } from "../../src/modules/recommendation/behavior/behavior-store"
import { ChangeLog } from "../../src/modules/recommendation/database/change-log"
import { InsightsStore } from "../../src/modules/recommendation/insights/insights-store"
import { LearningStore } from "../../src/modules/recommendation/learning/learning-store"
import { readSnapshot } from "../../src/modules/recommendation/learning/snapshot"
import { parseOptions } from "../../src/modules/recommendation/options"
import { SchemaCheck } from "../../src/modules/recommendation/database/schema-check"
import { ServingStore } from "../../src/modules/recommendation/serving/serving-store"
import { dropDatabase, withClient } from "../helpers/database"
import { createOtherDatabase, medusaTables } from "../helpers/other-databases"
import type { OtherDatabase } from "../helpers/other-databases"
import { aQuestion, fixedPorts } from "../helpers/serving-questions"
import { addOrder } from "../helpers/shop-orders"
import { tasteEvents } from "../helpers/taste-shop"

const DATABASE = `svm_other_database_${process.env.JEST_WORKER_ID ?? "1"}`
const PRODUCTS = 12
const DAY_MS = 86_400_000
/** First version of Postgres that a database may take its order of letters from ICU in. */
const ICU_SINCE = 150_000

const ROWS = z.object({ rows: z.array(z.record(z.string(), z.unknown())) })
const listed = z.object({ recommendations: z.array(z.object({ product: z.object({ id: z.string() }) })) })

interface Setting extends OtherDatabase {
  /** What only such a database answers so. */
  readonly proof: readonly [expression: string, value: string]
}

const OTHERS: readonly (readonly [string, Setting])[] = [
  ["an owner that is no superuser", { proof: ["current_setting('is_superuser')", "off"] }],
  ["another schema than public", { schema: "shop", proof: ["current_schema()::text", "shop"] }],
  [
    "the Turkish order of letters",
    { create: "locale_provider icu icu_locale 'tr'", proof: ["lower('TITLE')", "tıtle"] },
  ],
  [
    "the first time zone of a day",
    { timeZone: "Pacific/Kiritimati", proof: ["extract(timezone_hour from now())::text", "14"] },
  ],
  [
    "the last time zone of a day",
    { timeZone: "Pacific/Pago_Pago", proof: ["extract(timezone_hour from now())::text", "-11"] },
  ],
]

describe("a database that is set up otherwise", () => {
  let tables: string[] = []
  let version = 0
  let connection: ReturnType<typeof knex> | null = null

  beforeAll(async () => {
    tables = await medusaTables(`${DATABASE}_shop`)
    version = await withClient(
      "postgres",
      async (client) =>
        z
          .object({ rows: z.tuple([z.object({ number: z.coerce.number() })]) })
          .parse(await client.query("select current_setting('server_version_num') as number")).rows[0].number,
    )
  })

  afterEach(async () => {
    await connection?.destroy()
    await dropDatabase(DATABASE)
  })

  test.each(OTHERS)("%s: capture, lists, learning, upkeep and erasure do their work", async (_, other) => {
    if (other.create !== undefined && version < ICU_SINCE) return
    const url = await createOtherDatabase(DATABASE, tables, other)
    const shop = new Client({ connectionString: url })
    await shop.connect()
    await createServeShop(shop)
    await addProducts(shop, { from: 1, to: PRODUCTS })
    await shop.query("insert into customer (id, email, has_account) values ('cus_1', 'ILGIN@SHOP.TEST', true)")
    await shop.end()
    const db = (connection = knex({ client: "pg", connection: url, pool: { min: 0, max: 6 } }))
    const run = async (sql: string, bindings: readonly (string | number)[] = []) =>
      ROWS.parse(await db.raw(sql, [...bindings])).rows
    const context = { knex: () => db, options: parseOptions({}), logger: undefined }
    const behavior = new BehaviorStore(context)
    const learning = new LearningStore(context, { behavior })
    const insights = new InsightsStore(context)
    const changes = new ChangeLog(context)
    const serving = new ServingStore(context, { behavior, learning, insights, changes })

    expect(await run(`select ${other.proof[0]} as value`)).toEqual([{ value: other.proof[1] }])
    expect(await new SchemaCheck(context).isReady()).toBe(true)

    const until = Date.now() - 3_600_000
    const events = tasteEvents({ shoppers: 12, products: PRODUCTS, tastes: 2, days: 20, seed: 3, until })
    await behavior.record(events)
    await addOrder({ run }, "order_1", { lines: 2 })
    expect(await behavior.records.recordOrders(["order_1"], "order")).toMatchObject({ stored: 2 })
    expect(await behavior.reconciliation.run()).toMatchObject({ orders: 1, recovered: 0 })
    expect(await run("select count(*)::int as n, count(distinct id)::int as ids from behavior_event")).toEqual([
      { n: events.length + 2, ids: events.length + 2 },
    ])

    const { body } = await serving.answer(aQuestion({ strategy: "popular" }), fixedPorts)
    expect(listed.parse(JSON.parse(body.toString())).recommendations).toHaveLength(5)
    await serving.flush()

    let parts = 0
    const scope = { seq: await behavior.latestSeq(), maxRows: 100_000, seed: 1, settings: context.options }
    const { rows } = await readSnapshot(context, scope, async () => void (parts += 1))
    expect([rows > events.length, parts > 0]).toEqual([true, true])
    const results = { from: new Date(Date.now() - 40 * DAY_MS), to: new Date(), windowDays: 7, timeZone: "UTC" }
    expect((await insights.results({ ...results, catalogSize: PRODUCTS })).sales.length).toBeGreaterThan(0)

    const later = new Date(Date.now() + 200 * DAY_MS)
    expect((await behavior.retention.run(10_000, later)).created.length).toBeGreaterThan(0)
    expect(await behavior.rights.erase({ customerId: "cus_1" })).toBeGreaterThanOrEqual(2)
    expect(await run("select id from behavior_event where customer_id = 'cus_1'")).toEqual([])
    expect(await behavior.reconciliation.run()).toMatchObject({ orders: 1, recovered: 0 })
  })
})
