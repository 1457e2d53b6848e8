import type { ProfileEvent } from "../../../../core/contract"

/**
 * The month in which the shopper last bought a product for themselves, in their language; null where they never did. Not
 * the day, which would be another one by the clock of many a shopper.
 */
export function lastBought(events: readonly ProfileEvent[], productId: string, locale: string): string | null {
  const times = events.flatMap((event) =>
    event.type === "purchase" && event.productId === productId && !event.isGift ? [event.at] : [],
  )
  if (times.length === 0) return null
  const month = new Intl.DateTimeFormat(locale, { month: "long", year: "numeric", timeZone: "UTC" })
  return month.format(Math.max(...times))
}
