import type { Outcome, ShownList } from "../../../src/core/contract"
import { createRandom } from "../../../src/core/random/seeded-random"
import { normal } from "../normal"

const PRODUCTS = 60
const SHOPPERS = 300
const LISTS_PER_SHOPPER = 12
const LIST_LENGTH = 10
/** What a ranker sees of a shopper and a product. */
export const FEATURES = 8
/** How much likelier the first place of a list is looked at than its last. */
const POSITION_EFFECT = 5
/** Spread of what each version and rotation of the lists adds to their scores. */
const ROTATION = 0.6
const FIRST_DAY = Date.UTC(2026, 0, 1)
const DAY_MS = 86_400_000

/** A shop whose taste is known, and a ranking that served before and knows half of it. */
export interface ListShop {
  readonly productIds: readonly string[]
  /** Features of product p for shopper s at s * products + p. */
  readonly features: readonly Float64Array[]
  /** True taste of every shopper for every product, laid out like the features. */
  readonly taste: Float64Array
  readonly served: Float64Array
}

/** Draws a shop. */
export function drawShop(seed: number): ListShop {
  const random = createRandom(seed)
  const vector = (): Float64Array => Float64Array.from({ length: FEATURES }, () => normal(random))
  const truth = vector()
  const believed = truth.map((weight) => 0.5 * weight + normal(random))
  const products = Array.from({ length: PRODUCTS }, vector)
  const features: Float64Array[] = []
  for (let shopper = 0; shopper < SHOPPERS; shopper++) {
    // Half of what is seen of a product hangs on the shopper.
    for (const product of products) features.push(product.map((value) => value + normal(random)))
  }
  const scoresBy = (weights: Float64Array): Float64Array => {
    const length = Math.hypot(...weights)
    return Float64Array.from(features, (row) => row.reduce((sum, value, at) => sum + (weights[at] * value) / length, 0))
  }
  return {
    productIds: products.map((_, at) => `product-${at}`),
    ...{ features, taste: scoresBy(truth), served: scoresBy(believed) },
  }
}

/** Chance of a click on what is looked at. */
const clickChance = (taste: number): number => 0.6 / (1 + Math.exp(1.5 - taste))

/** Chance that a place is looked at: from 1 at the first to a fifth at the last. */
const lookChance = (place: number): number => 1 / (1 + ((POSITION_EFFECT - 1) * place) / (LIST_LENGTH - 1))

/**
 * Lists as the shop's old ranking showed them, moved a little from list to list by versions and rotation, with clicks
 * that follow taste, and the place where `hasPositions`.
 */
export function clickedLists(shop: ListShop, hasPositions: boolean, seed: number): ShownList[] {
  const random = createRandom(seed)
  const lists: ShownList[] = []
  for (let shopper = 0; shopper < SHOPPERS; shopper++) {
    for (let list = 0; list < LISTS_PER_SHOPPER; list++) {
      const scores = shop.productIds.map((_, at) => shop.served[shopper * PRODUCTS + at] + ROTATION * normal(random))
      const order = [...scores.keys()].sort((a, b) => scores[b] - scores[a]).slice(0, LIST_LENGTH)
      lists.push({
        ...{
          kind: "for_you",
          anchors: [],
          shopperId: String(shopper),
          placement: "home",
          time: FIRST_DAY + list * DAY_MS,
        },
        products: order.map((product, place) => {
          const look = hasPositions ? lookChance(place) : 1
          const isClicked = random.next() < look * clickChance(shop.taste[shopper * PRODUCTS + product])
          const outcome: Outcome = isClicked ? "clicked" : "passed_over"
          return { itemId: shop.productIds[product], place, seen: true, outcome, chance: 1 }
        }),
      })
    }
  }
  return lists
}
