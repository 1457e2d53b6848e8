/** Rows in blocks of one size: they grow without being copied, and never need one stretch of memory for all. */
export interface RowBlocks {
  /** Each row-major, `rowsPerBlock` rows; the last may hold more rows than are used. */
  readonly blocks: readonly Float32Array[]
  readonly rowsPerBlock: number
}

/** The first `count` columns once more, behind those that are stored: as they are where a gate is 1, else 0. */
export interface GatedColumns {
  readonly count: number
  /** 0 or 1 for each row. */
  readonly gates: Uint8Array
}

/** Dense rows. */
export interface RowMatrix {
  /** The stored columns, row-major: `columnCount` of them, less those that are gated. */
  readonly rows: Float64Array | Float32Array | RowBlocks
  readonly columnCount: number
  /** Columns that need not be stored; none when absent. */
  readonly gated?: GatedColumns
}

/** Columns that a row takes in memory. */
export function storedColumns({ columnCount, gated }: RowMatrix): number {
  return columnCount - (gated === undefined ? 0 : gated.count)
}

/** Whether the rows are of single precision. */
export function isSingle({ rows }: RowMatrix): boolean {
  return !(rows instanceof Float64Array)
}

/** The array that holds a row, and where in it the row begins. */
export function locateRow(matrix: RowMatrix, row: number): readonly [Float64Array | Float32Array, number] {
  const { rows } = matrix
  const width = storedColumns(matrix)
  if (!("blocks" in rows)) return [rows, row * width]
  return [rows.blocks[Math.floor(row / rows.rowsPerBlock)], (row % rows.rowsPerBlock) * width]
}

/** Copies the stored columns of the rows from `from` up to, not with, `to` to the beginning of `out`. */
export function copyRows(
  matrix: RowMatrix,
  range: { readonly from: number; readonly to: number },
  out: Float64Array | Float32Array,
): void {
  const { rows } = matrix
  const width = storedColumns(matrix)
  const inOne = "blocks" in rows ? rows.rowsPerBlock : range.to
  for (let row = range.from; row < range.to;) {
    const [held, offset] = locateRow(matrix, row)
    const count = Math.min(range.to - row, inOne - (row % inOne))
    out.set(held.subarray(offset, offset + count * width), (row - range.from) * width)
    row += count
  }
}

/** Writes all columns of a row, gated ones too. */
export function expandRow(matrix: RowMatrix, row: number, out: Float64Array): void {
  const width = storedColumns(matrix)
  const [held, offset] = locateRow(matrix, row)
  for (let k = 0; k < width; k++) out[k] = held[offset + k]
  if (matrix.gated === undefined) return
  if (matrix.gated.gates[row] === 0) out.fill(0, width)
  else out.copyWithin(width, 0, matrix.gated.count)
}

/** Calls back for each stretch of rows of one gate. */
export function forEachGate(
  { gated }: RowMatrix,
  range: { readonly from: number; readonly to: number },
  visit: (from: number, to: number, isOpen: boolean) => void,
): void {
  if (gated === undefined) {
    visit(range.from, range.to, false)
    return
  }
  const { gates } = gated
  for (let from = range.from; from < range.to;) {
    let to = from + 1
    while (to < range.to && gates[to] === gates[from]) to++
    visit(from, to, gates[from] !== 0)
    from = to
  }
}

/**
 * A vector over all columns as the stored ones see it: as it is where the gate is shut; with what stands on the gated
 * columns added where it is open.
 */
export function splitVector(
  matrix: RowMatrix,
  v: Float64Array,
  out: { readonly shut: Float64Array; readonly open: Float64Array },
): void {
  const width = storedColumns(matrix)
  for (let k = 0; k < width; k++) out.shut[k] = out.open[k] = v[k]
  for (let k = width; k < v.length; k++) out.open[k - width] += v[k]
}

/** The other way round: y ← y + what was summed over rows with a shut gate and over rows with an open one. */
export function addSplit(
  matrix: RowMatrix,
  y: Float64Array,
  sums: { readonly shut: Float64Array; readonly open: Float64Array },
): void {
  const width = storedColumns(matrix)
  for (let k = 0; k < width; k++) y[k] += sums.shut[k] + sums.open[k]
  for (let k = width; k < y.length; k++) y[k] += sums.open[k - width]
}
