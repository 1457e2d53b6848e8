import type { Day } from "./days"
import { daysBetween } from "./days"

/** Purchases below which a pace is chance: one order would forecast years. */
const PURCHASES_AT_LEAST = 5
/** Days that a shop is taken to have been open at least: a good first day is no pace. */
const DAYS_AT_LEAST = 7

/** Counts of a day; days without any may be absent. */
interface CountedDay {
  readonly day: Day
  readonly counts: Readonly<Partial<Record<string, number>>>
}

/**
 * Purchases a day, from the first day of which anything is known to the last of the period: a shop that opened last week
 * is not measured by the weeks before.
 *
 * @returns null where purchases are too few to speak of a pace
 */
export function purchasePace(days: readonly CountedDay[], last: Day): number | null {
  const counted = days.filter(({ counts }) => Object.values(counts).some((count) => (count ?? 0) > 0))
  const purchases = counted.reduce((sum, { counts }) => sum + (counts.purchase ?? 0), 0)
  if (purchases < PURCHASES_AT_LEAST) return null
  const first = counted.reduce((earliest, { day }) => (day < earliest ? day : earliest), last)
  return purchases / Math.max(DAYS_AT_LEAST, daysBetween(first, last))
}
