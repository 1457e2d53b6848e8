import type { CatalogItem } from "../../../src/core/contract"
import { createRandom, drawNormal } from "../../../src/core/random/seeded-random"
import type { SeededRandom } from "../../../src/core/random/seeded-random"

export const DAY_MS = 86_400_000
/** Midnight of the day on which the lists begin. */
export const FIRST_DAY = Date.UTC(2026, 2, 2)
/** Days of browsing and buying without lists, which the first model learns from. */
export const PAST_DAYS = 60
/** Products of before, and those that arrive, some on each of the first days. */
export const OLD = 120
export const NEW = 10
export const ARRIVALS_A_DAY = 5
const SHOPPERS = 400
const CATEGORIES = 6
/** Chance that a look becomes a click, of a product and a shopper as they usually are. */
const USUAL_CLICK = 0.05
const CLICK_AT_MOST = 0.5
/** Spread of what products are worth, as a logarithm. */
const WORTH_SPREAD = 0.7

/** A shop whose taste is known, where products arrive of which nobody has bought any. */
export interface ArrivalsShop {
  readonly shopperIds: readonly string[]
  readonly items: readonly CatalogItem[]
  /** First day, counted from {@link FIRST_DAY}, on which each product is for sale; below 0 for those of before. */
  readonly arrival: readonly number[]
  /** What each product is worth to whoever likes its category, 1 in the median. */
  readonly worth: Float64Array
  /** Chance that a look of a shopper at a product becomes a click. */
  click(shopper: number, product: number): number
}

/** Draws a shop. */
export function drawArrivalsShop(seed: number): ArrivalsShop {
  const random = createRandom(seed)
  const worth = Float64Array.from({ length: OLD + NEW }, () => Math.exp(WORTH_SPREAD * drawNormal(random)))
  const category = Array.from({ length: OLD + NEW }, () => random.nextInt(CATEGORIES))
  const tastes = Array.from({ length: SHOPPERS }, () => drawTaste(random))
  const arrival = Array.from({ length: OLD + NEW }, (_, at) =>
    at < OLD ? -PAST_DAYS - 1 : Math.floor((at - OLD) / ARRIVALS_A_DAY),
  )
  return {
    shopperIds: tastes.map((_, at) => `shopper-${at}`),
    items: category.map((own, at) => ({
      ...{ id: `product-${at}`, title: `thing ${at}`, category: `category-${own}`, price: 10, tags: [] },
      createdAt: at < OLD ? FIRST_DAY - 200 * DAY_MS : FIRST_DAY + (arrival[at] ?? 0) * DAY_MS,
    })),
    ...{ arrival, worth },
    click: (shopper, product) =>
      Math.min(CLICK_AT_MOST, USUAL_CLICK * (worth[product] ?? 0) * (tastes[shopper]?.[category[product] ?? 0] ?? 0)),
  }
}

/** How much each category is liked: two of them much, the others little. */
function drawTaste(random: SeededRandom): number[] {
  const taste = new Array<number>(CATEGORIES).fill(0.4)
  for (let liked = 0; liked < 2; liked++) taste[random.nextInt(CATEGORIES)] = 2.2
  return taste
}
