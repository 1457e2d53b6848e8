import { addSparseRow, sparseRowDot } from "../sparse/csr-matrix"
import { checkPositive } from "../checks"
import { TrainingInputError } from "../errors"
import { checkBias, checkSparseProblem } from "./sparse-problem"
import type { SparseProblem } from "./sparse-problem"
import { trustRegionNewton } from "../linear-algebra/trust-region-newton"
import type { SmoothFunction } from "../linear-algebra/trust-region-newton"
import { dot, norm } from "../linear-algebra/vectors"

/** Options of {@link trainSparseNewton}. */
export interface TrainSparseNewtonOptions {
  /** Cost C of one margin violation, above 0. @defaultValue 1 */
  readonly cost?: number
  /** Stops when the gradient is at most this share of what it is at w = 0. @defaultValue 1e-3 */
  readonly tolerance?: number
  /** Newton steps at most. @defaultValue 1000 */
  readonly maxIterations?: number
  /** Value of a constant column added last, its weight regularised like any other; none when absent. */
  readonly bias?: number
  /** Weights to start from, of the length that the result will have. */
  readonly warmStart?: Float64Array
}

/** What {@link trainSparseNewton} found, and how good it is. */
export interface SparseNewtonFit {
  /** One weight per column, then that of the bias column where there is one. */
  readonly weights: Float64Array
  readonly iterations: number
  readonly converged: boolean
  /** Value of the minimised function. */
  readonly objective: number
  /** Euclidean length of the gradient at `weights`. */
  readonly gradientNorm: number
}

/**
 * Minimises  ½‖w‖² + C Σᵢ sᵢ max(0, 1 − yᵢ wᵀxᵢ)²  over w for sparse rows (LIBLINEAR's `-s 2`), by
 * {@link trustRegionNewton}. A Hessian product is one pass over the entries of the rows inside the margin; no
 * matrix of columns × columns is formed.
 *
 * @throws TrainingInputError when lengths do not fit or a number is out of range
 * @throws SparseShapeError when the rows are not well formed
 */
export function trainSparseNewton(problem: SparseProblem, options: TrainSparseNewtonOptions = {}): SparseNewtonFit {
  const { cost = 1, tolerance = 1e-3, maxIterations = 1000, bias, warmStart } = options
  checkSparseProblem(problem)
  checkPositive("cost", cost)
  checkBias(bias)
  const size = problem.rows.columnCount + (bias === undefined ? 0 : 1)
  if (warmStart !== undefined && warmStart.length !== size) {
    throw new TrainingInputError(`warmStart has ${warmStart.length} weights but the problem has ${size}`)
  }
  const loss = new SparseSquaredHinge(problem, cost, bias)
  const start = new Float64Array(size)
  loss.moveTo(start)
  const gradientTarget = tolerance * norm(loss.gradient())
  const result = trustRegionNewton(loss, { start: warmStart ?? start, gradientTarget, maxIterations })
  const { point: weights, value: objective, gradientNorm, iterations, converged } = result
  return { weights, iterations, converged, objective, gradientNorm }
}

/** The function above with its derivatives: H = 1 + 2C Σ over rows inside the margin of sᵢ xᵢxᵢᵀ. */
class SparseSquaredHinge implements SmoothFunction {
  readonly #problem: SparseProblem
  readonly #cost: number
  readonly #bias: number | undefined
  readonly #point: Float64Array
  readonly #gradient: Float64Array
  /** 1 − yᵢ wᵀxᵢ. */
  readonly #violations: Float64Array

  constructor(problem: SparseProblem, cost: number, bias: number | undefined) {
    this.#problem = problem
    this.#cost = cost
    this.#bias = bias
    this.#point = new Float64Array(problem.rows.columnCount + (bias === undefined ? 0 : 1))
    this.#gradient = new Float64Array(this.#point.length)
    this.#violations = new Float64Array(problem.rows.rowCount)
  }

  moveTo(point: Float64Array): number {
    const { labels } = this.#problem
    this.#point.set(point)
    let loss = 0
    for (let i = 0; i < labels.length; i++) {
      const violation = 1 - labels[i] * this.#score(i, point)
      this.#violations[i] = violation
      if (violation > 0) loss += this.#weight(i) * violation * violation
    }
    return 0.5 * dot(point, point) + this.#cost * loss
  }

  gradient(): Float64Array {
    const { labels } = this.#problem
    this.#gradient.set(this.#point)
    for (let i = 0; i < labels.length; i++) {
      if (this.#violations[i] <= 0) continue
      this.#addRow(i, -2 * this.#cost * this.#weight(i) * labels[i] * this.#violations[i], this.#gradient)
    }
    return this.#gradient
  }

  multiplyHessian(v: Float64Array, out: Float64Array): void {
    out.set(v)
    for (let i = 0; i < this.#violations.length; i++) {
      if (this.#violations[i] <= 0) continue
      this.#addRow(i, 2 * this.#cost * this.#weight(i) * this.#score(i, v), out)
    }
  }

  hessianDiagonal(): Float64Array {
    const { offsets, columns, values, columnCount } = this.#problem.rows
    const diagonal = new Float64Array(this.#point.length).fill(1)
    for (let i = 0; i < this.#violations.length; i++) {
      if (this.#violations[i] <= 0) continue
      const factor = 2 * this.#cost * this.#weight(i)
      for (let k = offsets[i]; k < offsets[i + 1]; k++) diagonal[columns[k]] += factor * values[k] * values[k]
      if (this.#bias !== undefined) diagonal[columnCount] += factor * this.#bias * this.#bias
    }
    return diagonal
  }

  #weight(i: number): number {
    const { sampleWeights } = this.#problem
    return sampleWeights === undefined ? 1 : sampleWeights[i]
  }

  #score(i: number, v: Float64Array): number {
    const { rows } = this.#problem
    return sparseRowDot(rows, i, v) + (this.#bias === undefined ? 0 : this.#bias * v[rows.columnCount])
  }

  #addRow(i: number, factor: number, v: Float64Array): void {
    const { rows } = this.#problem
    addSparseRow(rows, i, factor, v)
    if (this.#bias !== undefined) v[rows.columnCount] += factor * this.#bias
  }
}
