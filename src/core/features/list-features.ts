import { BASES, BLOCK, FEATURE_COUNT, HABITS, PLAIN_COUNT } from "./feature-map"
import type { History } from "./history"
import { ColumnRanker } from "./rank-column"
import type { SignalBoard } from "./signal-board"
import { SIGNAL_INDEX as S, SIGNALS } from "./signals"

/** Places that a rank tells apart: the first from the second as the tenth from the twentieth. */
const RANKS = 400
const RANK_VALUES = Float64Array.from({ length: RANKS }, (_, rank) => 1 - Math.log1p(rank) / Math.log(RANKS + 1))

/**
 * The features of one list (see `FEATURE_NAMES`), column by column as they are made: rows are written only for whom
 * they are asked, and the decision values of all need none. Memory is kept from one list to the next.
 */
export class ListFeatures {
  /** Numbers of column c of the plain block: `#columns[c × #room + i]` for candidate i. */
  #columns = new Float32Array(0)
  #room = 0
  #count = 0
  /** Whether any candidate has the signal: columns of the others hold what an earlier list left. */
  readonly #isFilled = new Uint8Array(SIGNALS.length)
  readonly #ranker = new ColumnRanker()
  /** The habits of candidate i, from i × HABITS.length on; the first of them is the gate. */
  #habits = new Float32Array(0)

  /** Candidates of the list. */
  get count(): number {
    return this.#count
  }

  /** Reads the signals of a list's candidates off the board. */
  read(board: SignalBoard, list: { readonly candidates: Int32Array; readonly history: History }): void {
    const { candidates } = list
    this.#count = candidates.length
    if (this.#count > this.#room) {
      this.#room = 2 * this.#count
      this.#columns = new Float32Array(BLOCK * this.#room)
      this.#habits = new Float32Array(HABITS.length * this.#room)
    }
    for (let signal = 0; signal < SIGNALS.length; signal++) this.#readSignal(signal, board.readable(signal), candidates)
    this.#readHabits(board, candidates, list.history)
  }

  /** Whether the shopper chose a candidate before: then its gated features are its plain ones, else they are 0. */
  isAgain(at: number): boolean {
    return this.#habits[at * HABITS.length] !== 0
  }

  /** Writes the first {@link PLAIN_COUNT} features of one candidate, from `offset` on: all but the gated block. */
  writePlain(at: number, rows: Float32Array, offset: number): void {
    rows.fill(0, offset, offset + BLOCK)
    for (let signal = 0; signal < SIGNALS.length; signal++) {
      if (this.#isFilled[signal] === 0) continue
      const column = signal * BASES.length
      let from = column * this.#room + at
      for (let basis = 0; basis < BASES.length; basis++) {
        rows[offset + column + basis] = this.#columns[from]
        from += this.#room
      }
    }
    const habits = at * HABITS.length
    for (let habit = 0; habit < HABITS.length; habit++) rows[offset + BLOCK + habit] = this.#habits[habits + habit]
  }

  /** All {@link FEATURE_COUNT} features of one candidate. */
  row(at: number): Float32Array {
    const row = new Float32Array(FEATURE_COUNT)
    this.writePlain(at, row, 0)
    if (this.isAgain(at)) row.copyWithin(PLAIN_COUNT, 0, BLOCK)
    return row
  }

  /** wᵀx of every candidate. */
  decisionValues(weights: Float64Array): Float64Array {
    const values = new Float64Array(this.#count)
    const gated = new Float64Array(this.#count)
    for (let signal = 0; signal < SIGNALS.length; signal++) {
      if (this.#isFilled[signal] === 0) continue
      for (let basis = 0; basis < BASES.length; basis++) {
        const column = signal * BASES.length + basis
        addScaled(this.#columns.subarray(column * this.#room), weights[column], values)
        addScaled(this.#columns.subarray(column * this.#room), weights[PLAIN_COUNT + column], gated)
      }
    }
    for (let at = 0; at < this.#count; at++) {
      if (this.isAgain(at)) values[at] += gated[at]
      for (let habit = 0; habit < HABITS.length; habit++) {
        values[at] += weights[BLOCK + habit] * this.#habits[at * HABITS.length + habit]
      }
    }
    return values
  }

  #readSignal(signal: number, column: Float32Array | null, candidates: Int32Array): void {
    this.#isFilled[signal] = 0
    if (column === null) return
    const ranker = this.#ranker
    ranker.sort(column, candidates)
    const { values, places, length } = ranker
    if (length === 0) return
    this.#isFilled[signal] = 1
    const columns = this.#columns
    const asValue = signal * BASES.length * this.#room
    const asRoot = asValue + this.#room
    const asRank = asRoot + this.#room
    if (length < this.#count) {
      for (let from = asValue; from <= asRank; from += this.#room) columns.fill(0, from, from + this.#count)
    }
    const max = values[length - 1]
    let rank = 0
    for (let at = length - 1; at >= 0; at--) {
      if (at < length - 1 && values[at] !== values[at + 1]) rank = length - 1 - at
      const place = places[at]
      const value = values[at] / max
      columns[asValue + place] = value
      columns[asRoot + place] = Math.sqrt(value)
      columns[asRank + place] = rank < RANKS ? RANK_VALUES[rank] : 0
    }
  }

  #readHabits(board: SignalBoard, candidates: Int32Array, history: History): void {
    const habits = this.#habits.fill(0, 0, this.#count * HABITS.length)
    for (let i = 0; i < this.#count; i++) {
      const at = i * HABITS.length
      const item = candidates[i]
      if (board.get(item, S.frequency) > 0) {
        habits[at] = 1
        habits[at + 1] = history.repeatShare
        habits[at + 2] = Math.min(1, history.baskets / 20)
        habits[at + 3] = Math.min(1, history.daysSinceLast / 180)
      }
      if (board.get(item, S.interest) > 0) {
        habits[at + 4] = 1
        habits[at + 5] = board.get(item, S.visit) > 0 ? 1 : 0
      }
    }
  }
}

/** values ← values + factor · column. */
function addScaled(column: Float32Array, factor: number, values: Float64Array): void {
  if (factor === 0) return
  for (let at = 0; at < values.length; at++) values[at] += factor * column[at]
}
