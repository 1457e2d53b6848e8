import { GiftWords, placeOfAnswer, SUITS } from "../../../../core/gift"
import type { CatalogEntry } from "../catalog/catalog"
import type { GiftBeliefs } from "../gift"

let lexicon: GiftWords | null = null
const judged = new WeakMap<CatalogEntry, Float32Array>()

function fitsOf(words: GiftWords, entry: CatalogEntry): Float32Array {
  const known = judged.get(entry)
  if (known) return known
  const tags = entry.tags.filter((tag) => !tag.includes(":"))
  const text = { title: entry.title, description: "", categories: [], tags, told: new Map(), seasons: [], price: null }
  const fits = words.probabilities(text)
  judged.set(entry, fits)
  return fits
}

/**
 * What the lexicon reads from titles and free tags: lists of the strategy `gift` must be the same on every instance at
 * once, which what an instance has learned of a changing catalog is not.
 */
export const titleBeliefs: GiftBeliefs = {
  suits: (key, answer) => {
    const words = (lexicon ??= GiftWords.learn([]))
    const place = placeOfAnswer(words, key, answer)
    return place === undefined ? null : (entry) => fitsOf(words, entry)[place] >= 2 * SUITS
  },
}
