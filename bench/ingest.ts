import { mkdtempSync, rmSync } from "node:fs"
import { Agent } from "node:http"
import os from "node:os"
import path from "node:path"
import { Client } from "pg"
import { startEmbeddedPostgres } from "../scripts/embedded-postgres"
import { behaviorBody, sendBehavior } from "./lib/behavior-sender"
import type { BehaviorSender } from "./lib/behavior-sender"
import { buildShop, migrateShop, startShop } from "./lib/production-shop"
import { rawInserts } from "./lib/raw-inserts"
import { addProducts, createServeShop } from "./lib/serve-shop"

/**
 * `npm run bench:ingest`: events a second that POST /store/behavior-events stores
 * (built shop, one process, embedded Postgres, 100 events a call), beside batched
 * INSERTs of the same rows into the same table through `pg`, turn by turn in one
 * run. The shop has Medusa's caching module on, in memory, as a busy shop should: without it Medusa asks the database
 * for the publishable key on every request (`--no-caching`). `--quick` takes shorter turns, `--no-build` the build
 * that is there.
 */
const quick = process.argv.includes("--quick")
const hasCaching = !process.argv.includes("--no-caching")
const SPELL_MS = quick ? 2_000 : 5_000
const ROUNDS = quick ? 3 : 5
const EVENTS = 100
const CONNECTIONS = 16
const RAW_CONNECTIONS = 4
const PRODUCTS = 2_000
const DATABASE = "svm_bench_ingest"

interface Spell {
  readonly events: number
  readonly seconds: number
  readonly latencies: readonly number[]
  readonly refused: number
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0

async function ingest(sender: BehaviorSender, milliseconds: number): Promise<Spell> {
  const latencies: number[] = []
  let events = 0
  let refused = 0
  const begun = performance.now()
  const until = begun + milliseconds
  const busy = async (): Promise<void> => {
    while (performance.now() < until) {
      const payload = behaviorBody({ count: EVENTS, products: PRODUCTS })
      const at = performance.now()
      const status = await sendBehavior(sender, payload)
      latencies.push(performance.now() - at)
      if (status === 202) events += EVENTS
      else if (status === 429 || status === 503) refused += 1
      else throw new Error(`the shop answered ${status}`)
    }
  }
  await Promise.all(Array.from({ length: CONNECTIONS }, busy))
  return { events, seconds: (performance.now() - begun) / 1_000, latencies, refused }
}

async function measure(databaseUrl: string): Promise<void> {
  migrateShop(databaseUrl)
  const client = new Client({ connectionString: databaseUrl })
  await client.connect()
  const { publishableKey } = await createServeShop(client)
  await addProducts(client, { from: 1, to: PRODUCTS })
  const shop = await startShop({
    DATABASE_URL: databaseUrl,
    MEDUSA_FF_CACHING: String(hasCaching),
    RECOMMENDATION_OPTIONS: JSON.stringify({ capture: { rate_limit_per_minute: 1_000_000 } }),
  })
  const sender = { port: shop.port, agent: new Agent({ keepAlive: true, maxSockets: CONNECTIONS }), publishableKey }
  const spells: Spell[] = []
  const raw: number[] = []
  try {
    for (let turn = -1; turn < ROUNDS; turn += 1) {
      const milliseconds = turn < 0 ? SPELL_MS / 2 : SPELL_MS
      const rawRate = await rawInserts({
        databaseUrl,
        milliseconds,
        connections: RAW_CONNECTIONS,
        rows: EVENTS,
        products: PRODUCTS,
      })
      const spell = await ingest(sender, milliseconds)
      if (turn < 0) continue
      raw.push(rawRate)
      spells.push(spell)
      console.log(
        `turn ${turn + 1}: route ${(spell.events / spell.seconds).toFixed(0)} events/s, raw ${rawRate.toFixed(0)} rows/s, refused ${spell.refused}`,
      )
    }
    const stored = await client.query<{ count: string }>(
      "select count(*) as count from behavior_event where source = 'storefront'",
    )
    console.log(`${stored.rows[0]?.count ?? "no"} events of the route in the table`)
  } finally {
    sender.agent.destroy()
    await shop.stop()
    await client.end()
  }
  const latencies = spells.flatMap((spell) => [...spell.latencies]).sort((a, b) => a - b)
  const eventsPerSecond = median(spells.map((spell) => spell.events / spell.seconds))
  const rawPerSecond = median(raw)
  console.log(
    JSON.stringify({
      events_per_s: Math.round(eventsPerSecond),
      raw_events_per_s: Math.round(rawPerSecond),
      ratio_raw: Number((eventsPerSecond / rawPerSecond).toFixed(3)),
      p99_ms: Number((latencies[Math.floor(latencies.length * 0.99)] ?? 0).toFixed(1)),
      caching: hasCaching,
    }),
  )
}

async function main(): Promise<void> {
  if (!process.argv.includes("--no-build")) buildShop()
  const folder = mkdtempSync(path.join(os.tmpdir(), "svm-bench-ingest-"))
  const postgres = await startEmbeddedPostgres({ dataDir: path.join(folder, "postgres") })
  try {
    await postgres.createDatabase(DATABASE)
    await measure(postgres.url(DATABASE))
  } finally {
    await postgres.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

void main().catch((error: unknown) => {
  console.error(error)
  process.exitCode = 1
})
