import { drawBeta } from "../random/beta"
import { createRandom } from "../random/seeded-random"

/** A product that might be shown to learn how it is liked. */
export interface Contender {
  /** Chance that it is clicked where it is shown, above 0 and below 1, by each draw of the ranker's weights. */
  readonly priors: readonly number[]
  /** How often it was in sight in lists, and how often it was clicked there. */
  readonly impressions: number
  readonly clicks: number
}

/** Impressions that a prior speaks for: a handful of the product's own outweigh it. */
const PRIOR_IMPRESSIONS = 10
/** Shares below it would weigh a click a hundred times where lists are judged by their probabilities. */
const SHARE_AT_LEAST = 0.01

/** Draws by which it is told whether a product may still be better. */
const OPEN_DRAWS = 400
/** Chance of being better below which nothing more is asked of shoppers. */
const OPEN_FROM = 0.1

/**
 * Whether a product may yet be clicked oftener than what stands where it would be shown: with a chance of a tenth at
 * least, by its own impressions and a prior of that rate. Else each further one would cost clicks and teach nothing.
 *
 * @param clickRate of what stands there, above 0 and below 1
 */
export function mayBeBetter({ impressions, clicks }: Omit<Contender, "priors">, clickRate: number): boolean {
  const random = createRandom(impressions * 1_000 + clicks)
  const [likes, passes] = [PRIOR_IMPRESSIONS * clickRate + clicks, PRIOR_IMPRESSIONS * (1 - clickRate)]
  let better = 0
  for (let draw = 0; draw < OPEN_DRAWS; draw++) {
    if (drawBeta(likes, passes + Math.max(0, impressions - clicks), random) > clickRate) better++
  }
  return better >= OPEN_FROM * OPEN_DRAWS
}

/**
 * Thompson sampling: the probability of each contender to be the best in one draw of what is believed of all. What is
 * believed of one is a beta distribution, whose prior comes out of a draw of the ranker's weights. As many draws are
 * made as there are priors; the shares are what they say, so that who is chosen by them is chosen with a known
 * probability.
 *
 * @param contenders each with equally many priors
 * @returns for each a share of at least a hundredth of an equal one's; they sum to 1
 * @see Chapelle, Li, "An empirical evaluation of Thompson sampling", NIPS 2011
 */
export function thompsonShares(contenders: readonly Contender[], seed: number): number[] {
  const [first] = contenders
  if (first === undefined) return []
  const random = createRandom(seed)
  const wins = contenders.map(() => 0)
  for (let draw = 0; draw < first.priors.length; draw++) {
    let [best, most] = [0, -1]
    for (const [at, { priors, impressions, clicks }] of contenders.entries()) {
      const likes = PRIOR_IMPRESSIONS * priors[draw] + clicks
      const passes = PRIOR_IMPRESSIONS * (1 - priors[draw]) + Math.max(0, impressions - clicks)
      const drawn = drawBeta(likes, passes, random)
      if (drawn > most) [best, most] = [at, drawn]
    }
    wins[best]++
  }
  const least = SHARE_AT_LEAST / contenders.length
  const rest = 1 - SHARE_AT_LEAST
  return wins.map((count) => least + (rest * count) / first.priors.length)
}
