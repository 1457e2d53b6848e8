import { LEARNED_LISTS } from "../../contract/recommender"
import type { Dataset } from "../../contract/interaction-log"
import type { RankCase } from "../../evaluation/evaluate"
import type { RankingCase, Split } from "../../evaluation/temporal-split"
import { fitRanker } from "../teaching/fit-ranker"
import { CaseLists, stateAt } from "../teaching/case-lists"
import { NewcomerOrders } from "./newcomer-orders"
import { isNewcomer } from "./newcomer-trials"
import { FittedLists, fitTasks } from "../plan/fitting"
import { runStage } from "../plan/run-alone"
import { Teaching, teachingStage } from "../plan/teaching"
import type { Taught } from "../plan/teaching"
import { evaluationWorld } from "../plan/training-world"
import type { TrainingWorld } from "../plan/training-world"
import { Workbench } from "../plan/workbench"
import { mixed, priorsFor } from "../priors/prior-weights"
import type { Scorer } from "../../trees/scorer"
import { ranked } from "../ranking/ranked"
import type { ShopperList } from "../ranking/shopper-list"
import type { TeachingSet } from "../teaching/teaching-set"

/** A ranker as training would fit it on what lies before a cut. */
export interface FittedRanker extends Scorer {
  /** What is believed of a shop of this size before anything of its own has been fitted. */
  readonly priorWeights: Float64Array
  /** What it was fitted on. */
  readonly lists: TeachingSet
  /** Products as a shopper of whom nothing but segments is known is shown them, best first. */
  readonly newcomerOrder: (testCase: RankingCase) => Int32Array
  /** Candidates and features of a case as the shop stood at the cut; valid until the next is asked for. */
  readonly listOf: (testCase: RankingCase) => ShopperList
}

/** Options of {@link fitForEvaluation}. */
export interface EvaluationFitOptions {
  readonly seed: number
  /** A source of priors that is not asked: the one that the shop is of. */
  readonly leftOut?: string
}

/** Fits on what lies before a cut, with the very features, candidates and weights that serving uses. */
export function fitForEvaluation(dataset: Dataset, split: Split, options: EvaluationFitOptions): FittedRanker {
  const world = evaluationWorld(dataset, split, options.seed)
  const teaching = teachAlone(world, { personal: true, anchored: false })
  const { goal } = split
  const prior = priorsFor({ goal, rows: split.train.length, without: options.leftOut })
  const lists = teaching.of("for_you")
  const { weights, trees } = fitRanker(lists, { prior })
  const cases = casesAtCut(dataset, world, teaching.newcomers.choose())
  const orders = new NewcomerOrders((channel) => cases.lists.stateIn(channel))
  return {
    ...{ weights, trees },
    priorWeights: mixed(prior.priors, prior.believed),
    lists,
    newcomerOrder: (testCase) => orders.of(cases.channelOf(testCase), cases.profileOf(testCase).segments).items,
    listOf: (testCase) => cases.make(testCase),
  }
}

/**
 * The lists beside `for_you` as training would fit them on what lies before a cut, and the shop as it stood then.
 *
 * @param options.personal whether `buy_again` is taught too, of shoppers' own lists, which takes longest
 */
export function fitListsForEvaluation(
  dataset: Dataset,
  split: Split,
  options: { readonly seed: number; readonly personal: boolean },
): { readonly lists: FittedLists; readonly cases: CaseLists } {
  const world = evaluationWorld(dataset, split, options.seed)
  const teaching = teachAlone(world, { personal: options.personal, anchored: true })
  const lists = new FittedLists()
  const tasks = fitTasks(teaching, LEARNED_LISTS)
  runStage({ tasks, take: (result) => lists.take(result) }, benchOf(world))
  return { lists, cases: casesAtCut(dataset, world, 0) }
}

/** Runs the tasks of teaching alone. */
export function teachAlone(world: TrainingWorld, wanted: Taught): Teaching {
  const teaching = new Teaching(world.seed)
  runStage(teachingStage(world, teaching, wanted), benchOf(world))
  return teaching
}

function benchOf(world: TrainingWorld): Workbench {
  return new Workbench(world, { now: world.split.cut })
}

/** The shop as it stood at the cut; rows of cases point into the whole log. */
function casesAtCut(dataset: Dataset, { split, content }: TrainingWorld, newcomerSetting: number): CaseLists {
  const state = stateAt(dataset, split, { train: split.train, moment: split.cut, content })
  return new CaseLists(dataset, dataset.log, { ...state, newcomerSetting })
}

/** Ranks the candidates of each case by their scores, and for shoppers of whom nothing is known the whole shop. */
export function rankFitted(fitted: FittedRanker): RankCase {
  return (testCase) => {
    const list = fitted.listOf(testCase)
    if (isNewcomer(testCase)) return fitted.newcomerOrder(testCase)
    const { items } = list.candidates
    return ranked(items, list.features.scores(fitted))
  }
}
