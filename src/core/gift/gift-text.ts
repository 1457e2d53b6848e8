import type { GiftKey } from "./facets"
import { log2 } from "../numeric/portable-math"
import { termsOf, wordsOf } from "./terms"

/** What words and probabilities of a product are made from. */
export interface GiftText {
  /** By which orders know it. */
  readonly id: string
  readonly title: string
  /** Empty where there is none. */
  readonly description: string
  /** Names of its categories. */
  readonly categories: readonly string[]
  /** Its tags that are no `key:value`. */
  readonly tags: readonly string[]
  /** What the merchant says of it, in plain spelling; a key that is missing is not stated. */
  readonly stated: ReadonlyMap<GiftKey, readonly string[]>
  /** Occasions before which it was given clearly more often than at other times. */
  readonly seasons: readonly string[]
  /** As it is listed; null where it has none. */
  readonly price: number | null
}

/** Begins the term of a product's price: what a colleague is given costs less than what a partner is. */
export const PRICE_TERM = "price:"

/** Values by which a merchant says that a product suits all. */
const ANYONE: ReadonlySet<string> = new Set(["anyone", "any", "all", "alle", "everyone"])

/** Whether the merchant says that a product suits all values of a key. */
export const suitsAll = (stated: readonly string[]): boolean => stated.some((value) => ANYONE.has(value))

/**
 * All terms of a product: words and pairs of its title, description, categories and tags; `category:…` and `tag:…` for
 * what is a sign of its own, `season:…` for when it is given, and `price:…` for the nearest power of two.
 */
export function termsOfGift({ title, description, categories, tags, seasons, price }: GiftText): Set<string> {
  const terms = termsOf(`${title} . ${description} . ${categories.join(" . ")} . ${tags.join(" . ")}`)
  for (const category of categories) terms.add(`category:${wordsOf(category).join("_")}`)
  for (const tag of tags) terms.add(`tag:${wordsOf(tag).join("_")}`)
  for (const season of seasons) terms.add(`season:${season}`)
  const band = priceBand(price)
  if (band !== null) terms.add(`${PRICE_TERM}${band}`)
  return terms
}

/** The nearest power of two of a price, by which gifts are known; null where there is none. */
export const priceBand = (price: number | null): number | null =>
  price !== null && price > 0 ? Math.round(log2(price)) : null
