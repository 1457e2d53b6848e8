import { readFileSync } from "node:fs"
import { Agent } from "node:http"
import path from "node:path"
import { parseArgs } from "node:util"
import type { Client } from "pg"
import { z } from "zod"
import { withBenchShop } from "./lib/bench-shop"
import type { BenchShop } from "./lib/bench-shop"
import { keepMeasurement } from "./lib/measurement"
import { answersOf, failuresIn, percentile, slopeOf } from "./lib/paced-load"
import type { PacedResult } from "./lib/paced-load"
import { pluginLoad } from "./lib/plugin-load"
import { startShop } from "./lib/production-shop"

/**
 * `npm run soak -- --minutes 60`: one built shop (embedded Postgres, serving and training in one process) under a
 * steady load of behavior of ever new shoppers and of lists, and what grows meanwhile: live heap after a full
 * collection, resident memory, connections, rows. Fails when a row is missing or twice, or a list was not answered.
 */
const EVENTS_PER_SECOND = 100
const EVENTS_A_CALL = 20
const LISTS_PER_SECOND = 40
const PRODUCTS = 2_000
const VISITORS = 2_000
/**
 * Rows that a training reads: what ten minutes bring. From then on every model is of one size, and what still grows
 * is a leak; with the default of two millions an hour's growth would be the shop's own history.
 */
const ROWS_LEARNT = 60_000
/** What is loaded and learnt first is no leak: slopes and latencies leave out this share. */
const WARM_UP = 1 / 3
const LOOK_EVERY_MS = 10_000
const HOUR_MS = 3_600_000

const probeSchema = z.object({
  pid: z.number(),
  at: z.number(),
  heap: z.number(),
  rss: z.number(),
  delayMs: z.number(),
})
type Probe = z.output<typeof probeSchema>

const megabytes = (bytes: number): number => Number((bytes / 2 ** 20).toFixed(1))
const round = (value: number): number => Number(value.toFixed(2))

/** What the probe wrote of the process that serves: the largest of the shop's. */
function probesOf(file: string): Probe[] {
  const all = readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => probeSchema.parse(JSON.parse(line)))
  const largest = all.reduce((most, probe) => (probe.rss > most.rss ? probe : most))
  return all.filter(({ pid }) => pid === largest.pid)
}

async function countOf(client: Client, text: string): Promise<number> {
  const found = await client.query<{ count: string }>(text)
  return Number(found.rows[0]?.count ?? Number.NaN)
}

/** Connections of the shop, looked at until it is to stop. */
function watchConnections(client: Client): { stop(): Promise<readonly number[]> } {
  const seen: number[] = []
  let isOver = false
  const watching = (async () => {
    while (!isOver) {
      seen.push(
        await countOf(
          client,
          `select count(*) as count from pg_stat_activity
            where datname = current_database() and backend_type = 'client backend' and pid <> pg_backend_pid()`,
        ),
      )
      for (let waited = 0; waited < LOOK_EVERY_MS && !isOver; waited += 200)
        await new Promise((resolve) => setTimeout(resolve, 200))
    }
  })()
  return {
    stop: async () => {
      isOver = true
      await watching
      return seen
    },
  }
}

interface Soaked {
  readonly behavior: PacedResult
  readonly lists: PacedResult
  readonly connections: readonly number[]
  readonly probes: readonly Probe[]
}

async function soak({ folder, databaseUrl, client, shop }: BenchShop, milliseconds: number): Promise<Soaked> {
  const probeFile = path.join(folder, "heap.ndjson")
  const server = await startShop({
    DATABASE_URL: databaseUrl,
    HEAP_PROBE_FILE: probeFile,
    NODE_OPTIONS: `--require ${path.join(__dirname, "lib", "heap-probe.cjs")}`,
    RECOMMENDATION_OPTIONS: JSON.stringify({
      capture: { rate_limit_per_minute: 1_000_000 },
      training: { max_rows: ROWS_LEARNT },
    }),
  })
  const agent = new Agent({ keepAlive: true, maxSockets: 20 })
  const watch = watchConnections(client)
  try {
    const { behavior, lists } = await pluginLoad(
      { port: server.port, agent, shop, products: PRODUCTS },
      {
        eventsPerSecond: EVENTS_PER_SECOND,
        eventsACall: EVENTS_A_CALL,
        listsPerSecond: LISTS_PER_SECOND,
        milliseconds,
      },
    )
    return { behavior, lists, connections: await watch.stop(), probes: probesOf(probeFile) }
  } finally {
    await watch.stop()
    agent.destroy()
    await server.stop()
  }
}

/** What came after the warm-up: every list is rebuilt then, and the first model is trained. */
const settledPart = <T>(all: readonly T[]): readonly T[] => all.slice(Math.floor(all.length * WARM_UP))

/** Rise by the hour of what is after the warm-up. */
function slope(probes: readonly Probe[], valueOf: (probe: Probe) => number): number {
  const settled = settledPart(probes)
  return round(slopeOf(settled.map((probe) => [probe.at / HOUR_MS, valueOf(probe) / 2 ** 20])))
}

async function report(bench: BenchShop, minutes: number): Promise<void> {
  const { behavior, lists, connections, probes } = await soak(bench, minutes * 60_000)
  const { client } = bench
  const accepted = (behavior.statuses.get(202) ?? 0) * EVENTS_A_CALL
  const runs = await client.query<{ status: string; count: string }>(
    "select status, count(*) as count from recommendation_training_run group by status order by status",
  )
  const settled = settledPart(probes)
  const result = {
    minutes,
    events_sent: behavior.sent * EVENTS_A_CALL,
    events_accepted: accepted,
    events_stored: await countOf(client, "select count(*) as count from behavior_event where source = 'storefront'"),
    events_twice: await countOf(
      client,
      `select count(*) as count from (select id from behavior_event where source = 'storefront' group by id having count(*) > 1) twice`,
    ),
    shoppers: behavior.sent,
    behavior_answers: answersOf(behavior),
    behavior_p99_ms: round(percentile(settledPart(behavior.latencies), 0.99)),
    lists: lists.sent,
    list_failures: failuresIn(lists.statuses, [200]),
    list_answers: answersOf(lists),
    list_p50_ms: round(percentile(settledPart(lists.latencies), 0.5)),
    list_p95_ms: round(percentile(settledPart(lists.latencies), 0.95)),
    list_p99_ms: round(percentile(settledPart(lists.latencies), 0.99)),
    heap_mb: [megabytes(settled[0]?.heap ?? 0), megabytes(settled.at(-1)?.heap ?? 0)],
    heap_mb_per_hour: slope(probes, ({ heap }) => heap),
    rss_mb: [megabytes(settled[0]?.rss ?? 0), megabytes(settled.at(-1)?.rss ?? 0)],
    rss_mb_per_hour: slope(probes, ({ rss }) => rss),
    event_loop_delay_p99_ms: round(
      percentile(
        probes.map(({ delayMs }) => delayMs),
        0.99,
      ),
    ),
    connections: [Math.min(...connections), Math.max(...connections)],
    training_runs: Object.fromEntries(runs.rows.map(({ status, count }) => [status, Number(count)])),
  }
  keepMeasurement("soak", `npm run soak -- --minutes ${minutes}`, [
    {
      items: ["L7"],
      what: `${minutes} minutes of ${EVENTS_PER_SECOND} events/s and ${LISTS_PER_SECOND} lists/s, ${result.shoppers} shoppers`,
      outcome:
        `${result.events_stored} of ${accepted} accepted events stored, ${result.events_twice} twice; ${result.list_failures} of ${result.lists} lists failed; ` +
        `live heap ${result.heap_mb.join(" to ")} MB (${result.heap_mb_per_hour} MB an hour), resident ${result.rss_mb.join(" to ")} MB; connections ${result.connections.join(" to ")}`,
      figures: {
        events_lost: accepted - result.events_stored,
        list_failures: result.list_failures,
        heap_mb_per_hour: result.heap_mb_per_hour,
      },
    },
  ])
  console.log(JSON.stringify(result))
  const isLost = result.events_stored !== accepted || result.events_twice > 0 || result.list_failures > 0
  if (isLost) process.exitCode = 1
}

const { values } = parseArgs({
  options: { minutes: { type: "string", default: "60" }, "no-build": { type: "boolean", default: false } },
})
const minutes = Number(values.minutes)
if (!(minutes >= 1)) throw new Error(`--minutes must be a number from 1 on, got "${values.minutes}"`)

void withBenchShop({ database: "svm_soak", products: PRODUCTS, visitors: VISITORS }, (bench) =>
  report(bench, minutes),
).catch((error: unknown) => {
  console.error(error)
  process.exitCode = 1
})
