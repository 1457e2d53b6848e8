const DAY_MS = 86_400_000
/** Length of a day's name, such as 2026-11-29. */
const DAY_LENGTH = "2026-01-01".length

/**
 * Calendar days as names ("2026-11-29"). A day's name is never read as an instant of the viewer's own
 * clock: in the Americas midnight UTC is still the day before.
 */
export type Day = string

/** The calendar day of an instant in a zone. */
export function dayOf(instant: number, zone: string): Day {
  return new Date(instant + offsetAt(instant, zone)).toISOString().slice(0, DAY_LENGTH)
}

/** The day that lies `days` after another. */
export function addDays(day: Day, days: number): Day {
  return new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, DAY_LENGTH)
}

/** Days from the first to the last, both counted. */
export function daysBetween(first: Day, last: Day): number {
  return Math.round((Date.parse(last) - Date.parse(first)) / DAY_MS) + 1
}

/** Midnight at which a day begins in a zone, as an ISO instant. */
export function startOfDay(day: Day, zone: string): string {
  const midnight = Date.parse(day)
  // The offset of the instant itself: on days that change the clock it differs from that of midnight UTC.
  const guess = midnight - offsetAt(midnight, zone)
  return new Date(midnight - offsetAt(guess, zone)).toISOString()
}

/** Milliseconds by which a zone's clock is ahead of UTC at an instant. */
function offsetAt(instant: number, zone: string): number {
  const parts = new Intl.DateTimeFormat("en", {
    ...{ timeZone: zone, hourCycle: "h23", era: "short" },
    ...{ year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric", second: "numeric" },
  }).formatToParts(instant)
  const part = (type: Intl.DateTimeFormatPartTypes): number => Number(parts.find((one) => one.type === type)?.value)
  const clock = Date.UTC(
    ...([part("year"), part("month") - 1, part("day"), part("hour"), part("minute"), part("second")] as const),
  )
  return clock - Math.floor(instant / 1000) * 1000
}
