import { denseFrom } from "../sparse/csr-matrix"
import type { SparseRows } from "../sparse/csr-matrix"
import { checkPositive } from "../checks"
import { trainDenseSvm } from "./dense-newton"
import { trainDualCoordinateDescent } from "./dual-coordinate-descent"
import { TrainingInputError } from "../errors"
import { scoreColumns } from "../formats/liblinear-format"
import type { LiblinearModel, LiblinearSolver } from "../formats/liblinear-format"
import type { LibsvmData } from "../formats/libsvm-format"
import { trainSparseNewton } from "./sparse-newton"

/** LIBLINEAR's number of a solver, and what it is: 1 and 2 minimise the same function, by the dual and by Newton. */
export const SOLVER_NAMES = {
  1: "L2R_L2LOSS_SVC_DUAL",
  2: "L2R_L2LOSS_SVC",
  3: "L2R_L1LOSS_SVC_DUAL",
} as const satisfies Record<number, LiblinearSolver>

/** Options of {@link trainClassifier}, with the meaning and defaults of LIBLINEAR's command line. */
export interface TrainClassifierOptions {
  /** `-s`. @defaultValue 1 */
  readonly solver?: keyof typeof SOLVER_NAMES
  /** `-c`. @defaultValue 1 */
  readonly cost?: number
  /**
   * `-e`: for solver 2 the gradient may be `tolerance` × the share of the rarer class of what it is at w = 0 (0.01 by
   * default), for the others the spread of projected gradients (0.1 by default).
   */
  readonly tolerance?: number
  /** The value of the last column where that is a bias column, −1 where there is none. @defaultValue -1 */
  readonly bias?: number
  /** `-wi`: factor of the cost of each label; 1 for labels that are not there. */
  readonly labelWeights?: ReadonlyMap<number, number>
  /** Seed of the row permutations. @defaultValue 1 */
  readonly seed?: number
}

/** How the fit of one class against the rest went. */
export interface ClassFit {
  readonly label: number
  readonly iterations: number
  readonly converged: boolean
  /** Value of the minimised function. */
  readonly objective: number
}

/** A trained classifier and one fit per score column. */
export interface TrainedClassifier {
  readonly model: LiblinearModel
  readonly fits: readonly ClassFit[]
}

/** From this share of entries on, rows are laid out dense: then the matrix of Newton's method is the cheaper way. */
const DENSE_SHARE = 0.5
/** More columns than this are never laid out dense: the matrix of columns × columns would pass 32 MB. */
const DENSE_COLUMNS = 2000
/** Exact Newton steps are so few and so cheap that one more buys an objective that is never above LIBLINEAR's. */
const DENSE_TIGHTER = 0.1

/**
 * Trains what LIBLINEAR's `train` trains: one linear classifier for two classes, one against the rest for each of
 * more. Labels are ordered as LIBLINEAR orders them: as they first appear, but 1 before −1.
 *
 * @throws TrainingInputError when there are no rows, a label is not a whole number or an option is out of range
 */
export function trainClassifier(data: LibsvmData, options: TrainClassifierOptions = {}): TrainedClassifier {
  const { solver = 1, bias = -1, labelWeights } = options
  checkPositive("cost", options.cost ?? 1)
  if (options.tolerance !== undefined) checkPositive("tolerance", options.tolerance)
  const labels = orderedLabels(data.labels)
  const trained = labels.length === 2 ? labels.slice(0, 1) : labels
  const factors = labelWeights
  const sampleWeights =
    factors === undefined || factors.size === 0 ? undefined : data.labels.map((label) => factors.get(label) ?? 1)
  const fitOne = binaryTrainer(data.rows, sampleWeights, { ...options, solver })
  const columns = trained.length
  const weights = new Float64Array(data.rows.columnCount * columns)
  const fits = trained.map((label, column) => {
    const signs = Int8Array.from(data.labels, (own) => (own === label ? 1 : -1))
    const fit = fitOne(signs)
    fit.weights.forEach((weight, feature) => (weights[feature * columns + column] = weight))
    return { label, iterations: fit.iterations, converged: fit.converged, objective: fit.objective }
  })
  const featureCount = data.rows.columnCount - (bias >= 0 ? 1 : 0)
  return { model: { solver: SOLVER_NAMES[solver], labels, featureCount, bias, weights }, fits }
}

interface BinaryFit {
  readonly weights: Float64Array
  readonly iterations: number
  readonly converged: boolean
  readonly objective: number
}

/** The solver for these rows, with whatever all classes share done once. */
function binaryTrainer(
  rows: SparseRows,
  sampleWeights: Float64Array | undefined,
  options: TrainClassifierOptions,
): (labels: Int8Array) => BinaryFit {
  const { solver, cost = 1, seed = 1 } = options
  const weighted = sampleWeights === undefined ? {} : { sampleWeights }
  if (solver !== 2) {
    const { tolerance = 0.1 } = options
    const loss = solver === 3 ? "hinge" : "squared_hinge"
    return (labels) => {
      const fit = trainDualCoordinateDescent({ rows, labels, ...weighted }, { loss, cost, tolerance, seed })
      return { ...fit, iterations: fit.epochs }
    }
  }
  const { tolerance = 0.01 } = options
  const relative = (labels: Int8Array): number => {
    const positive = labels.reduce((count, label) => count + (label > 0 ? 1 : 0), 0)
    return (tolerance * Math.max(1, Math.min(positive, labels.length - positive))) / labels.length
  }
  const { rowCount, columnCount } = rows
  if (columnCount > DENSE_COLUMNS || rows.values.length < DENSE_SHARE * rowCount * columnCount) {
    return (labels) => trainSparseNewton({ rows, labels, ...weighted }, { cost, tolerance: relative(labels) })
  }
  // Rows with every entry written out are a dense matrix already.
  const dense = rows.values.length === rowCount * columnCount ? rows.values : denseFrom(rows)
  return (labels) => {
    const tight = relative(labels) * DENSE_TIGHTER
    return trainDenseSvm({ rows: dense, rowCount, columnCount, labels, ...weighted }, { cost, tolerance: tight })
  }
}

function orderedLabels(labels: Float64Array): number[] {
  if (labels.length === 0) throw new TrainingInputError("there are no rows to train on")
  const distinct = [...new Set(labels)]
  const odd = distinct.find((label) => !Number.isInteger(label))
  if (odd !== undefined) throw new TrainingInputError(`label ${odd} is not a whole number: only classes can be learnt`)
  return distinct.length === 2 && distinct[0] === -1 && distinct[1] === 1 ? [1, -1] : distinct
}

/**
 * The label that a model gives each row. Columns beyond those of the model are passed over.
 *
 * @param rows without a bias column
 */
export function predictLabels(model: LiblinearModel, rows: SparseRows): Float64Array {
  const { offsets, columns, values, rowCount } = rows
  const { labels, weights, featureCount, bias } = model
  const scoreCount = scoreColumns(model)
  const scores = new Float64Array(scoreCount)
  const predicted = new Float64Array(rowCount)
  for (let row = 0; row < rowCount; row++) {
    for (let s = 0; s < scoreCount; s++) scores[s] = bias >= 0 ? bias * weights[featureCount * scoreCount + s] : 0
    for (let k = offsets[row]; k < offsets[row + 1] && columns[k] < featureCount; k++) {
      const at = columns[k] * scoreCount
      for (let s = 0; s < scoreCount; s++) scores[s] += values[k] * weights[at + s]
    }
    predicted[row] = labels[scoreCount === 1 ? (scores[0] > 0 ? 0 : labels.length - 1) : indexOfLargest(scores)]
  }
  return predicted
}

function indexOfLargest(values: Float64Array): number {
  let best = 0
  for (let i = 1; i < values.length; i++) if (values[i] > values[best]) best = i
  return best
}
