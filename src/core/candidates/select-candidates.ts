import { greatestFloor } from "../features/select-top"
import type { SignalBoard } from "../features/signal-board"
import { SIGNAL_INDEX } from "../features/signals"
import { SHOPPER_GENERATORS } from "./generators"
import type { CommonCandidates } from "./generators"

/** Names of generators that need no shopper, in the order of their bits behind the shopper's. */
const COMMON_NAMES = ["popular", "popular_this_week", "viewed_by_many", "trending", "new"] as const

/** Names of all generators; bit b of a candidate's sources stands for `SOURCE_NAMES[b]`. */
export const SOURCE_NAMES: readonly string[] = [
  ...new Set([...SHOPPER_GENERATORS.map((generator) => generator.name), ...COMMON_NAMES]),
]

const BIT_OF_SOURCE: ReadonlyMap<string, number> = new Map(SOURCE_NAMES.map((name, bit) => [name, 1 << bit]))

/** Candidates and who proposed them. */
export interface Candidates {
  readonly items: Int32Array
  /** Bits of {@link SOURCE_NAMES} for each candidate. */
  readonly sources: Uint32Array
}

/**
 * The union of what the generators propose, in order of first proposal.
 *
 * @param accepts whether a product may be a candidate at all (known, eligible, not excluded)
 */
export function selectCandidates(
  board: SignalBoard,
  common: CommonCandidates,
  accepts: (item: number) => boolean,
): Candidates {
  const sources = new Map<number, number>()
  const propose = (item: number, name: string): void => {
    sources.set(item, (sources.get(item) ?? 0) | (BIT_OF_SOURCE.get(name) ?? 0))
  }
  const columns = readColumns(board, accepts)
  SHOPPER_GENERATORS.forEach(({ name, count }, generator) => {
    const { items, values, scratch, lengths } = columns
    const length = lengths[generator]
    const start = generator * columns.capacity
    for (let at = 0; at < length; at++) scratch[at] = values[start + at]
    const floor = greatestFloor(scratch, length, count)
    let left = count
    for (let at = 0; at < length && left > 0; at++) {
      if (values[start + at] < floor) continue
      propose(items[start + at], name)
      left--
    }
  })
  const lists = [common.popular, common.popularThisWeek, common.viewed, common.trending, common.newest]
  lists.forEach((list, at) => {
    for (const item of list) if (accepts(item)) propose(item, COMMON_NAMES[at])
  })
  return { items: Int32Array.from(sources.keys()), sources: Uint32Array.from(sources.values()) }
}

/** The positive values of every generator's signal, with their products: generator g from g · capacity on. */
interface Columns {
  readonly capacity: number
  readonly lengths: Int32Array
  readonly items: Int32Array
  readonly values: Float32Array
  readonly scratch: Float32Array
}

/** Reads the board once, row by row, as it lies in memory. */
function readColumns(board: SignalBoard, accepts: (item: number) => boolean): Columns {
  const { values: rows, width, touched } = board
  const capacity = touched.length
  const count = GENERATOR_SIGNALS.length
  const lengths = new Int32Array(count)
  const items = new Int32Array(capacity * count)
  const values = new Float32Array(capacity * count)
  for (const item of touched) {
    if (!accepts(item)) continue
    const row = item * width
    for (let generator = 0; generator < count; generator++) {
      const value = rows[row + GENERATOR_SIGNALS[generator]]
      if (value <= 0) continue
      const at = generator * capacity + lengths[generator]++
      items[at] = item
      values[at] = value
    }
  }
  return { capacity, lengths, items, values, scratch: new Float32Array(capacity) }
}

const GENERATOR_SIGNALS = Int32Array.from(SHOPPER_GENERATORS, ({ signal }) => SIGNAL_INDEX[signal])
