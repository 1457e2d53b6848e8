/** Year, month, day, and where given hour, minute, second, fraction and zone. */
const ISO =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?(?: ?(Z|UTC|[+-]\d{2}(?::?\d{2})?))?)?$/i

/** The earliest instant that is taken for one: before it lie slips of a unit, not shops. */
export const EARLIEST_INSTANT = Date.UTC(1970, 0, 1)

/**
 * Reads an ISO 8601 date or instant. One without a zone is UTC, whatever the machine's own zone is; a day that is not
 * in the calendar is none. Nothing is guessed: `05/10/2026` is May or October, `81` is not a year.
 *
 * @returns milliseconds since 1970-01-01 UTC, NaN where the text is no such instant or lies before 1970
 */
export function parseInstant(text: string): number {
  const parts = ISO.exec(text.trim())
  if (parts === null) return Number.NaN
  const [year, month, day, hour, minute, second] = parts.slice(1, 7).map((part) => Number(part ?? 0))
  if (hour > 24 || minute > 59 || second > 59 || (hour === 24 && (minute > 0 || second > 0))) return Number.NaN
  const date = new Date(Date.UTC(year, month - 1, day))
  if (date.toISOString().slice(0, 10) !== text.trim().slice(0, 10)) return Number.NaN
  const fraction = parts[7] === undefined ? 0 : Math.floor(Number(`0.${parts[7]}`) * 1_000)
  const offset = offsetMs(parts[8])
  const time = date.getTime() + ((hour * 60 + minute) * 60 + second) * 1_000 + fraction - offset
  return time >= EARLIEST_INSTANT ? time : Number.NaN
}

/** NaN for an offset of a day and more. */
function offsetMs(zone: string | undefined): number {
  if (zone === undefined || !/^[+-]/.test(zone)) return 0
  const digits = zone.slice(1).replace(":", "")
  const minutes = Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2) || 0)
  if (minutes >= 24 * 60 || Number(digits.slice(2) || 0) > 59) return Number.NaN
  return (zone.startsWith("-") ? -1 : 1) * minutes * 60_000
}
