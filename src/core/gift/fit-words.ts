import { exp } from "../numeric/portable-math"

/** Rounds of the solver: the objective is strongly convex, and later ones move no probability by a hundredth. */
const ROUNDS = 60
/** Pull of a word's weight towards the lexicon's, in labelled products: as many must say otherwise before half of it is gone. */
const PULL = 2
/** The same of the share of products that a value suits. */
const BASE_PULL = 0.5

/** 1 / (1 + e⁻ˣ). */
export const logistic = (x: number): number => (x >= 0 ? 1 / (1 + exp(-x)) : 1 - 1 / (1 + exp(x)))

/** Products' terms, each row a product. */
interface TermRows {
  /** Columns of each row's terms. */
  readonly rows: readonly Int32Array[]
  readonly columns: number
}

/** A linear model of one value: log odds = `base` + Σ `weights` of a product's terms. */
export interface WordModel {
  readonly base: number
  readonly weights: Float64Array
}

/**
 * Logistic regression whose weights are pulled towards a prior's instead of towards 0: minimises
 * Σ log(1 + e^(−yᵢ (b + wᵀxᵢ))) + ½ PULL ‖w − w₀‖² + ½ BASE_PULL (b − b₀)². Without labels it is the prior.
 *
 * Gradient steps, each column with a step of its own under the separable bound of the Hessian (¼ Σᵢ |xᵢⱼ| ‖xᵢ‖₁),
 * sped up by Nesterov's momentum; deterministic.
 *
 * @param labels of each row, 1 or 0
 * @throws RangeError where rows and labels differ in number
 */
export function fitWords({ rows, columns }: TermRows, labels: Uint8Array, prior: WordModel): WordModel {
  if (rows.length !== labels.length)
    throw new RangeError(`there are ${rows.length} rows of terms, but ${labels.length} labels`)
  if (rows.length === 0) return prior
  const steps = stepsOf({ rows, columns })
  const weights = Float64Array.from(prior.weights)
  const ahead = Float64Array.from(weights)
  const gradient = new Float64Array(columns)
  let [base, baseAhead, momentum] = [prior.base, prior.base, 1]
  for (let round = 0; round < ROUNDS; round++) {
    let baseGradient = BASE_PULL * (baseAhead - prior.base)
    for (let column = 0; column < columns; column++) gradient[column] = PULL * (ahead[column] - prior.weights[column])
    // By number: with an iterator a row all values of a shop took two thirds longer.
    for (let at = 0; at < rows.length; at++) {
      const row = rows[at]
      let odds = baseAhead
      for (let term = 0; term < row.length; term++) odds += ahead[row[term]]
      const error = logistic(odds) - labels[at]
      baseGradient += error
      for (let term = 0; term < row.length; term++) gradient[row[term]] += error
    }
    const next = (1 + Math.sqrt(1 + 4 * momentum * momentum)) / 2
    const push = (momentum - 1) / next
    for (let column = 0; column < columns; column++) {
      const moved = ahead[column] - gradient[column] / steps[column]
      ahead[column] = moved + push * (moved - weights[column])
      weights[column] = moved
    }
    const baseMoved = baseAhead - baseGradient / steps[columns]
    baseAhead = baseMoved + push * (baseMoved - base)
    base = baseMoved
    momentum = next
  }
  return { base, weights }
}

/** Curvature of each column at most, and of the base last. */
function stepsOf({ rows, columns }: TermRows): Float64Array {
  const steps = new Float64Array(columns + 1).fill(PULL)
  steps[columns] = BASE_PULL
  for (const row of rows) {
    const bound = 0.25 * (row.length + 1)
    for (const column of row) steps[column] += bound
    steps[columns] += bound
  }
  return steps
}
