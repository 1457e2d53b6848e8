/**
 * What the dual kernel works on: rows in compressed form, and the box and diagonal that make the loss.
 * The kernel does not check anything.
 */
export interface DualProblem {
  readonly rowCount: number
  readonly offsets: Uint32Array
  readonly columns: Uint32Array
  readonly values: Float64Array
  /** +1 or −1. */
  readonly labels: Int8Array
  /** Upper end Uᵢ of the box of αᵢ: C sᵢ for hinge, ∞ for squared hinge. Rows with Uᵢ = 0 stay at αᵢ = 0. */
  readonly upper: Float64Array
  /** Dᵢᵢ, added to the diagonal: 0 for hinge, 1/(2 C sᵢ) for squared hinge. */
  readonly diagonal: Float64Array
  /** Value of a constant column, 0 for none; its weight is the last of `weights`. */
  readonly bias: number
  readonly tolerance: number
  readonly maxEpochs: number
  /** State of the row permutation, not 0. */
  readonly seed: number
  /** α, changed in place; 0 ≤ αᵢ ≤ Uᵢ. */
  readonly alpha: Float64Array
  /** w = Σ yᵢ αᵢ xᵢ for the α given, changed along with it. */
  readonly weights: Float64Array
}

/** How a run of the dual kernel ended. */
export interface DualOutcome {
  readonly epochs: number
  readonly converged: boolean
}

/** One way of running the dual kernel. Every implementation does the same operations in the same order. */
export type DualKernel = (problem: DualProblem) => DualOutcome

/** A smaller projected gradient than this changes nothing that double precision keeps. */
const SMALLEST_GRADIENT = 1e-12

/**
 * Minimises  ½ αᵀ(Q + D)α − Σ αᵢ  over 0 ≤ αᵢ ≤ Uᵢ, with Qᵢⱼ = yᵢyⱼ xᵢᵀxⱼ, one coordinate at a time, each to its
 * minimum (Hsieh et al., ICML 2008, Alg. 3). Invariant after every update: w = Σ yᵢ αᵢ xᵢ.
 *
 * Each epoch walks the active rows in a fresh random order. A row at a bound whose gradient is beyond the worst of
 * the last epoch is shrunk away; when the rest has converged all rows come back, and the run ends only when an
 * epoch over all of them stays within `tolerance` (the spread of projected gradients).
 */
export const plainDualKernel: DualKernel = (problem) => {
  const { rowCount, offsets, columns, values, labels, upper, diagonal, bias, alpha, weights } = problem
  const biasColumn = weights.length - 1
  const curvature = new Float64Array(rowCount)
  const order = new Uint32Array(rowCount)
  let usable = 0
  for (let i = 0; i < rowCount; i++) {
    let sum = diagonal[i] + bias * bias
    for (let k = offsets[i]; k < offsets[i + 1]; k++) sum += values[k] * values[k]
    curvature[i] = sum
    if (upper[i] > 0) order[usable++] = i
  }
  let state = problem.seed | 0
  let active = usable
  let worstAbove = Infinity
  let worstBelow = -Infinity
  let epochs = 0
  while (epochs < problem.maxEpochs) {
    let above = -Infinity
    let below = Infinity
    for (let s = 0; s < active; s++) {
      // Marsaglia's xorshift32, the same in every kernel.
      state ^= state << 13
      state ^= state >>> 17
      state ^= state << 5
      const other = s + Math.floor(((state >>> 0) / 4294967296) * (active - s))
      const held = order[s]
      order[s] = order[other]
      order[other] = held
    }
    for (let s = 0; s < active; s++) {
      const i = order[s]
      const start = offsets[i]
      const end = offsets[i + 1]
      const y = labels[i]
      let score = 0
      for (let k = start; k < end; k++) score += weights[columns[k]] * values[k]
      if (bias !== 0) score += bias * weights[biasColumn]
      const before = alpha[i]
      const gradient = y * score - 1 + before * diagonal[i]
      let projected = gradient
      if (before === 0) {
        if (gradient > worstAbove) {
          active--
          order[s] = order[active]
          order[active] = i
          s--
          continue
        }
        if (gradient > 0) projected = 0
      } else if (before === upper[i]) {
        if (gradient < worstBelow) {
          active--
          order[s] = order[active]
          order[active] = i
          s--
          continue
        }
        if (gradient < 0) projected = 0
      }
      if (projected > above) above = projected
      if (projected < below) below = projected
      if (Math.abs(projected) <= SMALLEST_GRADIENT) continue
      const after = Math.min(Math.max(before - gradient / curvature[i], 0), upper[i])
      alpha[i] = after
      const change = (after - before) * y
      for (let k = start; k < end; k++) weights[columns[k]] += change * values[k]
      if (bias !== 0) weights[biasColumn] += change * bias
    }
    epochs++
    if (above - below <= problem.tolerance) {
      if (active === usable) return { epochs, converged: true }
      active = usable
      worstAbove = Infinity
      worstBelow = -Infinity
      continue
    }
    worstAbove = above > 0 ? above : Infinity
    worstBelow = below < 0 ? below : -Infinity
  }
  return { epochs, converged: usable === 0 }
}
