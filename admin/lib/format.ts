export interface Format {
  /** NaN and null, which JSON makes of it, read as a dash. */
  number: (value: number | null, digits?: number) => string
  /** 0.123 as "12.3%". */
  percent: (value: number | null, digits?: number) => string
  /** As `percent` with one digit, but what is more than nothing never reads as nothing: "< 0.1%". */
  smallPercent: (value: number | null) => string
  /** A likelihood that was estimated: none is ever sure, so that neither 0% nor 100% is said. */
  chance: (value: number) => string
  /** A metric between 0 and 1, to three digits. */
  score: (value: number | null) => string
  /** In a zone, the shop's where none is given; a calendar day is read in UTC. */
  date: (iso: string, timeZone?: string) => string
  /** In a zone; where none is given in the shop's, which is named where the browser's clock is another. */
  dateTime: (iso: string, timeZone?: string) => string
  /** By the same clock, with seconds. */
  time: (iso: string) => string
  /** A time of day, given as "03:00", as clocks of the language show it. */
  clock: (time: string) => string
  /** "3 minutes ago", "in 2 days". */
  relative: (iso: string, now?: number) => string
  duration: (ms: number) => string
  bytes: (bytes: number) => string
  money: (amount: number, currency: string) => string
  /** Name of a country by its two-letter code; anything else as it is. */
  country: (code: string) => string
  /** Monday is 0. */
  weekday: (day: number) => string
}

/** Shown where a figure does not exist: nobody was measured. */
export const NO_FIGURE = "–"

const SMALLEST_SHARE = 0.001
const SURE = 0.01

const STEPS: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
  ["second", 1_000],
]

/** As parts, not as a style: no style names a zone, and German has another order of a style alone. */
const DAY = { year: "numeric", month: "short", day: "numeric" } as const satisfies Intl.DateTimeFormatOptions

/** A duration for a sheet, in seconds to a tenth. */
export const secondsOf = (ms: number | null): number | null => (ms === null ? null : Math.round(ms / 100) / 10)

/** A Monday, to name weekdays by. */
const MONDAY = Date.UTC(2023, 0, 2)

/** @param shopZone zone of the shop's clock; undefined while it is not known, then the browser's own, named */
export function formatFor(locale: string, shopZone?: string): Format {
  const number = (value: number | null, digits = 0): string =>
    value === null || !Number.isFinite(value)
      ? NO_FIGURE
      : new Intl.NumberFormat(locale, { maximumFractionDigits: digits }).format(value)
  const percent = (value: number | null, digits = 0): string =>
    value === null || !Number.isFinite(value)
      ? NO_FIGURE
      : new Intl.NumberFormat(locale, {
          style: "percent",
          minimumFractionDigits: digits,
          maximumFractionDigits: digits,
        }).format(value)
  // With a zone German writes 02:29 by itself, without one 2:29.
  const halfDays = new Intl.DateTimeFormat(locale, { hour: "numeric" }).resolvedOptions().hour12 === true
  const minute = { hour: halfDays ? "numeric" : "2-digit", minute: "2-digit" } as const
  const dateBy = (options: Intl.DateTimeFormatOptions) => (iso: string) =>
    new Intl.DateTimeFormat(locale, options).format(new Date(iso))
  // By the browser's clock alone a model trained at night would seem to be of another day: so it has a name, too, for as
  // long as the shop's is not known.
  const byShopClock = (options: Intl.DateTimeFormatOptions): ((iso: string) => string) =>
    shopZone === new Intl.DateTimeFormat().resolvedOptions().timeZone
      ? dateBy(options)
      : dateBy({ ...options, ...(shopZone ? { timeZone: shopZone } : {}), timeZoneName: "short" })
  return {
    number,
    percent,
    smallPercent: (value) =>
      value !== null && value > 0 && value < SMALLEST_SHARE ? `< ${percent(SMALLEST_SHARE, 1)}` : percent(value, 1),
    chance: (value) =>
      value < SURE ? `< ${percent(SURE)}` : value > 1 - SURE ? `> ${percent(1 - SURE)}` : percent(value),
    score: (value) =>
      value === null || !Number.isFinite(value)
        ? NO_FIGURE
        : new Intl.NumberFormat(locale, { minimumFractionDigits: 3, maximumFractionDigits: 3 }).format(value),
    date: (iso, timeZone = shopZone) => dateBy({ ...DAY, ...(timeZone ? { timeZone } : {}) })(iso),
    dateTime: (iso, timeZone) =>
      timeZone === undefined ? byShopClock({ ...DAY, ...minute })(iso) : dateBy({ ...DAY, ...minute, timeZone })(iso),
    time: byShopClock({ ...minute, second: "2-digit" }),
    clock: (time) => dateBy({ ...minute, timeZone: "UTC" })(`2023-01-02T${time}Z`),
    relative: (iso, now = Date.now()) => relativeTime(locale, new Date(iso).getTime() - now),
    duration: (ms) => durationWords(locale, ms),
    bytes: (bytes) => {
      const unit = bytes >= 1_000_000 ? "megabyte" : "kilobyte"
      const value = bytes / (unit === "megabyte" ? 1_000_000 : 1_000)
      return new Intl.NumberFormat(locale, { style: "unit", unit, maximumFractionDigits: 1 }).format(value)
    },
    money: (amount, currency) =>
      new Intl.NumberFormat(locale, { style: "currency", currency: currency.toUpperCase() }).format(amount),
    country: (code) =>
      /^[a-z]{2}$/i.test(code)
        ? (new Intl.DisplayNames(locale, { type: "region" }).of(code.toUpperCase()) ?? code)
        : code,
    weekday: (day) =>
      new Intl.DateTimeFormat(locale, { weekday: "short", timeZone: "UTC" }).format(MONDAY + day * 86_400_000),
  }
}

function relativeTime(locale: string, difference: number): string {
  const words = new Intl.RelativeTimeFormat(locale, { numeric: "auto" })
  for (const [unit, size] of STEPS) {
    if (Math.abs(difference) >= size) return words.format(Math.trunc(difference / size), unit)
  }
  return words.format(0, "second")
}

/** Units that a length of time is given in, two at the most, the longest first. */
const SPANS = [
  ["day", 86_400_000, "hour", 3_600_000],
  ["hour", 3_600_000, "minute", 60_000],
  ["minute", 60_000, "second", 1_000],
] as const

function durationWords(locale: string, ms: number): string {
  const unit = (value: number, name: string, digits = 0): string =>
    new Intl.NumberFormat(locale, {
      style: "unit",
      unit: name,
      unitDisplay: "short",
      maximumFractionDigits: digits,
    }).format(value)
  if (ms < 1_000) return unit(Math.round(ms), "millisecond")
  for (const [large, largeMs, small, smallMs] of SPANS) {
    if (ms < largeMs) continue
    const all = Math.round(ms / smallMs)
    const [whole, rest] = [Math.floor((all * smallMs) / largeMs), all % (largeMs / smallMs)]
    return rest === 0 ? unit(whole, large) : `${unit(whole, large)} ${unit(rest, small)}`
  }
  return unit(ms / 1_000, "second", 1)
}
