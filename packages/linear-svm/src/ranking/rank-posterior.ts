import { drawNormal } from "../random/normal"
import type { SeededRandom } from "../random/seeded-random"
import type { RowProducts } from "../linear-algebra/row-products"
import { fastGram } from "../wasm/gram"
import { RankLoss } from "./rank-loss"
import type { RankProblem } from "./rank-problem"
import { hessianFactor, sampleStride } from "./rank-preconditioner"

/** Of which fit, and how many draws. */
export interface PosteriorOptions {
  readonly cost: number
  readonly center: Float64Array
  /** Weights at which the fit ended. */
  readonly weights: Float64Array
  /** Products of the problem's rows. */
  readonly rows: RowProducts
  readonly draws: number
}

/**
 * How far weights may be from those fitted: draws from the normal distribution whose precision is the Hessian at the
 * fit (Laplace's approximation), estimated over a share of the lists where they are many. Directions of which the lists
 * say nothing vary as the ridge term lets them, by 1.
 *
 * @returns `draws` rows of one deviation per column; all 0 where the Hessian cannot be factored
 * @see MacKay, "A Practical Bayesian Framework for Backpropagation Networks", Neural Computation 4, 1992
 */
export function drawDeviations(problem: RankProblem, options: PosteriorOptions, random: SeededRandom): Float32Array {
  const { cost, center, weights, rows, draws } = options
  const { columnCount } = problem
  const loss = new RankLoss(problem, cost, rows, center)
  loss.moveTo(weights)
  const factor = hessianFactor(loss, fastGram(columnCount), sampleStride(problem.relevance.length, columnCount))
  const deviations = new Float32Array(draws * columnCount)
  if (factor === null) return deviations
  const drawn = new Float64Array(columnCount)
  for (let draw = 0; draw < draws; draw++) {
    for (let column = 0; column < columnCount; column++) drawn[column] = drawNormal(random)
    solveUpper(factor, drawn)
    deviations.set(drawn, draw * columnCount)
  }
  return deviations
}

/** Solves U x = b in place of b: of standard normal b, x has the covariance (UᵀU)⁻¹. */
function solveUpper(factor: Float64Array, b: Float64Array): void {
  const size = b.length
  for (let i = size - 1; i >= 0; i--) {
    let sum = b[i]
    for (let j = i + 1; j < size; j++) sum -= factor[i * size + j] * b[j]
    b[i] = sum / factor[i * size + i]
  }
}
