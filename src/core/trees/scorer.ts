import { treesValue } from "./rank-trees"
import type { RankTrees } from "./rank-trees"

/** What ranks the candidates of a list: wᵀx of the linear SVM, and what boosted trees add to it. */
export interface Scorer {
  /** One weight for each feature. */
  readonly weights: Float64Array
  /** On the scale of the weights' scores; null where the weights rank alone. */
  readonly trees: RankTrees | null
}

/** Weights that rank alone. */
export const linear = (weights: Float64Array): Scorer => ({ weights, trees: null })

/** The score of one row of features. */
export function scoreOf(row: ArrayLike<number>, { weights, trees }: Scorer): number {
  let score = trees === null ? 0 : treesValue(trees, row)
  for (let column = 0; column < weights.length; column++) score += weights[column] * row[column]
  return score
}
