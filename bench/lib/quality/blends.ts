import type { RankCase } from "../../../src/core/evaluation/evaluate"
import { ranked } from "../../../src/core/recommender/ranking/ranked"
import { isNewcomer } from "../../../src/core/recommender/judging/newcomer-trials"
import type { FittedRanker } from "../../../src/core/recommender/judging/fit-for-evaluation"
import type { ShopperList } from "../../../src/core/recommender/ranking/shopper-list"

/** What a scorer says of a row of features. */
export type RowScore = (row: Float32Array) => number

/** Ranks the candidates of each case by another scorer. */
export function otherAlone(fitted: FittedRanker, valueOf: RowScore): RankCase {
  return (testCase) => {
    const list = fitted.listOf(testCase)
    return ranked(list.candidates.items, valuesOf(valueOf, list))
  }
}

/** The sum of another scorer and the SVM, each in units of its spread in the list; new shoppers keep their order. */
export function halfAndHalf(fitted: FittedRanker, valueOf: RowScore): RankCase {
  return (testCase) => {
    if (isNewcomer(testCase)) return fitted.newcomerOrder(testCase)
    const list = fitted.listOf(testCase)
    const other = inSpreads(list.features.decisionValues(fitted.weights))
    const both = inSpreads(valuesOf(valueOf, list)).map((value, at) => value + other[at])
    return ranked(list.candidates.items, both)
  }
}

function valuesOf(valueOf: RowScore, { candidates, features }: ShopperList): Float64Array {
  return Float64Array.from(candidates.items, (_, at) => valueOf(features.row(at)))
}

/** Values less their mean, over their standard deviation. */
function inSpreads(values: Float64Array): Float64Array {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const variance = values.reduce((sum, value) => sum + (value - mean) * (value - mean), 0) / values.length
  return variance === 0 ? values.map(() => 0) : values.map((value) => (value - mean) / Math.sqrt(variance))
}
