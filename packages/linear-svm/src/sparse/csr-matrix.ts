/**
 * Compressed sparse rows: the entries of row i are `columns[k]`, `values[k]` for k from `offsets[i]` up to, not with,
 * `offsets[i + 1]`. Columns rise within a row and none is there twice.
 */
export interface SparseRows {
  readonly rowCount: number
  readonly columnCount: number
  /** rowCount + 1 positions, from 0 to the number of entries. */
  readonly offsets: Uint32Array
  readonly columns: Uint32Array
  readonly values: Float64Array
}

/** The rows do not have the shape they claim; the message names the first fault. */
export class SparseShapeError extends Error {
  override readonly name = "SparseShapeError"
}

/**
 * Rows from lists of [column, value] in any order; values of one column are summed, zeros dropped.
 *
 * @throws SparseShapeError when a column is not a whole number in [0, columnCount)
 */
export function sparseRowsFrom(
  lists: readonly (readonly (readonly [column: number, value: number])[])[],
  columnCount: number,
): SparseRows {
  const offsets = new Uint32Array(lists.length + 1)
  const columns: number[] = []
  const values: number[] = []
  lists.forEach((list, row) => {
    const sums = new Map<number, number>()
    for (const [column, value] of list) {
      if (!(Number.isInteger(column) && column >= 0 && column < columnCount)) {
        throw new SparseShapeError(`row ${row} has column ${column}, expected 0 to ${columnCount - 1}`)
      }
      sums.set(column, (sums.get(column) ?? 0) + value)
    }
    for (const [column, value] of [...sums].sort((a, b) => a[0] - b[0])) {
      if (value === 0) continue
      columns.push(column)
      values.push(value)
    }
    offsets[row + 1] = columns.length
  })
  return {
    rowCount: lists.length,
    columnCount,
    offsets,
    columns: Uint32Array.from(columns),
    values: Float64Array.from(values),
  }
}

/**
 * Rows from a dense matrix, row-major, rowCount × columnCount; zeros are dropped.
 *
 * @throws SparseShapeError when the length does not fit
 */
export function sparseRowsFromDense(dense: Float64Array, rowCount: number, columnCount: number): SparseRows {
  if (dense.length !== rowCount * columnCount) {
    throw new SparseShapeError(`${dense.length} numbers do not make ${rowCount} rows of ${columnCount}`)
  }
  const count = dense.reduce((sum, value) => (value === 0 ? sum : sum + 1), 0)
  const offsets = new Uint32Array(rowCount + 1)
  const columns = new Uint32Array(count)
  const values = new Float64Array(count)
  let entry = 0
  for (let row = 0; row < rowCount; row++) {
    for (let column = 0; column < columnCount; column++) {
      const value = dense[row * columnCount + column]
      if (value === 0) continue
      columns[entry] = column
      values[entry++] = value
    }
    offsets[row + 1] = entry
  }
  return { rowCount, columnCount, offsets, columns, values }
}

/** Row-major rowCount × columnCount copy with the zeros written out. */
export function denseFrom(rows: SparseRows): Float64Array {
  const { rowCount, columnCount, offsets, columns, values } = rows
  const dense = new Float64Array(rowCount * columnCount)
  for (let row = 0; row < rowCount; row++) {
    for (let k = offsets[row]; k < offsets[row + 1]; k++) dense[row * columnCount + columns[k]] = values[k]
  }
  return dense
}

/**
 * Checks that offsets rise from 0 to the number of entries, columns rise within each row and stay in range, and
 * values are finite. Kernels do not check: run this once on whatever comes from outside.
 *
 * @throws SparseShapeError naming the first fault
 */
export function checkSparseRows(rows: SparseRows): void {
  const { rowCount, columnCount, offsets, columns, values } = rows
  if (offsets.length !== rowCount + 1 || offsets[0] !== 0) {
    throw new SparseShapeError(`offsets must be ${rowCount + 1} positions that begin with 0`)
  }
  if (columns.length !== values.length || offsets[rowCount] !== columns.length) {
    throw new SparseShapeError(
      `offsets end at ${offsets[rowCount]}, with ${columns.length} columns and ${values.length} values`,
    )
  }
  for (let row = 0; row < rowCount; row++) {
    if (offsets[row + 1] < offsets[row]) throw new SparseShapeError(`offsets fall at row ${row}`)
    let before = -1
    for (let k = offsets[row]; k < offsets[row + 1]; k++) {
      if (columns[k] <= before || columns[k] >= columnCount) {
        throw new SparseShapeError(`row ${row} has column ${columns[k]} after ${before}, of ${columnCount}`)
      }
      if (!Number.isFinite(values[k])) throw new SparseShapeError(`row ${row} has the value ${values[k]}`)
      before = columns[k]
    }
  }
}

/** The rows at `indices`, in that order; a row may be taken more than once. */
export function selectRows(rows: SparseRows, indices: ArrayLike<number>): SparseRows {
  const offsets = new Uint32Array(indices.length + 1)
  for (let i = 0; i < indices.length; i++) {
    offsets[i + 1] = offsets[i] + rows.offsets[indices[i] + 1] - rows.offsets[indices[i]]
  }
  const columns = new Uint32Array(offsets[indices.length])
  const values = new Float64Array(offsets[indices.length])
  for (let i = 0; i < indices.length; i++) {
    const from = rows.offsets[indices[i]]
    const to = rows.offsets[indices[i] + 1]
    columns.set(rows.columns.subarray(from, to), offsets[i])
    values.set(rows.values.subarray(from, to), offsets[i])
  }
  return { rowCount: indices.length, columnCount: rows.columnCount, offsets, columns, values }
}

/** Σ over the entries of a row of value · v[column]. */
export function sparseRowDot(rows: SparseRows, row: number, v: Float64Array): number {
  const { columns, values } = rows
  const end = rows.offsets[row + 1]
  let sum = 0
  for (let k = rows.offsets[row]; k < end; k++) sum += values[k] * v[columns[k]]
  return sum
}

/** v ← v + factor · row. */
export function addSparseRow(rows: SparseRows, row: number, factor: number, v: Float64Array): void {
  const { columns, values } = rows
  const end = rows.offsets[row + 1]
  for (let k = rows.offsets[row]; k < end; k++) v[columns[k]] += factor * values[k]
}

/** ‖row‖² of every row. */
export function squaredRowNorms(rows: SparseRows): Float64Array {
  const { rowCount, offsets, values } = rows
  const norms = new Float64Array(rowCount)
  for (let row = 0; row < rowCount; row++) {
    let sum = 0
    for (let k = offsets[row]; k < offsets[row + 1]; k++) sum += values[k] * values[k]
    norms[row] = sum
  }
  return norms
}
