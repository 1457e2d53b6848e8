import { checkFiniteNorm } from "../checks"
import { createState, evaluate, newtonDirection, signedScores, stepAlong, updateActiveGram } from "./dense-newton-steps"
import type { TrainDenseSvmOptions } from "./dense-newton-steps"
import type { DenseProblem } from "./dense-problem"
import { axpy, norm } from "../linear-algebra/vectors"

/** What {@link trainDenseSvm} found, and how good it is. */
export interface DenseSvmFit {
  /** One weight per column, then that of the bias column where there is one. */
  readonly weights: Float64Array
  readonly iterations: number
  readonly converged: boolean
  /** Value of the minimised function, comparable with LIBLINEAR's `-s 2`. */
  readonly objective: number
  /** Euclidean length of the gradient at `weights`. */
  readonly gradientNorm: number
}

/**
 * Minimises  ½‖w‖² + C Σᵢ sᵢ max(0, 1 − yᵢ wᵀxᵢ)²  over w.
 *
 * Newton (Keerthi & DeCoste, JMLR 2005; Chapelle, Neural Computation 2007): with I the rows inside the margin
 * ("active"), gradient = w − 2C Σ_I sᵢ yᵢ (1 − yᵢ wᵀxᵢ) xᵢ and generalised Hessian = 1 + 2C Σ_I sᵢ xᵢxᵢᵀ. The sum is
 * kept between steps: only rows that became active or passive are added or taken out. Each step solves the
 * d × d system by Cholesky and is followed by an exact line search, so the function never rises. Ends after a
 * finite number of steps, typically 5 to 10. Cost O(n d² / 2) once, then O(n d) a step.
 *
 * Memory beyond the rows: O(n + d²).
 *
 * @throws TrainingInputError when shapes do not fit, a label is not ±1 or a number is out of range
 */
export function trainDenseSvm(problem: DenseProblem, options: TrainDenseSvmOptions = {}): DenseSvmFit {
  const { tolerance = 1e-8, maxIterations = 100 } = options
  const state = createState(problem, options)
  const { weights, gradient, direction, margins, slopes } = state
  let objective = evaluate(state)
  let gradientNorm = checkFiniteNorm(norm(gradient))
  const target = tolerance * gradientNorm
  const start = options.warmStart ?? startOfSample(problem, options)
  if (start !== null) {
    weights.set(start)
    signedScores(state, weights, margins)
    objective = evaluate(state)
    gradientNorm = norm(gradient)
  }
  let iterations = 0
  while (gradientNorm > target && iterations < maxIterations) {
    updateActiveGram(state)
    // 0 where no descent is left that double precision could see, or numbers are too large for a direction.
    const step = newtonDirection(state) ? stepAlong(state) : 0
    if (step === 0) break
    axpy(step, direction, weights)
    axpy(step, slopes, margins)
    objective = evaluate(state)
    gradientNorm = norm(gradient)
    iterations++
  }
  return { weights, iterations, converged: gradientNorm <= target, objective, gradientNorm }
}

/** Share of the rows that a first fit is made on, and rows per column that it must have to be worth it. */
const SAMPLE_SHARE = 1 / 8
const SAMPLE_ROWS_PER_COLUMN = 20
/** The sample's own error is far larger than what is left at this. */
const SAMPLE_TOLERANCE = 1e-3

/**
 * Weights of a fit of every eighth row: at w = 0 every row is active, near the solution only a part of them, and the
 * sum over active rows is what costs. Null where there are too few rows, or no steps to take.
 */
function startOfSample(problem: DenseProblem, options: TrainDenseSvmOptions): Float64Array | null {
  const { rows, columnCount, labels, sampleWeights } = problem
  const { cost = 1, maxIterations } = options
  const rowCount = Math.floor(problem.rowCount * SAMPLE_SHARE)
  if (rowCount < SAMPLE_ROWS_PER_COLUMN * columnCount || maxIterations === 0) return null
  const sample = {
    rows: new Float64Array(rowCount * columnCount),
    rowCount,
    columnCount,
    labels: new Int8Array(rowCount),
    sampleWeights: new Float64Array(rowCount).fill(1),
  }
  for (let i = 0; i < rowCount; i++) {
    const from = i / SAMPLE_SHARE
    sample.labels[i] = labels[from]
    if (sampleWeights !== undefined) sample.sampleWeights[i] = sampleWeights[from]
    for (let k = 0; k < columnCount; k++) sample.rows[i * columnCount + k] = rows[from * columnCount + k]
  }
  return trainDenseSvm(sample, { ...options, cost: cost / SAMPLE_SHARE, tolerance: SAMPLE_TOLERANCE }).weights
}
