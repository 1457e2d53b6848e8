import type { InteractionLog } from "../../contract/interaction-log"
import { selectRows } from "../../data/interaction-log-builder"
import { BEHAVIOR, DAY_MS, isInterest } from "../../features/profile"
import { outvotedRows } from "./voices"

/** Rows of one kind of interest of one shopper in one product that teach, on one day. */
const VIEWS_A_DAY = 2
const OTHERS_A_DAY = 1
/** Rows of interest of one shopper in one product that teach in all, the newest. */
const PER_PRODUCT = 20
/** Rows of interest of one shopper that teach on one day, whatever the product. */
const PER_DAY = 200

/**
 * The log without what one shopper shows of interest beyond what others might: whoever clicks a thousand times, in
 * a thousand visits, teaches as much as whoever clicks a few. Purchases and returns are a shop's own records and
 * stay. Interest of nobody (neither shopper nor visit known) cannot be separated: of n rows of a product in one week
 * the 1st, 2nd, 4th, 8th … stay, 1 + log₂ n of them. Of shoppers without a purchase who share a voice, one teaches
 * about a product, see {@link outvotedRows}. A log without times stays whole: it was imported, not captured.
 * Codes keep their meaning.
 */
export function capInfluence(log: InteractionLog): InteractionLog {
  if (!log.hasTime) return log
  const cap = new InfluenceOfRows(log)
  const outvoted = outvotedRows(log)
  const kept: number[] = []
  // From the newest on, so that the bounds drop the oldest.
  for (let row = log.length - 1; row >= 0; row--) {
    if (!isInterest(log.behavior[row]) || (outvoted[row] === 0 && cap.admits(row))) kept.push(row)
  }
  return kept.length === log.length ? log : selectRows(log, Int32Array.from(kept).reverse())
}

/** Counts rows of interest, from the newest to the oldest. */
class InfluenceOfRows {
  readonly #log: InteractionLog
  readonly #inAll = new Map<number, number>()
  readonly #today = new Map<number, number>()
  readonly #nobodyThisWeek = new Map<number, number>()
  #day = Number.NaN

  constructor(log: InteractionLog) {
    this.#log = log
  }

  admits(row: number): boolean {
    const { user, session, item, behavior, time, userIds, itemIds } = this.#log
    this.#enter(Math.floor(time[row] / DAY_MS))
    if (user[row] < 0 && session[row] < 0) return isPowerOfTwo(increment(this.#nobodyThisWeek, item[row]))
    const shopper = user[row] >= 0 ? user[row] : userIds.length + session[row]
    const pair = shopper * itemIds.length + item[row]
    const kinds = 16
    const stride = kinds * (itemIds.length + 1)
    const aDay = behavior[row] === BEHAVIOR.view ? VIEWS_A_DAY : OTHERS_A_DAY
    if (increment(this.#today, shopper * stride + kinds * item[row] + behavior[row]) > aDay) return false
    if (increment(this.#inAll, pair) > PER_PRODUCT) return false
    return increment(this.#today, shopper * stride + kinds * itemIds.length) <= PER_DAY
  }

  #enter(day: number): void {
    if (day === this.#day) return
    this.#today.clear()
    if (Math.floor(day / 7) !== Math.floor(this.#day / 7)) this.#nobodyThisWeek.clear()
    this.#day = day
  }
}

/** Whether one more of so many events of nobody counts. */
export function isPowerOfTwo(count: number): boolean {
  return (count & (count - 1)) === 0
}

function increment(counts: Map<number, number>, key: number): number {
  const count = (counts.get(key) ?? 0) + 1
  counts.set(key, count)
  return count
}
