import { GIFT_KEYS } from "../facets"
import type { GiftKey } from "../facets"
import type { GiftText } from "../gift-text"
import type { GiftWords } from "../gift-words"
import type { GiftAnswers, GiftChoice } from "../giver"

/** A product of which nothing is known but its title. */
export const aGift = (title: string, more: Partial<GiftText> = {}): GiftText => ({
  ...{ id: title, title, description: "", categories: [], tags: [], stated: new Map(), seasons: [], price: null },
  ...more,
})

export const stated = (values: Partial<Record<GiftKey, readonly string[]>>): ReadonlyMap<GiftKey, readonly string[]> =>
  new Map(GIFT_KEYS.flatMap((key) => (values[key] ? [[key, values[key]] as const] : [])))

/** Products as what may be given, at 20 each. */
export const choicesOf = (words: GiftWords, texts: readonly GiftText[], price = 20): GiftChoice[] =>
  texts.map((text) => ({ id: text.title, prior: 1, fits: words.probabilities(text), prices: [price], days: null }))

export const NO_ANSWERS: GiftAnswers = { places: new Map(), budget: null, withinDays: null, skipped: new Set() }

/** Answers by the values' names. */
export const answersOf = (
  { vocabulary }: GiftWords,
  values: Partial<Record<GiftKey, string>>,
  more: Partial<GiftAnswers> = {},
): GiftAnswers => ({
  ...NO_ANSWERS,
  places: new Map(
    GIFT_KEYS.flatMap((key) => {
      const place = vocabulary.placeOf(key, values[key] ?? "")
      return place === undefined ? [] : [[key, place] as const]
    }),
  ),
  ...more,
})
