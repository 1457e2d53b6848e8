import { exp } from "../numeric/portable-math"
import { POPULARITY_HALF_LIVES } from "./popularity"
import type { PackedTable } from "./packed-table"
import { RowReader } from "./row-reader"
import type { ShopCounters } from "./shop-counters"
import type { ShopState } from "./shop-state"
import { fillLikeness } from "./shop-facts"
import type { SignalBoard } from "./signal-board"
import { ANCHOR_SOURCES, SIGNAL_INDEX as S } from "./signals"
import type { AnchorSource } from "./signals"

/** Tables whose weights are co-occurrence: divided by the root of how many know a product they are cosines. */
const COOCCURRENCE: ReadonlySet<AnchorSource> = new Set(["basket", "basketNow", "shopper", "interest"])

/** Columns of one source. */
interface SourceColumns {
  readonly source: AnchorSource
  readonly sum: number
  readonly most: number
  readonly latest: number
}

const COLUMNS: readonly SourceColumns[] = ANCHOR_SOURCES.map((source) => ({
  source,
  sum: S[`anchor.${source}`],
  most: S[`anchorMost.${source}`],
  latest: S[`anchorLatest.${source}`],
}))

/** Products of a cart that are looked up at most, the latest: a wholesale basket of hundreds says no more. */
const ANCHORS_AT_MOST = 60

/** Reads what products on the page or in the cart lead to off one state of the shop. */
export class AnchorSignals {
  readonly #state: ShopState
  /** 1/√(1 + how many know a product, by choice or by interest, whichever are more). */
  readonly #damp: Float64Array
  /** 1/(1 + shoppers who chose it): with a co-occurrence a measure of how far it exceeds chance. */
  readonly #lift: Float64Array
  readonly #row = new RowReader()

  constructor(state: ShopState) {
    this.#state = state
    const interest = state.interestPopularity.counts[POPULARITY_HALF_LIVES.length - 1]
    this.#damp = Float64Array.from({ length: state.itemCount }, (_, item) => {
      // Choices alone would leave what many look at and nobody buys undivided, and so on every page.
      return 1 / Math.sqrt(1 + Math.max(state.facts.shoppers[item] ?? 0, interest[item] ?? 0))
    })
    this.#lift = Float64Array.from(state.facts.shoppers, (count) => 1 / (1 + count))
  }

  /**
   * Fills the signals that propose candidates.
   *
   * @param anchors distinct products, the latest last
   */
  fill(board: SignalBoard, anchors: readonly number[]): void {
    const state = this.#state
    const given = anchors.slice(-ANCHORS_AT_MOST)
    for (const columns of COLUMNS) {
      if (columns.source === "content") this.#fillContent(board, given, columns)
      else this.#fillTable(board, given, { ...columns, table: state.tables[columns.source] })
      if (columns.source === "basket") this.#fillLift(board, columns.sum)
      if (columns.source === "content" || COOCCURRENCE.has(columns.source)) this.#dampen(board, columns)
    }
    state.live?.spread(new Map(given.map((item) => [item, 1])), (item, value) => board.add(item, S.anchorLive, value))
  }

  #fillTable(
    board: SignalBoard,
    anchors: readonly number[],
    { table, sum, most, latest }: SourceColumns & { readonly table: PackedTable },
  ): void {
    if (table.bytes.length === 0) return
    const row = this.#row
    anchors.forEach((item, at) => {
      const length = row.read(table, item)
      if (length === 0) return
      const weights = row.values()
      board.touchRow(row.items, 0, length)
      board.addRow(sum, 1, weights, 0)
      if (anchors.length === 1) return
      board.raiseRow(most, 1, weights, 0)
      if (at === anchors.length - 1) board.addRow(latest, 1, weights, 0)
    })
  }

  #fillContent(board: SignalBoard, anchors: readonly number[], { sum, latest }: SourceColumns): void {
    const { content } = this.#state
    const spread = (items: readonly number[], signal: number): void => {
      for (const { gain, items: sharing } of content.likeTerms(new Map(items.map((item) => [item, 1])))) {
        board.touchRow(sharing, 0, sharing.length)
        board.addToRow(signal, gain)
      }
    }
    spread(anchors, sum)
    if (anchors.length > 1) spread(anchors.slice(-1), latest)
  }

  #fillLift(board: SignalBoard, basket: number): void {
    const sums = board.readable(basket)
    if (sums === null) return
    const lifts = board.writable(S.anchorLift)
    const { touched } = board
    const end = board.endOf(basket)
    for (let slot = 0; slot < end; slot++) lifts[slot] = sums[slot] * this.#lift[touched[slot]]
  }

  #dampen(board: SignalBoard, { source, sum, most, latest }: SourceColumns): void {
    const { scales } = this.#state.content
    const { touched } = board
    for (const signal of [sum, most, latest]) {
      const column = board.readable(signal)
      if (column === null) continue
      const factors = source === "content" ? scales : this.#damp
      const end = board.endOf(signal)
      for (let slot = 0; slot < end; slot++) if (column[slot] > 0) column[slot] *= factors[touched[slot]] ?? 0
    }
  }

  /**
   * Sets what candidates have in common with the given products, and is no source of candidates.
   *
   * @param list.counters of the channel in which it is shown
   */
  fillOwn(
    own: SignalBoard,
    board: SignalBoard,
    list: { readonly candidates: Int32Array; readonly anchors: readonly number[]; readonly counters: ShopCounters },
  ): void {
    const { candidates, anchors } = list
    const { goalPopularity, interestPopularity } = list.counters
    const { facts, content } = this.#state
    const given = anchors.slice(-ANCHORS_AT_MOST)
    if (facts.fromShop !== null)
      fillLikeness(facts.fromShop, own, { candidates, like: new Map(given.map((item) => [item, 1])) })
    const shares = new Float64Array(facts.categoryNames.length)
    for (const item of given) if (facts.category[item] >= 0) shares[facts.category[item]] += 1 / given.length
    const typeShares = new Map<number, number>()
    for (const item of given) {
      const type = content.typeOf(item)
      if (type >= 0) typeShares.set(type, (typeShares.get(type) ?? 0) + 1 / given.length)
    }
    const prices = given.map((item) => facts.logPrice[item]).filter((price) => !Number.isNaN(price))
    const category = own.writable(S.anchorCategory)
    const type = own.writable(S.anchorType)
    const price = own.writable(S.anchorPrice)
    const complement = own.writable(S.anchorComplement)
    const popular = own.writable(S.anchorPopular)
    candidates.forEach((item, at) => {
      category[at] = facts.category[item] < 0 ? 0 : shares[facts.category[item]]
      type[at] = typeShares.get(content.typeOf(item)) ?? 0
      price[at] = nearness(facts.logPrice[item], prices)
      const baskets = board.get(item, S["anchor.basket"])
      const visits = board.get(item, S["anchor.interest"])
      complement[at] = visits > 0 ? baskets / (baskets + visits) : 0
      popular[at] = Math.sqrt(goalPopularity.counts[1][item] + 0.1 * interestPopularity.counts[1][item])
    })
  }
}

/** Mean over the given prices of a bell over the difference of logarithms: 1 for equal prices, 0.14 for twice as much. */
function nearness(logPrice: number, prices: readonly number[]): number {
  if (prices.length === 0 || Number.isNaN(logPrice)) return 0
  let sum = 0
  for (const other of prices) {
    const distance = (logPrice - other) / PRICE_SPREAD
    sum += exp((-distance * distance) / 2)
  }
  return sum / prices.length
}

/** Spread of the bell, in units of the natural logarithm. */
const PRICE_SPREAD = 0.35
