import { isPowerOfTwo } from "./cap-influence"

/** Whose events are nobody's: neither shopper nor basket is known. */
export const NOBODY = ""
/** Events of one shopper that move counters between two trainings. */
const PER_SHOPPER = 60
/** Shoppers remembered at most; the one longest unseen is forgotten first. */
export const SHOPPERS_AT_MOST = 10_000

/**
 * Bounds what one shopper can do to what others see: between two trainings she moves a product's counters
 * once by interest and once by choice, and no more than {@link PER_SHOPPER} times in all. Of nobody's n events on a
 * product 1 + log₂ n count, as in training.
 */
export class InfluenceCap {
  // Few and plain numbers: there is a list for each of thousands of shoppers.
  readonly #admitted = new Map<string, number[]>()
  readonly #nobody = new Map<number, number>()

  /**
   * Whether one more event of this shopper may count.
   *
   * @param event a number for the product and what was done with it: the same twice is the same
   */
  admits(shopperKey: string, event: number): boolean {
    if (shopperKey === NOBODY) return this.#admitsNobody(event)
    const admitted = this.#admitted.get(shopperKey) ?? []
    this.#admitted.delete(shopperKey)
    this.#admitted.set(shopperKey, admitted)
    if (this.#admitted.size > SHOPPERS_AT_MOST) {
      const oldest = this.#admitted.keys().next()
      if (oldest.done !== true) this.#admitted.delete(oldest.value)
    }
    if (admitted.length >= PER_SHOPPER || admitted.includes(event)) return false
    admitted.push(event)
    return true
  }

  #admitsNobody(event: number): boolean {
    const count = (this.#nobody.get(event) ?? 0) + 1
    this.#nobody.set(event, count)
    return isPowerOfTwo(count)
  }
}
