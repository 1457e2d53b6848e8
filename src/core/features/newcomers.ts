import type { InteractionLog } from "../contract/interaction-log"
import type { RowsByKey } from "../data/rows-by-key"
import { countPopularity } from "./popularity"
import type { PopularityCounters } from "./popularity"
import { basketOf } from "./profile"
import type { SegmentTable } from "./segments"
import { personOf, rowsByPerson } from "./visits"

/** What an order for shoppers of whom nothing is known is mixed from. */
export interface NewcomerCounts {
  /** Choices in each shopper's first basket. A choice that serving follows is not counted: whose first it is, the log knows. */
  readonly firstBaskets: PopularityCounters
  /** Each shopper's latest choice of a product: a product that few buy often counts as few. */
  readonly latest: PopularityCounters
  /** All choices, repeats too. */
  readonly sales: PopularityCounters
}

/** Counts all rows that `accepts` names, as of `moment`. */
export function countNewcomers(
  log: InteractionLog,
  byUser: RowsByKey,
  options: { readonly moment: number; readonly accepts: (behavior: number) => boolean },
): NewcomerCounts {
  const { moment, accepts } = options
  const counted = (mark: (marks: Uint16Array) => void): PopularityCounters => {
    const marks = new Uint16Array(log.length)
    mark(marks)
    return countPopularity(log, moment, marks)
  }
  return {
    firstBaskets: counted((marks) => markFirstBaskets(log, byUser, { accepts, marks })),
    latest: counted((marks) => markLatest(log, accepts, marks)),
    sales: counted((marks) => {
      for (let row = 0; row < log.length; row++) marks[row] = accepts(log.behavior[row]) ? 1 : 0
    }),
  }
}

/** The same counts with room for more products. */
export function grownNewcomers({ firstBaskets, latest, sales }: NewcomerCounts, itemCount: number): NewcomerCounts {
  return {
    firstBaskets: firstBaskets.grown(itemCount),
    latest: latest.grown(itemCount),
    sales: sales.grown(itemCount),
  }
}

function markFirstBaskets(
  log: InteractionLog,
  byUser: RowsByKey,
  { accepts, marks }: { readonly accepts: (behavior: number) => boolean; readonly marks: Uint16Array },
): void {
  const seenBy = new Int32Array(log.itemIds.length).fill(-1)
  for (let user = 0; user + 1 < byUser.offsets.length; user++) {
    let basket = Number.NaN
    for (let at = byUser.offsets[user]; at < byUser.offsets[user + 1]; at++) {
      const row = byUser.rows[at]
      if (!accepts(log.behavior[row])) continue
      if (Number.isNaN(basket)) basket = basketOf(log, row)
      if (basketOf(log, row) !== basket) break
      if (seenBy[log.item[row]] !== user) marks[row] = 1
      seenBy[log.item[row]] = user
      // Where no basket is known, the first row is one.
      if (basket < 0) break
    }
  }
}

function markLatest(log: InteractionLog, accepts: (behavior: number) => boolean, marks: Uint16Array): void {
  const byPerson = rowsByPerson(log)
  const seenBy = new Int32Array(log.itemIds.length).fill(-1)
  for (let person = 0; person + 1 < byPerson.offsets.length; person++) {
    for (let at = byPerson.offsets[person + 1] - 1; at >= byPerson.offsets[person]; at--) {
      const row = byPerson.rows[at]
      if (!accepts(log.behavior[row]) || seenBy[log.item[row]] === person) continue
      seenBy[log.item[row]] = person
      marks[row] = 1
    }
  }
  for (let row = 0; row < log.length; row++) {
    if (personOf(log, row) < 0 && accepts(log.behavior[row])) marks[row] = 1
  }
}

/** Columns of the counters: days of their half-lives. */
const HALF_LIFE = { days4: 0, days15: 1, days60: 2, days360: 3 } as const

type Column = readonly [counts: keyof NewcomerCounts, halfLife: number]

/** What sells at large, of late, all along and just now: each counter's shares as much as the others'. */
const BASES: readonly (readonly Column[])[] = [
  [
    ["latest", HALF_LIFE.days15],
    ["latest", HALF_LIFE.days60],
    ["sales", HALF_LIFE.days15],
    ["sales", HALF_LIFE.days60],
  ],
  [
    ["latest", HALF_LIFE.days15],
    ["sales", HALF_LIFE.days15],
  ],
  [
    ["latest", HALF_LIFE.days60],
    ["latest", HALF_LIFE.days360],
    ["sales", HALF_LIFE.days60],
    ["sales", HALF_LIFE.days360],
  ],
  [
    ["latest", HALF_LIFE.days4],
    ["latest", HALF_LIFE.days15],
    ["sales", HALF_LIFE.days4],
    ["sales", HALF_LIFE.days15],
  ],
]

/** First baskets of these weeks, and of these weeks and months. */
const FIRSTS: readonly (readonly Column[])[] = [
  [
    ["firstBaskets", HALF_LIFE.days15],
    ["firstBaskets", HALF_LIFE.days60],
  ],
  [
    ["firstBaskets", HALF_LIFE.days4],
    ["firstBaskets", HALF_LIFE.days15],
  ],
]

/** One way of mixing. */
export interface NewcomerSetting {
  readonly base: readonly Column[]
  readonly first: readonly Column[]
  /** Part that first baskets have in the mixture where there are very many of them, 0 to 1. */
  readonly firstPart: number
}

/** All ways that a shop chooses from by its own past; the first is taken where the past says nothing. */
export const NEWCOMER_SETTINGS: readonly NewcomerSetting[] = BASES.flatMap((base) => [
  ...FIRSTS.flatMap((first) => [0.35, 0.65].map((firstPart) => ({ base, first, firstPart }))),
  { base, first: FIRSTS[0], firstPart: 0 },
])

/** Pseudo-choices of interest under each counter: views speak where hardly anything was chosen yet. */
const INTEREST_CHOICES = 20
/** Choices in first baskets at which these have half of the part that they may have at most. */
const FIRST_DOUBT = 1000

/**
 * For each product the share of a new shopper's choices that it is expected to have; the shares sum to 1 where anything
 * was chosen or looked at. What first baskets hold is mixed with what all shoppers choose, with the more weight the
 * more choices are in first baskets: few of them are noise.
 */
export function newcomerShares(
  counts: NewcomerCounts,
  interest: PopularityCounters,
  setting: NewcomerSetting,
): Float64Array {
  const views = sharesOf(interest.counts[HALF_LIFE.days15])
  const firstChoices = Math.max(...setting.first.map(([name, halfLife]) => sumOf(counts[name].counts[halfLife])))
  const firstPart = (setting.firstPart * firstChoices) / (firstChoices + FIRST_DOUBT)
  const mixed = new Float64Array(views.length)
  const add = (columns: readonly Column[], part: number): void => {
    for (const [name, halfLife] of columns) {
      const column = counts[name].counts[halfLife]
      const scale = part / columns.length / (sumOf(column) + INTEREST_CHOICES)
      for (let item = 0; item < mixed.length; item++) {
        mixed[item] += (column[item] + INTEREST_CHOICES * views[item]) * scale
      }
    }
  }
  add(setting.base, 1 - firstPart)
  if (firstPart > 0) add(setting.first, firstPart)
  return mixed
}

function sumOf(column: Float64Array): number {
  return column.reduce((sum, count) => sum + count, 0)
}

function sharesOf(column: Float64Array): Float64Array {
  const sum = sumOf(column)
  return column.map((count) => (sum > 0 ? count / sum : 0))
}

/**
 * The shares as a new shopper of some segments is expected to choose: each segment's own counts on top of
 * `pseudoChoices` spread as the whole shop's shares are, meaned over the segments.
 */
export function segmentShares(
  shares: Float64Array,
  { offsets, items, counts }: SegmentTable,
  { segments, pseudoChoices }: { readonly segments: readonly number[]; readonly pseudoChoices: number },
): Float64Array {
  const mean = new Float64Array(shares.length)
  for (const segment of segments) {
    const own = counts.subarray(offsets[segment], offsets[segment + 1])
    const scale = 1 / ((own.reduce((sum, count) => sum + count, 0) + pseudoChoices) * segments.length)
    for (let item = 0; item < mean.length; item++) mean[item] += pseudoChoices * shares[item] * scale
    own.forEach((count, at) => (mean[items[offsets[segment] + at]] += count * scale))
  }
  return mean
}
