import { setFlagsFromString } from "node:v8"
import { runInNewContext } from "node:vm"
import { createRandom } from "../src/core/random/seeded-random"
import { loadRecommender } from "../src/core/recommender"
import type { ProfileEvent, RankRequest } from "../src/core/contract"
import { aShop, trainedElsewhere } from "./lib/trained-elsewhere"

/** Rankings asked, after twice as many to warm up. */
const ASKED = 100
/** Products of the shops that are measured. */
const SIZES = (process.env.PRODUCTS ?? "10000,100000").split(",").map(Number)

interface Measured {
  readonly products: number
  readonly median_ms: number
  readonly p95_ms: number
  /** Processor time of one answer: the same on a busy machine. */
  readonly cpu_ms: number
  /** The same of a list beside a cart of ten products. */
  readonly cart_median_ms: number
  readonly cart_p95_ms: number
  readonly cart_cpu_ms: number
  /** What the loaded model takes, its working memory included. */
  readonly memory_mb: number
}

/** Memory in use once nothing is left to be collected, in MB. */
function usedMb(): number {
  setFlagsFromString("--expose-gc")
  const collect: unknown = runInNewContext("gc")
  if (!isCollector(collect)) throw new Error("this Node does not let its memory be collected")
  // Twice, for the memory of arrays is given back behind the first collection.
  for (let time = 0; time < 2; time++) collect()
  const { heapUsed, external } = process.memoryUsage()
  return (heapUsed + external) / 2 ** 20
}

function isCollector(value: unknown): value is () => void {
  return typeof value === "function"
}

/** Products in the cart. */
const IN_CART = 10

/** Milliseconds of the processor and the clock that answers take, after twice as many that warm up. */
function timed(ask: () => number): { readonly median: number; readonly p95: number; readonly cpu: number } {
  for (let at = 0; at < 2 * ASKED; at++) ask()
  const cpuBefore = process.cpuUsage()
  const times = Array.from({ length: ASKED }, ask).sort((a, b) => a - b)
  const { user, system } = process.cpuUsage(cpuBefore)
  return {
    median: round(times[ASKED >> 1]),
    p95: round(times[Math.floor(ASKED * 0.95)]),
    cpu: round((user + system) / 1000 / ASKED),
  }
}

/** Time to answer one shopper of many purchases, features and reasons included, also beside a cart; and memory. */
function measure(products: number): Measured {
  const { dataset, now } = aShop(products)
  const bytes = trainedElsewhere(products)
  const before = usedMb()
  const recommender = loadRecommender(bytes)
  recommender.upsertItems(dataset.items)
  const random = createRandom(11)
  const someProduct = (): string => recommender.productIds[random.nextInt(recommender.productIds.length)]
  const askFor = (request: () => Pick<RankRequest, "strategy" | "anchors">) => (): number => {
    const events = Array.from({ length: 60 }, (_, at): ProfileEvent => ({
      productId: someProduct(),
      type: "purchase",
      at: now - (60 - at) * 86_400_000,
      quantity: 1,
      price: null,
      basketId: `b${at >> 2}`,
    }))
    const asked = { now, limit: 10, ...request() }
    const started = performance.now()
    recommender.rank({ events, segment: null }, asked)
    return performance.now() - started
  }
  const own = timed(askFor(() => ({ strategy: "for_you" })))
  const cart = timed(askFor(() => ({ strategy: "cart", anchors: Array.from({ length: IN_CART }, someProduct) })))
  return {
    products: recommender.productIds.length,
    ...{ median_ms: own.median, p95_ms: own.p95, cpu_ms: own.cpu },
    ...{ cart_median_ms: cart.median, cart_p95_ms: cart.p95, cart_cpu_ms: cart.cpu },
    memory_mb: Math.round(usedMb() - before),
  }
}

function round(value: number): number {
  return Number(value.toFixed(2))
}

function report(): void {
  const results = SIZES.map(measure)
  for (const { products, median_ms, p95_ms, cart_median_ms, cart_p95_ms, memory_mb } of results) {
    console.log(
      `${products} products: median ${median_ms} ms, p95 ${p95_ms} ms for 60 purchases; beside a cart of ${IN_CART} ` +
        `${cart_median_ms} and ${cart_p95_ms} ms; ${memory_mb} MB in memory`,
    )
  }
  console.log(JSON.stringify({ score: results }))
}

report()
