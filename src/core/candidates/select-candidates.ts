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

function bitOf(name: string): number {
  return BIT_OF_SOURCE.get(name) ?? 0
}

const GENERATORS = SHOPPER_GENERATORS.map(({ name, signal, count }) => ({
  signal: SIGNAL_INDEX[signal],
  count,
  bit: bitOf(name),
}))

/** Values held for each place that a generator has, before the least are let go. */
const HELD_PER_PLACE = 4
const LEAST_POSITIVE = 2 ** -149

/** Candidates and who proposed them. */
export interface Candidates {
  readonly items: Int32Array
  /** Bits of {@link SOURCE_NAMES} for each candidate. */
  readonly sources: Uint32Array
}

/** Chooses candidates for one shop, with working memory kept between shoppers. */
export class CandidateSelector {
  /** Bits of each product's sources; 0 but for those of {@link #proposed}. */
  readonly #sources: Uint32Array
  readonly #proposed: Int32Array
  readonly #accepted: Int32Array
  readonly #held = new Float32Array(HELD_PER_PLACE * Math.max(...GENERATORS.map(({ count }) => count)))
  #count = 0

  constructor(itemCount: number) {
    this.#sources = new Uint32Array(itemCount)
    this.#proposed = new Int32Array(itemCount)
    this.#accepted = new Int32Array(itemCount)
  }

  /**
   * The union of what the generators propose, in order of first proposal.
   *
   * @param accepts whether a product may be a candidate at all (known, eligible, not excluded)
   */
  select(board: SignalBoard, common: CommonCandidates, accepts: (item: number) => boolean): Candidates {
    this.#count = 0
    const { touched } = board
    let length = 0
    for (let at = 0; at < touched.length; at++) if (accepts(touched[at])) this.#accepted[length++] = touched[at]
    const accepted = this.#accepted.subarray(0, length)
    for (const { signal, count, bit } of GENERATORS) {
      const column = board.readable(signal)
      if (column !== null) this.#proposeStrongest(accepted, column, { count, bit })
    }
    const lists = [common.popular, common.popularThisWeek, common.viewed, common.trending, common.newest]
    lists.forEach((list, at) => {
      for (const item of list) if (accepts(item)) this.#propose(item, bitOf(COMMON_NAMES[at]))
    })
    const items = this.#proposed.slice(0, this.#count)
    const sources = Uint32Array.from(items, (item) => this.#sources[item])
    for (const item of items) this.#sources[item] = 0
    return { items, sources }
  }

  /** Proposes the `count` greatest of a column, of equals those touched first. */
  #proposeStrongest(
    accepted: Int32Array,
    column: Float32Array,
    { count, bit }: { readonly count: number; readonly bit: number },
  ): void {
    const floor = this.#floorOf(accepted, column, count)
    let left = count
    for (let at = 0; at < accepted.length && left > 0; at++) {
      if (!(column[accepted[at]] >= floor)) continue
      this.#propose(accepted[at], bit)
      left--
    }
  }

  /**
   * The value at place `count` of a column's positive values, the least positive number where there are fewer. Values
   * below what is sure to be beaten are passed over, so that hardly any are looked at twice.
   */
  #floorOf(accepted: Int32Array, column: Float32Array, count: number): number {
    const held = this.#held
    const room = count * HELD_PER_PLACE
    let length = 0
    let beaten = 0
    for (let at = 0; at < accepted.length; at++) {
      const value = column[accepted[at]]
      if (!(value > beaten)) continue
      held[length++] = value
      if (length < room) continue
      // The first `count` of them are now the greatest so far.
      beaten = greatestFloor(held, length, count)
      length = count
    }
    return length <= count ? Math.max(beaten, LEAST_POSITIVE) : greatestFloor(held, length, count)
  }

  #propose(item: number, bit: number): void {
    if (this.#sources[item] === 0) this.#proposed[this.#count++] = item
    this.#sources[item] |= bit
  }
}
