import { Client } from "pg"
import { addProducts, createServeShop } from "../../bench/lib/serve-shop"
import { freshenStatistics } from "../../src/modules/recommendation/database/fresh-statistics"
import { databaseUrl } from "../helpers/database"
import { startTestModule } from "../helpers/module-context"
import type { TestModule } from "../helpers/module-context"

jest.setTimeout(120_000)

const DATABASE = `svm_fresh_statistics_${process.env.JEST_WORKER_ID ?? "1"}`
const PRODUCTS = 1_000
const PRICES = PRODUCTS * 4

let shop: TestModule
let client: Client

beforeAll(async () => {
  shop = await startTestModule(DATABASE)
  client = new Client({ connectionString: databaseUrl(DATABASE) })
  await client.connect()
  await createServeShop(client)
})
afterAll(async () => {
  await client.end()
  await shop.close()
})

/** What the planner takes the table of prices to hold, and how often it was looked at. */
async function prices(): Promise<{ believed: number; analyzed: number }> {
  const { rows } = await client.query<{ believed: number; analyzed: number }>(
    `select c.reltuples as believed, s.analyze_count::int as analyzed
       from pg_class c join pg_stat_user_tables s on s.relid = c.oid where c.relname = 'price'`,
  )
  if (!rows[0]) throw new Error("there is no table of prices")
  return rows[0]
}

test("statistics: after an import the planner knows how large the shop has become, and is not asked to look again", async () => {
  // Autovacuum would look in its own time; here it must not come first.
  await client.query("alter table price set (autovacuum_enabled = false)")
  await client.query("analyze price")
  await addProducts(client, { from: 1, to: PRODUCTS, isAnalyzed: false })
  expect((await prices()).believed).toBeLessThanOrEqual(0)
  // Postgres counts changes a moment after their commit.
  while ((await prices()).believed < PRICES) await freshenStatistics(shop.context)
  const { analyzed } = await prices()
  await freshenStatistics(shop.context)
  expect(await prices()).toEqual({ believed: PRICES, analyzed })
})

test("statistics: a few changes in a large shop are autovacuum's business", async () => {
  const before = await prices()
  await client.query("update price set updated_at = now() where id like 'price_1%'")
  await new Promise((resolve) => setTimeout(resolve, 1_500))
  await freshenStatistics(shop.context)
  expect(await prices()).toEqual(before)
})
