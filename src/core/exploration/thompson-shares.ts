import { createRandom } from "../random/seeded-random"
import { drawLift } from "./responses"
import type { ResponseBelief } from "./responses"

/** A product that might be shown to learn how it is liked. */
export interface Contender extends ResponseBelief {
  /** Odds that this shopper chooses it by each draw of the ranker's weights, above 0. */
  readonly odds: readonly number[]
}

/** Shares below it would weigh a click a hundred times where lists are judged by their probabilities. */
const SHARE_AT_LEAST = 0.01

/**
 * Thompson sampling: the probability of each contender to be the best in one draw of what is believed of all: its odds by
 * a draw of the ranker's weights, times a draw of how much oftener it is clicked than they say. As many draws are made as
 * there are odds; the shares are what they say, so that who is chosen by them is chosen with a known probability.
 *
 * @param contenders each with equally many odds
 * @returns for each a share of at least a hundredth of an equal one's; they sum to 1
 * @see Chapelle, Li, "An empirical evaluation of Thompson sampling", NIPS 2011
 */
export function thompsonShares(contenders: readonly Contender[], seed: number): number[] {
  const [first] = contenders
  if (first === undefined) return []
  const random = createRandom(seed)
  const wins = contenders.map(() => 0)
  for (let draw = 0; draw < first.odds.length; draw++) {
    let [best, most] = [0, -1]
    for (const [at, contender] of contenders.entries()) {
      const drawn = contender.odds[draw] * drawLift(contender, random)
      if (drawn > most) [best, most] = [at, drawn]
    }
    wins[best]++
  }
  const least = SHARE_AT_LEAST / contenders.length
  const rest = 1 - SHARE_AT_LEAST
  return wins.map((count) => least + (rest * count) / first.odds.length)
}
