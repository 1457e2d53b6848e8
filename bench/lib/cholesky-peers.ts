import { CholeskyDecomposition, Matrix } from "ml-matrix"
import { createRandom } from "../../src/core/random/seeded-random"
import { choleskyInPlace, choleskySolve } from "../../packages/linear-svm/src"
import { median } from "./whole-process"

/** Unknowns of the systems: what the Newton solver, the ridge table and the largest of our regressions solve. */
const SIZES = [50, 200, 800] as const
const ROUNDS = 9

export interface CholeskyComparison {
  readonly size: number
  /** Our milliseconds for one factorisation and solution, over ml-matrix's for the same system; interleaved medians. */
  readonly ratio_ml_matrix: number
  /** Largest difference between the two solutions. */
  readonly difference: number
}

/** Why the core factors with its own kernel: the same systems solved by it and by ml-matrix. */
export function compareCholesky(): CholeskyComparison[] {
  return SIZES.map((size) => {
    const { matrix, b } = randomSystem(size)
    const repeats = Math.ceil(4e7 / size ** 3)
    const timings: { ours: number[]; theirs: number[] } = { ours: [], theirs: [] }
    for (let round = 0; round < ROUNDS; round++) {
      timings.ours.push(timed(repeats, () => solveByOurs(matrix, b)))
      timings.theirs.push(timed(repeats, () => solveByMlMatrix(matrix, b)))
    }
    const theirs = solveByMlMatrix(matrix, b)
    const difference = solveByOurs(matrix, b).reduce((most, x, i) => Math.max(most, Math.abs(x - theirs[i])), 0)
    return { size, ratio_ml_matrix: median(timings.ours) / median(timings.theirs), difference }
  })
}

function solveByOurs(matrix: Float64Array, b: Float64Array): Float64Array {
  const factor = matrix.slice()
  const x = b.slice()
  choleskyInPlace(factor, b.length)
  choleskySolve(factor, x)
  return x
}

function solveByMlMatrix(matrix: Float64Array, b: Float64Array): number[] {
  const decomposition = new CholeskyDecomposition(Matrix.from1DArray(b.length, b.length, matrix))
  return decomposition.solve(Matrix.columnVector(b)).to1DArray()
}

/** A = M Mᵀ / n + 1, well conditioned, and a right-hand side. */
function randomSystem(size: number): { matrix: Float64Array; b: Float64Array } {
  const random = createRandom(size)
  const draw = (): number => random.next() - 0.5
  const factor = Matrix.from1DArray(size, size, Float64Array.from({ length: size * size }, draw))
  const product = factor.mmul(factor.transpose()).div(size).add(Matrix.eye(size, size))
  return { matrix: Float64Array.from(product.to1DArray()), b: Float64Array.from({ length: size }, draw) }
}

function timed(repeats: number, work: () => unknown): number {
  const started = performance.now()
  for (let k = 0; k < repeats; k++) work()
  return performance.now() - started
}
