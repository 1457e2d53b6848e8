import { randomUUID } from "node:crypto"
import { withBenchShop } from "./lib/bench-shop"
import type { BenchShop } from "./lib/bench-shop"
import { load, merge } from "./lib/load"
import type { Spell } from "./lib/load"
import { startShop } from "./lib/production-shop"
import type { ProductionShop } from "./lib/production-shop"
import { addProducts } from "./lib/serve-shop"
import type { ServeShop } from "./lib/serve-shop"
import { trainOnce, TRAINS_WHEN_ASKED } from "./lib/train-once"

/**
 * `npm run bench:serve`: the recommendations route beside a trivial store route
 * and beside `/store/products` of the same fields and count, in one run, turn by
 * turn. `--quick` takes shorter turns and leaves out the 100,000 products;
 * `--no-build` takes the build that is there.
 */
const quick = process.argv.includes("--quick")
const SPELL_MS = quick ? 1_500 : 3_000
const ROUNDS = quick ? 3 : 5
const PRODUCTS = 10_000
const MANY_PRODUCTS = 100_000
const VISITORS = 4_000
const WARM_VISITORS = 50
const LIST = 8
const FRESHNESS_SAMPLES = quick ? 30 : 120
const DATABASE = "svm_bench_serve"

type Route = "trivial" | "warm" | "cold" | "products" | "panels" | "cold panels"

/** The lists of a page: three of {@link LIST}. */
const PANELS = ["for_you", "trending", "new_arrivals"].map((strategy) => ({ id: strategy, strategy, limit: LIST }))

interface Shops {
  readonly cached: ProductionShop
  readonly uncached: ProductionShop
}

const round = (value: number, digits = 2): number => Number(value.toFixed(digits))

/** Takes turns, so that what else the machine does falls on all alike. */
async function compare(
  connections: number,
  { cached, uncached }: Shops,
  shop: ServeShop,
): Promise<Record<string, unknown>> {
  const headers = { "x-publishable-api-key": shop.publishableKey }
  const list = (visitor: string): string =>
    `/store/recommendations?limit=${LIST}&region_id=${shop.regionId}&visitor_id=${visitor}`
  const pages = Math.floor(PRODUCTS / LIST)
  let next = 0
  const visitor = (n: number): string => shop.visitors[n % shop.visitors.length] ?? ""
  const page = (visitor: string): string =>
    JSON.stringify({ visitor_id: visitor, region_id: shop.regionId, panels: PANELS })
  const panels = "/store/recommendations/panels"
  const turns: Record<Route, { port: number; path: (n: number) => string; body?: (n: number) => string }> = {
    trivial: { port: cached.port, path: () => "/store/trivial" },
    warm: { port: cached.port, path: (n) => list(visitor(n % WARM_VISITORS)) },
    cold: { port: uncached.port, path: () => list(visitor(next++)) },
    products: {
      port: cached.port,
      path: (n) => `/store/products?limit=${LIST}&offset=${(n % pages) * LIST}&region_id=${shop.regionId}`,
    },
    panels: { port: cached.port, path: () => panels, body: (n) => page(visitor(n % WARM_VISITORS)) },
    "cold panels": { port: uncached.port, path: () => panels, body: () => page(visitor(next++)) },
  }
  const warmed: ReadonlySet<string> = new Set(Array.from({ length: WARM_VISITORS }, (_, n) => list(visitor(n))))
  for (const path of warmed) await fetch(`http://127.0.0.1:${cached.port}${path}`, { headers })
  const routes = Object.keys(turns) as Route[]
  const spells = new Map<Route, Spell[]>(routes.map((route) => [route, []]))
  for (let turn = -1; turn < ROUNDS; turn++) {
    for (const route of routes) {
      const spell = await load({
        ...turns[route],
        connections,
        headers,
        milliseconds: turn < 0 ? SPELL_MS / 2 : SPELL_MS,
      })
      if (turn >= 0) spells.get(route)?.push(spell)
    }
  }
  const of = (route: Route): ReturnType<typeof merge> => merge(spells.get(route) ?? [])
  const [trivial, warm, cold, products] = [of("trivial"), of("warm"), of("cold"), of("products")]
  for (const route of routes) {
    const { rps, p50, p99, failures } = of(route)
    console.log(
      `${String(connections).padStart(3)} connections  ${route.padEnd(11)} ${rps.toFixed(0).padStart(6)} req/s   p50 ${p50.toFixed(1).padStart(7)} ms   p99 ${p99.toFixed(1).padStart(7)} ms   failures ${failures}`,
    )
  }
  return {
    warm_rps: round(warm.rps),
    cold_rps: round(cold.rps),
    trivial_rps: round(trivial.rps),
    products_rps: round(products.rps),
    warm_ratio: round(warm.rps / trivial.rps, 3),
    cold_ratio: round(cold.rps / products.rps, 3),
    p99_ratio: round(warm.p99 / trivial.p99, 3),
    cold_p99_ms: round(cold.p99),
    panels_rps: { warm: round(of("panels").rps), cold: round(of("cold panels").rps) },
    failures: [warm, cold, of("panels"), of("cold panels")].reduce((sum, { failures }) => sum + failures, 0),
  }
}

/** Milliseconds from the answer to an event until a list shows what it changed, 99th of 100. */
async function measureFreshness({ cached }: Shops, shop: ServeShop): Promise<number> {
  const headers = { "x-publishable-api-key": shop.publishableKey, "content-type": "application/json" }
  const samples: number[] = []
  for (let n = 0; n < FRESHNESS_SAMPLES; n++) {
    const visitor = randomUUID()
    const url = `http://127.0.0.1:${cached.port}/store/recommendations?limit=${LIST}&region_id=${shop.regionId}&visitor_id=${visitor}&fields=id`
    const ask = async (): Promise<string[]> => {
      const answer = (await (await fetch(url, { headers })).json()) as {
        recommendations: { product: { id: string } }[]
      }
      return answer.recommendations.map(({ product }) => product.id)
    }
    await ask()
    const [unwanted = ""] = await ask()
    const at = performance.now()
    const event = { id: randomUUID(), type: "dismiss", product_id: unwanted, occurred_at: new Date().toISOString() }
    const reported = await fetch(`http://127.0.0.1:${cached.port}/store/behavior-events`, {
      method: "POST",
      headers: {
        ...headers,
        "user-agent": "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/120 Safari/537.36",
      },
      body: JSON.stringify({ visitor_id: visitor, consent: true, events: [event] }),
    })
    if (!reported.ok) throw new Error(`event refused: ${reported.status} ${await reported.text()}`)
    while ((await ask()).includes(unwanted))
      if (performance.now() - at > 10_000) throw new Error("the event never showed")
    samples.push(performance.now() - at)
  }
  samples.sort((a, b) => a - b)
  console.log(`event to changed answer: median ${samples[samples.length >> 1]?.toFixed(1)} ms of ${samples.length}`)
  return round(samples[Math.floor(samples.length * 0.99)] ?? 0)
}

/** Megabytes of a shop with 100,000 products that has answered. */
async function measureMemory(databaseUrl: string, shop: ServeShop): Promise<number> {
  const big = await startShop({ DATABASE_URL: databaseUrl })
  try {
    await load({
      port: big.port,
      connections: 10,
      milliseconds: SPELL_MS * 2,
      headers: { "x-publishable-api-key": shop.publishableKey },
      path: (n) =>
        `/store/recommendations?limit=${LIST}&region_id=${shop.regionId}&visitor_id=${shop.visitors[n % shop.visitors.length] ?? ""}`,
    })
    return Math.round(big.residentBytes() / 1_048_576)
  } finally {
    await big.stop()
  }
}

async function measure({ databaseUrl, client, shop }: BenchShop): Promise<void> {
  const cached = await startShop({
    DATABASE_URL: databaseUrl,
    RECOMMENDATION_OPTIONS: JSON.stringify({ retrain: TRAINS_WHEN_ASKED }),
  })
  const uncached = await startShop({
    DATABASE_URL: databaseUrl,
    RECOMMENDATION_OPTIONS: JSON.stringify({ cache: { ttl_seconds: 0 }, retrain: TRAINS_WHEN_ASKED }),
  })
  const result: Record<string, unknown> = {}
  try {
    await trainOnce(client)
    result.c10 = await compare(10, { cached, uncached }, shop)
    result.c50 = await compare(50, { cached, uncached }, shop)
    result.freshness_p99_ms = await measureFreshness({ cached, uncached }, shop)
  } finally {
    await Promise.all([cached.stop(), uncached.stop()])
  }
  if (!quick) await addProducts(client, { from: PRODUCTS + 1, to: MANY_PRODUCTS })
  result.memory_mb = quick ? null : await measureMemory(databaseUrl, shop)
  console.log(JSON.stringify(result))
}

void withBenchShop({ database: DATABASE, products: PRODUCTS, visitors: VISITORS }, measure).catch((error: unknown) => {
  console.error(error)
  process.exitCode = 1
})
