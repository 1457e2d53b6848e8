import { parseArgs } from "node:util"
import { withBenchShop } from "./lib/bench-shop"
import type { BenchShop } from "./lib/bench-shop"
import { measureChosenPlaces } from "./lib/chosen-places"
import { load, merge } from "./lib/load"
import type { Spell } from "./lib/load"
import { startShop } from "./lib/production-shop"
import type { ProductionShop } from "./lib/production-shop"
import { openSet } from "./lib/quality/set"
import { measureInProcess } from "./lib/rank-in-process"
import type { ServeShop } from "./lib/serve-shop"
import { openSimulatedVisits } from "./lib/simulated-visits"
import { trainOnce, TRAINS_WHEN_ASKED } from "./lib/train-once"

/**
 * `npm run bench:rank`: a page of 500 products among 10,000 in a shopper's order, in the process, and the route beside
 * a trivial store route, turn by turn. `--data DIR` measures instead where the product that was chosen stood on real
 * visits, `--simulated` on those of the demo's simulated shoppers; `--no-route` leaves out the shop, `--no-build` takes the build that is there.
 */
const PRODUCTS = 10_000
const IDS = 500
const VISITORS = 2_000
const WARM_VISITORS = 50
const CONNECTIONS = 10
const SPELL_MS = 1_500
const ROUNDS = 5
const DATABASE = "svm_bench_rank"

type Route = "trivial" | "warm" | "cold"

interface Ratios {
  readonly warm_ratio: number
  readonly cold_ratio: number
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN

/** Takes turns, so that what else the machine does falls on all alike; each turn has a ratio of its own. */
async function compare({ port }: ProductionShop, shop: ServeShop): Promise<Ratios> {
  const headers = { "x-publishable-api-key": shop.publishableKey }
  let next = 0
  const page = (visitor: number): string =>
    JSON.stringify({
      visitor_id: shop.visitors[visitor % shop.visitors.length],
      region_id: shop.regionId,
      ids: Array.from({ length: IDS }, (_, at) => `prod_${1 + ((at * 17 + visitor) % PRODUCTS)}`),
    })
  const path = (): string => "/store/recommendations/rank"
  const turns: Record<Route, { path: () => string; body?: (n: number) => string }> = {
    trivial: { path: () => "/store/trivial" },
    warm: { path, body: (n) => page(n % WARM_VISITORS) },
    // Every page is another one: none was ranked before.
    cold: { path, body: () => page(WARM_VISITORS + next++) },
  }
  const ratios: Record<Route, number[]> = { trivial: [], warm: [], cold: [] }
  for (let turn = -1; turn < ROUNDS; turn++) {
    const spells = new Map<Route, Spell>()
    for (const route of ["trivial", "warm", "cold"] as const) {
      const spell = await load({ port, headers, connections: CONNECTIONS, milliseconds: SPELL_MS, ...turns[route] })
      spells.set(route, spell)
    }
    if (turn < 0) continue
    const rps = (route: Route): number => merge([spells.get(route)].flatMap((spell) => spell ?? [])).rps
    for (const [route, spell] of spells) {
      if (spell.failures > 0) throw new Error(`${route}: ${spell.failures} requests failed`)
      ratios[route].push(rps(route) / rps("trivial"))
      console.log(`turn ${turn + 1}  ${route.padEnd(8)} ${rps(route).toFixed(0).padStart(6)} req/s`)
    }
  }
  const shown = (route: Route): number => Number(median(ratios[route]).toFixed(3))
  return { warm_ratio: shown("warm"), cold_ratio: shown("cold") }
}

async function measureRoute(): Promise<Ratios> {
  const measured: Ratios[] = []
  const measure = async ({ databaseUrl, client, shop }: BenchShop): Promise<void> => {
    const options = JSON.stringify({ retrain: TRAINS_WHEN_ASKED })
    const server = await startShop({ DATABASE_URL: databaseUrl, RECOMMENDATION_OPTIONS: options })
    try {
      await trainOnce(client)
      measured.push(await compare(server, shop))
    } finally {
      await server.stop()
    }
  }
  await withBenchShop({ database: DATABASE, products: PRODUCTS, visitors: VISITORS }, measure)
  const [ratios] = measured
  if (ratios === undefined) throw new Error("nothing was measured")
  return ratios
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      ...{ data: { type: "string" }, simulated: { type: "boolean" } },
      ...{ "no-route": { type: "boolean" }, "no-build": { type: "boolean" } },
    },
  })
  if (values.simulated === true) {
    console.log(JSON.stringify({ set: "simulated", ...measureChosenPlaces(openSimulatedVisits()) }))
    return
  }
  if (values.data !== undefined) {
    const { name, dataset } = await openSet(values.data)
    console.log(JSON.stringify({ set: name, ...measureChosenPlaces(dataset) }))
    return
  }
  const { median_ms, p95_ms, processor_p95_ms } = measureInProcess({ products: PRODUCTS, ids: IDS })
  console.log(
    `${IDS} ids among ${PRODUCTS} products: median ${median_ms} ms, p95 ${p95_ms} ms, ${processor_p95_ms} ms of the processor`,
  )
  const ratios = values["no-route"] === true ? { warm_ratio: null, cold_ratio: null } : await measureRoute()
  console.log(JSON.stringify({ ids: IDS, p95_ms, processor_p95_ms, ...ratios }))
}

main().catch((error: unknown) => {
  console.error(error)
  process.exitCode = 1
})
