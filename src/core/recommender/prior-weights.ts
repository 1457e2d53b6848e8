import { FEATURE_COUNT, FEATURE_NAMES } from "../features/feature-map"
import { NEWCOMER_SETTINGS } from "../features/newcomers"

/**
 * What is believed before anything was learnt: the weights of the ladder, and what a first model could be
 * judged against. Own past and present visit lead, then what goes with them, then what others choose.
 */
const PRIOR: ReadonlyMap<string, number> = new Map([
  ["any.frequency90.root", 0.6],
  ["any.recency.root", 0.2],
  ["any.carted.root", 0.8],
  ["any.wished.root", 0.5],
  ["any.visit.root", 0.2],
  ["any.interest7.root", 0.3],
  ["any.disliked.root", -3],
  ["any.basketRecent.root", 0.5],
  ["any.basketLast.root", 0.2],
  ["any.shopperRecent.root", 0.4],
  ["any.ridgeRecent.root", 0.3],
  ["any.interestRecent.root", 0.4],
  ["any.interestLast.root", 0.4],
  ["any.nextLast.root", 0.4],
  ["any.neighbors.root", 0.3],
  ["any.contentRecent.root", 0.4],
  ["any.segment.root", 0.3],
  ["any.popular15.root", 0.3],
  ["any.interestPopular4.root", 0.1],
  ["any.trend.root", 0.1],
  ["any.price.value", 0.1],
  ["any.category.value", 0.2],
])

/** The prior as a vector of weights. */
export function priorWeights(): Float64Array {
  const weights = new Float64Array(FEATURE_COUNT)
  FEATURE_NAMES.forEach((name, at) => (weights[at] = PRIOR.get(name) ?? 0))
  return weights
}

/** What each way of mixing the order for new shoppers is worth over the mean of all. */
export function newcomerMerits(): Float64Array {
  return new Float64Array(NEWCOMER_SETTINGS.length).fill(1)
}
