import type { RankProblem } from "../svm"

/** Bits of the number of a bin. */
export const BIN_BITS = 6
/** Bins of a column: what a split may distinguish. */
export const BINS = 1 << BIN_BITS
/** Numbers of a column that its bins are read off at most, evenly spread. */
const SAMPLED_AT_MOST = 8192

/**
 * Columns of a problem in bins: bin b of a column holds what is above `edges[b − 1]` and not above `edges[b]`. Bin 0 holds
 * the zeros, which are most of all numbers and are nowhere stored.
 */
export interface BinnedColumns {
  readonly rowCount: number
  /** Where each column stands in a row of the problem. */
  readonly columns: Int32Array
  /** Edges of each column, rising; the first is 0. */
  readonly edges: readonly Float32Array[]
  /** Entries of column c lie from `offsets[c]` up to `offsets[c + 1]`, in the order of the rows. */
  readonly offsets: Int32Array
  /** Where the second half of the rows begins, and in each column the entries of it. */
  readonly middle: number
  readonly middles: Int32Array
  /** The row of each entry, and in the lowest {@link BIN_BITS} bits its bin. */
  readonly entries: Uint32Array
}

/** Which numbers of a problem are read. */
export interface BinnedPart {
  /** Row k of the result is row `rows[k]` of the problem. */
  readonly rows: Int32Array
  readonly columns: Int32Array
  /** Row of the result at which the second half begins. */
  readonly middle: number
}

/**
 * Reads columns of the rows of some lists.
 *
 * @param problem no number of which is below 0; what is, counts as 0
 */
export function binColumns(problem: RankProblem, { rows, columns, middle }: BinnedPart): BinnedColumns {
  const { offsets, values, places } = sparseColumns(problem, rows, columns)
  const edges = Array.from(columns, (_, c) => edgesOf(values.subarray(offsets[c], offsets[c + 1])))
  const entries = new Uint32Array(values.length)
  edges.forEach((own, c) => {
    for (let at = offsets[c]; at < offsets[c + 1]; at++) entries[at] = places[at] * BINS + binOf(own, values[at])
  })
  const middles = Int32Array.from(columns, (_, c) => firstFrom(places, middle, offsets[c], offsets[c + 1]))
  return { rowCount: rows.length, columns, edges, offsets, middle, middles, entries }
}

/** The first place, of those from one up to another, whose row is not below a given one. */
function firstFrom(places: Int32Array, row: number, from: number, to: number): number {
  let low = from
  let high = to
  while (low < high) {
    const middle = (low + high) >> 1
    if (places[middle] < row) low = middle + 1
    else high = middle
  }
  return low
}

interface SparseColumns {
  readonly offsets: Int32Array
  readonly values: Float32Array
  readonly places: Int32Array
}

function sparseColumns(problem: RankProblem, rows: Int32Array, columns: Int32Array): SparseColumns {
  const read = rowReader(problem)
  const offsets = new Int32Array(columns.length + 1)
  for (const row of rows) {
    const [held, from] = read(row)
    for (let c = 0; c < columns.length; c++) if (held[from + columns[c]] > 0) offsets[c + 1]++
  }
  for (let c = 0; c < columns.length; c++) offsets[c + 1] += offsets[c]
  const next = offsets.slice()
  const values = new Float32Array(offsets[columns.length])
  const places = new Int32Array(values.length)
  for (let place = 0; place < rows.length; place++) {
    const [held, from] = read(rows[place])
    for (let c = 0; c < columns.length; c++) {
      const value = held[from + columns[c]]
      if (!(value > 0)) continue
      values[next[c]] = value
      places[next[c]++] = place
    }
  }
  return { offsets, values, places }
}

/** The array that holds a row, and where in it the row begins. */
function rowReader({ rows, columnCount, gated }: RankProblem): (row: number) => readonly [ArrayLike<number>, number] {
  const width = columnCount - (gated === undefined ? 0 : gated.count)
  if (!("blocks" in rows)) return (row) => [rows, row * width]
  const { blocks, rowsPerBlock } = rows
  return (row) => [blocks[Math.floor(row / rowsPerBlock)], (row % rowsPerBlock) * width]
}

/** 0, and quantiles of an even sample of what is above it. */
function edgesOf(values: Float32Array): Float32Array {
  const step = Math.max(1, Math.ceil(values.length / SAMPLED_AT_MOST))
  const sample = Float32Array.from({ length: Math.ceil(values.length / step) }, (_, at) => values[at * step]).sort()
  const edges = [0]
  for (let bin = 1; bin < BINS - 1; bin++) {
    const edge = sample[Math.floor((bin * sample.length) / (BINS - 1))]
    if (edge > edges[edges.length - 1] && edge < sample[sample.length - 1]) edges.push(edge)
  }
  return Float32Array.from(edges)
}

/** How many edges lie below a value. */
function binOf(edges: Float32Array, value: number): number {
  let low = 0
  let high = edges.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (edges[middle] < value) low = middle + 1
    else high = middle
  }
  return low
}
