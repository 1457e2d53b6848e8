import type { CatalogItem } from "../contract/interaction-log"

/** Pseudo-count under a word's ratio: one sale of one product is no theme. */
const WORD_DOUBT = 3

/** A term of a query, the products that have it, and what each of them gains by it. */
export interface LikeTerm {
  readonly gain: number
  readonly items: readonly number[]
}

/** Terms of every product with TF-IDF weights of length 1, and the way back from terms to products. */
export class ContentIndex {
  readonly #terms = new Map<string, number>()
  readonly #documentCounts: number[] = []
  /** Product → its terms. */
  #documents: number[][] = []
  /** Term → products that have it, capped at {@link POSTINGS_AT_MOST}. */
  readonly #postings: number[][] = []
  #norms: number[] = []

  /** Adds or replaces the text of a product. */
  set(item: number, content: CatalogItem): void {
    for (const term of this.#documents[item] ?? []) {
      this.#documentCounts[term]--
      const postings = this.#postings[term]
      const at = postings.indexOf(item)
      if (at >= 0) postings.splice(at, 1)
    }
    const terms = [...termsOf(content)].map((term) => this.#code(term))
    this.#documents[item] = terms
    this.#norms = []
    for (const term of terms) {
      this.#documentCounts[term]++
      if (this.#postings[term].length < POSTINGS_AT_MOST) this.#postings[term].push(item)
    }
  }

  /** Whether anything is known of a product. */
  has(item: number): boolean {
    return (this.#documents[item]?.length ?? 0) > 0
  }

  /**
   * The products that share words with those of `query`, term by term: how much a product is like them in words, the
   * cosine with their weighted sum, is Σ gain over the terms it has, times {@link scaleOf} it. Terms that one product
   * in eight has say nothing and are passed over.
   */
  likeTerms(query: ReadonlyMap<number, number>): readonly LikeTerm[] {
    const total = this.#documents.length
    const profile = new Map<number, number>()
    for (const [item, weight] of query) {
      const norm = this.#norm(item)
      if (norm === 0) continue
      for (const term of this.#documents[item]) {
        const idf = this.#idf(term, total)
        if (idf > 0) profile.set(term, (profile.get(term) ?? 0) + (weight * idf) / norm)
      }
    }
    return [...profile]
      .sort((a, b) => b[1] - a[1] || a[0] - b[0])
      .slice(0, TERMS_AT_MOST)
      .map(([term, weight]) => ({ gain: weight * this.#idf(term, total), items: this.#postings[term] }))
  }

  /** One over the length of a product's terms, 0 where it has none. */
  scaleOf(item: number): number {
    const norm = this.#norm(item)
    return norm > 0 ? 1 / norm : 0
  }

  /**
   * A ratio by words: for each product the mean over its words, by rarity, of Σ over / (Σ under + doubt), both sums
   * over the products that have the word. Tells that "christmas" is rising, whichever product carries it.
   *
   * @param over @param under values by product index; products from their length on count as 0
   * @param itemCount products to answer for
   */
  ratioByWords(over: ArrayLike<number>, under: ArrayLike<number>, itemCount: number): Float32Array {
    const total = this.#documents.length
    const ratios = new Map<number, number>()
    const ratioOf = (term: number): number => {
      const known = ratios.get(term)
      if (known !== undefined) return known
      let a = 0
      let b = WORD_DOUBT
      for (const item of this.#postings[term]) {
        a += over[item] ?? 0
        b += under[item] ?? 0
      }
      ratios.set(term, a / b)
      return a / b
    }
    return Float32Array.from({ length: itemCount }, (_, item) => {
      let weights = 0
      let sum = 0
      for (const term of this.#documents[item] ?? []) {
        const idf = this.#idf(term, total)
        weights += idf
        if (idf > 0) sum += idf * ratioOf(term)
      }
      return weights > 0 ? sum / weights : 0
    })
  }

  /** Cosine of two products, 0 where either has no terms. */
  cosine(a: number, b: number): number {
    return this.cosinesWith(a)(b)
  }

  /** The cosine of one product with any other, for one that is compared with many. */
  cosinesWith(item: number): (other: number) => number {
    const terms = new Set(this.#documents[item])
    const norm = this.#norm(item)
    return (other) => {
      const norms = norm * this.#norm(other)
      if (norms === 0) return 0
      let sum = 0
      for (const term of this.#documents[other]) {
        if (terms.has(term)) sum += this.#idf(term, this.#documents.length) ** 2
      }
      return sum / norms
    }
  }

  #code(term: string): number {
    const known = this.#terms.get(term)
    if (known !== undefined) return known
    const code = this.#terms.size
    this.#terms.set(term, code)
    this.#documentCounts.push(0)
    this.#postings.push([])
    return code
  }

  /** ln(N / df), 0 for words that too many products have. */
  #idf(term: number, total: number): number {
    const count = this.#documentCounts[term]
    return total >= 16 && count * COMMON_SHARE > total ? 0 : Math.log(1 + total / Math.max(1, count))
  }

  #norm(item: number): number {
    const known = this.#norms[item]
    if (known !== undefined) return known
    const total = this.#documents.length
    const norm = Math.sqrt((this.#documents[item] ?? []).reduce((sum, term) => sum + this.#idf(term, total) ** 2, 0))
    this.#norms[item] = norm
    return norm
  }
}

const COMMON_SHARE = 8
const POSTINGS_AT_MOST = 2000
const TERMS_AT_MOST = 120
/** Characters of a title that are read: a page of text is no title. */
const TITLE_AT_MOST = 300

/** Words of title, category and tags; pairs of neighboring title words tell designs apart. */
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
