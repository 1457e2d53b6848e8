import { readFileSync } from "node:fs"
import { setFlagsFromString } from "node:v8"
import { runInNewContext } from "node:vm"
import type { ProfileEvent } from "../../../src/core/contract"
import { createRandom } from "../../../src/core/random/seeded-random"
import { loadRecommender } from "../../../src/core/recommender"

/**
 * Run in a process of its own: `FILE NOW`. Says what a model takes in memory once it is loaded, and the most that the whole
 * process took while it ranked a list for each of so many visitors.
 */
const VISITORS = 200
const VIEWED = 5
const BOUGHT = 3
const HOUR_MS = 3_600_000

setFlagsFromString("--expose-gc")
const collect = runInNewContext("gc") as () => void

async function settled(): Promise<number> {
  for (let turn = 0; turn < 6; turn++) {
    collect()
    await new Promise((resolve) => setTimeout(resolve, 30))
  }
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return heapUsed + arrayBuffers
}

async function main(): Promise<void> {
  const [path, now] = [process.argv[2], Number(process.argv[3])]
  const before = await settled()
  const recommender = loadRecommender(readFileSync(path))
  const modelBytes = (await settled()) - before
  const random = createRandom(5)
  const { productIds } = recommender
  const eventOf = (at: number): ProfileEvent => ({
    productId: productIds[Math.floor(productIds.length * random.next() ** 2)],
    type: at < BOUGHT ? "purchase" : "view",
    ...{ at: now - (BOUGHT + VIEWED - at) * HOUR_MS, quantity: 1, price: null, basketId: `b${at}` },
  })
  const times = Array.from({ length: VISITORS }, () => {
    const events = Array.from({ length: BOUGHT + VIEWED }, (_, at) => eventOf(at))
    const started = performance.now()
    const ranked = recommender.rank({ events, segment: null }, { strategy: "for_you", limit: 12, now })
    if (ranked.length !== 12) throw new Error(`a list has ${ranked.length} products`)
    return performance.now() - started
  }).sort((a, b) => a - b)
  const at = (share: number): number => Number(times[Math.floor(VISITORS * share)].toFixed(1))
  console.log(
    JSON.stringify({
      model_mb: Number((modelBytes / 2 ** 20).toFixed(2)),
      rank_ms: { median: at(0.5), p95: at(0.95) },
      peak_mb: Math.round(process.resourceUsage().maxRSS / 1024),
    }),
  )
}

main().catch((error: unknown) => {
  console.error(error)
  process.exitCode = 1
})
