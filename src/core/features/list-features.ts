import { BASES, HABITS, PERSONAL_FEATURES, YOUNG_HABIT } from "./feature-map"
import type { FeatureSpace } from "./feature-map"
import type { History } from "./history"
import { ColumnRanker } from "./rank-column"
import type { SignalBoard } from "./signal-board"
import { SIGNAL_INDEX as S } from "./signals"
import { YOUNG_NEWNESS } from "./young"
import { ln, log1p } from "../numeric/portable-math"
import { compileTrees } from "../trees/compiled-trees"
import type { Scorer } from "../trees/scorer"

/** Places that a rank distinguishes: the first from the second as the tenth from the twentieth. */
const RANKS = 400
const RANK_VALUES = Float64Array.from({ length: RANKS }, (_, rank) => 1 - log1p(rank) / ln(RANKS + 1))

/** The candidates of a list on the shopper's board. */
export interface ListOfBoard {
  /** The slot of each candidate. */
  readonly slots: Int32Array
  /** Signals that the shopper's board has not: one slot for each candidate, in order. */
  readonly own: SignalBoard
  readonly history: History
  /** See `youngShareOf`. */
  readonly youngShare: number | null
}

/**
 * The features of one list (see `FeatureSpace`), column by column as they are made: rows are written only for whom
 * they are asked, and the decision values of all need none. Memory is kept from one list to the next.
 */
export class ListFeatures {
  readonly space: FeatureSpace
  /** Numbers of column c of the plain block: `#columns[c × #room + i]` for candidate i. */
  #columns = new Float32Array(0)
  #room = 0
  #count = 0
  /** Whether any candidate has the signal: columns of the others hold what an earlier list left. */
  readonly #isFilled: Uint8Array
  readonly #ranker = new ColumnRanker()
  /** The habits of candidate i, from i × HABITS.length on; the first of them is the gate. */
  #habits = new Float32Array(0)
  /** Rows for trees, see {@link #rowsOf}. */
  #treeRows = new Float32Array(0)

  /** 0, 1, 2 and so on: where candidates stand that stand in order. */
  #order = new Int32Array(0)

  constructor(space: FeatureSpace = PERSONAL_FEATURES) {
    this.space = space
    this.#isFilled = new Uint8Array(space.signals.length)
  }

  /** Candidates of the list. */
  get count(): number {
    return this.#count
  }

  /** Reads the signals of a list's candidates off the boards. */
  read(board: SignalBoard, list: ListOfBoard): void {
    const { slots, own } = list
    this.#count = slots.length
    if (this.#count > this.#room) this.#makeRoom(2 * this.#count)
    const inOrder = this.#order.subarray(0, this.#count)
    const { signals } = this.space
    for (let at = 0; at < signals.length; at++) {
      const column = board.readable(signals[at])
      if (column !== null) this.#readSignal(at, column, slots)
      else this.#readSignal(at, own.readable(signals[at]), inOrder)
    }
    this.#readHabits(board, list)
  }

  #makeRoom(room: number): void {
    this.#room = room
    this.#columns = new Float32Array(this.space.block * room)
    this.#habits = new Float32Array(HABITS.length * room)
    this.#order = Int32Array.from({ length: room }, (_, at) => at)
  }

  /** Whether the shopper chose a candidate before: then its gated features are its plain ones, else they are 0. */
  isAgain(at: number): boolean {
    return this.#habits[at * HABITS.length] !== 0
  }

  /** Writes the first `plainCount` features of one candidate, from `offset` on: all but the gated ones. */
  writePlain(at: number, rows: Float32Array, offset: number): void {
    const { block } = this.space
    rows.fill(0, offset, offset + block)
    for (let signal = 0; signal < this.#isFilled.length; signal++) {
      if (this.#isFilled[signal] === 0) continue
      const column = signal * BASES.length
      let from = column * this.#room + at
      for (let basis = 0; basis < BASES.length; basis++) {
        rows[offset + column + basis] = this.#columns[from]
        from += this.#room
      }
    }
    const habits = at * HABITS.length
    for (let habit = 0; habit < HABITS.length; habit++) rows[offset + block + habit] = this.#habits[habits + habit]
  }

  /** All features of one candidate. */
  row(at: number): Float32Array {
    const { names, plainCount, gated } = this.space
    const row = new Float32Array(names.length)
    this.writePlain(at, row, 0)
    if (this.isAgain(at)) row.copyWithin(plainCount, 0, gated)
    return row
  }

  /** The score of every candidate. */
  scores({ weights, trees }: Scorer): Float64Array {
    const values = this.decisionValues(weights)
    if (trees === null) return values
    const compiled = compileTrees(trees)
    compiled.addTo(values, this.#rowsOf(compiled.columns))
    return values
  }

  /** The columns that trees look at, candidate by candidate; a negative zero becomes a zero. */
  #rowsOf(columns: Int32Array): Float32Array {
    const width = columns.length
    if (this.#treeRows.length < width * this.#count) this.#treeRows = new Float32Array(2 * width * this.#count)
    const rows = this.#treeRows
    const { block } = this.space
    columns.forEach((column, place) => {
      if (column < block && this.#isFilled[Math.floor(column / BASES.length)] === 0) {
        // What the column holds is of an earlier list.
        for (let at = 0; at < this.#count; at++) rows[at * width + place] = 0
        return
      }
      const isHabit = column >= block
      const source = isHabit ? this.#habits : this.#columns
      const from = isHabit ? column - block : column * this.#room
      const by = isHabit ? HABITS.length : 1
      for (let at = 0; at < this.#count; at++) rows[at * width + place] = source[from + by * at] + 0
    })
    return rows
  }

  /** wᵀx of every candidate. */
  decisionValues(weights: Float64Array): Float64Array {
    const { block, plainCount, gated: gatedColumns } = this.space
    const values = new Float64Array(this.#count)
    const again = this.#again()
    const gated = new Float64Array(again.length)
    for (let signal = 0; signal < this.#isFilled.length; signal++) {
      if (this.#isFilled[signal] === 0) continue
      const first = signal * BASES.length
      this.#addScaled(first, weights, values)
      if (first >= gatedColumns) continue
      for (let column = first; column < first + BASES.length; column++) {
        const factor = weights[plainCount + column]
        for (let k = 0; k < again.length; k++) gated[k] += factor * this.#columns[column * this.#room + again[k]]
      }
    }
    for (let k = 0; k < again.length; k++) values[again[k]] += gated[k]
    for (let at = 0; at < this.#count; at++) {
      for (let habit = 0; habit < HABITS.length; habit++) {
        values[at] += weights[block + habit] * this.#habits[at * HABITS.length + habit]
      }
    }
    return values
  }

  /** values ← values + the columns of one signal, from column `first` on, each times its weight. */
  #addScaled(first: number, weights: Float64Array, values: Float64Array): void {
    const columns = this.#columns
    const asValue = first * this.#room
    const asRoot = asValue + this.#room
    const asRank = asRoot + this.#room
    const [ofValue, ofRoot, ofRank] = weights.subarray(first, first + BASES.length)
    for (let at = 0; at < values.length; at++) {
      values[at] += ofValue * columns[asValue + at] + ofRoot * columns[asRoot + at] + ofRank * columns[asRank + at]
    }
  }

  /** Places of the candidates whose gate is open: few, whoever the shopper is. */
  #again(): number[] {
    const again: number[] = []
    for (let at = 0; at < this.#count; at++) if (this.isAgain(at)) again.push(at)
    return again
  }

  #readSignal(signal: number, column: Float32Array | null, slots: Int32Array): void {
    this.#isFilled[signal] = 0
    if (column === null) return
    const max = this.#ranker.take(column, slots)
    if (max === 0) return
    this.#isFilled[signal] = 1
    const asValue = signal * BASES.length * this.#room
    for (let from = asValue, basis = 0; basis < BASES.length; from += this.#room, basis++) {
      this.#columns.fill(0, from, from + this.#count)
    }
    const place = this.space.scalePlaces[signal]
    this.#writeShares(asValue, asValue + this.#room, place === 1 ? max : this.#ranker.greatest(place))
    this.#ranker.sort(RANKS)
    this.#writeRanks(asValue + 2 * this.#room)
  }

  /** Each number over the one that is the measure, 1 at most, and the root of that. */
  #writeShares(asValue: number, asRoot: number, measure: number): void {
    const { values, places, length } = this.#ranker
    const columns = this.#columns
    for (let at = 0; at < length; at++) {
      const value = Math.min(1, values[at] / measure)
      columns[asValue + places[at]] = value
      columns[asRoot + places[at]] = Math.sqrt(value)
    }
  }

  /** The rank of what the ranker holds, which counts what is greater. */
  #writeRanks(asRank: number): void {
    const { values, places, length } = this.#ranker
    const columns = this.#columns
    let rank = 0
    for (let at = 0; at < length; at++) {
      if (values[at] !== values[rank]) rank = at
      if (rank >= RANKS) break
      columns[asRank + places[at]] = RANK_VALUES[rank]
    }
  }

  #readHabits(board: SignalBoard, { slots, own, history, youngShare }: ListOfBoard): void {
    const habits = this.#habits.fill(0, 0, this.#count * HABITS.length)
    const frequency = board.readable(S.frequency)
    const interest = board.readable(S.interest)
    const visit = board.readable(S.visit)
    const newness = own.readable(S.newness)
    for (let i = 0; i < this.#count; i++) {
      const at = i * HABITS.length
      const slot = slots[i]
      if (frequency !== null && frequency[slot] > 0) {
        habits[at] = 1
        habits[at + 1] = history.repeatShare
        habits[at + 2] = Math.min(1, history.baskets / 20)
        habits[at + 3] = Math.min(1, history.daysSinceLast / 180)
      }
      if (interest !== null && interest[slot] > 0) {
        habits[at + 4] = 1
        habits[at + 5] = visit !== null && visit[slot] > 0 ? 1 : 0
      }
      if (youngShare !== null && newness !== null && newness[i] > YOUNG_NEWNESS && habits[at] === 0) {
        habits[at + YOUNG_HABIT] = 1
        habits[at + YOUNG_HABIT + 1] = youngShare
      }
    }
  }
}
