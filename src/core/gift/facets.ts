/** What a giver may be asked of a gift, apart from its price. `interest` is what the recipient likes, `style` how it looks. */
export const GIFT_KEYS = ["recipient", "age_band", "occasion", "interest", "style"] as const
/** A question about a gift, by the name that tags use. */
export type GiftKey = (typeof GIFT_KEYS)[number]

/** One value that a gift may have, such as `recipient: mother`. */
export interface GiftValue {
  readonly key: GiftKey
  /** As tags spell it: lower case, words separated by `-`. */
  readonly value: string
}

/** A value's spelling in tags: `Grand Mother` and `grand_mother` are `grand-mother`. */
export const plainGiftValue = (text: string): string =>
  text
    .trim()
    .toLowerCase()
    .replace(/[\s_]+/g, "-")

/** The values that products are given probabilities of, each with a place of its own. */
export class GiftVocabulary {
  readonly #places = new Map<string, number>()
  readonly #byKey = new Map<GiftKey, number[]>()

  /** @param values each once; their order is the order of places */
  constructor(readonly values: readonly GiftValue[]) {
    for (const [place, { key, value }] of values.entries()) {
      this.#places.set(`${key}:${value}`, place)
      const places = this.#byKey.get(key)
      if (places) places.push(place)
      else this.#byKey.set(key, [place])
    }
  }

  /** Place of a value, undefined where nothing has it. */
  placeOf(key: GiftKey, value: string): number | undefined {
    return this.#places.get(`${key}:${value}`)
  }

  /** Places of all values of a key, in order. */
  placesOf(key: GiftKey): readonly number[] {
    return this.#byKey.get(key) ?? []
  }
}
