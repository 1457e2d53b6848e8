import type { RankCase } from "../../../src/core/evaluation/evaluate"
import { rankFitted } from "../../../src/core/recommender/judging/fit-for-evaluation"
import type { FittedRanker } from "../../../src/core/recommender/judging/fit-for-evaluation"

/** The linear SVM without the trees that serve beside it: what they are worth is what it lacks. */
export function weightsPeers(fitted: FittedRanker): Map<string, RankCase> {
  if (fitted.trees === null) console.error("weights: no trees serve at this cut")
  return new Map([["weights", rankFitted({ ...fitted, trees: null })]])
}
