import type { Dataset } from "../contract/interaction-log"
import type { TrainingReadiness } from "../contract/recommender"
import { basketOf } from "../features/profile"
import { goalOf, isGoal } from "../features/shop-state"

/**
 * What a first training needs: fewer, and a model could not be distinguished from chance on its hold-out. Where a shop has
 * hardly any purchases, visits take their place.
 */
const TRAINING_NEEDS = { purchases: 60, shoppers: 20, products: 10, baskets: 40 } as const

type Counts = TrainingReadiness["has"]

/** What a first training lacks, where `has` is what there is. */
export function missingForTraining(has: Counts): { what: keyof Counts; has: number; needs: number }[] {
  return (["purchases", "shoppers", "products", "baskets"] as const)
    .filter((what) => has[what] < TRAINING_NEEDS[what])
    .map((what) => ({ what, has: has[what], needs: TRAINING_NEEDS[what] }))
}

/**
 * Counts what training would learn from, beside what it needs. Counting ends where there is enough of everything: the baskets of
 * ten million rows are some hundred megabytes of names.
 */
export function assessReadiness(dataset: Dataset): TrainingReadiness {
  const { log } = dataset
  const accepts = isGoal(goalOf(log))
  const shoppers = new Set<number>()
  const products = new Set<number>()
  const baskets = new Set<string>()
  let purchases = 0
  const has = (): Counts => ({ purchases, shoppers: shoppers.size, products: products.size, baskets: baskets.size })
  let isReady = false
  for (let row = 0; row < log.length && !isReady; row++) {
    if (!accepts(log.behavior[row])) continue
    purchases++
    // An anonymous visit is somebody.
    shoppers.add(log.user[row] >= 0 ? log.user[row] : -2 - log.session[row])
    products.add(log.item[row])
    baskets.add(`${log.user[row]} ${basketOf(log, row)} ${log.hasTime ? 0 : row}`)
    isReady = missingForTraining(has()).length === 0
  }
  return { ready: isReady, has: has(), needs: TRAINING_NEEDS }
}
