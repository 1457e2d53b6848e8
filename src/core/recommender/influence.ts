import { isPowerOfTwo } from "./cap-influence"

/** Whose events are nobody's: neither shopper nor basket is known. */
export const NOBODY = ""
/** Events of one shopper and one product that move counters between two trainings. */
const PER_PRODUCT = 1
/** Events of one shopper that move counters between two trainings. */
const PER_SHOPPER = 60
/** Shoppers remembered at most; the one longest unseen is forgotten first. */
const SHOPPERS_AT_MOST = 50_000

/**
 * Bounds what one shopper can do to what others see: between two trainings she moves a product's counters
 * once by interest and once by choice, and no more than {@link PER_SHOPPER} times in all. Of nobody's n events on a
 * product 1 + log₂ n count, as in training.
 */
export class InfluenceCap {
  readonly #counts = new Map<string, Map<string, number>>()
  readonly #nobody = new Map<string, number>()

  /** Whether one more event of this shopper may count. */
  admits(shopperKey: string, eventKey: string): boolean {
    if (shopperKey === NOBODY) return this.#admitsNobody(eventKey)
    const counts = this.#counts.get(shopperKey) ?? new Map<string, number>()
    this.#counts.delete(shopperKey)
    this.#counts.set(shopperKey, counts)
    if (this.#counts.size > SHOPPERS_AT_MOST) {
      const oldest = this.#counts.keys().next()
      if (oldest.done !== true) this.#counts.delete(oldest.value)
    }
    const count = counts.get(eventKey) ?? 0
    if (count >= PER_PRODUCT || counts.size >= PER_SHOPPER) return false
    counts.set(eventKey, count + 1)
    return true
  }

  #admitsNobody(eventKey: string): boolean {
    const count = (this.#nobody.get(eventKey) ?? 0) + 1
    this.#nobody.set(eventKey, count)
    return isPowerOfTwo(count)
  }
}
