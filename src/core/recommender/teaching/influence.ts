import { isPowerOfTwo } from "./cap-influence"

/** Whose events are nobody's: neither shopper nor basket is known. */
export const NOBODY = ""
/** Events of one shopper that move counters between two trainings. */
const PER_SHOPPER = 60
/** Shoppers remembered at most; the one longest unseen is forgotten first. */
export const SHOPPERS_AT_MOST = 10_000
/** Products by voice remembered at most; the oldest is forgotten first. */
export const SPEAKERS_AT_MOST = 200_000
/** More than there are events: {@link InfluenceCap.admits} numbers two for each product. */
const EVENTS_AT_MOST = 4_194_304

/** One event as far as its influence goes. */
export interface InfluenceEvent {
  /** A number for the product and what was done with it: the same twice is the same. */
  readonly event: number
  /** See {@link InteractionLog.voice}; -1 where it is unknown, or where what was done costs something. */
  readonly voice: number
}

/**
 * Bounds what one shopper can do to what others see: between two trainings they move a product's counters
 * once by interest and once by choice, and no more than {@link PER_SHOPPER} times in all. Of nobody's n events on a
 * product 1 + log₂ n count, as in training; and of shoppers who share a voice, one moves a product.
 */
export class InfluenceCap {
  // Few and plain numbers: there is a list for each of thousands of shoppers.
  readonly #admitted = new Map<string, number[]>()
  readonly #nobody = new Map<number, number>()
  readonly #speakers = new Map<number, string>()

  /** Whether one more event of this shopper may count. */
  admits(shopperKey: string, { event, voice }: InfluenceEvent): boolean {
    if (shopperKey === NOBODY) return this.#admitsNobody(event)
    if (voice >= 0 && !this.#speaks(shopperKey, voice * EVENTS_AT_MOST + event)) return false
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

  /** Takes back that an event of this shopper counted; false where it did not. */
  releases(shopperKey: string, event: number): boolean {
    const admitted = this.#admitted.get(shopperKey)
    const at = admitted?.indexOf(event) ?? -1
    if (at < 0) return false
    admitted?.splice(at, 1)
    return true
  }

  #speaks(shopperKey: string, key: number): boolean {
    const speaker = this.#speakers.get(key)
    if (speaker !== undefined) return speaker === shopperKey
    this.#speakers.set(key, shopperKey)
    if (this.#speakers.size > SPEAKERS_AT_MOST) {
      const oldest = this.#speakers.keys().next()
      if (oldest.done !== true) this.#speakers.delete(oldest.value)
    }
    return true
  }

  #admitsNobody(event: number): boolean {
    const count = (this.#nobody.get(event) ?? 0) + 1
    this.#nobody.set(event, count)
    return isPowerOfTwo(count)
  }
}
