import type { InteractionLog } from "../../src/core/contract"
import type { RankCase } from "../../src/core/evaluation/evaluate"
import type { RankingCase, Split } from "../../src/core/evaluation/temporal-split"
import { createRandom } from "../../src/core/random/seeded-random"
import { rankFitted } from "../../src/core/recommender/judging/fit-for-evaluation"
import type { FittedRanker } from "../../src/core/recommender/judging/fit-for-evaluation"
import { updateOnline } from "../../packages/linear-svm/src"

/** Candidates not chosen that each chosen one is set against. */
const NEGATIVES = 5

/** Cases in the order in which their shoppers first came after the cut: that in which a shop would hear the answers. */
export function casesInOrder(log: InteractionLog, { cut, cases }: Split): RankingCase[] {
  const first = new Map<number, number>()
  for (let row = 0; row < log.length; row++) {
    if (log.time[row] >= cut && !first.has(log.user[row])) first.set(log.user[row], log.time[row])
  }
  const at = (testCase: RankingCase): number => Math.max(testCase.now, first.get(testCase.user) ?? 0)
  return [...cases].sort((a, b) => at(a) - at(b))
}

/**
 * Ranks each case, then learns from its answer by one online step a pair: weights are tested on what they have not
 * seen, always. What is known of the shop stays as it was at the cut, so that the steps alone make the difference.
 */
export function onlineRanker(fitted: FittedRanker, options: { aggressiveness: number; seed: number }): RankCase {
  const weights = fitted.weights.slice()
  const rank = rankFitted({ ...fitted, weights })
  const random = createRandom(options.seed)
  return (testCase, depth) => {
    const answer = rank(testCase, depth)
    const { candidates, features } = fitted.listOf(testCase)
    const truth = new Set(testCase.truth)
    const row = (at: number): Float64Array => Float64Array.from(features.row(at))
    const others = [...candidates.items.keys()].filter((at) => !truth.has(candidates.items[at]))
    candidates.items.forEach((item, at) => {
      if (!truth.has(item) || others.length === 0) return
      for (let k = 0; k < NEGATIVES; k++) {
        const pair = { better: row(at), worse: row(others[random.nextInt(others.length)]) }
        updateOnline(weights, pair, { aggressiveness: options.aggressiveness })
      }
    })
    return answer
  }
}
