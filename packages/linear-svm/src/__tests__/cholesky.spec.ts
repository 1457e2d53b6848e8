import fc from "fast-check"
import { CholeskyDecomposition, Matrix } from "ml-matrix"
import { choleskyInPlace, choleskySolve } from "../linear-algebra/cholesky"

/** Square matrices of numbers of ordinary size; A = BᵀB + I is then positive definite. */
const squares = fc.integer({ min: 1, max: 8 }).chain((size) =>
  fc.array(fc.array(fc.double({ min: -10, max: 10, noNaN: true }), { minLength: size, maxLength: size }), {
    minLength: size,
    maxLength: size,
  }),
)

test("cholesky: solves as ml-matrix does", () => {
  fc.assert(
    fc.property(squares, (rows) => {
      const base = new Matrix(rows)
      const definite = base.transpose().mmul(base).add(Matrix.eye(rows.length))
      const wanted = new CholeskyDecomposition(definite).solve(Matrix.ones(rows.length, 1)).to1DArray()
      const factor = Float64Array.from(definite.to1DArray())
      const solution = new Float64Array(rows.length).fill(1)
      expect(choleskyInPlace(factor, rows.length)).toBe(true)
      choleskySolve(factor, solution)
      solution.forEach((value, index) => expect(value).toBeCloseTo(wanted[index] ?? Number.NaN, 6))
    }),
    { seed: 20260101, numRuns: 300 },
  )
})

test("cholesky: refuses what is not positive definite", () => {
  expect(choleskyInPlace(Float64Array.of(1, 2, 2, 1), 2)).toBe(false)
})
