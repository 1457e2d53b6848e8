import fc from "fast-check"
import type { SeededRandom } from "../random/seeded-random"
import { sparseRowsFromDense } from "../sparse/csr-matrix"
import type { DenseProblem } from "../classification/dense-problem"
import type { RankProblem } from "../ranking/rank-problem"
import type { SparseProblem } from "../classification/sparse-problem"

/** A dense problem whose arrays tests may read at will. */
export interface SmallProblem extends DenseProblem {
  readonly rows: Float64Array
  readonly sampleWeights: Float64Array
}

/** Small two-class problems with zeros, repeated rows and odd weights among them. */
export const smallProblems: fc.Arbitrary<SmallProblem> = fc
  .tuple(fc.integer({ min: 1, max: 25 }), fc.integer({ min: 1, max: 12 }))
  .chain(([rowCount, columnCount]) =>
    fc.record({
      rowCount: fc.constant(rowCount),
      columnCount: fc.constant(columnCount),
      rows: fc
        .array(fc.oneof(fc.constant(0), fc.integer({ min: -300, max: 300 })), {
          minLength: rowCount * columnCount,
          maxLength: rowCount * columnCount,
        })
        .map((values) => Float64Array.from(values, (value) => value / 100)),
      labels: fc
        .array(fc.boolean(), { minLength: rowCount, maxLength: rowCount })
        .map((signs) => Int8Array.from(signs, (sign) => (sign ? 1 : -1))),
      sampleWeights: fc
        .array(fc.integer({ min: 0, max: 8 }), { minLength: rowCount, maxLength: rowCount })
        .map((weights) => Float64Array.from(weights, (weight) => weight / 4)),
    }),
  )

export const costs: fc.Arbitrary<number> = fc.constantFrom(0.01, 0.3, 1, 4)

export const biases: fc.Arbitrary<number | undefined> = fc.constantFrom(undefined, 1, 0.5)

/** `{ bias }`, or nothing where there is none: absent is not undefined here. */
export const withBias = (bias: number | undefined): { bias?: number } => (bias === undefined ? {} : { bias })

export const asSparse = (problem: SmallProblem): SparseProblem => ({
  rows: sparseRowsFromDense(problem.rows, problem.rowCount, problem.columnCount),
  labels: problem.labels,
  sampleWeights: problem.sampleWeights,
})

/** wᵀxᵢ with the bias, straight from the definition. */
export function scoreOf({ rows, columnCount }: SmallProblem, weights: Float64Array, row: number, bias = 0): number {
  let score = bias === 0 ? 0 : bias * weights[columnCount]
  for (let k = 0; k < columnCount; k++) score += weights[k] * rows[row * columnCount + k]
  return score
}

/** ½‖w‖² + C Σ s loss(1 − y score), straight from the definition. */
export function objectiveOf(
  problem: SmallProblem,
  weights: Float64Array,
  { cost, bias, power = 2 }: { cost: number; bias?: number | undefined; power?: 1 | 2 },
): number {
  let objective = weights.reduce((sum, weight) => sum + (weight * weight) / 2, 0)
  for (let row = 0; row < problem.rowCount; row++) {
    const violation = Math.max(0, 1 - problem.labels[row] * scoreOf(problem, weights, row, bias))
    objective += cost * problem.sampleWeights[row] * violation ** power
  }
  return objective
}

/** Gradient of the squared hinge objective, straight from the definition. */
export function gradientOf(
  problem: SmallProblem,
  weights: Float64Array,
  { cost, bias }: { cost: number; bias?: number | undefined },
): Float64Array {
  const gradient = weights.slice()
  for (let row = 0; row < problem.rowCount; row++) {
    const label = problem.labels[row]
    const violation = Math.max(0, 1 - label * scoreOf(problem, weights, row, bias))
    const factor = -2 * cost * problem.sampleWeights[row] * label * violation
    for (let k = 0; k < problem.columnCount; k++) {
      gradient[k] += factor * problem.rows[row * problem.columnCount + k]
    }
    if (bias !== undefined) gradient[problem.columnCount] += factor * bias
  }
  return gradient
}

/** The problem with its rows in another order. */
export function reordered(problem: SmallProblem, order: readonly number[]): SmallProblem {
  const { columnCount } = problem
  return {
    ...problem,
    rowCount: order.length,
    rows: Float64Array.from(
      order.flatMap((row) => [...problem.rows.subarray(row * columnCount, (row + 1) * columnCount)]),
    ),
    labels: Int8Array.from(order, (row) => problem.labels[row]),
    sampleWeights: Float64Array.from(order, (row) => problem.sampleWeights[row]),
  }
}

/** A problem of normal rows around a hyperplane, for sizes beyond fast-check's. */
export function aDenseProblem(random: SeededRandom, rowCount: number, columnCount: number): SmallProblem {
  const truth = Float64Array.from({ length: columnCount }, () => 2 * random.next() - 1)
  const rows = Float64Array.from({ length: rowCount * columnCount }, () => 2 * random.next() - 1)
  const labels = new Int8Array(rowCount)
  for (let row = 0; row < rowCount; row++) {
    let score = random.next() - 0.5
    for (let k = 0; k < columnCount; k++) score += truth[k] * rows[row * columnCount + k]
    labels[row] = score > 0 ? 1 : -1
  }
  return { rows, rowCount, columnCount, labels, sampleWeights: new Float64Array(rowCount).fill(1) }
}

/** A ranking problem whose arrays tests may read at will. */
export interface SmallRankProblem extends RankProblem {
  readonly rows: Float64Array
  readonly groupOffsets: Int32Array
  readonly relevance: Uint8Array
  readonly groupWeights: Float64Array
  readonly rowWeights: Float64Array
}

/** A few lists, empty ones and such without any pair among them, graded 0 to 3. */
export const smallRankProblems: fc.Arbitrary<SmallRankProblem> = fc
  .tuple(fc.array(fc.integer({ min: 0, max: 7 }), { minLength: 1, maxLength: 5 }), fc.integer({ min: 1, max: 10 }))
  .chain(([sizes, columnCount]) => {
    const rowCount = sizes.reduce((sum, size) => sum + size, 0)
    const numbers = (count: number, most: number): fc.Arbitrary<number[]> =>
      fc.array(fc.integer({ min: 0, max: most }), { minLength: count, maxLength: count })
    return fc.record({
      columnCount: fc.constant(columnCount),
      groupOffsets: fc
        .constant(sizes.reduce((ends, size) => [...ends, ends[ends.length - 1] + size], [0]))
        .map((ends) => Int32Array.from(ends)),
      rows: numbers(rowCount * columnCount, 200).map((values) => Float64Array.from(values, (value) => value / 100 - 1)),
      relevance: numbers(rowCount, 3).map((values) => Uint8Array.from(values)),
      groupWeights: numbers(sizes.length, 4).map((values) => Float64Array.from(values, (value) => value / 2)),
      rowWeights: numbers(rowCount, 4).map((values) => Float64Array.from(values, (value) => value / 2)),
    })
  })

/** One dense row per pair, the difference of its two rows, all of label +1: the same problem, written out. */
export function writtenOut(problem: SmallRankProblem): SmallProblem {
  const { rows, columnCount, groupOffsets, relevance, groupWeights, rowWeights } = problem
  const differences: number[] = []
  const weights: number[] = []
  for (let group = 0; group + 1 < groupOffsets.length; group++) {
    for (let p = groupOffsets[group]; p < groupOffsets[group + 1]; p++) {
      for (let n = groupOffsets[group]; n < groupOffsets[group + 1]; n++) {
        if (relevance[p] <= relevance[n]) continue
        weights.push(groupWeights[group] * rowWeights[p] * rowWeights[n])
        for (let k = 0; k < columnCount; k++) differences.push(rows[p * columnCount + k] - rows[n * columnCount + k])
      }
    }
  }
  return {
    rows: Float64Array.from(differences),
    rowCount: weights.length,
    columnCount,
    labels: new Int8Array(weights.length).fill(1),
    sampleWeights: Float64Array.from(weights),
  }
}

/** Largest difference of two arrays of one length. */
export function distance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  expect(a.length).toBe(b.length)
  let largest = 0
  for (let i = 0; i < a.length; i++) largest = Math.max(largest, Math.abs(a[i] - b[i]))
  return largest
}
