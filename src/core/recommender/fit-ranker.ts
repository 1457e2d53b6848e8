import { PERSONAL_FEATURES } from "../features/feature-map"
import type { FeatureSpace } from "../features/feature-map"
import { ndcgAt } from "../evaluation/metrics"
import { createRandom } from "../random/seeded-random"
import { chooseCost, holdOutLast } from "../svm/choose-cost"
import type { RankProblem } from "../svm/rank-problem"
import { expandRow } from "../svm/row-matrix"
import { trainRankSvm } from "../svm/rank-svm"
import { dot } from "../svm/vectors"
import { fitMixture } from "./prior-mixture"
import { mixed } from "./prior-weights"
import type { PriorChoice } from "./prior-weights"
import { TeachingSet } from "./teaching-set"

/** Candidates not chosen that a list keeps. */
const NEGATIVES_AT_MOST = 40

/** An empty set of lists, seeded. */
export function newTeachingSet(seed: number, space: FeatureSpace = PERSONAL_FEATURES): TeachingSet {
  return new TeachingSet(NEGATIVES_AT_MOST, createRandom(seed), space)
}

/** Costs of one list whose pairs are all in the wrong order by the margin. */
interface Costs {
  /** Where lists are too few to choose it. */
  readonly few: number
  /** Where they are so many that it hardly matters. */
  readonly many: number
  readonly tried: readonly number[]
}

/** Around a hand-set prior, which every shop's own lists know better. */
const HAND_COSTS: Costs = { few: 0.03, many: 0.03, tried: [0.01, 0.03, 0.1, 0.3] }
/** Around a mixture of learned priors: in shops of a hundred products 0.03 loses a tenth of NDCG@10 against 0.001. */
const MIXTURE_COSTS: Costs = { few: 0.001, many: 0.03, tried: [0.001, 0.003, 0.01, 0.03, 0.1] }
/** Lists between which the cost is chosen: fewer cannot tell, and with more it hardly matters. */
const CHOICE_LISTS = { least: 150, most: 4000 }
/** Share of the lists, the last ones, that judge the costs. */
const JUDGING_SHARE = 0.25

/** Weights, the cost they were fitted at, and what they were fitted around. */
export interface RankerFit {
  readonly weights: Float64Array
  readonly cost: number
  /** The mixture of priors that the shop's own lists prefer: what the weights are where the lists are silent. */
  readonly center: Float64Array
}

/**
 * Fits the ranker on all lists of a set, around the mixture of priors that these lists prefer. What they do not speak of
 * keeps the weight of the mixture: a shop that taught little, or has just begun to count carts, ranks as the ladder does
 * there. The cost is chosen by a hold-out of the last lists where there are few of them, unless an earlier fit is gone
 * on with.
 */
export function fitRanker(
  lists: TeachingSet,
  { prior, earlier }: { readonly prior: PriorChoice; readonly earlier?: RankerFit },
): RankerFit {
  const { priors, believed } = prior
  const center = earlier?.center ?? mixed(priors, fitMixture(lists.problem(), priors, believed))
  const cost = earlier?.cost ?? chooseListCost(lists, center, priors.length > 1 ? MIXTURE_COSTS : HAND_COSTS)
  const { weights } = fit(lists.problem(), { cost, center, warmStart: earlier?.weights })
  return { weights, cost, center }
}

interface FitOptions {
  readonly cost: number
  readonly center: Float64Array
  readonly warmStart: Float64Array | undefined
}

function fit(problem: RankProblem, { cost, center, warmStart }: FitOptions): { readonly weights: Float64Array } {
  return trainRankSvm(problem, { cost, center, ...(warmStart === undefined ? {} : { warmStart }) })
}

function chooseListCost(lists: TeachingSet, center: Float64Array, costs: Costs): number {
  const { listCount } = lists
  if (listCount < CHOICE_LISTS.least) return costs.few
  if (listCount > CHOICE_LISTS.most) return costs.many
  const all = lists.problem()
  let warmStart: Float64Array | undefined
  const choice = chooseCost(costs.tried, holdOutLast(listCount, JUDGING_SHARE), (cost, { train, test }) => {
    const { weights } = fit(lists.problem(train.length), { cost, center, warmStart })
    warmStart = weights
    return meanNdcg(all, test, weights)
  })
  return choice.cost
}

/** Mean NDCG@10 of some lists, each with its weight. */
function meanNdcg(problem: RankProblem, lists: Int32Array, weights: Float64Array): number {
  const { columnCount, groupOffsets, relevance } = problem
  const features = new Float64Array(columnCount)
  let sum = 0
  for (const list of lists) {
    const size = groupOffsets[list + 1] - groupOffsets[list]
    const scores = new Float64Array(size)
    const relevant = new Set<number>()
    for (let at = 0; at < size; at++) {
      const row = groupOffsets[list] + at
      if (relevance[row] > 0) relevant.add(at)
      expandRow(problem, row, features)
      scores[at] = dot(weights, features)
    }
    // Of equal scores the chosen one comes last, for its place in the list tells what serving does not know.
    const isChosen = (at: number): number => (relevant.has(at) ? 1 : 0)
    const order = Int32Array.from(scores.keys()).sort(
      (a, b) => scores[b] - scores[a] || isChosen(a) - isChosen(b) || a - b,
    )
    sum += ndcgAt(10, order, relevant)
  }
  return sum / lists.length
}
