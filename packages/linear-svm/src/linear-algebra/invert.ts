const BLOCK = 48

/**
 * Inverts a symmetric positive definite matrix in place, by sweeping block after block (Beaton 1964; Goodnight,
 * "A tutorial on the sweep operator", 1979): n³ multiplications and additions, nearly all of them in dot
 * products of short rows that stay in the cache.
 *
 * @param matrix row-major, size × size; the lower triangle is read, both are written
 * @returns false, with the matrix overwritten, where a diagonal block is not positive definite
 */
export function invertPositiveDefinite(matrix: Float64Array, size: number): boolean {
  const panel = new Float64Array(size * BLOCK)
  const scaled = new Float64Array(size * BLOCK)
  for (let from = 0; from < size; from += BLOCK) {
    const width = Math.min(BLOCK, size - from)
    const pivot = invertSmall(matrix, { size, from, width })
    if (pivot === null) return false
    for (let i = 0; i < size; i++) {
      for (let k = 0; k < width; k++)
        panel[i * BLOCK + k] = i >= from + k ? matrix[i * size + from + k] : matrix[(from + k) * size + i]
      for (let k = 0; k < width; k++) {
        let sum = 0
        for (let l = 0; l < width; l++) sum += panel[i * BLOCK + l] * pivot[l * width + k]
        scaled[i * BLOCK + k] = sum
      }
    }
    subtractProducts(matrix, { size, from, width, panel, scaled })
    for (let i = 0; i < size; i++) {
      const isPivot = i >= from && i < from + width
      for (let k = 0; k < width; k++) {
        const value = isPivot ? -pivot[(i - from) * width + k] : scaled[i * BLOCK + k]
        if (i >= from + k) matrix[i * size + from + k] = value
        else matrix[(from + k) * size + i] = value
      }
    }
  }
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      const value = -matrix[i * size + j]
      matrix[i * size + j] = value
      matrix[j * size + i] = value
    }
  }
  return true
}

interface Sweep {
  readonly size: number
  readonly from: number
  readonly width: number
  readonly panel: Float64Array
  readonly scaled: Float64Array
}

/** Lower triangle of A ← A − scaled panelᵀ, outside of the pivot's rows and columns; 2 × 2 entries at a time. */
function subtractProducts(matrix: Float64Array, { size, from, width, panel, scaled }: Sweep): void {
  for (let i = 0; i < size; i += 2) {
    const next = Math.min(i + 1, size - 1)
    const a = i * BLOCK
    const b = next * BLOCK
    for (let j = 0; j <= next; j += 2) {
      // Pivot columns are overwritten afterwards, so what is computed there does no harm.
      if (j >= from && j + 1 < from + width) continue
      const other = Math.min(j + 1, size - 1)
      const c = j * BLOCK
      const d = other * BLOCK
      let ac = 0
      let ad = 0
      let bc = 0
      let bd = 0
      for (let k = 0; k < width; k++) {
        const left = scaled[a + k]
        const right = scaled[b + k]
        const top = panel[c + k]
        const bottom = panel[d + k]
        ac += left * top
        ad += left * bottom
        bc += right * top
        bd += right * bottom
      }
      matrix[i * size + j] -= ac
      if (other !== j) matrix[i * size + other] -= ad
      if (next !== i) {
        matrix[next * size + j] -= bc
        if (other !== j) matrix[next * size + other] -= bd
      }
    }
  }
}

/** Inverse of one diagonal block by Gauss and Jordan; null where a pivot is not positive. */
function invertSmall(
  matrix: Float64Array,
  { size, from, width }: { readonly size: number; readonly from: number; readonly width: number },
): Float64Array | null {
  const block = new Float64Array(width * width)
  for (let i = 0; i < width; i++) {
    for (let j = 0; j < width; j++)
      block[i * width + j] = matrix[(from + Math.max(i, j)) * size + from + Math.min(i, j)]
  }
  for (let k = 0; k < width; k++) {
    const pivot = block[k * width + k]
    if (!(pivot > 0)) return null
    block[k * width + k] = 1
    for (let j = 0; j < width; j++) block[k * width + j] /= pivot
    for (let i = 0; i < width; i++) {
      if (i === k) continue
      const factor = block[i * width + k]
      block[i * width + k] = 0
      for (let j = 0; j < width; j++) block[i * width + j] -= factor * block[k * width + j]
    }
  }
  return block
}
