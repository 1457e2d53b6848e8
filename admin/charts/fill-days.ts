import type { Day } from "../lib/days"
import { addDays, daysBetween } from "../lib/days"

/**
 * Every day of a period, first and last counted: days on which nothing happened are not reported, and a chart
 * must show the whole period, not begin with the first event.
 */
export function fillDays<Reported extends { day: Day }>(
  reported: readonly Reported[],
  { first, last }: { first: Day; last: Day },
  nothing: (day: Day) => Reported,
): Reported[] {
  const known = new Map(reported.map((one) => [one.day, one]))
  return Array.from({ length: Math.max(0, daysBetween(first, last)) }, (_, index) => {
    const day = addDays(first, index)
    return known.get(day) ?? nothing(day)
  })
}
