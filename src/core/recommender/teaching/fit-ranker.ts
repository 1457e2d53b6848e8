import { PERSONAL_FEATURES } from "../../features/feature-map"
import type { FeatureSpace } from "../../features/feature-map"
import { meanDefined } from "../../evaluation/metrics"
import { createRandom } from "../../random/seeded-random"
import { chooseCost, drawDeviations, fastRowProducts, holdOutLast, RankPreconditioner, trainRankSvm } from "../../svm"
import type { RankProblem, RowProducts } from "../../svm"
import { problemNdcg } from "./problem-ndcg"
import type { RankTrees } from "../../trees/rank-trees"
import { fitTrees } from "./fit-trees"
import { decideGuard, guarded } from "./ranking-guard"
import type { GuardDecision } from "./ranking-guard"
import { fitMixture } from "../priors/prior-mixture"
import { mixed } from "../priors/prior-weights"
import type { PriorChoice } from "../priors/prior-weights"
import { LIST_KIND, TeachingSet } from "./teaching-set"

/** Candidates not chosen that a list keeps. */
const NEGATIVES_AT_MOST = 40

/** An empty set of lists, seeded. */
export function newTeachingSet(seed: number, space: FeatureSpace = PERSONAL_FEATURES): TeachingSet {
  return new TeachingSet(NEGATIVES_AT_MOST, seed, space)
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
/** Lists between which the cost is chosen: fewer cannot decide, and with more it hardly matters. */
const CHOICE_LISTS = { least: 150, most: 4000 }
/** Lists below which none is held out. */
const TRIAL_LISTS = 20
/** Share of the lists, the last ones, that judge the costs. */
const JUDGING_SHARE = 0.25

/** Weights, the cost they were fitted at, and what they were fitted around. */
export interface RankerFit {
  /** What serves: the learned weights, but for parts that fall back. */
  readonly weights: Float64Array
  /** What serves beside them; null where trees do not help, or a part falls back. */
  readonly trees: RankTrees | null
  readonly cost: number
  /** The mixture of priors that the shop's own lists prefer: what the weights are where the lists are silent. */
  readonly center: Float64Array
  /** Parts in which a simple ranking serves instead. */
  readonly guard: GuardDecision
  /** What a later fit starts from. */
  readonly learned: Float64Array
  /** Draws of how far the learned weights may be off, a row each; none where they were not asked for. */
  readonly deviations: Float32Array
}

/** Draws of the weights' posterior that a model keeps. */
export const POSTERIOR_DRAWS = 32

/** What a fit goes by beside its lists. */
interface FitRequest {
  readonly prior: PriorChoice
  readonly earlier?: RankerFit
  /** Seed of the posterior's draws, where they are wanted. */
  readonly posteriorSeed?: number
}

/**
 * Fits the ranker on all lists of a set, around the mixture of priors that these lists prefer. What they do not speak of
 * keeps the weight of the mixture: a shop that taught little, or has just begun to count carts, ranks as the ladder does
 * there. The cost is chosen by a hold-out of the last lists where there are few of them, unless an earlier fit is gone
 * on with; on the same lists a simple ranking takes over the parts in which it is surely better. Trees are grown once: those
 * of an earlier fit stay, so that those that serve are those that were judged.
 */
export function fitRanker(lists: TeachingSet, { prior, earlier, posteriorSeed }: FitRequest): RankerFit {
  const { priors, believed } = prior
  const all = lists.problem()
  const center = earlier?.center ?? mixed(priors, fitMixture(all, priors, believed))
  const costs = priors.length > 1 ? MIXTURE_COSTS : HAND_COSTS
  // One copy for the trials and the fit: a shop of two hundred shoppers spent a sixth of its training on copying.
  const rows = fastRowProducts(all, all.relevance.length)
  const preconditioner = new RankPreconditioner(all.columnCount)
  const trial = earlier === undefined ? tryCosts(lists, { center, costs, rows, preconditioner }) : null
  const cost = earlier?.cost ?? trial?.cost ?? costs.many
  const { weights: learned } = fit(all, {
    cost,
    center,
    rows,
    preconditioner,
    warmStart: earlier?.learned ?? trial?.weights,
  })
  // With so many lists as leave no trial, those that taught judge as well: a few hundred weights cannot know them by heart.
  const guard = earlier?.guard ?? decideGuard(lists, { weights: trial?.weights ?? learned, from: trial?.from ?? 0 })
  const deviations =
    posteriorSeed === undefined
      ? new Float32Array(0)
      : drawDeviations(
          all,
          { cost, center, weights: learned, rows, draws: POSTERIOR_DRAWS },
          createRandom(posteriorSeed),
        )
  const isGuarded = guard.all !== null || guard.novel !== null
  const trees = earlier !== undefined ? earlier.trees : isGuarded ? null : fitTrees(lists, learned)
  return { weights: guarded(lists, learned, guard), trees, cost, center, guard, learned, deviations }
}

/** What a trial leaves of the gradient: far less than a hold-out of a thousand lists could show. */
const TRIAL_TOLERANCE = 0.002

interface FitOptions {
  readonly cost: number
  readonly center: Float64Array
  /** Of all lists. */
  readonly rows: RowProducts
  readonly preconditioner: RankPreconditioner
  readonly warmStart: Float64Array | undefined
  readonly tolerance?: number
}

function fit(problem: RankProblem, { warmStart, ...options }: FitOptions): { readonly weights: Float64Array } {
  return trainRankSvm(problem, { ...options, ...(warmStart === undefined ? {} : { warmStart }) })
}

/** A cost with the weights that it gives without the lists from `from` on. */
interface CostTrial {
  readonly cost: number
  readonly weights: Float64Array
  readonly from: number
}

/** The cost that is best on the last lists; null where there are so many that it hardly matters. */
function tryCosts(
  lists: TeachingSet,
  { costs, ...shared }: Pick<FitOptions, "center" | "rows" | "preconditioner"> & { readonly costs: Costs },
): CostTrial | null {
  const { listCount } = lists
  if (listCount > CHOICE_LISTS.most) return null
  if (listCount < TRIAL_LISTS) return { cost: costs.few, weights: shared.center, from: 0 }
  const tried = listCount < CHOICE_LISTS.least ? [costs.few] : costs.tried
  const all = lists.problem()
  const seen = new Set(lists.listsOf(LIST_KIND.seen))
  // What was clicked of a list is judged by nobody: where it stood had its part in it.
  const folds = holdOutLast(listCount, JUDGING_SHARE).map(({ train, test }) => ({
    train,
    test: test.filter((list) => !seen.has(list)),
  }))
  const fits = new Map<number, Float64Array>()
  let warmStart: Float64Array | undefined
  const { cost } = chooseCost(tried, folds, (own, { train, test }) => {
    const { weights } = fit(lists.problem(train.length), {
      ...{ ...shared, cost: own, warmStart },
      tolerance: TRIAL_TOLERANCE,
    })
    warmStart = weights
    fits.set(own, weights)
    return meanDefined([...problemNdcg(all, test, [weights])[0]])
  })
  return { cost, weights: fits.get(cost) ?? shared.center, from: folds[0].train.length }
}
