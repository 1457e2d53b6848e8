import type { InteractionLog } from "../contract/interaction-log"
import type { RowsByKey } from "../data/rows-by-key"
import { DAY_MS } from "./profile"
import { exp2 } from "../numeric/portable-math"

/** Half-lives of the counters, in days: this week, this month, this season, and all along. */
export const POPULARITY_HALF_LIVES = [4, 15, 60, 360] as const

/** Doublings after which a column is scaled back, long before doubles run out. */
const REBASE_AFTER = 40

/**
 * Counts of events by product that fade: an event of age a counts 2^(−a / halfLife). Values are as of
 * a reference time of each column; a later event counts more than 1, which leaves all ratios right, and ratios
 * are all that ranking reads.
 *
 * A shopper's k-th event on a product counts 1/k, so that nobody makes a product popular alone.
 */
export class PopularityCounters {
  /** One column for each of {@link POPULARITY_HALF_LIVES}, one value for each product. */
  readonly counts: readonly Float32Array[]
  /** For each column the time at which an event counts 1. */
  readonly references: Float64Array
  /** False where times are only an order: then nothing fades. */
  readonly fades: boolean

  constructor(counts: readonly Float32Array[], references: Float64Array, fades: boolean) {
    this.counts = counts
    this.references = references
    this.fades = fades
  }

  /** Takes one more event; with a weight below 0 it takes one back, and nothing counts less than not at all. */
  add(item: number, time: number, weight: number): void {
    for (let at = 0; at < this.counts.length; at++) {
      const column = this.counts[at]
      if (!this.fades) {
        column[item] = Math.max(0, column[item] + weight)
        continue
      }
      let doublings = (time - this.references[at]) / (POPULARITY_HALF_LIVES[at] * DAY_MS)
      if (doublings > REBASE_AFTER) {
        const scale = exp2(-doublings)
        for (let i = 0; i < column.length; i++) column[i] *= scale
        this.references[at] = time
        doublings = 0
      }
      column[item] = Math.max(0, column[item] + weight * exp2(doublings))
    }
  }

  /** A copy with room for more products: what it takes later, these do not. */
  grown(itemCount: number): PopularityCounters {
    const counts = this.counts.map((column) => {
      const next = new Float32Array(itemCount)
      next.set(column)
      return next
    })
    return new PopularityCounters(counts, this.references.slice(), this.fades)
  }
}

/**
 * How often, this time included, the shopper of each row had chosen its product by then; 1 for anonymous rows.
 *
 * @param accepts which behaviors count; other rows get 0
 */
export function repeatNumbers(
  log: InteractionLog,
  byUser: RowsByKey,
  accepts: (behavior: number) => boolean,
): Uint16Array {
  const numbers = Uint16Array.from({ length: log.length }, (_, row) => (accepts(log.behavior[row]) ? 1 : 0))
  const holder = new Int32Array(log.itemIds.length).fill(-1)
  const counts = new Uint16Array(log.itemIds.length)
  for (let user = 0; user + 1 < byUser.offsets.length; user++) {
    for (let at = byUser.offsets[user]; at < byUser.offsets[user + 1]; at++) {
      const row = byUser.rows[at]
      if (numbers[row] === 0) continue
      const item = log.item[row]
      counts[item] = holder[item] === user ? Math.min(counts[item] + 1, 65_535) : 1
      holder[item] = user
      numbers[row] = counts[item]
    }
  }
  return numbers
}

/** Counts every row that has a repeat number k > 0 as 1/k, see {@link repeatNumbers}. */
export function countPopularity(log: InteractionLog, moment: number, repeats: Uint16Array): PopularityCounters {
  const counts = POPULARITY_HALF_LIVES.map(() => new Float64Array(log.itemIds.length))
  const references = new Float64Array(counts.length).fill(moment)
  // Rows of one instant, such as those of an order, fade alike.
  let time = Number.NaN
  const fades = new Float64Array(counts.length).fill(1)
  for (let row = 0; row < log.length; row++) {
    if (repeats[row] === 0) continue
    if (log.hasTime && log.time[row] !== time) {
      time = log.time[row]
      POPULARITY_HALF_LIVES.forEach((days, at) => (fades[at] = exp2((time - moment) / (days * DAY_MS))))
    }
    const weight = 1 / repeats[row]
    for (let at = 0; at < counts.length; at++) counts[at][log.item[row]] += weight * fades[at]
  }
  return new PopularityCounters(
    counts.map((column) => Float32Array.from(column)),
    references,
    log.hasTime,
  )
}
