/**
 * Factors a symmetric positive definite matrix A = U ᵀU in place: reads and writes the upper triangle of
 * `matrix` (row-major, `size` × `size`), row by row so that every inner loop runs along memory. Measured by
 * `npm run bench:solver`, it takes less than half of ml-matrix's time, to the same solution.
 *
 * @returns false, with the matrix spoilt, when a pivot is not positive: A is not positive definite in
 * double precision
 */
export function choleskyInPlace(matrix: Float64Array, size: number): boolean {
  for (let k = 0; k < size; k++) {
    const rowK = k * size
    const pivot = matrix[rowK + k]
    if (!(pivot > 0) || pivot === Infinity) return false
    const root = Math.sqrt(pivot)
    const inverse = 1 / root
    matrix[rowK + k] = root
    for (let j = k + 1; j < size; j++) matrix[rowK + j] *= inverse
    for (let i = k + 1; i < size; i++) {
      const factor = matrix[rowK + i]
      if (factor === 0) continue
      const rowI = i * size
      for (let j = i; j < size; j++) matrix[rowI + j] -= factor * matrix[rowK + j]
    }
  }
  return true
}

/**
 * Solves A x = b in place of b, given the factor that {@link choleskyInPlace} left in `factor`.
 *
 * @param factor upper triangle U with A = UᵀU, row-major, b.length × b.length
 */
export function choleskySolve(factor: Float64Array, b: Float64Array): void {
  const size = b.length
  for (let i = 0; i < size; i++) {
    const row = i * size
    const value = b[i] / factor[row + i]
    b[i] = value
    for (let j = i + 1; j < size; j++) b[j] -= factor[row + j] * value
  }
  for (let i = size - 1; i >= 0; i--) {
    const row = i * size
    let sum = b[i]
    for (let j = i + 1; j < size; j++) sum -= factor[row + j] * b[j]
    b[i] = sum / factor[row + i]
  }
}
