import { GIFT_CONTEXT_KEYS } from "../contract/interaction-log"
import type { GiftLine, GiftContext, GiftContextKey } from "../contract/interaction-log"
import { exp2 } from "../numeric/portable-math"
import type { ContentIndex } from "./content"
import type { ItemTable } from "./item-table"
import { DAY_MS } from "./profile"
import { strongest } from "./select-top"

/** What is given as a gift: all along, and by whom givers named. */
export interface GiftTable {
  /** Gift lines of each product, faded. */
  readonly given: Float32Array
  /** Words of givers, as `recipient:mother`, in the order of the rows below. */
  readonly words: readonly string[]
  /** For each word the products given for it, and how often. */
  readonly givenFor: ItemTable
  /** For each word the products that are worded like those given for it, and more so than like all gifts. */
  readonly likeGiven: ItemTable
}

/** Days in which a gift counts half: feasts come once a year. */
const HALF_LIFE_DAYS = 360
/** Orders that a word must stand on: what fewer givers wrote is noise, and may be a name. */
const ORDERS_AT_LEAST = 5
/** Words that are counted at most, those of most orders: a field of free text has no end of them. */
const WORDS_AT_MOST = 200
/** Products that are kept as worded like those given for a word. */
const LIKE_AT_MOST = 300

/** Spelling of a giver's word in a table. */
export const wordOf = (key: GiftContextKey, value: string): string => `${key}:${value}`

/** What a gift line counts, by its place among products. */
interface Counted {
  readonly item: number
  readonly weight: number
  readonly line: GiftLine
}

/** Of which products and since when gifts are counted. */
export interface GiftTableOptions {
  /** Milliseconds; later gifts do not count, and what was returned by then counts no more. */
  readonly moment: number
  readonly itemIds: readonly string[]
  readonly content: ContentIndex
}

/** Counts gifts as they were known at a moment; null where none was. */
export function giftTable(gifts: readonly GiftLine[], options: GiftTableOptions): GiftTable | null {
  const { itemIds, content } = options
  const lines = countedLines(gifts, options)
  if (lines.length === 0) return null
  const itemCount = itemIds.length
  const given = new Float32Array(itemCount)
  for (const { item, weight } of lines) given[item] += weight
  const byWord = linesByWord(lines)
  const words = [...byWord.keys()]
  const all = likenessTo(lines, itemCount, content)
  const rows = [...byWord.values()]
  const counts = rows.map((own) => countsOf(own))
  return {
    given,
    words,
    givenFor: tableOf(counts.map((own) => [...own].sort((a, b) => a[0] - b[0]))),
    likeGiven: tableOf(rows.map((own) => moreLike(likenessTo(own, itemCount, content), all))),
  }
}

/** Oldest first, those of one moment by their ids: sums of rounded numbers hang on the order, and so do a model's bytes. */
export function inTheirOrder(gifts: readonly GiftLine[]): GiftLine[] {
  const nameOf = ({ orderId, itemId, giftContext }: GiftLine): string =>
    JSON.stringify([orderId, itemId, ...wordsOf(giftContext)])
  return gifts
    .map((line) => ({ line, name: nameOf(line) }))
    .sort((a, b) => a.line.time - b.line.time || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
    .map(({ line }) => line)
}

function countedLines(gifts: readonly GiftLine[], { moment, itemIds }: GiftTableOptions): Counted[] {
  const index = new Map(itemIds.map((id, at) => [id, at]))
  return inTheirOrder(gifts).flatMap((line) => {
    const item = index.get(line.itemId)
    const isReturned = line.returnedAt !== null && line.returnedAt < moment
    if (item === undefined || line.time >= moment || isReturned) return []
    return [{ item, weight: exp2((line.time - moment) / (HALF_LIFE_DAYS * DAY_MS)), line }]
  })
}

/** Lines of every word that enough orders say, sorted by the word: the order of lines must not decide of bytes. */
function linesByWord(lines: readonly Counted[]): Map<string, Counted[]> {
  const found = new Map<string, { readonly lines: Counted[]; readonly orders: Set<string> }>()
  for (const counted of lines)
    for (const word of wordsOf(counted.line.giftContext)) {
      const own = found.get(word) ?? { lines: [], orders: new Set() }
      found.set(word, own)
      own.lines.push(counted)
      own.orders.add(counted.line.orderId)
    }
  const stated = [...found]
    .filter(([, { orders }]) => orders.size >= ORDERS_AT_LEAST)
    .sort(([a, one], [b, other]) => other.orders.size - one.orders.size || (a < b ? -1 : 1))
    .slice(0, WORDS_AT_MOST)
  return new Map(stated.sort(([a], [b]) => (a < b ? -1 : 1)).map(([word, own]) => [word, own.lines]))
}

/** A giver's words as tables spell them. */
export function wordsOf(giftContext: GiftContext): string[] {
  return GIFT_CONTEXT_KEYS.flatMap((key) => {
    const value = giftContext[key]
    return value === undefined || value === "" ? [] : [wordOf(key, value)]
  })
}

function countsOf(lines: readonly Counted[]): Map<number, number> {
  const counts = new Map<number, number>()
  for (const { item, weight } of lines) counts.set(item, (counts.get(item) ?? 0) + weight)
  return counts
}

/** How much each product is worded like those given, by a line in the mean. */
function likenessTo(lines: readonly Counted[], itemCount: number, content: ContentIndex): Float64Array {
  const likeness = new Float64Array(itemCount)
  const weight = lines.reduce((sum, line) => sum + line.weight, 0)
  for (const { gain, items } of content.likeTerms(countsOf(lines)))
    for (const item of items) if (item < itemCount) likeness[item] += (gain * content.scaleOf(item)) / weight
  return likeness
}

/** Products worded like those of a word: the likeness, times how much of it is not likeness to any gift. */
function moreLike(own: Float64Array, all: Float64Array): (readonly [item: number, weight: number])[] {
  const valueOf = (item: number): number => (own[item] * own[item]) / (own[item] + all[item])
  const liked = Array.from(own.keys()).filter((item) => own[item] > 0)
  return strongest(liked, valueOf, LIKE_AT_MOST).map((item) => [item, valueOf(item)])
}

function tableOf(rows: readonly (readonly (readonly [item: number, weight: number])[])[]): ItemTable {
  const offsets = new Int32Array(rows.length + 1)
  rows.forEach((row, at) => (offsets[at + 1] = offsets[at] + row.length))
  const entries = rows.flat()
  return {
    offsets,
    items: Int32Array.from(entries, ([item]) => item),
    weights: Float32Array.from(entries, ([, weight]) => weight),
  }
}
