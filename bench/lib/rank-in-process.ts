import type { ProfileEvent, Recommender } from "../../src/core/contract"
import { createRandom } from "../../src/core/random/seeded-random"
import type { SeededRandom } from "../../src/core/random/seeded-random"
import { blendOrders, loadRecommender } from "../../src/core/recommender"
import { aShop, trainedElsewhere } from "./trained-elsewhere"

/** Times of putting products into a shopper's order, reasons included, by the clock. */
export interface RankInProcess {
  readonly median_ms: number
  readonly p95_ms: number
  /** Of the processor, all threads of the process together: what a busy machine does not change. */
  readonly processor_p95_ms: number
}

const ASKED = 200
/** As the route has it where the request does not say. */
const REASONS_OF = 48
const PURCHASES = 60
const DAY_MS = 86_400_000

/** Ranks `ids` random products among `products` for shoppers of sixty purchases. */
export function measureInProcess({ products, ids }: { products: number; ids: number }): RankInProcess {
  const { dataset, now } = aShop(products)
  const recommender = loadRecommender(trainedElsewhere(products))
  recommender.upsertItems(dataset.items)
  const random = createRandom(11)
  const ask = (): Times => {
    const given = sample(recommender, random, ids)
    const events = sample(recommender, random, PURCHASES).map((productId, at): ProfileEvent => ({
      ...{ productId, type: "purchase", quantity: 1, price: null },
      ...{ at: now - (PURCHASES - at) * DAY_MS, basketId: `b${at >> 2}` },
    }))
    const started = performance.now()
    const before = process.cpuUsage()
    const ordered = recommender.order({ events, segment: null }, { ids: given, now, reasonsOf: REASONS_OF })
    blendOrders(
      given,
      ordered.map(({ productId }) => productId),
      0.5,
    )
    const { user, system } = process.cpuUsage(before)
    return { wall: performance.now() - started, processor: (user + system) / 1_000 }
  }
  for (let at = 0; at < ASKED; at++) ask()
  const times = Array.from({ length: ASKED }, ask)
  const at = (share: number, of: (one: Times) => number): number =>
    round(times.map(of).sort((a, b) => a - b)[Math.floor(ASKED * share)])
  return {
    median_ms: at(0.5, ({ wall }) => wall),
    p95_ms: at(0.95, ({ wall }) => wall),
    processor_p95_ms: at(0.95, ({ processor }) => processor),
  }
}

/** Milliseconds of one order; the processor's hold all threads of the process, the collector's too. */
interface Times {
  readonly wall: number
  readonly processor: number
}

const round = (value: number): number => Number(value.toFixed(2))

function sample({ productIds }: Recommender, random: SeededRandom, count: number): string[] {
  const chosen = new Set<string>()
  while (chosen.size < count) chosen.add(productIds[random.nextInt(productIds.length)])
  return [...chosen]
}
