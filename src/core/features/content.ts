import type { CatalogItem } from "../contract/interaction-log"
import { ln } from "../numeric/portable-math"
import { IntRows } from "./int-rows"
import { TermCodes } from "./term-codes"

/** Pseudo-count under a word's ratio: one sale of one product is no theme. */
const WORD_DOUBT = 3

/** A term of a query, the products that have it, and what each of them gains by it. */
export interface LikeTerm {
  readonly gain: number
  readonly items: Int32Array
}

/** Terms of every product with TF-IDF weights of length 1, and the way back from terms to products. */
export class ContentIndex {
  readonly #terms = new TermCodes()
  readonly #documentCounts: number[] = []
  /** Products up to the last that was set. */
  #length = 0
  /** Product → its terms. */
  readonly #documents = new IntRows()
  /** Product → its type, one of its terms; -1 or nothing for those without. */
  readonly #types: number[] = []
  /** Term → products that have it, capped at {@link POSTINGS_AT_MOST}. */
  readonly #postings = new IntRows()
  #rarity: Rarity | null = null

  /** Adds or replaces the text of a product. */
  set(item: number, content: CatalogItem): void {
    const named = [...termsOf(content)]
    const terms = named.map((term) => this.#code(term))
    const before = this.#documents.row(item).slice()
    // Prices change oftener than words.
    if (before.length === terms.length && before.every((term, at) => term === terms[at])) return
    for (const term of before) {
      this.#documentCounts[term]--
      this.#postings.remove(term, item)
    }
    this.#length = Math.max(this.#length, item + 1)
    this.#documents.clear(item)
    this.#types[item] = terms[named.findIndex((term) => term.startsWith(TYPE_TERM))] ?? -1
    this.#rarity = null
    for (const term of terms) {
      this.#documents.push(item, term)
      this.#documentCounts[term]++
      if (this.#postings.lengthOf(term) < POSTINGS_AT_MOST) this.#postings.push(term, item)
    }
  }

  /** Gives back memory that was taken for more: to be called once all products are set. */
  compact(): void {
    this.#documents.compact()
    this.#postings.compact()
  }

  /** Whether anything is known of a product. */
  has(item: number): boolean {
    return this.#documents.lengthOf(item) > 0
  }

  /** Number of a product's type, equal for products of one type; -1 for those without. */
  typeOf(item: number): number {
    return this.#types[item] ?? -1
  }

  /**
   * The products that share words with those of `query`, term by term: how much a product is like them in words, the
   * cosine with their weighted sum, is Σ gain over the terms it has, times {@link scaleOf} it. Terms that one product
   * in eight has say nothing and are passed over.
   */
  likeTerms(query: ReadonlyMap<number, number>): readonly LikeTerm[] {
    const { idfs, norms } = this.#known()
    const profile = new Map<number, number>()
    for (const [item, weight] of query) {
      const norm = norms[item] ?? 0
      if (norm === 0) continue
      for (const term of this.#documents.row(item)) {
        const idf = idfs[term]
        if (idf > 0) profile.set(term, (profile.get(term) ?? 0) + (weight * idf) / norm)
      }
    }
    return [...profile]
      .sort((a, b) => b[1] - a[1] || a[0] - b[0])
      .slice(0, TERMS_AT_MOST)
      .map(([term, weight]) => ({ gain: weight * idfs[term], items: this.#postings.row(term) }))
  }

  /** One over the length of a product's terms, 0 where it has none. */
  scaleOf(item: number): number {
    return this.scales[item] ?? 0
  }

  /** {@link scaleOf} of every product up to the last that has terms; valid until the next change. */
  get scales(): Float64Array {
    return this.#known().scales
  }

  /**
   * A ratio by words: for each product the mean over its words, by rarity, of Σ over / (Σ under + doubt), both sums
   * over the products that have the word. Shows that "christmas" is rising, whichever product carries it.
   *
   * @param over @param under values by product index; products from their length on count as 0
   * @param itemCount products to answer for
   */
  ratioByWords(over: ArrayLike<number>, under: ArrayLike<number>, itemCount: number): Float32Array {
    const { idfs } = this.#known()
    const ratios = this.#ratiosOfWords(over, under)
    const means = new Float32Array(itemCount)
    for (let item = 0; item < itemCount; item++) {
      let weights = 0
      let sum = 0
      for (const term of this.#documents.row(item)) {
        const idf = idfs[term]
        weights += idf
        if (idf > 0) sum += idf * ratios[term]
      }
      means[item] = weights > 0 ? sum / weights : 0
    }
    return means
  }

  /** Σ over / (Σ under + doubt) by word, 0 for those that say nothing. */
  #ratiosOfWords(over: ArrayLike<number>, under: ArrayLike<number>): Float64Array {
    const { idfs } = this.#known()
    const ratios = new Float64Array(idfs.length)
    for (let term = 0; term < idfs.length; term++) {
      if (idfs[term] === 0) continue
      let a = 0
      let b = WORD_DOUBT
      for (const item of this.#postings.row(term)) {
        if (item < over.length) a += over[item]
        if (item < under.length) b += under[item]
      }
      ratios[term] = a / b
    }
    return ratios
  }

  /** Cosine of two products, 0 where either has no terms. */
  cosine(a: number, b: number): number {
    return this.cosinesWith(a)(b)
  }

  /** The cosine of one product with any other, for one that is compared with many. */
  cosinesWith(item: number): (other: number) => number {
    const terms = new Set(this.#documents.row(item))
    const { idfs, norms } = this.#known()
    return (other) => {
      const lengths = (norms[item] ?? 0) * (norms[other] ?? 0)
      if (lengths === 0) return 0
      let sum = 0
      for (const term of this.#documents.row(other)) if (terms.has(term)) sum += idfs[term] * idfs[term]
      return sum / lengths
    }
  }

  #code(term: string): number {
    const code = this.#terms.codeOf(term)
    if (code === this.#documentCounts.length) this.#documentCounts.push(0)
    return code
  }

  /** What the counts say of words and products, computed again after a change. */
  #known(): Rarity {
    this.#rarity ??= this.#rarityNow()
    return this.#rarity
  }

  #rarityNow(): Rarity {
    const total = this.#length
    const idfs = Float64Array.from(this.#documentCounts, (count) =>
      total >= 16 && count * COMMON_SHARE > total ? 0 : ln(1 + total / Math.max(1, count)),
    )
    const norms = new Float64Array(total)
    for (let item = 0; item < total; item++) {
      let squares = 0
      for (const term of this.#documents.row(item)) squares += idfs[term] * idfs[term]
      norms[item] = Math.sqrt(squares)
    }
    return { idfs, norms, scales: norms.map((norm) => (norm > 0 ? 1 / norm : 0)) }
  }
}

/** How much words distinguish products. */
interface Rarity {
  /** ln(1 + N / df) of each term, 0 for those that too many products have. */
  readonly idfs: Float64Array
  /** Length of each product's terms, 0 where it has none. */
  readonly norms: Float64Array
  readonly scales: Float64Array
}

/** Begins the term of a product's type, which the catalog gives as the tag `type:…`. */
const TYPE_TERM = "tag:type:"
const COMMON_SHARE = 8
const POSTINGS_AT_MOST = 2000
const TERMS_AT_MOST = 120
/** Characters of a title that are read: a page of text is no title. */
const TITLE_AT_MOST = 300

/** Words of title, category and tags; pairs of neighboring title words distinguish designs. */
export function termsOf(content: CatalogItem): Set<string> {
  const terms = new Set<string>()
  const words = content.title
    .slice(0, TITLE_AT_MOST)
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word.length > 1)
  words.forEach((word, at) => {
    terms.add(word)
    if (at > 0) terms.add(`${words[at - 1]} ${word}`)
  })
  if (content.category !== null) terms.add(`category:${content.category}`)
  for (const tag of content.tags.slice(0, 50)) terms.add(`tag:${tag.toLowerCase().slice(0, 100)}`)
  return terms
}
