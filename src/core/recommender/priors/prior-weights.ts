import { FEATURE_COUNT, FEATURE_NAMES } from "../../features/feature-map"
import { learnedPriors } from "./learned-priors"
import type { PriorQuestion } from "./learned-priors"

/**
 * What a merchant would believe: own past and present visit lead, then what goes with them, then what others choose.
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

/** The hand-set prior as a vector of weights. */
export function handPrior(): Float64Array {
  const weights = new Float64Array(FEATURE_COUNT)
  FEATURE_NAMES.forEach((name, at) => (weights[at] = PRIOR.get(name) ?? 0))
  return weights
}

/** Part of the hand-set prior where nothing is known of the shop; the learned ones share the rest. */
const HAND_PART = 0.3

/** Priors for a shop, and the part that each is believed to have before the shop's own lists are asked. */
export interface PriorChoice {
  readonly priors: readonly Float64Array[]
  readonly believed: Float64Array
}

/** One prior that nothing is mixed with. */
export function alone(prior: Float64Array): PriorChoice {
  return { priors: [prior], believed: Float64Array.of(1) }
}

/** The hand-set prior and one for each source that was learned from. */
export function priorsFor(question: PriorQuestion): PriorChoice {
  const learned = learnedPriors(question)
  if (learned.length === 0) return alone(handPrior())
  const believed = new Float64Array(learned.length + 1).fill((1 - HAND_PART) / learned.length)
  believed[0] = HAND_PART
  return { priors: [handPrior(), ...learned], believed }
}

/** The sum of the priors, each times its part. */
export function mixed(priors: readonly Float64Array[], parts: ArrayLike<number>): Float64Array {
  const sum = new Float64Array(priors[0].length)
  priors.forEach((prior, k) => prior.forEach((weight, at) => (sum[at] += parts[k] * weight)))
  return sum
}

/** What is believed of a shop before anything was fitted to it: the weights that serve it until then. */
export function priorWeights(question: PriorQuestion): Float64Array {
  const { priors, believed } = priorsFor(question)
  return mixed(priors, believed)
}
