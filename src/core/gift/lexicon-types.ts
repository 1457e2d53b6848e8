import type { GiftKey } from "./facets"

/**
 * What a word says of a value before the shop has taught anything. Words are written as terms are (see `termsOf`): lower
 * case, no accents, singular; `_` joins two words that stand side by side. Each list is one string, separated by blanks.
 */
export interface LexiconEntry {
  readonly key: GiftKey
  readonly value: string
  /** Share of all gifts that it suits where nothing is known. */
  readonly base: number
  /** Words that name it. A giver's own words are understood by them, too. */
  readonly names: string
  /** Words that name it on a product, and something else in a giver's mouth: "my mother" is no Mother's Day. */
  readonly signs?: string
  /** Words of products that often suit it. */
  readonly hints?: string
  /** Words of products that seldom do. */
  readonly against?: string
}
