import type { History } from "./history"
import type { SignalBoard } from "./signal-board"
import { SIGNAL_INDEX as S, SIGNALS } from "./signals"

/**
 * From signals to what the linear SVM sees. Signal s of candidate j in a list becomes, over the list,
 *
 *     v = s_j / max s,   √v,   1 − ln(1 + rank) / ln 401   (0 where s_j is 0, or the rank beyond 400),
 *
 * each twice: plain, and gated (0 unless the shopper chose the product before), so that one linear model can
 * treat repeats and discoveries differently. Raw values would let the scale of a shopper's past decide.
 */
export const BASES = ["value", "root", "rank"] as const

const GATES = ["any", "again"] as const

/** Signals of the pair that stand for a habit of the shopper: they only mean something on what was chosen before. */
const HABITS = ["again", "again:repeatShare", "again:baskets", "again:daysSinceLast", "seen", "seen:visit"] as const

/** Names of all features, in the order of the columns. */
export const FEATURE_NAMES: readonly string[] = [
  ...GATES.flatMap((gate) => SIGNALS.flatMap((signal) => BASES.map((basis) => `${gate}.${signal}.${basis}`))),
  ...HABITS,
]

/** Columns of a feature row. */
export const FEATURE_COUNT = FEATURE_NAMES.length

const BLOCK = SIGNALS.length * BASES.length
/** Places that a rank tells apart: the first from the second as the tenth from the twentieth. */
const RANKS = 400
const RANK_VALUES = Float64Array.from({ length: RANKS }, (_, rank) => 1 - Math.log1p(rank) / Math.log(RANKS + 1))

/**
 * Writes one row of features for each candidate.
 *
 * @param out row-major, `candidates.length` × {@link FEATURE_COUNT}, from `offset`; overwritten
 */
export function writeFeatures(
  board: SignalBoard,
  list: { readonly candidates: Int32Array; readonly history: History },
  out: { readonly rows: Float32Array; readonly offset: number },
): void {
  const { candidates, history } = list
  const count = candidates.length
  const { rows, offset } = out
  rows.fill(0, offset, offset + count * FEATURE_COUNT)
  const values = new Float32Array(count)
  const order = new Float64Array(count)
  for (let signal = 0; signal < SIGNALS.length; signal++) {
    let max = 0
    for (let i = 0; i < count; i++) {
      const value = board.get(candidates[i], signal)
      values[i] = value
      if (value > max) max = value
    }
    if (max <= 0) continue
    const found = rankPositives(values, order)
    for (let i = 0; i < count; i++) {
      if (values[i] <= 0) continue
      const value = values[i] / max
      const at = offset + i * FEATURE_COUNT + signal * BASES.length
      rows[at] = value
      rows[at + 1] = Math.sqrt(value)
      const rank = rankOf(order, found, values[i])
      rows[at + 2] = rank < RANKS ? RANK_VALUES[rank] : 0
    }
  }
  for (let i = 0; i < count; i++) gate(board, candidates[i], { rows, at: offset + i * FEATURE_COUNT, history })
}

/** Sorts the positive values ascending to the front of `order` and returns how many there are. */
function rankPositives(values: Float32Array, order: Float64Array): number {
  let found = 0
  for (const value of values) if (value > 0) order[found++] = value
  order.subarray(0, found).sort()
  return found
}

/** How many values are greater than `value`, by binary search. */
function rankOf(order: Float64Array, found: number, value: number): number {
  let low = 0
  let high = found
  while (low < high) {
    const middle = (low + high) >>> 1
    if (order[middle] <= value) low = middle + 1
    else high = middle
  }
  return found - low
}

function gate(
  board: SignalBoard,
  item: number,
  row: { readonly rows: Float32Array; readonly at: number; readonly history: History },
): void {
  const { rows, at, history } = row
  const habits = at + 2 * BLOCK
  if (board.get(item, S.frequency) > 0) {
    rows.copyWithin(at + BLOCK, at, at + BLOCK)
    rows[habits] = 1
    rows[habits + 1] = history.repeatShare
    rows[habits + 2] = Math.min(1, history.baskets / 20)
    rows[habits + 3] = Math.min(1, history.daysSinceLast / 180)
  }
  if (board.get(item, S.interest) > 0) {
    rows[habits + 4] = 1
    rows[habits + 5] = board.get(item, S.visit) > 0 ? 1 : 0
  }
}
