import { Agent } from "node:http"
import { parseArgs } from "node:util"
import type { Client } from "pg"
import { z } from "zod"
import { behaviorBody, sendBehavior } from "./lib/behavior-sender"
import { withBenchShop } from "./lib/bench-shop"
import type { BenchShop } from "./lib/bench-shop"
import { getStatus, load, merge } from "./lib/load"
import type { Spell } from "./lib/load"
import { keepMeasurement } from "./lib/measurement"
import { LINES_PER_SECOND, makeCarts, ownRoutes, ownRoutesByTurns, productsPath } from "./lib/own-routes"
import type { OwnRoutes, Server } from "./lib/own-routes"
import { answersOf, failuresIn, pace, percentile } from "./lib/paced-load"
import type { PacedResult } from "./lib/paced-load"
import { pluginLoad } from "./lib/plugin-load"
import { buildBareShop, startShop } from "./lib/production-shop"
import type { ProductionShop } from "./lib/production-shop"
import { trainOnce, TRAINS_WHEN_ASKED } from "./lib/train-once"

/**
 * `npm run bench:load`: what a shop bears. Its own routes without the plugin, with it, with it under 500 events and 200
 * lists a second, and without it under as many calls that do nothing, turn by turn in one run; the same load for ten
 * minutes, and while it trains; a burst past all limits; a cold start under thousands of requests. All with Medusa's
 * caching module on, in memory. `--quick` takes fewer turns and shorter bursts, `--steady SECONDS` says for how long the load goes on, `--no-build` takes the build that is there.
 */
const { values: asked } = parseArgs({
  options: { quick: { type: "boolean" }, steady: { type: "string" }, "no-build": { type: "boolean" } },
})
const quick = asked.quick ?? false
const ROUNDS = quick ? 2 : 3
const TURN_MS = 20_000
/** A shop that has just come up makes its first lists: that is measured by itself, not as load. */
const WARM_MS = 20_000
const RATE_MS = quick ? 2_000 : 5_000
const EVENTS_A_CALL = 20
const EVENTS_PER_SECOND = 500
const LISTS_PER_SECOND = 200
/** How long the plugin's load goes on without a pause, on the shop alone. */
const STEADY_MS =
  1_000 *
  z.coerce
    .number()
    .positive()
    .parse(asked.steady ?? (quick ? 10 : 600))
const BURST_PER_SECOND = 2_000
const BURST_MS = quick ? 5_000 : 30_000
const COLD_REQUESTS = 5_000
const PRODUCTS = 10_000
const VISITORS = 6_000
/** Shoppers on the pages at one time: each asks for some list every other second. */
const ACTIVE_VISITORS = 400
const CONNECTIONS = 4
const TRIVIAL = "/store/trivial"
const RUN_LIMIT_MS = 600_000

const round = (value: number, digits = 1): number => Number(value.toFixed(digits))
const wait = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds))

interface PluginLoad {
  readonly behavior: PacedResult
  readonly lists: PacedResult
  /** Cores that were busy on the average: those of the shop's process, and of this one, which sends. */
  readonly cores: { readonly shop: number; readonly sender: number }
}

/** A running shop of the bench, and its process. */
interface Running extends Server {
  readonly process: ProductionShop
}

async function loaded(server: Running, milliseconds: number): Promise<PluginLoad> {
  const shop = { ...server.shop, visitors: server.shop.visitors.slice(0, ACTIVE_VISITORS) }
  const pace = { eventsPerSecond: EVENTS_PER_SECOND, eventsACall: EVENTS_A_CALL, listsPerSecond: LISTS_PER_SECOND }
  const begun = { at: performance.now(), shop: server.process.processorSeconds(), sender: process.cpuUsage() }
  const results = await pluginLoad({ ...server, shop }, { ...pace, milliseconds })
  const seconds = (performance.now() - begun.at) / 1_000
  const sender = process.cpuUsage(begun.sender)
  const shopSeconds = server.process.processorSeconds() - begun.shop
  const senderSeconds = (sender.user + sender.system) / 1_000_000
  return { ...results, cores: { shop: shopSeconds / seconds, sender: senderSeconds / seconds } }
}

/** As many calls as {@link loaded} makes, each of a route that does nothing: what the calls alone cost any shop. */
function sameCalls(server: Running, milliseconds: number): Promise<PacedResult> {
  const { agent, port, shop } = server
  const headers = { "x-publishable-api-key": shop.publishableKey }
  const perSecond = EVENTS_PER_SECOND / EVENTS_A_CALL + LISTS_PER_SECOND
  return pace({ perSecond, milliseconds, call: () => getStatus({ port, agent, headers, path: TRIVIAL }) })
}

/** The shop's own products route, asked as fast as it answers. */
function productsRate(server: Server): Promise<Spell> {
  const headers = { "x-publishable-api-key": server.shop.publishableKey }
  const path = (n: number): string => productsPath(server, n)
  return load({ port: server.port, connections: CONNECTIONS, milliseconds: RATE_MS, headers, path })
}

interface Turn {
  readonly own: OwnRoutes
  readonly rate: Spell
}

/** Starts a training run and puts the load on the shop until the run is over. */
async function whileTraining(server: Running, client: Client): Promise<PluginLoad[]> {
  await client.query("insert into recommendation_retrain_request (trigger, detail) values ('admin', 'bench')")
  const isRunning = async (): Promise<boolean> => {
    const found = await client.query("select 1 from recommendation_training_run where status = 'running'")
    return (found.rowCount ?? 0) > 0
  }
  const until = Date.now() + RUN_LIMIT_MS
  while (!(await isRunning())) {
    if (Date.now() > until) throw new Error("no run began")
    await wait(100)
  }
  const loads: PluginLoad[] = []
  while (await isRunning()) loads.push(await loaded(server, 3_000))
  return loads
}

const mean = (numbers: readonly number[]): number => numbers.reduce((sum, each) => sum + each, 0) / numbers.length
const all = (results: readonly PacedResult[]): number[] => results.flatMap(({ latencies }) => [...latencies])
const failed = (results: readonly PacedResult[], fine: readonly number[]): number =>
  results.reduce((sum, { statuses }) => sum + failuresIn(statuses, fine), 0)
const answered = (results: readonly PacedResult[], status: number): number =>
  results.reduce((sum, { statuses }) => sum + (statuses.get(status) ?? 0), 0)

const linesOf = ({ lines }: OwnRoutes): { p50: number; p95: number } => ({
  p50: round(percentile(lines.latencies, 0.5)),
  p95: round(percentile(lines.latencies, 0.95)),
})

type OwnFigures = ReturnType<typeof ownFigures>

function ownFigures(turns: readonly Turn[]) {
  const products = turns.map(({ own }) => own.products)
  const lines = turns.map(({ own }) => own.lines)
  return {
    products_p50_ms: round(percentile(all(products), 0.5)),
    products_p95_ms: round(percentile(all(products), 0.95)),
    line_p50_ms: round(percentile(all(lines), 0.5)),
    line_p95_ms: round(percentile(all(lines), 0.95)),
    products_rps: round(merge(turns.map(({ rate }) => rate)).rps),
    failures: failed([...products, ...lines], [200]) + turns.reduce((sum, { rate }) => sum + rate.failures, 0),
  }
}

function loadFigures(loads: readonly PluginLoad[]): Record<string, number> {
  const behavior = loads.map((each) => each.behavior)
  const lists = loads.map((each) => each.lists)
  return {
    events_sent: behavior.reduce((sum, { sent }) => sum + sent, 0) * EVENTS_A_CALL,
    events_accepted: answered(behavior, 202) * EVENTS_A_CALL,
    behavior_failures: failed(behavior, [202, 429, 503]),
    behavior_p99_ms: round(percentile(all(behavior), 0.99)),
    lists: lists.reduce((sum, { sent }) => sum + sent, 0),
    list_failures: failed(lists, [200]),
    list_p50_ms: round(percentile(all(lists), 0.5)),
    list_p95_ms: round(percentile(all(lists), 0.95)),
    list_p99_ms: round(percentile(all(lists), 0.99)),
    shop_cores: round(mean(loads.map(({ cores }) => cores.shop)), 2),
    sender_cores: round(mean(loads.map(({ cores }) => cores.sender)), 2),
  }
}

async function burst(server: Server): Promise<PacedResult> {
  const sender = { port: server.port, agent: server.agent, publishableKey: server.shop.publishableKey }
  return pace({
    perSecond: BURST_PER_SECOND / EVENTS_A_CALL,
    milliseconds: BURST_MS,
    call: () => sendBehavior(sender, behaviorBody({ count: EVENTS_A_CALL, products: PRODUCTS })),
  })
}

/** Thousands who ask `path` within a second of a shop that has just come up. */
async function coldStart(
  { databaseUrl, shop }: BenchShop,
  path: (n: number) => string,
  folder?: string,
): Promise<PacedResult> {
  const server = await startShop({ DATABASE_URL: databaseUrl, MEDUSA_FF_CACHING: "true" }, folder)
  const agent = new Agent({ keepAlive: true, maxSockets: 500 })
  const headers = { "x-publishable-api-key": shop.publishableKey }
  const call = (n: number): Promise<number> => getStatus({ port: server.port, agent, headers, path: path(n) })
  try {
    return await pace({ perSecond: COLD_REQUESTS, milliseconds: 1_000, call })
  } finally {
    agent.destroy()
    await server.stop()
  }
}

/** Lists of a shop that has just come up, and beside them a shop without the plugin asked for nothing as often. */
async function coldStarts(bench: BenchShop, bareFolder: string): Promise<Record<string, unknown>> {
  const { regionId, visitors } = bench.shop
  const list = `/store/recommendations?limit=8&region_id=${regionId}&visitor_id=`
  const cold = await coldStart(bench, (n) => list + (visitors[n % 50] ?? ""))
  const trivial = await coldStart(bench, () => TRIVIAL, bareFolder)
  return {
    requests: cold.sent,
    answers: answersOf(cold),
    p50_ms: round(percentile(cold.latencies, 0.5)),
    p99_ms: round(percentile(cold.latencies, 0.99)),
    trivial_answers: answersOf(trivial),
    trivial_p99_ms: round(percentile(trivial.latencies, 0.99)),
  }
}

async function storedEvents(client: Client): Promise<number> {
  const found = await client.query<{ count: string }>(
    "select count(*) as count from behavior_event where source = 'storefront'",
  )
  return Number(found.rows[0]?.count ?? Number.NaN)
}

async function measure(bench: BenchShop): Promise<void> {
  const { databaseUrl, client, shop } = bench
  const env = { DATABASE_URL: databaseUrl, MEDUSA_FF_CACHING: "true" }
  const options = JSON.stringify({
    capture: { rate_limit_per_minute: 1_000_000 },
    retrain: TRAINS_WHEN_ASKED,
  })
  const bareFolder = buildBareShop()
  const bareShop = await startShop({ ...env }, bareFolder)
  const fullShop = await startShop({ ...env, RECOMMENDATION_OPTIONS: options })
  const running = (shopProcess: ProductionShop): Running => ({
    port: shopProcess.port,
    process: shopProcess,
    agent: new Agent({ keepAlive: true, maxSockets: 100 }),
    shop,
    products: PRODUCTS,
  })
  const bare = running(bareShop)
  const full = running(fullShop)
  const residentBefore = fullShop.residentBytes()
  const turns: Record<"without" | "idle" | "loaded" | "same_calls", Turn[]> = {
    ...{ without: [], idle: [], loaded: [], same_calls: [] },
  }
  const loads: PluginLoad[] = []
  const result: Record<string, unknown> = {}
  try {
    await trainOnce(client)
    // Each line goes into an empty cart of its own.
    const freshCarts = (): Promise<string[]> => makeCarts(bare, Math.ceil((TURN_MS / 1_000) * LINES_PER_SECOND))
    const freshPair = async (): Promise<[string[], string[]]> => [await freshCarts(), await freshCarts()]
    await ownRoutesByTurns([bare, full], await freshPair(), TURN_MS)
    loads.push(await loaded(full, WARM_MS))
    await sameCalls(bare, WARM_MS / 2)
    for (let turn = 1; turn <= ROUNDS; turn++) {
      const [without, idle] = await ownRoutesByTurns([bare, full], await freshPair(), TURN_MS)
      turns.without.push({ own: without, rate: await productsRate(bare) })
      turns.idle.push({ own: idle, rate: await productsRate(full) })
      const busy = async (server: Running, carts: readonly string[]): Promise<Turn> => ({
        own: await ownRoutes(server, carts, TURN_MS),
        rate: await productsRate(server),
      })
      const carts = await freshPair()
      const [turned, put] = await Promise.all([busy(full, carts[0]), loaded(full, TURN_MS + RATE_MS)])
      turns.loaded.push(turned)
      loads.push(put)
      const [beside] = await Promise.all([busy(bare, carts[1]), sameCalls(bare, TURN_MS + RATE_MS)])
      turns.same_calls.push(beside)
      console.log(`turn ${turn} of ${ROUNDS}: ${JSON.stringify([without, idle, turned.own, beside.own].map(linesOf))}`)
    }
    const steady = await loaded(full, STEADY_MS)
    console.log(`steady: ${JSON.stringify(loadFigures([steady]))}`)
    const training = await whileTraining(full, client)
    const bursting = await burst(full)
    await wait(3_000)
    const accepted =
      answered([...loads, steady, ...training].map(({ behavior }) => behavior).concat(bursting), 202) * EVENTS_A_CALL
    const own = {
      without: ownFigures(turns.without),
      idle: ownFigures(turns.idle),
      loaded: ownFigures(turns.loaded),
      same_calls: ownFigures(turns.same_calls),
    }
    const ratio = (figure: keyof OwnFigures, of: keyof typeof own, to: keyof typeof own): number =>
      round(own[of][figure] / own[to][figure], 3)
    Object.assign(result, {
      own_routes: own,
      line_p50_ratio_idle: ratio("line_p50_ms", "idle", "without"),
      line_p50_ratio_loaded: ratio("line_p50_ms", "loaded", "without"),
      line_p95_ratio_idle: ratio("line_p95_ms", "idle", "without"),
      line_p95_ratio_loaded: ratio("line_p95_ms", "loaded", "without"),
      line_p95_ratio_same_calls: ratio("line_p95_ms", "loaded", "same_calls"),
      products_rps_ratio_idle: ratio("products_rps", "idle", "without"),
      products_rps_ratio_loaded: ratio("products_rps", "loaded", "without"),
      load: loadFigures(loads.slice(1)),
      steady_load: loadFigures([steady]),
      load_while_training: loadFigures(training),
      burst: {
        events_sent: bursting.sent * EVENTS_A_CALL,
        answers: answersOf(bursting),
        p99_ms: round(percentile(bursting.latencies, 0.99)),
      },
      events_accepted: accepted,
      events_stored: await storedEvents(client),
      resident_mb: [residentBefore, fullShop.residentBytes()].map((bytes) => Math.round(bytes / 2 ** 20)),
    })
  } finally {
    for (const each of [bare, full]) each.agent.destroy()
    await Promise.all([bareShop.stop(), fullShop.stop()])
  }
  result.cold_start = await coldStarts(bench, bareFolder)
  keep(result)
  console.log(JSON.stringify(result))
}

/** What was asked for that changes the figures, as it was typed. */
function flags(): string[] {
  const passed = [...(quick ? ["--quick"] : []), ...(asked.steady === undefined ? [] : ["--steady", asked.steady])]
  return passed.length > 0 ? ["--", ...passed] : []
}

const numbers = z.record(z.string(), z.number())

/** What the limits of `integration-tests/reliability/items.ts` are about, out of what was printed. */
const keptFigures = z
  .object({
    steady_load: numbers,
    load_while_training: numbers,
    events_accepted: z.number(),
    events_stored: z.number(),
    line_p95_ratio_idle: z.number(),
    line_p95_ratio_loaded: z.number(),
    cold_start: z.object({
      requests: z.number(),
      answers: numbers,
      p99_ms: z.number(),
      trivial_p99_ms: z.number(),
    }),
  })
  .transform(({ steady_load: steady, load_while_training: training, cold_start: cold, ...result }) => ({
    behavior_p99_ms: steady.behavior_p99_ms ?? Number.NaN,
    list_p95_ms: steady.list_p95_ms ?? Number.NaN,
    list_p99_ms: steady.list_p99_ms ?? Number.NaN,
    training_list_p95_ms: training.list_p95_ms ?? Number.NaN,
    training_list_p99_ms: training.list_p99_ms ?? Number.NaN,
    events_lost: result.events_accepted - result.events_stored,
    line_p95_ratio_idle: result.line_p95_ratio_idle,
    line_p95_ratio_loaded: result.line_p95_ratio_loaded,
    cold_p99_ms: cold.p99_ms,
    cold_refused: cold.requests - (cold.answers["200"] ?? 0),
  }))

/** Leaves it for the table of docs/RELIABILITY.md, as it was printed. */
function keep(result: Readonly<Record<string, unknown>>): void {
  const figures = keptFigures.parse(result)
  const say = (...names: string[]): string =>
    names.map((name) => `${name.replaceAll("_", " ")} ${JSON.stringify(result[name])}`).join("; ")
  keepMeasurement("load", ["npm run bench:load", ...flags()].join(" "), [
    {
      items: ["L1", "L3"],
      what: `500 events/s and 200 lists/s together for ${STEADY_MS / 1_000} s`,
      outcome: say("steady_load", "events_accepted", "events_stored"),
      figures,
    },
    {
      items: ["L2"],
      what: `${BURST_PER_SECOND} events/s for ${BURST_MS / 1_000} s`,
      outcome: say("burst", "events_accepted", "events_stored", "resident_mb"),
      figures,
    },
    { items: ["L4"], what: "both while a training runs", outcome: say("load_while_training"), figures },
    {
      items: ["L6"],
      what: "products and cart lines without the plugin, with it, and with it under load",
      outcome: say(
        "own_routes",
        "line_p95_ratio_idle",
        "line_p95_ratio_loaded",
        "line_p95_ratio_same_calls",
        "products_rps_ratio_idle",
        "products_rps_ratio_loaded",
      ),
      figures,
    },
    {
      items: ["L8"],
      what: `${COLD_REQUESTS} lists asked within a second of a shop just started`,
      outcome: say("cold_start"),
      figures,
    },
  ])
}

void withBenchShop({ database: "svm_bench_load", products: PRODUCTS, visitors: VISITORS }, measure).catch(
  (error: unknown) => {
    console.error(error)
    process.exitCode = 1
  },
)
