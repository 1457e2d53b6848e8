import { createRandom } from "../random/seeded-random"
import { sparseRowDot } from "../sparse/csr-matrix"
import type { Acceleration } from "../acceleration"
import { checkPositive } from "../checks"
import { plainDualKernel } from "./dual-coordinate-kernel"
import type { DualProblem } from "./dual-coordinate-kernel"
import { TrainingInputError } from "../errors"
import { checkBias, checkSparseProblem } from "./sparse-problem"
import type { SparseProblem } from "./sparse-problem"
import { dot } from "../linear-algebra/vectors"
import { fastDualKernel } from "../wasm/dual-kernel"

/** `hinge` is max(0, 1 − yz) (LIBLINEAR's `-s 3`), `squared_hinge` its square (`-s 1`). */
export type SvmLoss = "hinge" | "squared_hinge"

/** Options of {@link trainDualCoordinateDescent}. */
export interface TrainDualOptions {
  /** @defaultValue "squared_hinge" */
  readonly loss?: SvmLoss
  /** Cost C of one margin violation, above 0. @defaultValue 1 */
  readonly cost?: number
  /** Largest spread of projected gradients in an epoch over all rows at which to stop. @defaultValue 0.1 */
  readonly tolerance?: number
  /** Passes over the rows at most. @defaultValue 1000 */
  readonly maxEpochs?: number
  /** Seed of the row permutations; same seed and problem give the same bits. @defaultValue 1 */
  readonly seed?: number
  /** Value of a constant column added last, its weight regularised like any other (LIBLINEAR's `-B`); none when absent. */
  readonly bias?: number
  /** α to start from, one per row, cut to the box of this cost: that of a fit at a lower cost is a good start. */
  readonly warmStart?: Float64Array
  /** What runs the epochs. @defaultValue "webassembly" */
  readonly acceleration?: Acceleration
}

/** What {@link trainDualCoordinateDescent} found, with its certificates. */
export interface DualSvmFit {
  /** One weight per column, then that of the bias column where there is one. */
  readonly weights: Float64Array
  /** α, one per row. */
  readonly alpha: Float64Array
  readonly epochs: number
  readonly converged: boolean
  /** Value of the primal function at `weights`. */
  readonly objective: number
  /** Value of the dual function at `alpha`: no weights have a lower objective than this. */
  readonly dualObjective: number
  /** objective − dualObjective, at least 0 but for rounding: how far from the optimum this may be at most. */
  readonly dualityGap: number
  /** Rows with α > 0. */
  readonly supportVectors: number
}

/**
 * Minimises  ½‖w‖² + C Σᵢ sᵢ ξ(yᵢ wᵀxᵢ)  over w, ξ being the hinge max(0, 1 − m) or its square, through the dual
 * max over 0 ≤ αᵢ ≤ Uᵢ of  Σ αᵢ − ½‖Σ yᵢαᵢxᵢ‖² − ½ Σ Dᵢᵢ αᵢ²,  one coordinate at a time with shrinking and random
 * permutations (Hsieh, Chang, Lin, Keerthi & Sundararajan, ICML 2008, Alg. 3). U = C sᵢ and D = 0 for hinge,
 * U = ∞ and Dᵢᵢ = 1/(2 C sᵢ) for squared hinge.
 *
 * Best for many sparse rows and columns; each epoch is one pass over the entries. Not converging is a value.
 *
 * @throws TrainingInputError when lengths do not fit or a number is out of range
 * @throws SparseShapeError when the rows are not well formed
 */
export function trainDualCoordinateDescent(problem: SparseProblem, options: TrainDualOptions = {}): DualSvmFit {
  const { cost = 1, tolerance = 0.1, maxEpochs = 1000, bias, acceleration } = options
  checkSparseProblem(problem)
  checkPositive("cost", cost)
  checkPositive("tolerance", tolerance)
  checkBias(bias)
  const { rows, labels } = problem
  const box = boxOf(problem, options.loss ?? "squared_hinge", cost)
  const alpha = startAlpha(box.upper, options.warmStart)
  const weights = weightsOf(problem, alpha, bias)
  const dual: DualProblem = {
    rowCount: rows.rowCount,
    offsets: rows.offsets,
    columns: rows.columns,
    values: rows.values,
    labels,
    ...box,
    bias: bias ?? 0,
    tolerance,
    maxEpochs,
    seed: createRandom(options.seed ?? 1).nextUint32() | 1,
    alpha,
    weights,
  }
  const outcome = acceleration === "plain" ? plainDualKernel(dual) : fastDualKernel(dual)
  return { weights, alpha, ...outcome, ...certify(problem, options, dual) }
}

function boxOf(
  { rows, sampleWeights }: SparseProblem,
  loss: SvmLoss,
  cost: number,
): { upper: Float64Array; diagonal: Float64Array } {
  const upper = new Float64Array(rows.rowCount)
  const diagonal = new Float64Array(rows.rowCount)
  for (let i = 0; i < rows.rowCount; i++) {
    const own = cost * (sampleWeights === undefined ? 1 : sampleWeights[i])
    if (loss === "hinge") {
      upper[i] = own
    } else if (own > 0) {
      upper[i] = Infinity
      diagonal[i] = 0.5 / own
    }
  }
  return { upper, diagonal }
}

function startAlpha(upper: Float64Array, warmStart: Float64Array | undefined): Float64Array {
  if (warmStart === undefined) return new Float64Array(upper.length)
  if (warmStart.length !== upper.length) {
    throw new TrainingInputError(`warmStart has ${warmStart.length} entries but there are ${upper.length} rows`)
  }
  const alpha = warmStart.map((value, i) => Math.min(Math.max(value, 0), upper[i]))
  const bad = alpha.findIndex((value) => !Number.isFinite(value))
  if (bad >= 0) throw new TrainingInputError(`warmStart[${bad}] is ${warmStart[bad]}, not finite`)
  return alpha
}

/** w = Σ yᵢ αᵢ xᵢ. */
function weightsOf({ rows, labels }: SparseProblem, alpha: Float64Array, bias: number | undefined): Float64Array {
  const { columnCount, offsets, columns, values } = rows
  const weights = new Float64Array(columnCount + (bias === undefined ? 0 : 1))
  for (let i = 0; i < alpha.length; i++) {
    if (alpha[i] === 0) continue
    const factor = labels[i] * alpha[i]
    for (let k = offsets[i]; k < offsets[i + 1]; k++) weights[columns[k]] += factor * values[k]
    if (bias !== undefined) weights[columnCount] += factor * bias
  }
  return weights
}

type Certificates = Pick<DualSvmFit, "objective" | "dualObjective" | "dualityGap" | "supportVectors">

function certify(problem: SparseProblem, options: TrainDualOptions, dual: DualProblem): Certificates {
  const { rows, labels, sampleWeights } = problem
  const { loss = "squared_hinge", cost = 1 } = options
  const { alpha, weights, diagonal, bias } = dual
  const regularizer = 0.5 * dot(weights, weights)
  const constant = bias * weights[weights.length - 1]
  let losses = 0
  let linear = 0
  let quadratic = 0
  let supportVectors = 0
  for (let i = 0; i < rows.rowCount; i++) {
    const margin = labels[i] * (sparseRowDot(rows, i, weights) + (bias === 0 ? 0 : constant))
    const violation = Math.max(0, 1 - margin)
    losses +=
      (sampleWeights === undefined ? 1 : sampleWeights[i]) * (loss === "hinge" ? violation : violation * violation)
    linear += alpha[i]
    quadratic += diagonal[i] * alpha[i] * alpha[i]
    if (alpha[i] > 0) supportVectors++
  }
  const objective = regularizer + cost * losses
  const dualObjective = linear - regularizer - 0.5 * quadratic
  return { objective, dualObjective, dualityGap: objective - dualObjective, supportVectors }
}
