const DAY_MS = 86_400_000

/**
 * Every day from the first that is told to the last of the period, or today: days
 * on which nothing happened are not told, and a line must not leap over them.
 *
 * @param until end of the period, not part of it
 */
export function fillDays<Day extends { day: string }>(
  told: readonly Day[],
  until: string,
  nothing: (day: string) => Day,
  now = Date.now(),
): Day[] {
  const [first] = told
  if (!first) return []
  const known = new Map(told.map((one) => [one.day, one]))
  const end = Math.min(Date.parse(until), now)
  const days: Day[] = []
  for (let at = Date.parse(first.day); at < end; at += DAY_MS) {
    const day = new Date(at).toISOString().slice(0, "2026-01-01".length)
    days.push(known.get(day) ?? nothing(day))
  }
  return days
}
