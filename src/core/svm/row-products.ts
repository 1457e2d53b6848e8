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

/** Rows to multiply: row-major, any number of rows of `columnCount` numbers. */
export interface RowMatrix {
  readonly rows: Float64Array | Float32Array
  readonly columnCount: number
}

/** {@link RowProducts} in plain JavaScript. */
export function plainRowProducts({ rows, columnCount }: RowMatrix): RowProducts {
  const vector = new Float64Array(columnCount)
  const sum = new Float64Array(columnCount)
  return {
    rangeRows: 1024,
    begin(v) {
      vector.set(v)
      sum.fill(0)
    },
    scores(from, to, out) {
      for (let row = from; row < to; row++) out[row] = dotRow(rows, row * columnCount, vector)
    },
    addRows(from, to, factors) {
      for (let row = from; row < to; row++) {
        const factor = factors[row]
        if (factor === 0) continue
        const offset = row * columnCount
        for (let k = 0; k < columnCount; k++) sum[k] += factor * rows[offset + k]
      }
    },
    finish(y) {
      for (let k = 0; k < columnCount; k++) y[k] += sum[k]
    },
  }
}
