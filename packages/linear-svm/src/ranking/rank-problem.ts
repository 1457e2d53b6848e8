import { checkWeights } from "../checks"
import { TrainingInputError } from "../errors"
import { storedColumns } from "../linear-algebra/row-matrix"
import type { RowMatrix } from "../linear-algebra/row-matrix"

/**
 * Lists of rows to be put in order: within a list, every row should score above each one of lower relevance. All
 * features are finite; the rows of a list lie together, those of one gate side by side where that can be had.
 */
export interface RankProblem extends RowMatrix {
  /** List g is rows `groupOffsets[g]` up to, not with, `groupOffsets[g + 1]`: starts with 0, ends with the row count. */
  readonly groupOffsets: Int32Array | Uint32Array
  /** Relevance of each row, higher is better; only comparisons within a list count. */
  readonly relevance: Uint8Array | Int32Array | Float32Array | Float64Array
  /** Factor of every pair of a list, at least 0; all 1 when absent. */
  readonly groupWeights?: Float64Array
  /** A pair counts its list's weight × the weights of its two rows; all 1 when absent. */
  readonly rowWeights?: Float64Array
}

/** A row that is the better one of some pairs: all rows of its list with lower relevance are the worse ones. */
export interface BetterRow {
  readonly row: number
  /** First row of its list. */
  readonly from: number
  /** One past the last row of its list. */
  readonly to: number
  /** Pair weight but for the worse row's factor. */
  readonly weight: number
}

/**
 * Calls back for each row that may be the better one of a pair, in the lists from `firstGroup` up to, not with,
 * `lastGroup`. The pairs themselves, up to m²/4 in a list of m rows, are nowhere stored. The object handed over
 * is used again for the next row.
 */
export function forEachBetterRow(
  problem: RankProblem,
  groups: { readonly first: number; readonly last: number },
  visit: (better: BetterRow) => void,
): void {
  const { groupOffsets, relevance, groupWeights, rowWeights } = problem
  const better = { row: 0, from: 0, to: 0, weight: 1 }
  for (let group = groups.first; group < groups.last; group++) {
    better.from = groupOffsets[group]
    better.to = groupOffsets[group + 1]
    const groupWeight = groupWeights === undefined ? 1 : groupWeights[group]
    let lowest = Infinity
    for (let row = better.from; row < better.to; row++) if (relevance[row] < lowest) lowest = relevance[row]
    for (let row = better.from; row < better.to; row++) {
      if (!(relevance[row] > lowest)) continue
      better.row = row
      better.weight = rowWeights === undefined ? groupWeight : groupWeight * rowWeights[row]
      if (better.weight > 0) visit(better)
    }
  }
}

/** Number of pairs in all lists. */
export function countPairs(problem: RankProblem): number {
  const { relevance } = problem
  let pairs = 0
  forEachBetterRow(problem, { first: 0, last: problem.groupOffsets.length - 1 }, ({ row, from, to }) => {
    for (let worse = from; worse < to; worse++) if (relevance[worse] < relevance[row]) pairs++
  })
  return pairs
}

/**
 * @returns the number of rows
 * @throws TrainingInputError when shapes do not fit or a weight is out of range
 */
export function checkRankProblem(problem: RankProblem): number {
  const { groupOffsets, relevance, groupWeights, rowWeights } = problem
  const groupCount = groupOffsets.length - 1
  if (groupCount < 0 || groupOffsets[0] !== 0) throw new TrainingInputError("groupOffsets must start with 0")
  for (let group = 0; group < groupCount; group++) {
    if (groupOffsets[group + 1] < groupOffsets[group]) {
      throw new TrainingInputError(`groupOffsets[${group + 1}] is below the one before it`)
    }
  }
  const rowCount = groupOffsets[groupCount]
  checkRows(problem, rowCount)
  if (relevance.length !== rowCount) {
    throw new TrainingInputError(`relevance has ${relevance.length} entries but there are ${rowCount} rows`)
  }
  for (let row = 0; row < rowCount; row++) {
    if (Number.isNaN(relevance[row])) throw new TrainingInputError(`relevance[${row}] is not a number`)
  }
  if (groupWeights !== undefined) checkWeights("groupWeights", groupWeights, groupCount)
  if (rowWeights !== undefined) checkWeights("rowWeights", rowWeights, rowCount)
  return rowCount
}

function checkRows(matrix: RowMatrix, rowCount: number): void {
  const { rows, gated } = matrix
  const width = storedColumns(matrix)
  if (gated !== undefined && !(Number.isInteger(gated.count) && gated.count >= 0 && gated.count <= width)) {
    throw new TrainingInputError(`gated.count is ${gated.count} but ${width} columns are stored`)
  }
  if (gated !== undefined && gated.gates.length !== rowCount) {
    throw new TrainingInputError(`gated.gates has ${gated.gates.length} entries but there are ${rowCount} rows`)
  }
  if (!("blocks" in rows)) {
    if (rows.length === rowCount * width) return
    throw new TrainingInputError(
      `rows has ${rows.length} numbers but ${rowCount} rows of ${width} columns need ${rowCount * width}`,
    )
  }
  const { blocks, rowsPerBlock } = rows
  if (!(Number.isInteger(rowsPerBlock) && rowsPerBlock > 0) || blocks.length * rowsPerBlock < rowCount) {
    throw new TrainingInputError(`${blocks.length} blocks of ${rowsPerBlock} rows do not hold ${rowCount} rows`)
  }
  const short = blocks.findIndex((block) => block.length !== rowsPerBlock * width)
  if (short >= 0) throw new TrainingInputError(`block ${short} is not ${rowsPerBlock} rows of ${width} columns`)
}
