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
  return new Date(instantOf(Date.parse(day), zone)).toISOString()
}

/**
 * What a picker that reads the browser's clock shows as the zone's clock: Medusa's date picker knows no zone. A rule that
 * starts at midnight in the shop would otherwise be entered west of it as of the evening before.
 */
export function asPicked(iso: string, zone: string): Date {
  const instant = Date.parse(iso)
  const clock = new Date(instant + offsetAt(instant, zone))
  const picked = new Date(0)
  picked.setFullYear(clock.getUTCFullYear(), clock.getUTCMonth(), clock.getUTCDate())
  picked.setHours(clock.getUTCHours(), clock.getUTCMinutes(), clock.getUTCSeconds(), clock.getUTCMilliseconds())
  return picked
}

/**
 * The instant at which the zone's clock shows what was picked, as ISO. The hour that a browser's own summer time skips
 * cannot be picked: its picker gives the next one.
 */
export function fromPicked(picked: Date, zone: string): string {
  const clock = new Date(0)
  clock.setUTCFullYear(picked.getFullYear(), picked.getMonth(), picked.getDate())
  clock.setUTCHours(picked.getHours(), picked.getMinutes(), picked.getSeconds(), picked.getMilliseconds())
  return new Date(instantOf(clock.getTime(), zone)).toISOString()
}

/**
 * The calendar day that a picker of days shows; null where it lies outside of the bounds, which a year does while it is
 * typed: of the year 2 the shop has no figures, and a chart no axis.
 */
export function pickedDay(picked: Date, [first, last]: readonly [Day, Day]): Day | null {
  const [year, month, date] = [picked.getFullYear(), picked.getMonth() + 1, picked.getDate()].map(String)
  const day = [year?.padStart(4, "0"), month?.padStart(2, "0"), date?.padStart(2, "0")].join("-")
  return day >= first && day <= last ? day : null
}

/** Instant at which a zone's clock shows what UTC's shows at `clock`. */
function instantOf(clock: number, zone: string): number {
  const guess = clock - offsetAt(clock, zone)
  // The offset of the instant itself: on days that change the clock it differs from that of the same time in UTC.
  return clock - offsetAt(guess, zone)
}

/** Milliseconds by which a zone's clock is ahead of UTC at an instant. */
function offsetAt(instant: number, zone: string): number {
  const parts = new Intl.DateTimeFormat("en", {
    ...{ timeZone: zone, hourCycle: "h23" },
    ...{ year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric", second: "numeric" },
  }).formatToParts(instant)
  const part = (type: Intl.DateTimeFormatPartTypes): number => Number(parts.find((one) => one.type === type)?.value)
  // By setters: `Date.UTC` takes the year 20, which stands in a field while 2026 is typed, for 1920.
  const clock = new Date(0)
  clock.setUTCFullYear(part("year"), part("month") - 1, part("day"))
  clock.setUTCHours(part("hour"), part("minute"), part("second"))
  return clock.getTime() - Math.floor(instant / 1000) * 1000
}
