import { drawGamma } from "../random/beta"
import type { SeededRandom } from "../random/seeded-random"

/** How shoppers answered a new product where lists showed it. */
export interface Response {
  /** Clicks on it. */
  readonly clicks: number
  /** Clicks that it would have had, were the model right about it: what its places usually have, times {@link oddsBeside}. */
  readonly expected: number
}

/** What is believed of how many times as often a product is clicked as the model says: a gamma distribution. */
export interface ResponseBelief {
  readonly shape: number
  readonly rate: number
}

/** Clicks that what new products have in common counts for beside one's own: products differ much, so that one click counts. */
const COMMON_CLICKS = 1
/** Expected clicks at which one product says half of what it can say of all: one that everybody sees must not speak for them. */
const COMMON_DOUBT = 1
/** Weight of the belief that the model is right about new products, in products. */
const BELIEVED_PRODUCTS = 0.5
/** Beyond it nothing is lifted or let down: it bounds what false clicks can do. */
const LIFT_AT_MOST = 50
/** Days after which an answer counts half: the model has learned since. */
export const ANSWER_HALF_LIFE_DAYS = 10

/**
 * What is believed of each new product after what was seen of it: the prior is what new products have in common, which
 * the model, having seen few of them, cannot know; own clicks outweigh it soon. As the model learns of a product it
 * expects more, and the belief comes back to 1.
 *
 * @param responses of each product, of those too that nobody has seen: for them 0 and 0
 * @see Agarwal, Chen, Elango, "Explore/Exploit Schemes for Web Content Optimization", ICDM 2009 (gamma-Poisson, faded)
 */
export function believedResponses(responses: ReadonlyMap<string, Response>): Map<string, ResponseBelief> {
  let [clicks, expected] = [BELIEVED_PRODUCTS, BELIEVED_PRODUCTS]
  for (const one of responses.values()) {
    clicks += one.clicks / (one.expected + COMMON_DOUBT)
    expected += one.expected / (one.expected + COMMON_DOUBT)
  }
  const common = clicks / expected
  return new Map(
    [...responses].map(([id, own]) => [
      id,
      { shape: COMMON_CLICKS + own.clicks, rate: COMMON_CLICKS / common + own.expected },
    ]),
  )
}

/** Factor on a product's odds that ranking is to count with: the mean of what is believed. */
export const liftOf = ({ shape, rate }: ResponseBelief): number => bounded(shape / rate)

/** One draw of what is believed. */
export const drawLift = ({ shape, rate }: ResponseBelief, random: SeededRandom): number =>
  bounded(drawGamma(shape, random) / rate)

const bounded = (lift: number): number => Math.min(LIFT_AT_MOST, Math.max(1 / LIFT_AT_MOST, lift))
