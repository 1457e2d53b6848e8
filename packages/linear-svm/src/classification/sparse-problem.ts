import { checkSparseRows } from "../sparse/csr-matrix"
import type { SparseRows } from "../sparse/csr-matrix"
import { checkLabels, checkWeights } from "../checks"
import { TrainingInputError } from "../errors"

/** Sparse rows with two classes. */
export interface SparseProblem {
  readonly rows: SparseRows
  /** +1 or −1 for each row. */
  readonly labels: Int8Array
  /** Factor of each row's cost, at least 0; all 1 when absent. */
  readonly sampleWeights?: Float64Array
}

/**
 * @throws TrainingInputError when labels or weights do not fit the rows
 * @throws SparseShapeError when the rows are not well formed
 */
export function checkSparseProblem({ rows, labels, sampleWeights }: SparseProblem): void {
  checkSparseRows(rows)
  checkLabels(labels, rows.rowCount)
  if (sampleWeights !== undefined) checkWeights("sampleWeights", sampleWeights, rows.rowCount)
}

/** @throws TrainingInputError when a bias value is given that is not finite */
export function checkBias(bias: number | undefined): void {
  if (bias !== undefined && !Number.isFinite(bias)) throw new TrainingInputError(`bias must be finite, got ${bias}`)
}
