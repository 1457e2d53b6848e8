import type { ContentIndex } from "./content"
import type { History } from "./history"
import { NeighborSearch, VECTOR_COLUMNS } from "./neighbors"
import type { Neighbor, NeighborIndex } from "./neighbors"
import type { PackedTable } from "./packed-table"
import { DAY_MS } from "./profile"
import { RowReader } from "./row-reader"
import type { ShopState, TableName } from "./shop-state"
import type { SignalBoard } from "./signal-board"
import { SIGNAL_INDEX as S } from "./signals"
import { exp, ln, log1p } from "../numeric/portable-math"

/** The state and the working memory that filling signals needs. */
export interface SignalContext {
  readonly state: ShopState
  readonly board: SignalBoard
  readonly shopperSearch: NeighborSearch
  readonly visitSearch: NeighborSearch
  /** 1/√(1 + shoppers who chose it), by product. */
  readonly damp: Float64Array
}

/** Working memory for one state. Not to be shared between two rankings at once. */
export function createSignalContext(state: ShopState, board: SignalBoard): SignalContext {
  return {
    state,
    board,
    shopperSearch: new NeighborSearch(state.shoppers),
    visitSearch: new NeighborSearch(state.visits),
    damp: Float64Array.from(state.facts.shoppers, (count) => 1 / Math.sqrt(1 + count)),
  }
}

/** Neighbors that speak, and the cosine above which a neighbor is the shopper in person. */
const SHOPPER_NEIGHBORS = 120
const VISIT_NEIGHBORS = 150
const SELF_ABOVE = 0.98
/** Products of a long past that are looked up at most, those chosen most and latest. */
const PAST_ITEMS_AT_MOST = 250

/** Fills the signals that depend on the shopper. The board must be clear. */
export function fillShopperSignals(
  context: SignalContext,
  shopper: { readonly history: History; readonly segments: readonly number[] },
): void {
  const { history } = shopper
  fillPersonal(context, history)
  const weights = historyWeights(history)
  fillTables(context, weights)
  fillNeighbors(context, history, weights)
  fillContent(context.state.content, context.board, weights)
  fillSegments(context, shopper.segments)
}

/** Weights of the products of a past, each for another question. */
interface HistoryWeights {
  /** Everything ever chosen, alike but for repeats. */
  readonly long: ReadonlyMap<number, number>
  /** Chosen lately. */
  readonly recent: ReadonlyMap<number, number>
  /** The last basket. */
  readonly last: ReadonlyMap<number, number>
  /** Interest and choices, lately. */
  readonly interest: ReadonlyMap<number, number>
  /** The present visit, the newest product most. */
  readonly visit: ReadonlyMap<number, number>
}

function historyWeights(history: History): HistoryWeights {
  const long = new Map<number, number>()
  const recent = new Map<number, number>()
  const last = new Map<number, number>()
  const interest = new Map<number, number>()
  const strength = [...history.items].sort((a, b) => pastStrength(b[1]) - pastStrength(a[1]) || a[0] - b[0])
  for (const [item, past] of strength.slice(0, PAST_ITEMS_AT_MOST)) {
    if (past.disliked > past.baskets) continue
    if (past.baskets > 0) {
      long.set(item, 1 + ln(past.baskets))
      recent.set(item, past.faded20 + 0.1 * past.faded90)
    }
    if (past.inLastBasket) last.set(item, 1)
    const shown = past.interest3 + 0.3 * past.interest30 + 2 * past.carted + past.wished + past.faded20
    if (shown > 0) interest.set(item, shown)
  }
  const visit = new Map(history.visitItems.map((item, at) => [item, 1 / (at + 1)]))
  return { long, recent, last, interest, visit }
}

function pastStrength(past: { baskets: number; faded90: number; interest30: number; carted: number }): number {
  return past.faded90 + 0.3 * past.baskets + past.interest30 + past.carted
}

function fillPersonal({ board, state }: SignalContext, history: History): void {
  for (const [item, past] of history.items) {
    board.touch(item)
    if (past.baskets > 0) {
      const days = past.lastAge
      const gap = past.baskets > 1 ? (past.last - past.first) / DAY_MS / (past.baskets - 1) : state.facts.gapDays[item]
      board.set(item, S.frequency, log1p(past.baskets))
      board.set(item, S.frequency90, past.faded90)
      board.set(item, S.frequency20, past.faded20)
      board.set(item, S.recency, 1 / (1 + days / 14))
      board.set(item, S.due, state.hasTime ? exp(-Math.abs(ln((days + 3) / (gap + 3)))) : 0)
      board.set(item, S.lastBasket, past.inLastBasket ? 1 : 0)
      board.set(item, S.basketShare, past.baskets / (history.baskets + 1))
      board.set(item, S.quantity, log1p(past.quantity))
    }
    if (past.interest30 > 0) board.set(item, S.interest, log1p(past.interest30))
    if (past.interest3 > 0) board.set(item, S.interest7, past.interest3)
    if (past.visit > 0) board.set(item, S.visit, past.visit)
    if (past.carted > 0) board.set(item, S.carted, past.carted)
    if (past.wished > 0) board.set(item, S.wished, past.wished)
    if (past.disliked > 0) board.set(item, S.disliked, past.disliked)
  }
}

/** The row at hand; nobody keeps it. */
const row = new RowReader()

/** One accumulation: signal += Σ weight(h) · table(h → j), over the power of the popularity of j at the end. */
function spread(board: SignalBoard, table: PackedTable, query: ReadonlyMap<number, number>, signal: number): void {
  if (table.bytes.length === 0) return
  for (const [item, weight] of query) {
    const length = row.read(table, item)
    if (length === 0) continue
    board.touchRow(row.items, 0, length)
    board.addRow(signal, weight, row.values(), 0)
  }
}

/** The signals that one table fills from the long past, the recent past and the last basket. */
type PastSignals = readonly [long: number, recent: number, last: number]

const PAST_TABLES: readonly (readonly [table: TableName, signals: PastSignals])[] = [
  ["basket", [S.basketLong, S.basketRecent, S.basketLast]],
  ["shopper", [S.shopperLong, S.shopperRecent, S.shopperLast]],
  ["ridge", [S.ridgeLong, S.ridgeRecent, S.ridgeLast]],
  ["basketRidge", [S.basketRidgeLong, S.basketRidgeRecent, S.basketRidgeLast]],
  ["basketNowRidge", [S.basketNowRidgeLong, S.basketNowRidgeRecent, S.basketNowRidgeLast]],
  ["basketNow", [S.basketNowLong, S.basketNowRecent, S.basketNowLast]],
]

/** The long and the recent past and the last basket walk a table together, for they are the same products. */
function spreadPast(
  board: SignalBoard,
  table: PackedTable,
  past: HistoryWeights,
  [long, recent, last]: PastSignals,
): void {
  if (table.bytes.length === 0) return
  for (const [item, weight] of past.long) {
    const length = row.read(table, item)
    if (length === 0) continue
    const weights = row.values()
    board.touchRow(row.items, 0, length)
    board.addRow(long, weight, weights, 0)
    board.addRow(recent, past.recent.get(item) ?? 0, weights, 0)
    const lastWeight = past.last.get(item)
    if (lastWeight !== undefined) board.addRow(last, lastWeight, weights, 0)
  }
}

function fillTables({ state, board, damp }: SignalContext, weights: HistoryWeights): void {
  if (state.live !== null) {
    for (const [signal, query] of [
      [S.basketLong, weights.long],
      [S.basketRecent, weights.recent],
      [S.basketLast, weights.last],
      [S.interestRecent, weights.interest],
      [S.interestLast, weights.visit],
    ] as const) {
      state.live.spread(query, (item, value) => board.add(item, signal, value))
    }
  }
  for (const [table, signals] of PAST_TABLES) spreadPast(board, state.tables[table], weights, signals)
  spread(board, state.tables.interest, weights.interest, S.interestRecent)
  spread(board, state.tables.interest, weights.visit, S.interestLast)
  spread(board, state.tables.interestRidge, weights.interest, S.interestRidge)
  spread(board, state.tables.next, firstOf(weights.visit), S.nextLast)
  spread(board, state.tables.next, weights.visit, S.nextRecent)
  dampen(board, damp)
}

/** Co-occurrence over √n(j) is the cosine; one signal is kept as it is, for it leans to the popular. */
function dampen(board: SignalBoard, damp: Float64Array): void {
  const recent = board.readable(S.basketRecent)
  if (recent !== null) board.writable(S.basketRecentPopular).set(recent.subarray(0, board.endOf(S.basketRecent)))
  const { touched } = board
  const damps = new Float64Array(touched.length)
  for (let slot = 0; slot < touched.length; slot++) damps[slot] = damp[touched[slot]]
  for (const signal of DAMPED) {
    const column = board.readable(signal)
    if (column === null) continue
    const end = board.endOf(signal)
    for (let slot = 0; slot < end; slot++) column[slot] *= damps[slot]
  }
}

const DAMPED = [
  S.basketNowLong,
  S.basketNowRecent,
  S.basketNowLast,
  S.basketLong,
  S.basketRecent,
  S.basketLast,
  S.shopperLong,
  S.shopperRecent,
  S.shopperLast,
  S.interestRecent,
  S.interestLast,
]

function firstOf(query: ReadonlyMap<number, number>): ReadonlyMap<number, number> {
  return new Map([...query].slice(0, 1))
}

function fillNeighbors(context: SignalContext, history: History, weights: HistoryWeights): void {
  const { board, state } = context
  const query = new Map<number, number>()
  for (const [item, past] of history.items) {
    const weight = past.faded90 + 0.2 * past.baskets + past.interest30
    if (weight > 0) query.set(item, weight)
  }
  const nearest = context.shopperSearch.nearest(query, SHOPPER_NEIGHBORS, SELF_ABOVE)
  const { shoppers, visits } = state
  vote(board, shoppers, {
    neighbors: nearest,
    ballots: [
      [S.neighbors, VECTOR_COLUMNS.weights],
      [S.neighborsNow, VECTOR_COLUMNS.recent],
    ],
  })
  const recent = weights.recent.size > 0 ? weights.recent : weights.interest
  const alike = context.shopperSearch.nearest(recent, SHOPPER_NEIGHBORS, SELF_ABOVE)
  vote(board, shoppers, { neighbors: alike, ballots: [[S.neighborsRecent, VECTOR_COLUMNS.weights]] })
  if (visits.owners.length > 0 && weights.visit.size > 0) {
    const neighbors = context.visitSearch.nearest(weights.visit, VISIT_NEIGHBORS, Infinity)
    vote(board, visits, { neighbors, ballots: [[S.visitNeighbors, VECTOR_COLUMNS.weights]] })
  }
}

/** Neighbors, and the column of weights that they vote with for each signal. */
interface Votes {
  readonly neighbors: readonly Neighbor[]
  readonly ballots: readonly (readonly [signal: number, column: number])[]
}

/** Each neighbor votes for their own products, weighted by similarity. */
function vote(board: SignalBoard, { vectors }: NeighborIndex, { neighbors, ballots }: Votes): void {
  for (const { vector, similarity } of neighbors) {
    board.touchRow(row.items, 0, row.read(vectors, vector))
    for (const [signal, column] of ballots) board.addRow(signal, similarity, row.values(column), 0)
  }
}

function fillContent(content: ContentIndex, board: SignalBoard, weights: HistoryWeights): void {
  const recent = weights.interest.size > 0 ? weights.interest : weights.recent
  fillLikeness(content, board, { query: weights.long.size > 0 ? weights.long : recent, signal: S.contentLong })
  fillLikeness(content, board, { query: weights.visit.size > 0 ? weights.visit : recent, signal: S.contentRecent })
}

function fillLikeness(
  content: ContentIndex,
  board: SignalBoard,
  { query, signal }: { readonly query: ReadonlyMap<number, number>; readonly signal: number },
): void {
  for (const { gain, items } of content.likeTerms(query)) {
    board.touchRow(items, 0, items.length)
    board.addToRow(signal, gain)
  }
  const column = board.readable(signal)
  if (column === null) return
  const { touched } = board
  const { scales } = content
  const end = board.endOf(signal)
  for (let slot = 0; slot < end; slot++) if (column[slot] > 0) column[slot] *= scales[touched[slot]]
}

/** Pseudo-events of the shop in a segment's counts. */
const SEGMENT_DOUBT = 200

/** Mean over the shopper's segments of the share of each product, shrunk towards its share in the shop. */
function fillSegments({ board, state }: SignalContext, segments: readonly number[]): void {
  const { offsets, items, counts } = state.segments
  const shares = new Map<number, number>()
  for (const segment of segments) {
    let total = 0
    for (let at = offsets[segment]; at < offsets[segment + 1]; at++) total += counts[at]
    const scale = 1 / ((total + SEGMENT_DOUBT) * segments.length)
    for (let at = offsets[segment]; at < offsets[segment + 1]; at++) {
      shares.set(items[at], (shares.get(items[at]) ?? 0) + counts[at] * scale)
    }
  }
  for (const [item, share] of shares) board.set(item, S.segment, share)
}
