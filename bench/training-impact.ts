import { mkdtempSync, rmSync } from "node:fs"
import os from "node:os"
import path from "node:path"
import { Client } from "pg"
import { startEmbeddedPostgres } from "../scripts/embedded-postgres"
import { load } from "./lib/load"
import type { Spell } from "./lib/load"
import { buildShop, migrateShop, startShop } from "./lib/production-shop"
import type { ProductionShop } from "./lib/production-shop"
import { addProducts, addVisitors, createServeShop } from "./lib/serve-shop"
import type { ServeShop } from "./lib/serve-shop"

/**
 * `npm run bench:training-impact`: p95 of `/store/products` while the same process
 * trains, beside its idle value, turn by turn in one run (built shop, one process
 * that serves and trains, embedded Postgres). `--quick` takes fewer turns,
 * `--no-build` the build that is there.
 */
const quick = process.argv.includes("--quick")
const ROUNDS = quick ? 2 : 4
const SPELL_MS = 500
const IDLE_SPELLS = quick ? 12 : 24
const CONNECTIONS = 2
const LIST = 8
const PRODUCTS = 2_000
const VISITORS = quick ? 3_000 : 6_000
const DATABASE = "svm_bench_training"
const WAIT_LIMIT_MS = 10 * 60_000

const p95 = (spells: readonly Spell[]): number => {
  const latencies = spells.flatMap((spell) => [...spell.latencies]).sort((a, b) => a - b)
  return latencies[Math.floor(latencies.length * 0.95)] ?? Number.NaN
}

const round = (value: number, digits = 2): number => Number(value.toFixed(digits))

interface Stage {
  readonly shop: ProductionShop
  readonly seeded: Omit<ServeShop, "visitors">
  readonly client: Client
}

const pages = Math.floor(PRODUCTS / LIST)
let asked = 0

function spell({ shop, seeded }: Stage): Promise<Spell> {
  return load({
    port: shop.port,
    connections: CONNECTIONS,
    milliseconds: SPELL_MS,
    headers: { "x-publishable-api-key": seeded.publishableKey },
    path: () => `/store/products?limit=${LIST}&offset=${(asked++ % pages) * LIST}&region_id=${seeded.regionId}`,
  })
}

async function running(client: Client): Promise<boolean> {
  const found = await client.query("select 1 from recommendation_training_run where status = 'running'")
  return found.rowCount !== null && found.rowCount > 0
}

/** Asks for a run as an admin's button does, and waits for the shop's job to take it up. */
async function startTraining(client: Client): Promise<void> {
  await client.query("insert into recommendation_retrain_request (trigger, detail) values ('admin', 'bench')")
  const until = Date.now() + WAIT_LIMIT_MS
  while (!(await running(client))) {
    if (Date.now() > until) throw new Error("no run began")
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

/** Spells that lay in a run from beginning to end. */
async function whileTraining(stage: Stage): Promise<Spell[]> {
  await startTraining(stage.client)
  const spells: Spell[] = []
  for (;;) {
    const taken = await spell(stage)
    if (!(await running(stage.client))) return spells
    spells.push(taken)
  }
}

async function measure(stage: Stage): Promise<Record<string, unknown>> {
  // What is first asked for is compiled and cached then, in both halves alike.
  for (let i = 0; i < IDLE_SPELLS / 2; i++) await spell(stage)
  const idle: Spell[] = []
  const training: Spell[] = []
  for (let turn = 1; turn <= ROUNDS; turn++) {
    const rested: Spell[] = []
    for (let i = 0; i < IDLE_SPELLS; i++) rested.push(await spell(stage))
    const trained = await whileTraining(stage)
    console.log(
      `turn ${turn}: p95 idle ${p95(rested).toFixed(1)} ms, while training ${p95(trained).toFixed(1)} ms over ${trained.length} spells`,
    )
    idle.push(...rested)
    training.push(...trained)
  }
  const runs = await stage.client.query<{ status: string; seconds: string }>(
    `select status, extract(epoch from finished_at - started_at)::text as seconds from recommendation_training_run
      order by started_at`,
  )
  const failures = [...idle, ...training].reduce((sum, { failures: failed }) => sum + failed, 0)
  return {
    p95_idle_ms: round(p95(idle)),
    p95_training_ms: round(p95(training)),
    ratio: round(p95(training) / p95(idle), 3),
    requests_idle: idle.reduce((sum, { requests }) => sum + requests, 0),
    requests_training: training.reduce((sum, { requests }) => sum + requests, 0),
    failures,
    runs: runs.rows.map(({ status, seconds }) => ({ status, seconds: round(Number(seconds), 1) })),
  }
}

async function main(): Promise<void> {
  const folder = mkdtempSync(path.join(os.tmpdir(), "svm-bench-training-"))
  const postgres = await startEmbeddedPostgres({ dataDir: path.join(folder, "postgres") })
  const client = new Client({ connectionString: postgres.url(DATABASE) })
  try {
    await postgres.createDatabase(DATABASE)
    if (!process.argv.includes("--no-build")) {
      console.log("building for production")
      buildShop()
    }
    migrateShop(postgres.url(DATABASE))
    await client.connect()
    const seeded = await createServeShop(client)
    await addProducts(client, { from: 1, to: PRODUCTS })
    const shop = await startShop({
      DATABASE_URL: postgres.url(DATABASE),
      // The turns decide when it trains.
      RECOMMENDATION_OPTIONS: JSON.stringify({ retrain: { min_interactions: 10_000_000 } }),
    })
    try {
      await addVisitors(client, { count: VISITORS, products: PRODUCTS })
      console.log(JSON.stringify(await measure({ shop, seeded, client })))
    } finally {
      await shop.stop()
    }
  } finally {
    await client.end().catch(() => undefined)
    await postgres.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

void main().catch((error: unknown) => {
  console.error(error)
  process.exitCode = 1
})
