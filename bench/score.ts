import { setFlagsFromString } from "node:v8"
import { runInNewContext } from "node:vm"
import { createRandom } from "../src/core/random/seeded-random"
import { loadRecommender } from "../src/core/recommender"
import type { ProfileEvent } from "../src/core/contract"
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

/** Time to answer one shopper of many purchases, features and reasons included; and memory. */
function measure(products: number): Measured {
  const { dataset, now } = aShop(products)
  const bytes = trainedElsewhere(products)
  const before = usedMb()
  const recommender = loadRecommender(bytes)
  recommender.upsertItems(dataset.items)
  const random = createRandom(11)
  const ask = (): number => {
    const events = Array.from({ length: 60 }, (_, at): ProfileEvent => {
      const item = recommender.productIds[random.nextInt(recommender.productIds.length)]
      return {
        productId: item,
        type: "purchase",
        at: now - (60 - at) * 86_400_000,
        quantity: 1,
        price: null,
        basketId: `b${at >> 2}`,
      }
    })
    const started = performance.now()
    recommender.rank({ events, segment: null }, { strategy: "for_you", now, limit: 10 })
    return performance.now() - started
  }
  for (let at = 0; at < 2 * ASKED; at++) ask()
  const cpuBefore = process.cpuUsage()
  const times = Array.from({ length: ASKED }, ask).sort((a, b) => a - b)
  const { user, system } = process.cpuUsage(cpuBefore)
  return {
    products: recommender.productIds.length,
    median_ms: round(times[ASKED >> 1]),
    p95_ms: round(times[Math.floor(ASKED * 0.95)]),
    cpu_ms: round((user + system) / 1000 / ASKED),
    memory_mb: Math.round(usedMb() - before),
  }
}

function round(value: number): number {
  return Number(value.toFixed(2))
}

function report(): void {
  const results = SIZES.map(measure)
  for (const { products, median_ms, p95_ms, memory_mb } of results) {
    console.log(
      `${products} products: median ${median_ms} ms, p95 ${p95_ms} ms for 60 purchases; ${memory_mb} MB in memory`,
    )
  }
  console.log(JSON.stringify({ score: results }))
}

report()
