import type { ShopState } from "../features/shop-state"
import { strongest } from "../features/select-top"
import { trendOf } from "../features/item-signals"
import type { BoardSignal } from "../features/signals"

/** A way of proposing products: the strongest of one signal. */
export interface Generator {
  /** The name that serving gives to where a product came from. */
  readonly name: string
  readonly signal: BoardSignal
  /** Products proposed at most. */
  readonly count: number
}

/** Generators that read what the shopper's past has touched. */
export const SHOPPER_GENERATORS: readonly Generator[] = [
  { name: "bought_before", signal: "frequency90", count: 200 },
  { name: "bought_before", signal: "frequency", count: 100 },
  { name: "viewed", signal: "interest7", count: 40 },
  { name: "viewed", signal: "interest", count: 40 },
  { name: "carted", signal: "carted", count: 40 },
  { name: "wished", signal: "wished", count: 40 },
  { name: "bought_together", signal: "basketRecent", count: 100 },
  { name: "bought_together", signal: "basketRecentPopular", count: 60 },
  { name: "bought_together", signal: "basketLast", count: 60 },
  { name: "also_bought", signal: "shopperLong", count: 80 },
  { name: "also_bought", signal: "shopperRecent", count: 80 },
  { name: "also_bought", signal: "ridgeLong", count: 80 },
  { name: "also_bought", signal: "ridgeRecent", count: 100 },
  { name: "bought_together", signal: "basketNowRecent", count: 80 },
  { name: "bought_together", signal: "basketNowLong", count: 80 },
  { name: "bought_together", signal: "basketRidgeRecent", count: 80 },
  { name: "bought_together", signal: "basketNowRidgeLong", count: 80 },
  { name: "shoppers_like_you", signal: "neighborsNow", count: 100 },
  { name: "also_viewed", signal: "interestRecent", count: 80 },
  { name: "also_viewed", signal: "interestLast", count: 60 },
  { name: "also_viewed", signal: "interestRidge", count: 80 },
  { name: "viewed_next", signal: "nextLast", count: 60 },
  { name: "viewed_next", signal: "nextRecent", count: 60 },
  { name: "shoppers_like_you", signal: "neighbors", count: 100 },
  { name: "shoppers_like_you", signal: "neighborsRecent", count: 100 },
  { name: "visits_like_this", signal: "visitNeighbors", count: 80 },
  { name: "similar", signal: "contentLong", count: 40 },
  { name: "similar", signal: "contentRecent", count: 40 },
  { name: "segment", signal: "segment", count: 60 },
]

/** Products that are candidates for everybody, by generator, best first. */
export interface CommonCandidates {
  readonly popular: readonly number[]
  readonly popularThisWeek: readonly number[]
  /** What new shoppers choose. */
  readonly newcomers: readonly number[]
  readonly viewed: readonly number[]
  readonly trending: readonly number[]
  readonly newest: readonly number[]
  /** What shoppers chose for the first time these weeks, of all orders the one that goes down farthest. */
  readonly discovered: readonly number[]
}

const POPULAR_AT_MOST = 120
/** Three candidates in four hold 0.72 of what known shoppers choose next, see docs/RANKING.md; more cost a list time. */
const DISCOVERED_AT_MOST = 330
const NEW_AT_MOST = 60
/** A product that nobody chose in this many days is not news. */
const TREND_AT_LEAST = 2

/**
 * Ranks the whole shop once for a state; to be rebuilt when counters have moved.
 *
 * @param newcomers share of a new shopper's choices, by product
 */
export function commonCandidates(state: ShopState, newcomers: Float64Array): CommonCandidates {
  const goal = state.goalPopularity.counts
  const interest = state.interestPopularity.counts
  const all = Array.from({ length: state.itemCount }, (_, item) => item).filter(
    (item) => goal[3][item] > 0 || interest[3][item] > 0,
  )
  const top = (valueOf: (item: number) => number, count: number): number[] =>
    strongest(
      all.filter((item) => valueOf(item) > 0),
      valueOf,
      count,
    )
  return {
    popular: top((item) => goal[2][item], POPULAR_AT_MOST),
    popularThisWeek: top((item) => goal[0][item], POPULAR_AT_MOST),
    newcomers: top((item) => newcomers[item], POPULAR_AT_MOST),
    viewed: top((item) => interest[1][item], POPULAR_AT_MOST / 2),
    trending: top((item) => (goal[1][item] >= TREND_AT_LEAST ? trendOf(state.goalPopularity, item) : 0), NEW_AT_MOST),
    newest: state.hasTime ? top((item) => state.facts.firstSeen[item], NEW_AT_MOST) : [],
    discovered: top((item) => state.discoveries.counts[1][item], DISCOVERED_AT_MOST),
  }
}
