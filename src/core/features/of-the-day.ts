import { PERSONAL_FEATURES } from "./feature-map"
import type { Signal } from "./signals"

/** Signals of what the whole shop does in these days. */
const SIGNALS_OF_THE_DAY: ReadonlySet<string | null> = new Set<Signal>([
  ...(["popular4", "popular15", "popular60", "popularNew4", "popularNew15", "popularNew60"] as const),
  ...(["newcomer", "latest15", "latest60", "sales15", "interestPopular4", "interestPopular60"] as const),
  ...(["trend", "newness", "missed", "sinceLast", "sinceShare", "themeTrend", "themePopular"] as const),
])

const OF_THE_DAY: ReadonlySet<string> = new Set(
  PERSONAL_FEATURES.names.filter((_, at) => SIGNALS_OF_THE_DAY.has(PERSONAL_FEATURES.signalOf[at])),
)

/**
 * Whether a feature says what the shop sells in these days. Such values move with each season, and a model reads them
 * afresh for each list: that they have moved asks for nothing.
 *
 * @param feature a name of `PERSONAL_FEATURES`; any other is none
 */
export const isOfTheDay = (feature: string): boolean => OF_THE_DAY.has(feature)
