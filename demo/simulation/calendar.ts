import type { OCCASIONS } from "../catalog/catalog"

export type Occasion = (typeof OCCASIONS)[number]

interface Season {
  readonly occasion: Occasion
  /** [month, day], both from 1. */
  readonly from: readonly [number, number]
  readonly to: readonly [number, number]
  /** How many times more visits than on a plain day. */
  readonly rush: number
  /** Share of the visits that shop for it. */
  readonly share: number
}

const SEASONS: readonly Season[] = [
  { occasion: "valentines", from: [2, 1], to: [2, 13], rush: 1.4, share: 0.5 },
  { occasion: "easter", from: [3, 18], to: [4, 12], rush: 1.2, share: 0.4 },
  { occasion: "mothers-day", from: [4, 25], to: [5, 11], rush: 1.5, share: 0.55 },
  { occasion: "fathers-day", from: [5, 28], to: [6, 18], rush: 1.2, share: 0.4 },
  { occasion: "graduation", from: [6, 22], to: [7, 15], rush: 1, share: 0.25 },
  { occasion: "halloween", from: [10, 8], to: [10, 30], rush: 1.1, share: 0.35 },
  { occasion: "christmas", from: [11, 12], to: [12, 21], rush: 2.4, share: 0.7 },
]

/** Occasions that come on any day of the year, each as often as it stands here. */
export const EVERYDAY_OCCASIONS: readonly Occasion[] = [
  ...(["birthday", "birthday", "birthday", "thank-you", "thank-you"] as const),
  ...(["housewarming", "anniversary", "wedding", "new-baby"] as const),
]

/** The season that a moment falls in, undefined on a plain day. */
export function seasonAt(time: number): Season | undefined {
  const date = new Date(time)
  const day = (date.getUTCMonth() + 1) * 100 + date.getUTCDate()
  return SEASONS.find(({ from, to }) => day >= from[0] * 100 + from[1] && day <= to[0] * 100 + to[1])
}

/** Seasons that a style of a product belongs to. */
const SEASONAL_STYLES: readonly Occasion[] = ["christmas", "easter", "halloween"]

/** First day of the latest season of these styles that began before a moment; undefined for what fits all year. */
export function lastSeasonBefore(styles: readonly string[], time: number): number | undefined {
  const season = SEASONS.find(({ occasion }) => SEASONAL_STYLES.includes(occasion) && styles.includes(occasion))
  if (!season) return undefined
  const [month, day] = season.from
  const year = new Date(time).getUTCFullYear()
  const thisYear = Date.UTC(year, month - 1, day)
  return thisYear <= time ? thisYear : Date.UTC(year - 1, month - 1, day)
}
