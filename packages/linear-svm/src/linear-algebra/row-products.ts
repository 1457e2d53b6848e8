import { addSplit, forEachGate, locateRow, splitVector, storedColumns } from "./row-matrix"
import type { RowMatrix } from "./row-matrix"
import { dotRow } from "./vectors"

/**
 * Products of dense rows with vectors, a range of rows at a time: what the passes of the solvers are made of.
 * Use: {@link RowProducts.begin}, then any number of ranges, then {@link RowProducts.finish}. Both products of one
 * range, one after the other, read the rows once.
 */
export interface RowProducts {
  /** Largest range that is read only once for both products. */
  readonly rangeRows: number
  /** Takes the vector v of the scores and sets the sum to zero. */
  begin(v: Float64Array): void
  /** out[r] ← rowᵣ · v for r from `from` up to, not with, `to`. */
  scores(from: number, to: number, out: Float64Array): void
  /** sum ← sum + Σ factors[r] rowᵣ over the same range of r. Factors of 0 cost next to nothing. */
  addRows(from: number, to: number, factors: Float64Array): void
  /** y ← y + sum. */
  finish(y: Float64Array): void
}

/** {@link RowProducts} in plain JavaScript. */
export function plainRowProducts(matrix: RowMatrix): RowProducts {
  const width = storedColumns(matrix)
  const vector = { shut: new Float64Array(width), open: new Float64Array(width) }
  const sums = { shut: new Float64Array(width), open: new Float64Array(width) }
  return {
    rangeRows: 1024,
    begin(v) {
      splitVector(matrix, v, vector)
      sums.shut.fill(0)
      sums.open.fill(0)
    },
    scores(from, to, out) {
      forEachGate(matrix, { from, to }, (first, end, isOpen) => {
        const v = isOpen ? vector.open : vector.shut
        for (let row = first; row < end; row++) {
          const [rows, offset] = locateRow(matrix, row)
          out[row] = dotRow(rows, offset, v)
        }
      })
    },
    addRows(from, to, factors) {
      forEachGate(matrix, { from, to }, (first, end, isOpen) => {
        const sum = isOpen ? sums.open : sums.shut
        for (let row = first; row < end; row++) {
          const factor = factors[row]
          if (factor === 0) continue
          const [rows, offset] = locateRow(matrix, row)
          for (let k = 0; k < width; k++) sum[k] += factor * rows[offset + k]
        }
      })
    },
    finish(y) {
      addSplit(matrix, y, sums)
    },
  }
}
