import type { Dataset } from "../../../src/core/contract"
import { evaluateMethod } from "../../../src/core/evaluation/evaluate"
import type { MethodResult } from "../../../src/core/evaluation/evaluate"
import { temporalSplit } from "../../../src/core/evaluation/temporal-split"
import { fitForEvaluation, rankFitted } from "../../../src/core/recommender/judging/fit-for-evaluation"
import { measureBaselines, optionsFor } from "./tuned-baselines"

/** Name of what serves in the results of a shop. */
export const SMALL_OURS = "ours"
/** Name of the prior alone, that nothing of the shop has been fitted to. */
export const PRIOR = "prior"

/** What ours, the prior and every tuned baseline score in one shop; empty where nothing can be asked. */
export function measureShop(
  dataset: Dataset,
  options: { readonly leftOut: string; readonly seed: number },
): Map<string, MethodResult> {
  const split = temporalSplit(dataset.log)
  if (split.cases.length === 0) return new Map()
  const protocol = optionsFor(dataset.log, split)
  const fitted = fitForEvaluation(dataset, split, options)
  const prior = { ...fitted, weights: fitted.priorWeights }
  return new Map([
    [SMALL_OURS, evaluateMethod(split.cases, rankFitted(fitted), protocol)],
    [PRIOR, evaluateMethod(split.cases, rankFitted(prior), protocol)],
    ...measureBaselines(dataset.log, split),
  ])
}
