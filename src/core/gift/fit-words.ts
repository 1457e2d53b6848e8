import { exp } from "../numeric/portable-math"

/** Rounds of the solver: the objective is strongly convex, and later ones move no probability by a hundredth. */
const ROUNDS = 60
/** Pull of a word's weight towards the lexicon's, in labelled products: as many must say otherwise before half of it is gone. */
const PULL = 2
/** The same of how much what orders say counts: little, for there are many products for the one number. */
const CONTEXT_PULL = 0.5
/** The same of the share of products that a value suits. */
const BASE_PULL = 0.5

/** 1 / (1 + e⁻ˣ). */
export const logistic = (x: number): number => (x >= 0 ? 1 / (1 + exp(-x)) : 1 - 1 / (1 + exp(x)))

/** Products' terms, each row a product. */
interface TermRows {
  /** Columns of each row's terms. */
  readonly rows: readonly Int32Array[]
  /** What the company of each row in orders says, in log odds; 0 where it was bought alone. */
  readonly context: Float64Array
  readonly columns: number
}

/** A linear model of one value: log odds = `base` + Σ `weights` of a product's terms + `context` times what its orders say. */
export interface WordModel {
  readonly base: number
  readonly weights: Float64Array
  readonly context: number
}

/**
 * Logistic regression whose weights are pulled towards a prior's instead of towards 0: minimises
 * Σ log(1 + e^(−yᵢ (b + wᵀxᵢ + c zᵢ))) + ½ PULL ‖w − w₀‖² + ½ CONTEXT_PULL (c − c₀)² + ½ BASE_PULL (b − b₀)², where zᵢ is
 * what a row's orders say. Without labels it is the prior.
 *
 * Gradient steps, each column with a step of its own under the separable bound of the Hessian (¼ Σᵢ |xᵢⱼ| ‖xᵢ‖₁),
 * sped up by Nesterov's momentum; deterministic.
 *
 * @param labels of each row, 1 or 0
 * @throws RangeError where rows and labels differ in number
 */
export function fitWords({ rows, context, columns }: TermRows, labels: Uint8Array, prior: WordModel): WordModel {
  if (rows.length !== labels.length)
    throw new RangeError(`there are ${rows.length} rows of terms, but ${labels.length} labels`)
  if (rows.length === 0) return prior
  // Behind the words: what orders say, and the base.
  const [orders, base, all] = [columns, columns + 1, columns + 2]
  const start = new Float64Array(all)
  start.set(prior.weights)
  start[orders] = prior.context
  start[base] = prior.base
  const pull = new Float64Array(all).fill(PULL)
  pull[orders] = CONTEXT_PULL
  pull[base] = BASE_PULL
  const steps = stepsOf({ rows, context, columns }, pull)
  const weights = Float64Array.from(start)
  const ahead = Float64Array.from(start)
  const gradient = new Float64Array(all)
  let momentum = 1
  for (let round = 0; round < ROUNDS; round++) {
    for (let column = 0; column < all; column++) gradient[column] = pull[column] * (ahead[column] - start[column])
    // By number: with an iterator a row all values of a shop took two thirds longer.
    for (let at = 0; at < rows.length; at++) {
      const row = rows[at]
      let odds = ahead[base] + ahead[orders] * context[at]
      for (let term = 0; term < row.length; term++) odds += ahead[row[term]]
      const error = logistic(odds) - labels[at]
      gradient[base] += error
      gradient[orders] += error * context[at]
      for (let term = 0; term < row.length; term++) gradient[row[term]] += error
    }
    const next = (1 + Math.sqrt(1 + 4 * momentum * momentum)) / 2
    const push = (momentum - 1) / next
    for (let column = 0; column < all; column++) {
      const moved = ahead[column] - gradient[column] / steps[column]
      ahead[column] = moved + push * (moved - weights[column])
      weights[column] = moved
    }
    momentum = next
  }
  return { base: weights[base], context: weights[orders], weights: weights.subarray(0, columns) }
}

/** Curvature of each column at most, of what orders say, and of the base last. */
function stepsOf({ rows, context, columns }: TermRows, pull: Float64Array): Float64Array {
  const steps = Float64Array.from(pull)
  for (const [at, row] of rows.entries()) {
    const size = Math.abs(context[at])
    const bound = 0.25 * (row.length + 1 + size)
    for (const column of row) steps[column] += bound
    steps[columns] += bound * size
    steps[columns + 1] += bound
  }
  return steps
}
