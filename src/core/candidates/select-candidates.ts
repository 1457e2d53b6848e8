import { greatestFloor } from "../features/select-top"
import type { SignalBoard } from "../features/signal-board"
import { SIGNAL_INDEX } from "../features/signals"
import { ANCHOR_GENERATORS, GIFT_GENERATORS } from "./anchor-generators"
import { SHOPPER_GENERATORS } from "./generators"
import type { CommonCandidates, Generator } from "./generators"

/** Names of generators that need no shopper, in the order of their bits behind the shopper's. */
const COMMON_NAMES = ["popular", "popular_this_week", "popular_with_new", "viewed_by_many", "trending", "new"] as const

/** Names of all generators; bit b of a candidate's sources stands for `SOURCE_NAMES[b]`. */
export const SOURCE_NAMES: readonly string[] = [
  ...new Set([...SHOPPER_GENERATORS.map((generator) => generator.name), ...COMMON_NAMES, "gift"]),
]

const BIT_OF_SOURCE: ReadonlyMap<string, number> = new Map(SOURCE_NAMES.map((name, bit) => [name, 1 << bit]))

function bitOf(name: string): number {
  return BIT_OF_SOURCE.get(name) ?? 0
}

/** A generator with the column that it reads and the bit that stands for it. */
interface BoardGenerator {
  readonly signal: number
  readonly count: number
  readonly bit: number
}

const onBoard = ({ name, signal, count }: Generator): BoardGenerator => ({
  signal: SIGNAL_INDEX[signal],
  count,
  bit: bitOf(name),
})

/** Generators by what a list starts from: the shopper alone, products on the page or in the cart, or a giver's words. */
const GENERATORS = {
  shopper: SHOPPER_GENERATORS.map(onBoard),
  anchors: ANCHOR_GENERATORS.map(onBoard),
  gift: GIFT_GENERATORS.map(onBoard),
}

/** Products of each order of the shop that are candidates beside given ones: they fill, the given ones lead. */
const COMMON_BESIDE_ANCHORS = 30

/** Values held for each place that a generator has, before the least are let go. */
const HELD_PER_PLACE = 4
const HELD_AT_MOST =
  HELD_PER_PLACE * Math.max(...[...SHOPPER_GENERATORS, ...ANCHOR_GENERATORS].map(({ count }) => count))

/** Candidates and who proposed them. */
export interface Candidates {
  readonly items: Int32Array
  /** Bits of {@link SOURCE_NAMES} for each candidate. */
  readonly sources: Uint32Array
  /** How many of them teach, from the first on: all but what only {@link CommonCandidates.discovered} proposes. */
  readonly taught: number
}

/** What is known of whether the product of a slot may be a candidate. */
const UNKNOWN = 0
const ACCEPTED = 1
const REFUSED = 2

/** Chooses candidates for one shop, with working memory kept between shoppers. */
export class CandidateSelector {
  /** Bits of each slot's sources; 0 but for those of {@link #proposed}. */
  readonly #sources: Uint32Array
  /** Slots in order of proposal. */
  readonly #proposed: Int32Array
  /** Asked for only where it matters: by slot, {@link UNKNOWN} at first. */
  readonly #verdicts: Uint8Array
  readonly #heldValues = new Float32Array(HELD_AT_MOST)
  readonly #heldSlots = new Int32Array(HELD_AT_MOST)
  readonly #scratch = new Float32Array(HELD_AT_MOST)
  #count = 0

  constructor(itemCount: number) {
    this.#sources = new Uint32Array(itemCount)
    this.#proposed = new Int32Array(itemCount)
    this.#verdicts = new Uint8Array(itemCount)
  }

  /**
   * The union of what the generators propose, in order of first proposal.
   *
   * @param options.accepts whether a product may be a candidate at all (known, eligible, not excluded)
   * @param options.startsFrom what the list starts from, which chooses the generators
   * @param options.isTeaching whether candidates that do not teach are left out
   */
  select(
    board: SignalBoard,
    common: CommonCandidates,
    {
      accepts,
      startsFrom,
      isTeaching = false,
    }: {
      readonly accepts: (item: number) => boolean
      readonly startsFrom: keyof typeof GENERATORS
      readonly isTeaching?: boolean
    },
  ): Candidates {
    this.#count = 0
    const { touched } = board
    const verdicts = this.#verdicts.fill(UNKNOWN, 0, touched.length)
    const isAccepted = (slot: number): boolean => {
      if (verdicts[slot] === UNKNOWN) verdicts[slot] = accepts(touched[slot]) ? ACCEPTED : REFUSED
      return verdicts[slot] === ACCEPTED
    }
    for (const { signal, count, bit } of GENERATORS[startsFrom]) {
      const column = board.readable(signal)
      if (column !== null) this.#proposeStrongest(column.subarray(0, board.endOf(signal)), { count, bit, isAccepted })
    }
    const lists = [
      common.popular,
      common.popularThisWeek,
      common.newcomers,
      common.viewed,
      common.trending,
      common.newest,
    ]
    lists.forEach((list, at) => {
      const head = startsFrom === "anchors" ? list.slice(0, COMMON_BESIDE_ANCHORS) : list
      this.#proposeAll(board, head, { accepts, bit: bitOf(COMMON_NAMES[at]) })
    })
    const taught = this.#count
    if (startsFrom === "shopper" && !isTeaching)
      this.#proposeAll(board, common.discovered, { accepts, bit: bitOf("popular_with_new") })
    return this.#takeProposed(board.touched, taught)
  }

  #proposeAll(
    board: SignalBoard,
    items: readonly number[],
    { accepts, bit }: { readonly accepts: (item: number) => boolean; readonly bit: number },
  ): void {
    for (const item of items) if (accepts(item)) this.#propose(board.touch(item), bit)
  }

  #takeProposed(touched: Int32Array, taught: number): Candidates {
    const items = new Int32Array(this.#count)
    const sources = new Uint32Array(this.#count)
    for (let at = 0; at < this.#count; at++) {
      const slot = this.#proposed[at]
      items[at] = touched[slot]
      sources[at] = this.#sources[slot]
      this.#sources[slot] = 0
    }
    return { items, sources, taught }
  }

  /** Proposes the `count` greatest of a column, of equals those touched first. */
  #proposeStrongest(
    column: Float32Array,
    options: { readonly count: number; readonly bit: number; readonly isAccepted: (slot: number) => boolean },
  ): void {
    const { count, bit, isAccepted } = options
    const values = this.#heldValues
    const slots = this.#heldSlots
    const room = count * HELD_PER_PLACE
    let length = 0
    // Values up to here are sure to be beaten, or came too late, and are passed over: hardly any is looked at twice.
    let beaten = 0
    for (let slot = 0; slot < column.length; slot++) {
      const value = column[slot]
      if (!(value > beaten) || !isAccepted(slot)) continue
      values[length] = value
      slots[length++] = slot
      if (length < room) continue
      beaten = this.#keepGreatest(length, count)
      length = count
    }
    if (length > count) this.#keepGreatest(length, count)
    for (let at = 0; at < Math.min(length, count); at++) this.#propose(slots[at], bit)
  }

  /** Keeps the `count` greatest of those held, of equals the first, in their order; returns the least of them. */
  #keepGreatest(length: number, count: number): number {
    const values = this.#heldValues
    const slots = this.#heldSlots
    this.#scratch.set(values.subarray(0, length))
    const floor = greatestFloor(this.#scratch, length, count)
    let equals = count
    for (let at = 0; at < length; at++) if (values[at] > floor) equals--
    let kept = 0
    for (let at = 0; kept < count; at++) {
      if (values[at] < floor || (values[at] === floor && equals-- <= 0)) continue
      values[kept] = values[at]
      slots[kept++] = slots[at]
    }
    return floor
  }

  #propose(slot: number, bit: number): void {
    if (this.#sources[slot] === 0) this.#proposed[this.#count++] = slot
    this.#sources[slot] |= bit
  }
}
