/** Collects Σ weightᵣ xᵣ xᵣᵀ of dense rows, a block at a time. */
export interface GramAccumulator {
  /** Adds the row that lies at `offset` of `rows`. Negative weights take a row back out. */
  push(rows: Float64Array | Float32Array, offset: number, weight: number): void
  /**
   * The sum so far: row-major, columns × columns, of which only the upper triangle means anything. A copy.
   */
  read(): Float64Array
  /** Forgets every row. */
  reset(): void
}

/** Makes accumulators for rows of a given width. */
export type GramFactory = (columnCount: number) => GramAccumulator

const BLOCK_ROWS = 64

/**
 * Plain JavaScript accumulator. Rows wait in a block so that rows that are far apart in memory become
 * neighbors, and four of them are added per pass over the matrix: four multiplications for each time an
 * entry of it is loaded and stored.
 */
export const plainGram: GramFactory = (columnCount) => {
  const gram = new Float64Array(columnCount * columnCount)
  const block = new Float64Array(BLOCK_ROWS * columnCount)
  const weights = new Float64Array(BLOCK_ROWS)
  let held = 0
  const flush = (): void => {
    if (held === 0) return
    const rounded = Math.ceil(held / 4) * 4
    weights.fill(0, held, rounded)
    addBlock({ gram, block, weights, columnCount }, rounded)
    held = 0
  }
  return {
    push(rows, offset, weight) {
      const to = held * columnCount
      for (let k = 0; k < columnCount; k++) block[to + k] = rows[offset + k]
      weights[held++] = weight
      if (held === BLOCK_ROWS) flush()
    },
    read() {
      flush()
      return gram.slice()
    },
    reset() {
      held = 0
      gram.fill(0)
    },
  }
}

interface GramBlock {
  readonly gram: Float64Array
  readonly block: Float64Array
  readonly weights: Float64Array
  readonly columnCount: number
}

function addBlock({ gram, block, weights, columnCount }: GramBlock, rowCount: number): void {
  for (let r = 0; r < rowCount; r += 4) {
    const r0 = r * columnCount
    const r1 = r0 + columnCount
    const r2 = r1 + columnCount
    const r3 = r2 + columnCount
    for (let j = 0; j < columnCount; j++) {
      const a0 = weights[r] * block[r0 + j]
      const a1 = weights[r + 1] * block[r1 + j]
      const a2 = weights[r + 2] * block[r2 + j]
      const a3 = weights[r + 3] * block[r3 + j]
      if (a0 === 0 && a1 === 0 && a2 === 0 && a3 === 0) continue
      const row = j * columnCount
      for (let k = j; k < columnCount; k++) {
        gram[row + k] += a0 * block[r0 + k] + a1 * block[r1 + k] + a2 * block[r2 + k] + a3 * block[r3 + k]
      }
    }
  }
}
