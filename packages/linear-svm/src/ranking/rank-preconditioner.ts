import { choleskyInPlace, choleskySolve } from "../linear-algebra/cholesky"
import type { GramAccumulator, GramFactory } from "../linear-algebra/gram"
import type { RankLoss } from "./rank-loss"
import { expandRow } from "../linear-algebra/row-matrix"
import { fastGram } from "../wasm/gram"
import { forEachBetterRow } from "./rank-problem"

/** Passes over all rows whose time one refresh may take: more would cost more than it saves. */
const PASSES_PER_REFRESH = 4
/** Rows of the sample per column at least: fewer would not span the space. */
const ROWS_PER_COLUMN = 10

/**
 * An easy stand-in for the Hessian. M = 1 + 2C Σ over every k-th list of k · Σ active pairs cₚₙ (xₚ − xₙ)(xₚ − xₙ)ᵀ, factored by Cholesky: the Hessian
 * itself where k = 1, else an unbiased estimate of it. k is chosen so that a refresh costs about as much as four
 * Hessian products; the features of recommenders repeat themselves (several half-lives of one count, bins of one
 * value), and plain conjugate gradients need hundreds of products where this needs a handful.
 *
 * The pairs of one better row p with degree D and a = Σₙ cₚₙ xₙ sum to Σₙ cₚₙ xₙxₙᵀ + D (xₚ − a/D)(xₚ − a/D)ᵀ − aaᵀ/D,
 * so there is one rank-one term per row and two per better row, not one per pair.
 *
 * Fits of the same lists at other costs, or of more of them, may hand it on: conjugate gradients find the same solution
 * with any of them, and one of a third of the cost takes them a few passes where a factor of its own takes longer than
 * all passes over a small shop's rows.
 */
export class RankPreconditioner {
  readonly #gram: GramAccumulator
  #factor: Float64Array | null = null

  /** @param createGram where the sum runs @defaultValue WebAssembly */
  constructor(
    readonly columnCount: number,
    createGram: GramFactory = fastGram,
  ) {
    this.#gram = createGram(columnCount)
  }

  /** Whether it was computed at some point: until then it leaves vectors as they are. */
  get isComputed(): boolean {
    return this.#factor !== null
  }

  /** Computes it again for the point at which a loss is now. */
  refresh(loss: RankLoss): void {
    const { columnCount, relevance } = loss.problem
    this.#factor = hessianFactor(loss, this.#gram, sampleStride(relevance.length, columnCount))
  }

  /** Replaces r by M⁻¹ r. */
  apply(r: Float64Array): void {
    if (this.#factor !== null) choleskySolve(this.#factor, r)
  }
}

/**
 * Factor U of M = UᵀU at the point at which the loss is now, over every `stride`-th list, row-major; null where M is not
 * positive definite in double precision.
 */
export function hessianFactor(loss: RankLoss, gram: GramAccumulator, stride = 1): Float64Array | null {
  const { columnCount, groupOffsets } = loss.problem
  gram.reset()
  for (let group = 0; group + 1 < groupOffsets.length; group += stride) pushActivePairs(loss, group, gram)
  const matrix = gram.read()
  const scale = 2 * loss.cost * stride
  for (let k = 0; k < matrix.length; k++) matrix[k] *= scale
  for (let k = 0; k < columnCount; k++) matrix[k * columnCount + k] += 1
  return choleskyInPlace(matrix, columnCount) ? matrix : null
}

/** Of how many lists one is looked at, so that a refresh costs what {@link PASSES_PER_REFRESH} says. */
export function sampleStride(rowCount: number, columnCount: number): number {
  const affordable = Math.max(ROWS_PER_COLUMN * columnCount, (4 * PASSES_PER_REFRESH * rowCount) / columnCount)
  return Math.max(1, Math.floor(rowCount / affordable))
}

/** Adds Σ active pairs cₚₙ (xₚ − xₙ)(xₚ − xₙ)ᵀ of one list. */
function pushActivePairs(loss: RankLoss, group: number, gram: GramAccumulator): void {
  const { problem, scores } = loss
  const { columnCount, groupOffsets, relevance, rowWeights } = problem
  const first = groupOffsets[group]
  const worseDegree = new Float64Array(groupOffsets[group + 1] - first)
  const sum = new Float64Array(columnCount)
  const features = new Float64Array(columnCount)
  forEachBetterRow(problem, { first: group, last: group + 1 }, ({ row, from, to, weight }) => {
    sum.fill(0)
    let degree = 0
    for (let worse = from; worse < to; worse++) {
      if (1 - scores[row] + scores[worse] <= 0 || !(relevance[worse] < relevance[row])) continue
      const pairWeight = rowWeights === undefined ? weight : weight * rowWeights[worse]
      degree += pairWeight
      worseDegree[worse - first] += pairWeight
      expandRow(problem, worse, features)
      for (let k = 0; k < columnCount; k++) sum[k] += pairWeight * features[k]
    }
    if (degree === 0) return
    gram.push(sum, 0, -1 / degree)
    expandRow(problem, row, features)
    for (let k = 0; k < columnCount; k++) sum[k] = features[k] - sum[k] / degree
    gram.push(sum, 0, degree)
  })
  for (let k = 0; k < worseDegree.length; k++) {
    if (worseDegree[k] <= 0) continue
    expandRow(problem, first + k, features)
    gram.push(features, 0, worseDegree[k])
  }
}
