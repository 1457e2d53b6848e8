const DAY_MS = 86_400_000
const DAYS_OF_A_WEEK = 7

/** When a gift must be there, as a giver says it. */
export interface ParsedArrival {
  /** Whole days from today, by the calendar of UTC; below 0 where the day has passed. */
  readonly days: number
  /** The text without the words that named it. */
  readonly rest: string
}

const MONTHS: ReadonlyMap<string, number> = new Map(
  [
    ..."january february march april may june july august september october november december".split(" "),
    ..."januar februar marz april mai juni juli august september oktober november dezember".split(" "),
    ..."jan feb mar apr may jun jul aug sep oct nov dec".split(" "),
  ].map((name, at) => [name, at % 12]),
)
const WEEKDAYS: ReadonlyMap<string, number> = new Map([
  ...["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"].map(
    (name, at) => [name, at] as const,
  ),
  ...["sonntag", "montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag"].map(
    (name, at) => [name, at] as const,
  ),
  ["sonnabend", 6],
])
const NEAR: ReadonlyMap<string, number> = new Map([
  ...[["day after tomorrow", 2] as const, ["ubermorgen", 2] as const, ["tomorrow", 1] as const, ["morgen", 1] as const],
  ...[["today", 0] as const, ["heute", 0] as const],
])
const NUMBERS: ReadonlyMap<string, number> = new Map(["a", "one", "einer", "einem"].map((word) => [word, 1]))
const UNITS: ReadonlyMap<string, number> = new Map([
  ...["day", "tag"].map((word) => [word, 1] as const),
  ...["week", "woche"].map((word) => [word, DAYS_OF_A_WEEK] as const),
])

const anyOf = (words: ReadonlyMap<string, number>): string =>
  [...words.keys()].sort((a, b) => b.length - a.length).join("|")

/** Midnight of a day in UTC; NaN where there is no such day. */
function dayOf(year: number, month: number, day: number): number {
  const at = Date.UTC(year, month, day)
  return new Date(at).getUTCDate() === day && new Date(at).getUTCMonth() === month ? at : Number.NaN
}

/** The next day of that date, today among them. */
function nextDay(today: number, month: number, day: number): number {
  const year = new Date(today).getUTCFullYear()
  const at = dayOf(year, month, day)
  return at < today ? dayOf(year + 1, month, day) : at
}

/** How a day is named: a pattern, in which nothing repeats without bound, and the day that a match means. */
interface Naming {
  readonly pattern: RegExp
  readonly day: (found: readonly (string | undefined)[], today: number) => number
}

const NAMINGS: readonly Naming[] = [
  {
    pattern: /\b(\d{4})-(\d{2})-(\d{2})\b/,
    day: ([, year, month, day]) => dayOf(Number(year), Number(month) - 1, Number(day)),
  },
  {
    pattern: /\b(\d{1,2})\.\s?(\d{1,2})\.(\d{4})?(?!\d)/,
    day: ([, day, month, year], today) =>
      year === undefined
        ? nextDay(today, Number(month) - 1, Number(day))
        : dayOf(Number(year), Number(month) - 1, Number(day)),
  },
  {
    pattern: new RegExp(`\\b(\\d{1,2})(?:st|nd|rd|th|\\.)?\\s(?:of\\s)?(${anyOf(MONTHS)})\\b`),
    day: ([, day, month = ""], today) => nextDay(today, MONTHS.get(month) ?? Number.NaN, Number(day)),
  },
  {
    pattern: new RegExp(`\\b(${anyOf(MONTHS)})\\s(\\d{1,2})(?:st|nd|rd|th)?\\b`),
    day: ([, month = "", day], today) => nextDay(today, MONTHS.get(month) ?? Number.NaN, Number(day)),
  },
  {
    pattern: new RegExp(
      `\\b(?:in|within|innerhalb|binnen)\\s(?:von\\s)?(\\d{1,3}|${anyOf(NUMBERS)})\\s(${anyOf(UNITS)})(?:s|en|n|e)?\\b`,
    ),
    day: ([, number = "", unit = ""], today) =>
      today + (NUMBERS.get(number) ?? Number(number)) * (UNITS.get(unit) ?? Number.NaN) * DAY_MS,
  },
  {
    pattern: new RegExp(`\\b(${anyOf(NEAR)})\\b`),
    day: ([, word = ""], today) => today + (NEAR.get(word) ?? Number.NaN) * DAY_MS,
  },
  {
    pattern: new RegExp(`\\b(${anyOf(WEEKDAYS)})\\b`),
    day: ([, name = ""], today) => {
      const ahead = ((WEEKDAYS.get(name) ?? Number.NaN) - new Date(today).getUTCDay() + DAYS_OF_A_WEEK) % DAYS_OF_A_WEEK
      // "By Friday", written on a Friday, is the next one.
      return today + (ahead === 0 ? DAYS_OF_A_WEEK : ahead) * DAY_MS
    },
  },
]

/**
 * The day that a text names, in English or German: `2026-12-24`, "by 24 December", "bis 24.12.", "on Friday", "in 3 days",
 * "übermorgen"; null where it names none. Of a day without a year the next is meant.
 *
 * @param now milliseconds since 1970-01-01 UTC
 */
export function arrivalOf(text: string, now: number): ParsedArrival | null {
  const today = Math.floor(now / DAY_MS) * DAY_MS
  const plain = text.slice(0, 300).normalize("NFKD").toLowerCase().replace(/\p{M}/gu, "")
  for (const { pattern, day } of NAMINGS) {
    const found = pattern.exec(plain)
    if (found === null) continue
    const at = day(found, today)
    if (Number.isNaN(at)) continue
    return { days: Math.round((at - today) / DAY_MS), rest: plain.replace(found[0], " ") }
  }
  return null
}

/** The day so many days from now, as `2026-12-24`. */
export const dateAfter = (days: number, now: number): string =>
  new Date(Math.floor(now / DAY_MS) * DAY_MS + days * DAY_MS).toISOString().slice(0, 10)
