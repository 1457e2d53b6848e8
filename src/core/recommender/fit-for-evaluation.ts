import type { Dataset } from "../contract/interaction-log"
import type { RankCase } from "../evaluation/evaluate"
import type { RankingCase, Split } from "../evaluation/temporal-split"
import type { ShopState } from "../features/shop-state"
import { fitRanker, newTeachingSet } from "./fit-ranker"
import { CaseLists, stateAt } from "./case-lists"
import { contentOf } from "./item-content"
import { ranked } from "./judge"
import { NewcomerOrders } from "./newcomer-orders"
import { isNewcomer, NewcomerTrials } from "./newcomer-trials"
import { mixed, priorsFor } from "./prior-weights"
import type { ShopperList } from "./shopper-list"
import type { TeachingSet } from "./teaching-set"
import { teach, teachingMoments } from "./teaching-moments"
import { ListTraining } from "./train-lists"

/** A ranker as training would fit it on what lies before a cut. */
export interface FittedRanker {
  readonly weights: Float64Array
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
  const content = contentOf(dataset, split.train.itemIds)
  const lists = newTeachingSet(options.seed)
  const newcomers = new NewcomerTrials()
  for (const moment of teachingMoments(split.train, split, { end: split.cut, seed: options.seed })) {
    teach({ personal: lists, newcomers, lists: null }, moment, { dataset, split, content, seed: options.seed })
  }
  const { goal } = split
  const prior = priorsFor({ goal, rows: split.train.length, without: options.leftOut })
  const { weights } = fitRanker(lists, { prior })
  const state: ShopState = {
    ...stateAt(dataset, split, { train: split.train, moment: split.cut, content }),
    newcomerSetting: newcomers.choose(),
  }
  const cases = new CaseLists(dataset, dataset.log, state)
  const orders = new NewcomerOrders(state)
  return {
    weights,
    priorWeights: mixed(prior.priors, prior.believed),
    lists,
    newcomerOrder: (testCase) => orders.of(cases.profileOf(testCase).segments).items,
    listOf: (testCase) => cases.make(testCase),
  }
}

/** The lists beside `for_you` as training would fit them on what lies before a cut, and the shop as it stood then. */
export function fitListsForEvaluation(
  dataset: Dataset,
  split: Split,
  options: { readonly seed: number },
): { readonly lists: ListTraining; readonly cases: CaseLists } {
  const content = contentOf(dataset, split.train.itemIds)
  const lists = new ListTraining(options.seed)
  const newcomers = new NewcomerTrials()
  for (const moment of teachingMoments(split.train, split, { end: split.cut, seed: options.seed })) {
    teach({ personal: null, newcomers, lists }, moment, { dataset, split, content, seed: options.seed })
  }
  lists.fit()
  const state = stateAt(dataset, split, { train: split.train, moment: split.cut, content })
  return { lists, cases: new CaseLists(dataset, dataset.log, state) }
}

/** Ranks the candidates of each case by the weights, and for shoppers of whom nothing is known the whole shop. */
export function rankFitted({ weights, newcomerOrder, listOf }: FittedRanker): RankCase {
  return (testCase) => {
    const list = listOf(testCase)
    if (isNewcomer(testCase)) return newcomerOrder(testCase)
    const { items } = list.candidates
    return ranked(items, list.features.decisionValues(weights))
  }
}
