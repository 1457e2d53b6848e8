import type { Acceleration } from "../acceleration"
import { checkFiniteNorm, checkPositive } from "../checks"
import { TrainingInputError } from "../errors"
import { plainGram } from "../linear-algebra/gram"
import { conjugateGradient } from "../linear-algebra/conjugate-gradient"
import { RankLoss } from "./rank-loss"
import { RankPreconditioner } from "./rank-preconditioner"
import { countPairs, checkRankProblem } from "./rank-problem"
import type { RankProblem } from "./rank-problem"
import { plainRowProducts } from "../linear-algebra/row-products"
import type { RowProducts } from "../linear-algebra/row-products"
import { axpy, norm } from "../linear-algebra/vectors"
import { fastRowProducts } from "../wasm/row-products"

/** Share of the gradient that may be left of the linear system of a step: exact solutions are spent on wrong active sets. */
const FORCING = 0.02
/** Passes of one step that a preconditioner is worth: one that has moved too far from its point is computed again. */
const STALE_PASSES = 8

/** Options of {@link trainRankSvm}. */
export interface TrainRankSvmOptions {
  /** Cost C of one pair in the wrong order, above 0. The loss is a sum over pairs, not a mean. @defaultValue 1 */
  readonly cost?: number
  /** w₀, one per column: what is believed before anything was seen. All 0 when absent. */
  readonly center?: Float64Array
  /** Stops when the gradient is at most this share of what it is at w = w₀. @defaultValue 1e-4 */
  readonly tolerance?: number
  /** Newton steps at most. @defaultValue 50 */
  readonly maxIterations?: number
  /** Weights to start from, one per column. */
  readonly warmStart?: Float64Array
  /** Where the heavy sums run. @defaultValue "webassembly" */
  readonly acceleration?: Acceleration
  /** Products of the problem's rows, or of rows that begin with them, made before: several fits copy them once. */
  readonly rows?: RowProducts
  /** That of an earlier fit of the same columns; this fit computes it again where it has become stale. */
  readonly preconditioner?: RankPreconditioner
}

/** What {@link trainRankSvm} found, and how good it is. */
export interface RankSvmFit {
  /** One weight per column. */
  readonly weights: Float64Array
  /** Newton steps taken. */
  readonly iterations: number
  /** Passes over the rows for the conjugate gradients of all steps. */
  readonly innerIterations: number
  readonly converged: boolean
  /** Value of the minimised function at `weights`. */
  readonly objective: number
  /** Euclidean length of the gradient at `weights`. */
  readonly gradientNorm: number
  /** Pairs in all lists. */
  readonly pairs: number
  /** Pairs whose scores differ by less than the margin of 1, or the wrong way round. */
  readonly violatedPairs: number
}

/**
 * Linear RankSVM with squared hinge loss: minimises over w
 *
 *     ½‖w − w₀‖² + C Σ₍ₚ,ₙ₎ cₚₙ max(0, 1 − wᵀ(xₚ − xₙ))²
 *
 * over the pairs of each list whose first row has the higher relevance (Herbrich, Graepel & Obermayer 2000;
 * Chapelle & Keerthi, Information Retrieval 2010), with w₀ = 0 unless a center is given: then few pairs move the
 * weights little from it, and none leave it (adaptive SVM: Yang, Yan & Hauptmann, ACM Multimedia 2007).
 *
 * Truncated Newton. With A the active pairs (margin below 1) as a graph on the rows, gradient = w − w₀ + C Xᵀρ and
 * Hessian = 1 + 2C XᵀLX, L being the graph's weighted Laplacian: all of them come from scores of rows, so
 * differences of rows are never formed. A Hessian product is one pass over the active rows. The system is
 * solved by conjugate gradients, preconditioned by the Cholesky factor of the Hessian over a share of the lists,
 * (see {@link RankPreconditioner}), then followed by an exact line search.
 *
 * Memory beyond the rows: O(rows + columns²).
 *
 * @throws TrainingInputError when shapes do not fit or a number is out of range
 */
export function trainRankSvm(problem: RankProblem, options: TrainRankSvmOptions = {}): RankSvmFit {
  const { columnCount } = problem
  const { cost = 1, tolerance = 1e-4, maxIterations = 50, warmStart, center, acceleration } = options
  checkPositive("cost", cost)
  checkRankProblem(problem)
  checkColumns("warmStart", warmStart, problem)
  checkColumns("center", center, problem)
  const isPlain = acceleration === "plain"
  const { rows = isPlain ? plainRowProducts(problem) : fastRowProducts(problem, problem.relevance.length) } = options
  const loss = new RankLoss(problem, cost, rows, center)
  const preconditioner = options.preconditioner ?? new RankPreconditioner(columnCount, isPlain ? plainGram : undefined)
  if (preconditioner.columnCount !== columnCount)
    throw new TrainingInputError(`preconditioner is of ${preconditioner.columnCount} columns, expected ${columnCount}`)
  const weights = loss.center.slice()
  loss.moveTo(weights)
  const target = tolerance * checkFiniteNorm(norm(loss.gradient))
  if (warmStart !== undefined) {
    weights.set(warmStart)
    loss.moveTo(weights)
  }
  let gradientNorm = norm(loss.gradient)
  let iterations = 0
  let innerIterations = 0
  let lastInner = preconditioner.isComputed ? 0 : Infinity
  while (gradientNorm > target && iterations < maxIterations) {
    if (lastInner > STALE_PASSES) preconditioner.refresh(loss)
    const { solution: direction, iterations: inner } = conjugateGradient({
      rightSide: loss.gradient.map((value) => -value),
      multiply: (v, out) => loss.multiplyHessian(v, out),
      precondition: (residual) => preconditioner.apply(residual),
      tolerance: FORCING,
    })
    innerIterations += inner
    lastInner = inner
    const step = loss.searchAlong(direction)
    if (step === 0) break
    axpy(step, direction, weights)
    loss.advance(direction, step)
    gradientNorm = norm(loss.gradient)
    iterations++
  }
  return {
    weights,
    iterations,
    innerIterations,
    converged: gradientNorm <= target,
    objective: loss.objective,
    gradientNorm,
    pairs: countPairs(problem),
    violatedPairs: loss.violatedPairs,
  }
}

function checkColumns(name: string, vector: Float64Array | undefined, { columnCount }: RankProblem): void {
  if (vector !== undefined && vector.length !== columnCount) {
    throw new TrainingInputError(`${name} has ${vector.length} weights, expected ${columnCount}`)
  }
}
