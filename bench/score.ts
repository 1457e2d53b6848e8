import { createRandom } from "../src/core/random/seeded-random"
import { loadRecommender } from "../src/core/recommender"
import type { ProfileEvent } from "../src/core/contract"
import { trainRecommender } from "../src/core/recommender"
import { generateShop } from "./lib/generated-shop"

/** Rankings asked, after as many to warm up. */
const ASKED = 60

/** Time to answer one shopper of many purchases, features and reasons included. */
function measure(products: number): { products: number; median_ms: number; p95_ms: number } {
  const dataset = generateShop({ products, shoppers: 3000, events: 120_000, seed: 7 })
  const now = dataset.log.time[dataset.log.length - 1] + 1
  const { bytes } = trainRecommender(dataset, { seed: 1, now, maxRows: 1_000_000, newShopperOrders: 3 })
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
  for (let at = 0; at < ASKED; at++) ask()
  const times = Array.from({ length: ASKED }, ask).sort((a, b) => a - b)
  return {
    products: recommender.productIds.length,
    median_ms: round(times[ASKED >> 1]),
    p95_ms: round(times[Math.floor(ASKED * 0.95)]),
  }
}

function round(value: number): number {
  return Number(value.toFixed(2))
}

const results = [10_000, 100_000].map(measure)
for (const { products, median_ms, p95_ms } of results) {
  console.log(`${products} products: median ${median_ms} ms, p95 ${p95_ms} ms for one shopper with 60 purchases`)
}
console.log(JSON.stringify({ score: results }))
