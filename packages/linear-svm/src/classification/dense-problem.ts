import { checkLabels, checkWeights } from "../checks"
import { TrainingInputError } from "../errors"

/** Dense rows with two classes. */
export interface DenseProblem {
  /** Row-major, `rowCount` × `columnCount`, finite. */
  readonly rows: Float64Array | Float32Array
  readonly rowCount: number
  readonly columnCount: number
  /** +1 or −1 for each row. */
  readonly labels: Int8Array
  /** Factor of each row's cost, at least 0; all 1 when absent. */
  readonly sampleWeights?: Float64Array
}

/** @throws TrainingInputError when shapes do not fit, a label is not ±1 or a weight is out of range */
export function checkDenseProblem({ rows, rowCount, columnCount, labels, sampleWeights }: DenseProblem): void {
  if (rows.length !== rowCount * columnCount) {
    throw new TrainingInputError(
      `rows has ${rows.length} numbers but ${rowCount} rows of ${columnCount} columns need ${rowCount * columnCount}`,
    )
  }
  checkLabels(labels, rowCount)
  if (sampleWeights !== undefined) checkWeights("sampleWeights", sampleWeights, rowCount)
}
