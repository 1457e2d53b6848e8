/** Σ aᵢ bᵢ over the length of `a`. */
export function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i]
  return sum
}

/** y ← y + factor · x. */
export function axpy(factor: number, x: Float64Array, y: Float64Array): void {
  for (let i = 0; i < x.length; i++) y[i] += factor * x[i]
}

/** Euclidean length. */
export function norm(a: Float64Array): number {
  return Math.sqrt(dot(a, a))
}

/** Σ rows[offset + k] w[k] over the length of `w`; four partial sums, because each addition waits for the one before. */
export function dotRow(rows: Float64Array | Float32Array, offset: number, w: Float64Array): number {
  const count = w.length
  let s0 = 0
  let s1 = 0
  let s2 = 0
  let s3 = 0
  let k = 0
  for (; k + 3 < count; k += 4) {
    s0 += rows[offset + k] * w[k]
    s1 += rows[offset + k + 1] * w[k + 1]
    s2 += rows[offset + k + 2] * w[k + 2]
    s3 += rows[offset + k + 3] * w[k + 3]
  }
  for (; k < count; k++) s0 += rows[offset + k] * w[k]
  return s0 + s1 + (s2 + s3)
}
