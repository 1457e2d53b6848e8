import { inverse, Matrix } from "ml-matrix"
import { createRandom } from "../random/seeded-random"
import { fastRowProducts } from "../wasm/row-products"
import type { RankProblem } from "../ranking/rank-problem"
import { drawDeviations } from "../ranking/rank-posterior"

const DRAWS = 40_000
const COST = 0.5

/** One pair whose columns differ by these; its margin is broken at 0. */
function pairOf(difference: readonly number[]): RankProblem {
  return {
    rows: Float64Array.from([...difference, ...difference.map(() => 0)]),
    columnCount: difference.length,
    groupOffsets: Int32Array.of(0, 2),
    relevance: Uint8Array.of(1, 0),
  }
}

function covarianceOf(problem: RankProblem, weights: Float64Array): number[][] {
  const { columnCount } = problem
  const rows = fastRowProducts(problem, 2)
  const center = new Float64Array(columnCount)
  const drawn = drawDeviations(problem, { cost: COST, center, weights, rows, draws: DRAWS }, createRandom(11))
  const at = (draw: number, column: number): number => drawn[draw * columnCount + column]
  const columns = [...center.keys()]
  return columns.map((a) =>
    columns.map((b) => Array.from({ length: DRAWS }, (_, d) => at(d, a) * at(d, b)).reduce((x, y) => x + y) / DRAWS),
  )
}

test("posterior: deviations have the covariance of the inverse Hessian, as ml-matrix inverts it", () => {
  const difference = [2, -1, 0]
  const found = covarianceOf(pairOf(difference), new Float64Array(3))
  const hessian = Matrix.eye(3).add(
    Matrix.columnVector(difference)
      .mmul(Matrix.rowVector(difference))
      .mul(2 * COST),
  )
  const expected = inverse(hessian).to2DArray()
  for (const [a, row] of expected.entries()) {
    for (const [b, value] of row.entries()) expect(found[a][b]).toBeCloseTo(value, 1)
  }
  // What no pair speaks of is as far off as the ridge term lets it be.
  expect(found[2][2]).toBeCloseTo(1, 1)
})

test("posterior: a pair that keeps its margin says nothing", () => {
  const found = covarianceOf(pairOf([2]), Float64Array.of(1))
  expect(found[0][0]).toBeCloseTo(1, 1)
})

test("posterior: the same seed draws the same, and no draws are an empty array", () => {
  const problem = pairOf([2, 1])
  const rows = fastRowProducts(problem, 2)
  const options = { cost: COST, center: new Float64Array(2), weights: new Float64Array(2), rows }
  const draw = (draws: number) => drawDeviations(problem, { ...options, draws }, createRandom(4))
  expect(draw(8)).toEqual(draw(8))
  expect(draw(0)).toHaveLength(0)
})
