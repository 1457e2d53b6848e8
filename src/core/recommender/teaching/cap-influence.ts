import type { InteractionLog } from "../../contract/interaction-log"
import { selectRows } from "../../data/interaction-log-builder"
import { BEHAVIOR, DAY_MS, isInterest } from "../../features/profile"
import { rowsByPerson } from "../../features/visits"
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
  const isKept = outvotedRows(log).map((outvoted, row) => (isInterest(log.behavior[row]) ? 1 - outvoted : 1))
  capPeople(log, isKept)
  capNobody(log, isKept)
  let count = 0
  for (let row = 0; row < log.length; row++) count += isKept[row]
  if (count === log.length) return log
  const kept = new Int32Array(count)
  for (let row = 0, at = 0; row < log.length; row++) if (isKept[row] === 1) kept[at++] = row
  return selectRows(log, kept)
}

/**
 * Marks what one shopper, or one visit of nobody's, shows too often. Shopper by shopper: counts of all pairs of a shopper and a
 * product would not fit a map from sixteen million pairs on.
 */
function capPeople(log: InteractionLog, isKept: Uint8Array): void {
  const { offsets, rows } = rowsByPerson(log)
  for (let person = 0; person + 1 < offsets.length; person++) {
    if (offsets[person] === offsets[person + 1]) continue
    const influence = new Influence(log)
    // From the newest on, so that the bounds drop the oldest.
    for (let at = offsets[person + 1] - 1; at >= offsets[person]; at--) {
      const row = rows[at]
      if (isKept[row] === 1 && isInterest(log.behavior[row]) && !influence.admits(row)) isKept[row] = 0
    }
  }
}

/** Marks interest of nobody of which there is too much in a week. */
function capNobody({ length, user, session, item, behavior, time }: InteractionLog, isKept: Uint8Array): void {
  const thisWeek = new Map<number, number>()
  let week = Number.NaN
  for (let row = length - 1; row >= 0; row--) {
    if (user[row] >= 0 || session[row] >= 0 || isKept[row] === 0 || !isInterest(behavior[row])) continue
    const own = Math.floor(Math.floor(time[row] / DAY_MS) / 7)
    if (own !== week) thisWeek.clear()
    week = own
    if (!isPowerOfTwo(increment(thisWeek, item[row]))) isKept[row] = 0
  }
}

/** Kinds of behavior that have a number of their own. */
const KINDS = 16

/** Counts rows of interest of one person, from the newest to the oldest. */
class Influence {
  readonly #log: InteractionLog
  readonly #inAll = new Map<number, number>()
  /** By product and behavior. */
  readonly #today = new Map<number, number>()
  #ofToday = 0
  #day = Number.NaN

  constructor(log: InteractionLog) {
    this.#log = log
  }

  admits(row: number): boolean {
    const { item, behavior, time } = this.#log
    this.#enter(Math.floor(time[row] / DAY_MS))
    const aDay = behavior[row] === BEHAVIOR.view ? VIEWS_A_DAY : OTHERS_A_DAY
    if (increment(this.#today, KINDS * item[row] + behavior[row]) > aDay) return false
    if (increment(this.#inAll, item[row]) > PER_PRODUCT) return false
    return ++this.#ofToday <= PER_DAY
  }

  #enter(day: number): void {
    if (day === this.#day) return
    this.#today.clear()
    this.#ofToday = 0
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
