import { ln } from "../numeric/portable-math"
import { orderContext } from "./bought-together"
import type { BoughtTogether, OrderContext } from "./bought-together"
import { GIFT_KEYS, GiftVocabulary } from "./facets"
import type { GiftKey, GiftValue } from "./facets"
import { fitWords, logistic } from "./fit-words"
import type { WordModel } from "./fit-words"
import { PRICE_TERM, suitsAll, termsOfGift } from "./gift-text"
import type { GiftText } from "./gift-text"
import { LEXICON, Lexicon } from "./lexicon"

/** Labelled products that are learned from at most; of more, evenly spread ones. */
const MAX_LABELLED = 2_000
/** Labelled products that must have a term before it is learned. */
const MIN_PRODUCTS = 2
/** Products that must state a value of the shop's own before it is one. */
const MIN_TOLD = 2
/** Styles that are learned at most: the commonest of the shop's free tags. */
const MAX_STYLES = 24
const MIN_STYLE = 3
/** What a word from gift orders' season says, in log odds. */
const SEASON = 1.5
/** A merchant's yes and no. Never 1 and 0: a giver may name what the merchant did not think of. */
const YES = 0.97
const NO = 0.03
const SUITS_ALL = 0.85
/** Log odds beyond which words alone are not believed. */
const MOST = 3
/** Share of what a product's company in orders says that is believed before any label. */
const ORDERS = 0.5

/** Where no order is known. */
const ALONE: BoughtTogether = new Map()
const NOTHING = new Float32Array()

/** Log odds that the lexicon must add to a value for a text to mean it. */
const MEANS = 2
/** Begins the term of a meaning. No word of a text has a colon. */
const MEANING = "is:"
/** The lexicon's entries stand first in every vocabulary: a place is one's own. */
const meaningOf = (place: number): string => `${MEANING}${place}`

/** Where a probability comes from: the merchant's own word, what was learned, the lexicon, or the share of all gifts. */
export type GiftSource = "merchant" | "learnt" | "lexicon" | "base"

/** How sure it is that a product suits a value, and by which of its terms. */
export interface GiftBelief extends GiftValue {
  /** 0 to 1. */
  readonly probability: number
  readonly source: GiftSource
  /** Terms that speak for it, the strongest first; at most three. */
  readonly because: readonly string[]
}

/**
 * What products are good for as gifts: a probability for each value of the vocabulary, from the merchant's own tags
 * where there are any, else from a linear model over the product's terms, whose prior is the lexicon.
 */
export class GiftWords {
  private constructor(
    readonly vocabulary: GiftVocabulary,
    readonly lexicon: Lexicon,
    private readonly columns: ReadonlyMap<string, number>,
    private readonly models: readonly WordModel[],
    /** Whether anything but the lexicon has spoken of a place. */
    private readonly isLearnt: readonly boolean[],
    private readonly context: OrderContext,
  ) {}

  /**
   * Learns from what the merchant says of products, and from what was bought with them; with no such products it is the
   * lexicon alone.
   */
  static learn(products: readonly GiftText[], together: BoughtTogether = ALONE): GiftWords {
    const steps = GiftWords.learnInSteps(products, together)
    for (;;) {
      const step = steps.next()
      if (step.done === true) return step.value
    }
  }

  /**
   * The same in steps, between which a shop may answer its requests: with 2,000 labelled products of long descriptions
   * one took 160 ms at most, and all of them 5 s.
   */
  static *learnInSteps(products: readonly GiftText[], together: BoughtTogether = ALONE): Generator<void, GiftWords> {
    const vocabulary = vocabularyOf(products)
    const lexicon = new Lexicon(vocabulary)
    const labelled = new Map(GIFT_KEYS.map((key) => [key, spread(products.filter((text) => isStated(text, key)))]))
    const texts = [...new Set([...labelled.values()].flat())]
    const terms = yield* eachInSteps(texts, termsOfGift)
    const columns = columnsOf(terms.values(), lexicon)
    const rowOf = (found: Iterable<string>): Int32Array => rowOfTerms(found, columns, lexicon)
    const rows = yield* eachInSteps(texts, (text) => rowOf(terms.get(text) ?? []))
    // A style is one of the tags: with them as its terms nothing would be learned of its words.
    const styled = labelled.get("style") ?? []
    const untagged = yield* eachInSteps(styled, (text) => rowOf(termsOfGift({ ...text, tags: [] })))
    const priors = vocabulary.values.map((_, place) => priorOf(vocabulary, { place, columns, lexicon }))
    const beforeOrders = new GiftWords(vocabulary, lexicon, columns, priors, [], new Map())
    const company = products.filter(({ id }) => together.has(id))
    const fits = yield* eachInSteps(company, (text) => beforeOrders.probabilities(text))
    const context = yield* orderContext(together, new Map(company.map((text) => [text.id, fits.get(text) ?? NOTHING])))
    const isLearnt: boolean[] = []
    const models: WordModel[] = []
    for (const [place, { key, value }] of vocabulary.values.entries()) {
      const stated = labelled.get(key) ?? []
      const known = key === "style" ? untagged : rows
      const labels = Uint8Array.from(stated, (text) => ((text.stated.get(key) ?? []).includes(value) ? 1 : 0))
      const rowsStated = stated.map((text) => known.get(text) ?? new Int32Array())
      isLearnt.push(stated.length > 0)
      const orders = Float64Array.from(stated, ({ id }) => context.get(id)?.[place] ?? 0)
      models.push(fitWords({ rows: rowsStated, context: orders, columns: columns.size }, labels, priors[place]))
      yield
    }
    return new GiftWords(vocabulary, lexicon, columns, models, isLearnt, context)
  }

  /** The probability of each value of the vocabulary for a product, by place; 0 to 1. */
  probabilities(text: GiftText): Float32Array {
    const row = rowOfTerms(termsOfGift(text), this.columns, this.lexicon)
    return Float32Array.from(this.vocabulary.values, (value, place) => {
      const stated = statedProbability(text, value)
      return stated ?? this.guess(place, row, text)
    })
  }

  /** What is believed of a product, the likeliest first, and why. */
  beliefs(text: GiftText): GiftBelief[] {
    const row = rowOfTerms(termsOfGift(text), this.columns, this.lexicon)
    const names = [...this.columns.keys()]
    return this.vocabulary.values
      .map((value, place): GiftBelief => {
        const stated = statedProbability(text, value)
        if (stated !== null) return { ...value, probability: stated, source: "merchant", because: [] }
        const { weights } = this.models[place]
        const speaking = [...row].filter((column) => weights[column] > SPEAKS).sort((a, b) => weights[b] - weights[a])
        const isSilent = speaking.length === 0 && this.fromOrders(place, text) <= SPEAKS
        const source = isSilent ? "base" : this.isLearnt[place] ? "learnt" : "lexicon"
        const words = speaking
          .map((column) => names[column])
          .filter((term) => !UNSPOKEN.some((begin) => term.startsWith(begin)))
        const because = words.slice(0, 3)
        return { ...value, probability: this.guess(place, row, text), source, because }
      })
      .sort((a, b) => b.probability - a.probability)
  }

  private fromOrders(place: number, { id }: GiftText): number {
    return this.models[place].context * (this.context.get(id)?.[place] ?? 0)
  }

  private guess(place: number, row: Int32Array, text: GiftText): number {
    const { base, weights } = this.models[place]
    let odds = base + this.fromOrders(place, text)
    for (const column of row) odds += weights[column]
    return logistic(Math.min(MOST, Math.max(-MOST - 1, odds)))
  }
}

/** Log odds that a word, or what orders say, adds at least where it speaks for a value. */
const SPEAKS = 0.2

/** Terms that are no words. */
const UNSPOKEN = [PRICE_TERM, MEANING]

/** Texts that are read in one step: their words take a few milliseconds. */
const TEXTS_A_STEP = 100

function* eachInSteps<Out>(
  texts: readonly GiftText[],
  read: (text: GiftText) => Out,
): Generator<void, Map<GiftText, Out>> {
  const out = new Map<GiftText, Out>()
  for (const [at, text] of texts.entries()) {
    out.set(text, read(text))
    if (at % TEXTS_A_STEP === TEXTS_A_STEP - 1) yield
  }
  return out
}

/** A free tag that is missing is no "no": it was not thought of, unlike a recipient that was left out of a list. */
function statedProbability(text: GiftText, { key, value }: GiftValue): number | null {
  const stated = text.stated.get(key)
  if (stated === undefined || stated.length === 0) return null
  if (stated.includes(value)) return YES
  if (suitsAll(stated)) return SUITS_ALL
  return key === "style" || key === "interest" ? null : NO
}

const isStated = ({ stated }: GiftText, key: GiftKey): boolean => {
  const values = stated.get(key)
  return values !== undefined && values.length > 0 && !suitsAll(values)
}

/** Every n-th, so that no more than can be learned from are left. */
function spread(texts: readonly GiftText[]): GiftText[] {
  const every = Math.ceil(texts.length / MAX_LABELLED)
  return texts.filter((_, at) => at % every === 0)
}

/** The lexicon's values, the shop's own, and its commonest free tags as styles. */
function vocabularyOf(products: readonly GiftText[]): GiftVocabulary {
  const values: GiftValue[] = LEXICON.map(({ key, value }) => ({ key, value }))
  const known = new Set(values.map(({ key, value }) => `${key}:${value}`))
  for (const key of GIFT_KEYS) {
    const counts = new Map<string, number>()
    for (const { stated } of products)
      for (const value of new Set(stated.get(key))) counts.set(value, (counts.get(value) ?? 0) + 1)
    const own = [...counts]
      .filter(([value, count]) => count >= (key === "style" ? MIN_STYLE : MIN_TOLD) && !suitsAll([value]))
      .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
      .slice(0, key === "style" ? MAX_STYLES : undefined)
    for (const [value] of own) if (!known.has(`${key}:${value}`)) values.push({ key, value })
  }
  return new GiftVocabulary(values)
}

/** Terms that are learned, and all of the lexicon's that occur in a text are looked up as they come. */
function columnsOf(labelled: Iterable<ReadonlySet<string>>, lexicon: Lexicon): Map<string, number> {
  const counts = new Map<string, number>()
  for (const terms of labelled) for (const term of terms) counts.set(term, (counts.get(term) ?? 0) + 1)
  const columns = new Map<string, number>()
  for (const term of lexicon.terms()) columns.set(term, columns.size)
  for (const { value } of LEXICON.filter(({ key }) => key === "occasion")) columns.set(`season:${value}`, columns.size)
  for (const place of LEXICON.keys()) columns.set(meaningOf(place), columns.size)
  for (const [term, count] of counts) if (count >= MIN_PRODUCTS && !columns.has(term)) columns.set(term, columns.size)
  return columns
}

/**
 * Columns of a text's terms, and of what the lexicon takes them to mean together: that a cufflink and a beard are things
 * for a father is known of both before any label, so that what is learned of one is learned of the other.
 */
function rowOfTerms(terms: Iterable<string>, columns: ReadonlyMap<string, number>, lexicon: Lexicon): Int32Array {
  const found = new Set<number>()
  const weighed = new Map<number, number>()
  for (const term of terms) {
    const known = columns.has(term) ? term : lexicon.find(term)
    const column = known === null ? undefined : columns.get(known)
    if (known === null || column === undefined || found.has(column)) continue
    found.add(column)
    for (const { place, weight } of lexicon.weightsOf(known)) weighed.set(place, (weighed.get(place) ?? 0) + weight)
  }
  for (const [place, weight] of weighed) {
    const column = columns.get(meaningOf(place))
    if (weight >= MEANS && column !== undefined) found.add(column)
  }
  return Int32Array.from(found)
}

function priorOf(
  { values }: GiftVocabulary,
  { place, columns, lexicon }: { place: number; columns: ReadonlyMap<string, number>; lexicon: Lexicon },
): WordModel {
  const { key, value } = values[place]
  const share = LEXICON.find((entry) => entry.key === key && entry.value === value)?.base ?? 0.1
  const weights = new Float64Array(columns.size)
  for (const [term, column] of columns) {
    for (const weighed of lexicon.weightsOf(term)) if (weighed.place === place) weights[column] = weighed.weight
    if (term === `season:${value}` && key === "occasion") weights[column] = SEASON
  }
  // A value that bears its own name in no lexicon is named by its words: `recipient:dog`, or a free tag.
  const own = columns.get(value.replaceAll("-", "_"))
  if (own !== undefined && weights[own] === 0) weights[own] = 2
  return { base: ln(share / (1 - share)), weights, context: ORDERS }
}
