import type { Dataset } from "../contract/interaction-log"
import type { RankCase } from "../evaluation/evaluate"
import type { Split } from "../evaluation/temporal-split"
import { fitRanker, newTeachingSet } from "./fit-ranker"
import { contentOf } from "./item-content"
import { ranked } from "./judge"
import { CaseLists, stateAt, teach, teachingMoments } from "./teaching-moments"

/**
 * The ranker as training would fit it on what lies before a cut, asked as an evaluation asks: the very features,
 * candidates and weights that serving uses.
 */
export function fitForEvaluation(dataset: Dataset, split: Split, options: { readonly seed: number }): RankCase {
  const content = contentOf(dataset, split.train.itemIds)
  const lists = newTeachingSet(options.seed)
  for (const moment of teachingMoments(split.train, split, split.cut)) {
    teach(lists, moment, { dataset, split, content, seed: options.seed })
  }
  const weights = fitRanker(lists)
  const state = stateAt(dataset, split, { train: split.train, moment: split.cut, content })
  const cases = new CaseLists(dataset, dataset.log, state)
  return (testCase) => {
    const list = cases.make(testCase)
    const { items } = list.candidates
    return ranked(items, list.features.decisionValues(weights))
  }
}
