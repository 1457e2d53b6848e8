import { randomUUID } from "node:crypto"
import { parseArgs } from "node:util"
import { aReport, aView } from "../integration-tests/helpers/storefront-report"
import { knex } from "@medusajs/framework/mikro-orm/knex"
import { BehaviorStore } from "../src/modules/recommendation/behavior/behavior-store"
import type { ModuleContext } from "../src/modules/recommendation/context"
import { countArms } from "../src/modules/recommendation/experiments/experiment-counts"
import { StillCountingError } from "../src/modules/recommendation/insights/kept-figures"
import type { Wait } from "../src/modules/recommendation/insights/kept-figures"
import { InsightsStore } from "../src/modules/recommendation/insights/insights-store"
import { LearningStore } from "../src/modules/recommendation/learning/learning-store"
import { readSnapshot } from "../src/modules/recommendation/learning/snapshot"
import { parseOptions } from "../src/modules/recommendation/options"
import { Catalog } from "../src/modules/recommendation/serving/catalog/catalog"
import { SaleIndex } from "../src/modules/recommendation/serving/catalog/sale-index"
import { withBenchShop } from "./lib/bench-shop"
import type { BenchShop } from "./lib/bench-shop"
import { writeLargeLog } from "./lib/large-log"
import { TimedStatements } from "./lib/timed-statements"
import type { WorkReport } from "./lib/timed-statements"

/**
 * `npm run bench:large -- --events N [--plans] [--only WORDS]`: every kind of query of the plugin on a log of N events (1,000,000), in
 * this process, on an embedded Postgres. Fails when something on a request's path takes more than half a second, a page of
 * the dashboard among them (`looks`: before it was counted, and after), or when a shopper's request reads a whole table.
 * The last line is JSON.
 */
const { values } = parseArgs({
  args: process.argv.slice(2).filter((arg) => arg !== "--no-build"),
  options: {
    events: { type: "string", default: "1000000" },
    products: { type: "string" },
    customers: { type: "string" },
    plans: { type: "boolean", default: false },
    only: { type: "string", default: "" },
  },
})
const EVENTS = Number(values.events)
/** Twenty million events have 100,000 products and 300,000 customers. */
const PRODUCTS = Number(values.products ?? Math.min(100_000, Math.ceil(EVENTS / 200)))
const CUSTOMERS = Number(values.customers ?? Math.min(300_000, Math.ceil((EVENTS * 3) / 200)))
const REQUEST_MS = 500
const DAY_MS = 86_400_000
const CHANNEL = "sc_bench"
const EXPERIMENT = {
  id: "experiment",
  design: { salt: "bench", holdoutShare: 0.1 },
  comparison: { kind: "popularity" } as const,
}

interface Work {
  readonly name: string
  /** Whether a shopper waits for it. */
  readonly isRequest?: boolean
  /** Whether a page of the dashboard asks for it, which takes what is known by now. */
  readonly isPage?: boolean
  readonly run: (wait?: Wait) => Promise<unknown>
}

function works(context: ModuleContext): Work[] {
  const behavior = new BehaviorStore(context)
  const insights = new InsightsStore(context)
  const starting = new InsightsStore(context).experiments
  const learning = new LearningStore(context, { behavior })
  const month = { from: new Date(Date.now() - 30 * DAY_MS), to: new Date(), timeZone: "Europe/Berlin" }
  const scope = { ...month, windowDays: 7 }
  const catalog = new Catalog(context, async () => [])
  const saleIndex = new SaleIndex(context)
  const visitorId = randomUUID()
  const report = () =>
    behavior.storefront.take(
      aReport({
        events: Array.from({ length: 100 }, (_, at) => aView({ product_id: `prod_${1 + (at % PRODUCTS)}` })),
        ...{ visitorId, customerId: "cus_2", salesChannelIds: [CHANNEL] },
      }),
    )
  return [
    { name: "capture: first report", run: report },
    { name: "capture: 100 events", isRequest: true, run: report },
    { name: "profile of a customer", isRequest: true, run: () => behavior.readProfile({ customerId: "cus_1" }) },
    {
      name: "profile of a visitor",
      isRequest: true,
      run: () => behavior.readProfile({ visitorId: `visitor-${CUSTOMERS + 7}` }),
    },
    {
      name: "experiment: name of a shopper",
      isRequest: true,
      run: () => insights.armOf({ customerId: "cus_1", visitorId: null }, EXPERIMENT),
    },
    {
      name: "export on request",
      isRequest: true,
      run: () => behavior.rights.export({ customerId: "cus_5", visitorId: null }),
    },
    { name: "erasure on request", isRequest: true, run: () => behavior.rights.erase({ customerId: "cus_5" }) },
    { name: "events since a model", run: () => behavior.countSince(0) },
    { name: "events since a model, again", run: () => behavior.countSince(0) },
    { name: "whether to train", run: () => learning.decide() },
    { name: "snapshot", run: async () => snapshot(context, await behavior.latestSeq()) },
    {
      name: "dashboard: behavior of 30 days",
      isPage: true,
      run: (wait) => insights.behavior(month, month.timeZone, wait),
    },
    { name: "dashboard: capture", run: () => insights.capture(month) },
    {
      name: "dashboard: results of 30 days",
      isPage: true,
      run: (wait) => insights.results({ ...scope, catalogSize: PRODUCTS }, wait),
    },
    { name: "dashboard: live view", run: () => behavior.tail({ after: null, limit: 50 }) },
    { name: "dashboard: product", isPage: true, run: (wait) => insights.product("prod_1", scope, wait) },
    {
      name: "dashboard: bought together",
      isPage: true,
      run: (wait) => insights.boughtTogether("prod_1", { ...month, limit: 5 }, wait),
    },
    { name: "dashboard: order", run: () => insights.order("order_1", scope) },
    {
      name: "dashboard: products in most baskets",
      isPage: true,
      run: (wait) => insights.commonProducts({ from: new Date(Date.now() - 90 * DAY_MS), to: new Date() }, wait),
    },
    { name: "dashboard: gifts", isPage: true, run: (wait) => insights.gifts(scope, new Map(), wait) },
    { name: "dashboard: sets", isPage: true, run: (wait) => insights.setUse(scope, wait) },
    {
      name: "dashboard: plan of an experiment",
      isPage: true,
      run: (wait) => insights.experiments.plan(0.1, wait),
    },
    {
      name: "dashboard: start of an experiment",
      isPage: true,
      run: async (wait) => {
        await context.knex().raw("delete from recommendation_experiment")
        await starting.start({ name: "bench", holdoutShare: 0.1, isAA: false }, wait)
      },
    },
    { name: "dashboard: experiments", isPage: true, run: (wait) => insights.experiments.list(wait) },
    {
      // Behind the dashboard's back, and stored: what it shows was counted before.
      name: "experiment of a year: shoppers of both arms counted",
      run: async () => {
        const {
          figures: { treatment, control },
        } = await countArms(context, EXPERIMENT.design, {
          from: new Date(Date.now() - 365 * DAY_MS),
          to: new Date(),
        })
        console.log(`${treatment.shoppers + control.shoppers} shoppers`)
      },
    },
    { name: "catalog", run: () => catalog.readAll() },
    { name: "for-sale set", run: () => saleIndex.forSale({ salesChannelIds: [CHANNEL], currencyCode: "eur" }) },
    { name: "reconciliation", run: () => behavior.reconciliation.run() },
    { name: "retention", run: () => behavior.retention.run(330) },
    { name: "expiry", run: () => behavior.expiry.run({ behavior: 330, served: 90 }) },
  ]
}

async function snapshot(context: ModuleContext, seq: number): Promise<void> {
  const { max_rows: maxRows } = context.options.training
  await readSnapshot(context, { seq, maxRows, seed: 1, settings: context.options }, () => Promise.resolve())
}

/** Milliseconds in which a page has what is known by now, or word that it is being counted. */
async function look(run: Work["run"]): Promise<number> {
  const begun = performance.now()
  try {
    await run("shortly")
  } catch (error) {
    if (!(error instanceof StillCountingError)) throw error
  }
  return Math.round(performance.now() - begun)
}

async function measure({ client, databaseUrl }: BenchShop): Promise<void> {
  await client.query("truncate behavior_event")
  await writeLargeLog(client, { events: EVENTS, products: PRODUCTS, customers: CUSTOMERS })
  const connection = knex({ client: "pg", connection: databaseUrl, pool: { min: 0, max: 8 } })
  const queries: Record<string, WorkReport & { readonly looks?: readonly number[] }> = {}
  const faults: string[] = []
  try {
    const timed = new TimedStatements(connection)
    for (const { name, isRequest = false, isPage = false, run } of works({
      knex: () => connection,
      options: parseOptions({}),
      logger: undefined,
    }).filter((work) => work.name.includes(values.only))) {
      const looks = isPage ? [await look(run)] : []
      const { plan, ...report } = await timed.run(() => run())
      if (isPage) looks.push(await look(run))
      queries[name] = { ...report, ...(isPage ? { looks } : {}) }
      console.log(
        `${name}: ${report.ms} ms, ${report.statements} statements, reads whole: ${report.scans.join(", ") || "nothing"}`,
      )
      if (values.plans) console.log(plan)
      const waited = Math.max(isRequest ? report.ms : 0, ...looks)
      if (waited > REQUEST_MS) faults.push(`${name}: ${waited} ms on a request's path`)
      if (isRequest && report.scans.length > 0)
        faults.push(`${name}: reads ${report.scans.join(", ")} on a request's path`)
    }
  } finally {
    await connection.destroy()
  }
  const [slowest] = Object.entries(queries).sort(([, a], [, b]) => b.ms - a.ms)
  console.log(
    JSON.stringify({
      events: EVENTS,
      products: PRODUCTS,
      customers: CUSTOMERS,
      slowest: { name: slowest[0], ms: slowest[1].ms },
      queries,
      faults,
    }),
  )
  if (faults.length > 0) process.exitCode = 1
}

// Nothing of a build is needed: it runs from the sources.
process.argv.push("--no-build")
void withBenchShop({ database: "svm_bench_large", products: PRODUCTS, visitors: 0 }, measure).catch(
  (error: unknown) => {
    console.error(error)
    process.exitCode = 1
  },
)
