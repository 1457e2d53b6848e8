import { TABLES } from "../../features/build-tables"
import type { FeatureSpace } from "../../features/feature-map"
import type { BoardSignal } from "../../features/signals"

/** Tables whose values beside given products are divided by how many know a product by now, which events move. */
const MOVING_BESIDE_ANCHORS: ReadonlySet<string> = new Set(["basket", "basketNow", "shopper", "interest"])
const STILL_TABLES = TABLES.filter((table) => !MOVING_BESIDE_ANCHORS.has(table))

/**
 * Signals that follow from the shopper's log and the model's file alone. The others have moved since, and rightly: live
 * counters and links with each event, words and prices with the catalog, segments with what customers say of themselves.
 */
const STILL_SIGNALS: ReadonlySet<BoardSignal> = new Set<BoardSignal>([
  ...(["frequency", "frequency90", "frequency20", "recency", "due", "lastBasket", "basketShare", "quantity"] as const),
  ...(["interest", "interest7", "visit", "carted", "wished", "disliked"] as const),
  ...(["shopperLong", "shopperRecent", "shopperLast", "ridgeLong", "ridgeRecent", "ridgeLast"] as const),
  ...(["basketRidgeLong", "basketRidgeRecent", "basketRidgeLast"] as const),
  ...(["basketNowRidgeLong", "basketNowRidgeRecent", "basketNowRidgeLast"] as const),
  ...(["basketNowLong", "basketNowRecent", "basketNowLast", "interestRidge", "nextLast", "nextRecent"] as const),
  ...(["neighbors", "neighborsRecent", "neighborsNow", "visitNeighbors"] as const),
  ...(["newness", "repeatRate", "missed", "sinceLast", "sinceShare"] as const),
  ...STILL_TABLES.map((table) => `anchor.${table}` as const),
  ...STILL_TABLES.map((table) => `anchorMost.${table}` as const),
  ...STILL_TABLES.map((table) => `anchorLatest.${table}` as const),
])

const STILL_HABITS: ReadonlySet<string> = new Set([
  "again",
  "again:repeatShare",
  "again:baskets",
  "again:daysSinceLast",
  "seen",
  "seen:visit",
])

/** Columns of a list that can be computed again as they were served. */
export function rebuiltColumns({ names, signalOf }: FeatureSpace): number[] {
  return [...names.keys()].filter((at) => {
    const signal = signalOf[at]
    return signal === null ? STILL_HABITS.has(names[at]) : STILL_SIGNALS.has(signal)
  })
}
