import type { Acceleration } from "../acceleration"
import { checkPositive } from "../checks"
import { choleskyInPlace, choleskySolve } from "../linear-algebra/cholesky"
import { checkDenseProblem } from "./dense-problem"
import type { DenseProblem } from "./dense-problem"
import { TrainingInputError } from "../errors"
import { exactLineSearch } from "../linear-algebra/exact-line-search"
import { plainGram } from "../linear-algebra/gram"
import type { GramAccumulator } from "../linear-algebra/gram"
import { plainRowProducts } from "../linear-algebra/row-products"
import type { RowProducts } from "../linear-algebra/row-products"
import { dot } from "../linear-algebra/vectors"
import { fastGram } from "../wasm/gram"
import { fastRowProducts } from "../wasm/row-products"

/** Options of {@link trainDenseSvm}. */
export interface TrainDenseSvmOptions {
  /** Cost C of one margin violation, above 0. @defaultValue 1 */
  readonly cost?: number
  /** Stops when the gradient is at most this share of what it is at w = 0. @defaultValue 1e-8 */
  readonly tolerance?: number
  /** Newton steps at most. @defaultValue 100 */
  readonly maxIterations?: number
  /** Weights to start from, of the length that the result will have. */
  readonly warmStart?: Float64Array
  /** Value of a constant column added last, its weight regularised like any other (LIBLINEAR's `-B`); none when absent. */
  readonly bias?: number
  /** Where the matrix of active rows is summed. @defaultValue "webassembly" */
  readonly acceleration?: Acceleration
}

/** Where Newton's method stands. */
export interface NewtonState {
  readonly problem: DenseProblem
  readonly cost: number
  readonly bias: number | undefined
  readonly sampleWeights: Float64Array
  readonly weights: Float64Array
  readonly gradient: Float64Array
  readonly direction: Float64Array
  /** yᵢ wᵀxᵢ of each row. */
  readonly margins: Float64Array
  /** yᵢ pᵀxᵢ of each row along the search direction p. */
  readonly slopes: Float64Array
  /** Factor of each row in the gradient. */
  readonly pull: Float64Array
  readonly products: RowProducts
  readonly gram: GramAccumulator
  /** Whether a row is in `gram` now. */
  readonly inGram: Uint8Array
}

/**
 * At w = 0.
 *
 * @throws TrainingInputError when shapes do not fit or a number is out of range
 */
export function createState(problem: DenseProblem, options: TrainDenseSvmOptions): NewtonState {
  const { cost = 1, bias, warmStart, acceleration } = options
  const { rowCount, columnCount } = problem
  checkDenseProblem(problem)
  checkPositive("cost", cost)
  const size = columnCount + (bias === undefined ? 0 : 1)
  if (warmStart !== undefined && warmStart.length !== size) {
    throw new TrainingInputError(`warmStart has ${warmStart.length} weights but the problem has ${size}`)
  }
  return {
    problem,
    cost,
    bias,
    sampleWeights: problem.sampleWeights ?? new Float64Array(rowCount).fill(1),
    weights: new Float64Array(size),
    gradient: new Float64Array(size),
    direction: new Float64Array(size),
    margins: new Float64Array(rowCount),
    slopes: new Float64Array(rowCount),
    pull: new Float64Array(rowCount),
    products: acceleration === "plain" ? plainRowProducts(problem) : fastRowProducts(problem, problem.rowCount),
    gram: (acceleration === "plain" ? plainGram : fastGram)(size),
    inGram: new Uint8Array(rowCount),
  }
}

/** out[i] ← yᵢ vᵀxᵢ, the bias column included. */
export function signedScores({ problem, bias, products }: NewtonState, v: Float64Array, out: Float64Array): void {
  const { rowCount, columnCount, labels } = problem
  products.begin(v.subarray(0, columnCount))
  products.scores(0, rowCount, out)
  const constant = bias === undefined ? 0 : bias * v[columnCount]
  for (let i = 0; i < rowCount; i++) out[i] = labels[i] * (out[i] + constant)
}

/** Leaves the gradient at `weights` in the state and returns the objective there. */
export function evaluate(state: NewtonState): number {
  const { problem, cost, bias, sampleWeights, weights, gradient, margins, pull, products } = state
  const { rowCount, columnCount, labels } = problem
  let loss = 0
  let constant = 0
  for (let i = 0; i < rowCount; i++) {
    const violation = 1 - margins[i]
    pull[i] = 0
    // A NaN passes this test on purpose, so that it reaches the gradient and is reported.
    if (violation <= 0 || sampleWeights[i] === 0) continue
    const weighted = sampleWeights[i] * violation
    loss += weighted * violation
    pull[i] = -2 * cost * labels[i] * weighted
    constant += pull[i]
  }
  products.begin(weights.subarray(0, columnCount))
  products.addRows(0, rowCount, pull)
  gradient.set(weights)
  products.finish(gradient)
  if (bias !== undefined) gradient[columnCount] += bias * constant
  return 0.5 * dot(weights, weights) + cost * loss
}

/** Brings the Gram matrix up to date with which rows are inside the margin, by the shorter way. */
export function updateActiveGram({ problem, bias, sampleWeights, margins, gram, inGram }: NewtonState): void {
  const { rows, rowCount, columnCount } = problem
  let active = 0
  let changed = 0
  for (let i = 0; i < rowCount; i++) {
    const isActive = margins[i] < 1 ? 1 : 0
    active += isActive
    changed += isActive ^ inGram[i]
  }
  if (changed > active) {
    gram.reset()
    inGram.fill(0)
  }
  const withBias = new Float64Array(columnCount + 1)
  for (let i = 0; i < rowCount; i++) {
    const isActive = margins[i] < 1 ? 1 : 0
    if (isActive === inGram[i]) continue
    inGram[i] = isActive
    const weight = isActive ? sampleWeights[i] : -sampleWeights[i]
    const offset = i * columnCount
    if (bias === undefined) {
      gram.push(rows, offset, weight)
    } else {
      withBias.set(rows.subarray(offset, offset + columnCount))
      withBias[columnCount] = bias
      gram.push(withBias, 0, weight)
    }
  }
}

/** Puts the Newton direction into the state; false where the Hessian overflowed. */
export function newtonDirection({ cost, gradient, direction, gram }: NewtonState): boolean {
  const size = gradient.length
  const hessian = gram.read()
  for (let k = 0; k < hessian.length; k++) hessian[k] *= 2 * cost
  for (let k = 0; k < size; k++) {
    hessian[k * size + k] += 1
    direction[k] = -gradient[k]
  }
  if (!choleskyInPlace(hessian, size)) return false
  choleskySolve(hessian, direction)
  return true
}

/** The step along the direction that minimises the objective; leaves the direction's margins in `slopes`. */
export function stepAlong(state: NewtonState): number {
  const { cost, sampleWeights, weights, gradient, direction, margins, slopes } = state
  signedScores(state, direction, slopes)
  const alongWeights = dot(weights, direction)
  const alongItself = dot(direction, direction)
  return exactLineSearch(dot(gradient, direction), (step) => {
    let slope = 0
    let curvature = 0
    for (let i = 0; i < margins.length; i++) {
      const violation = 1 - margins[i] - step * slopes[i]
      if (violation <= 0) continue
      const weighted = sampleWeights[i] * slopes[i]
      slope -= weighted * violation
      curvature += weighted * slopes[i]
    }
    return {
      slope: alongWeights + step * alongItself + 2 * cost * slope,
      curvature: alongItself + 2 * cost * curvature,
    }
  })
}
