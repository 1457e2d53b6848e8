import fc from "fast-check"
import { createRandom } from "../random/seeded-random"
import { SparseShapeError, sparseRowsFrom } from "../sparse/csr-matrix"
import { trainDenseSvm } from "../classification/dense-newton"
import { trainDualCoordinateDescent } from "../classification/dual-coordinate-descent"
import { TrainingInputError } from "../errors"
import { trainSparseNewton } from "../classification/sparse-newton"
import {
  aDenseProblem,
  asSparse,
  biases,
  costs,
  distance,
  objectiveOf,
  reordered,
  scoreOf,
  smallProblems,
  withBias,
} from "./problems"

const SEED = { seed: 20260101, numRuns: 200 }
const EXACT = { tolerance: 1e-9, maxEpochs: 200_000 }

test("trainDualCoordinateDescent: three rows on a line have the weight worked out by hand", () => {
  // Hinge, C = 1: rows 2 and −1 of their own label alone give w = 1 at α = (0, 1): the margins are 2 and 1.
  const rows = sparseRowsFrom([[[0, 2]], [[0, -1]]], 1)
  const fit = trainDualCoordinateDescent({ rows, labels: Int8Array.of(1, -1) }, { loss: "hinge", ...EXACT })
  expect(fit.weights[0]).toBeCloseTo(1, 8)
  expect(fit.objective).toBeCloseTo(0.5, 8)
  expect(fit.dualObjective).toBeCloseTo(0.5, 8)
})

test.each(["hinge", "squared_hinge"] as const)(
  "trainDualCoordinateDescent: %s ends with no duality gap, α in its box, and w made of α",
  (loss) => {
    fc.assert(
      fc.property(smallProblems, costs, biases, (problem, cost, bias) => {
        const fit = trainDualCoordinateDescent(asSparse(problem), { loss, cost, ...EXACT, ...withBias(bias) })
        const power = loss === "hinge" ? 1 : 2
        expect(fit.converged).toBe(true)
        expect(fit.objective).toBeCloseTo(objectiveOf(problem, fit.weights, { cost, bias, power }), 6)
        expect(fit.dualityGap).toBeGreaterThan(-1e-7)
        expect(fit.dualityGap).toBeLessThan(1e-5 * (1 + cost))
        const made = new Float64Array(fit.weights.length)
        fit.alpha.forEach((alpha, row) => {
          const upper = loss === "hinge" ? cost * problem.sampleWeights[row] : Infinity
          expect(alpha).toBeGreaterThanOrEqual(0)
          expect(alpha).toBeLessThanOrEqual(upper)
          if (problem.sampleWeights[row] === 0) expect(alpha).toBe(0)
          const factor = alpha * problem.labels[row]
          for (let k = 0; k < problem.columnCount; k++) made[k] += factor * problem.rows[row * problem.columnCount + k]
          if (bias !== undefined) made[problem.columnCount] += factor * bias
        })
        expect(distance(made, fit.weights)).toBeLessThan(1e-7)
        expect(fit.supportVectors).toBe(fit.alpha.filter((alpha) => alpha > 0).length)
      }),
      SEED,
    )
  },
)

test("trainDualCoordinateDescent: hinge meets its optimality conditions row by row", () => {
  fc.assert(
    fc.property(smallProblems, costs, (problem, cost) => {
      const { weights, alpha } = trainDualCoordinateDescent(asSparse(problem), { loss: "hinge", cost, ...EXACT })
      alpha.forEach((value, row) => {
        const margin = problem.labels[row] * scoreOf(problem, weights, row)
        if (value < cost * problem.sampleWeights[row]) expect(margin).toBeGreaterThan(1 - 1e-6)
        if (value > 0) expect(margin).toBeLessThan(1 + 1e-6)
      })
    }),
    SEED,
  )
})

test("three ways to one function: dual descent, sparse Newton and dense Newton agree on squared hinge", () => {
  fc.assert(
    fc.property(smallProblems, costs, biases, (problem, cost, bias) => {
      const options = { cost, ...withBias(bias) }
      const dense = trainDenseSvm(problem, options)
      const dual = trainDualCoordinateDescent(asSparse(problem), { ...options, ...EXACT })
      const newton = trainSparseNewton(asSparse(problem), { ...options, tolerance: 1e-9 })
      expect(newton.converged).toBe(true)
      expect(distance(dual.weights, dense.weights)).toBeLessThan(1e-5)
      expect(distance(newton.weights, dense.weights)).toBeLessThan(1e-5)
      expect(newton.objective).toBeCloseTo(dense.objective, 7)
    }),
    SEED,
  )
})

test("trainDualCoordinateDescent: WebAssembly and plain JavaScript give the same bits", () => {
  const losses = fc.constantFrom("hinge" as const, "squared_hinge" as const)
  fc.assert(
    fc.property(smallProblems, costs, biases, losses, fc.nat(), (problem, cost, bias, loss, seed) => {
      const options = { cost, loss, seed, tolerance: 1e-4, ...withBias(bias) }
      const fast = trainDualCoordinateDescent(asSparse(problem), options)
      const plain = trainDualCoordinateDescent(asSparse(problem), { ...options, acceleration: "plain" })
      expect(fast).toEqual(plain)
    }),
    SEED,
  )
  const large = asSparse(aDenseProblem(createRandom(8), 5000, 20))
  for (const loss of ["hinge", "squared_hinge"] as const) {
    const fast = trainDualCoordinateDescent(large, { loss, tolerance: 0.01 })
    expect(fast.epochs).toBeGreaterThan(3)
    expect(fast).toEqual(trainDualCoordinateDescent(large, { loss, tolerance: 0.01, acceleration: "plain" }))
  }
})

test("trainDualCoordinateDescent: the order of rows and the seed change the way, not the end", () => {
  fc.assert(
    fc.property(smallProblems, costs, fc.nat(), (problem, cost, seed) => {
      const { objective } = trainDualCoordinateDescent(asSparse(problem), { cost, ...EXACT })
      const order = Array.from({ length: problem.rowCount }, (_, i) => problem.rowCount - 1 - i)
      const other = trainDualCoordinateDescent(asSparse(reordered(problem, order)), { cost, seed, ...EXACT })
      expect(other.objective).toBeCloseTo(objective, 6)
    }),
    SEED,
  )
})

test("trainDualCoordinateDescent: same seed, same bits; rows times k at cost C/k² give weights divided by k", () => {
  fc.assert(
    fc.property(smallProblems, costs, fc.constantFrom(0.5, 2), (problem, cost, k) => {
      const fit = trainDualCoordinateDescent(asSparse(problem), { cost, ...EXACT })
      expect(trainDualCoordinateDescent(asSparse(problem), { cost, ...EXACT })).toEqual(fit)
      const scaled = asSparse({ ...problem, rows: problem.rows.map((value) => value * k) })
      const { weights } = trainDualCoordinateDescent(scaled, { cost: cost / (k * k), ...EXACT, tolerance: 1e-10 })
      expect(
        distance(
          weights.map((value) => value * k),
          fit.weights,
        ),
      ).toBeLessThan(1e-6)
    }),
    SEED,
  )
})

test("trainDualCoordinateDescent: warm from a lower cost it ends at the same place", () => {
  const problem = asSparse(aDenseProblem(createRandom(2), 300, 6))
  const low = trainDualCoordinateDescent(problem, { cost: 0.5, ...EXACT })
  const cold = trainDualCoordinateDescent(problem, { cost: 1, ...EXACT })
  const warm = trainDualCoordinateDescent(problem, { cost: 1, warmStart: low.alpha, ...EXACT })
  expect(distance(warm.weights, cold.weights)).toBeLessThan(1e-6)
  const biased = trainDualCoordinateDescent(problem, { cost: 1, bias: 1, warmStart: low.alpha, ...EXACT })
  const coldBiased = trainDualCoordinateDescent(problem, { cost: 1, bias: 1, ...EXACT })
  expect(distance(biased.weights, coldBiased.weights)).toBeLessThan(1e-6)
  expect(() => trainDualCoordinateDescent(problem, { warmStart: new Float64Array(3) })).toThrow(
    "warmStart has 3 entries but there are 300 rows",
  )
  expect(() => trainDualCoordinateDescent(problem, { warmStart: new Float64Array(300).fill(Infinity) })).toThrow(
    "warmStart[0] is Infinity",
  )
})

test("sparse solvers: a run cut short says that it has not converged", () => {
  const problem = asSparse(aDenseProblem(createRandom(6), 400, 8))
  for (const acceleration of ["webassembly", "plain"] as const) {
    const cut = trainDualCoordinateDescent(problem, { maxEpochs: 2, tolerance: 1e-9, acceleration })
    expect(cut).toMatchObject({ epochs: 2, converged: false })
  }
  expect(trainSparseNewton(problem, { maxIterations: 1, tolerance: 1e-9 })).toMatchObject({ converged: false })
})

test("trainSparseNewton: a warm start ends where a cold one does", () => {
  const problem = asSparse(aDenseProblem(createRandom(5), 500, 10))
  const cold = trainSparseNewton(problem, { tolerance: 1e-9, bias: 1 })
  const warmStart = cold.weights.map((weight) => weight * 1.1)
  const warm = trainSparseNewton(problem, { tolerance: 1e-9, bias: 1, warmStart })
  expect(distance(warm.weights, cold.weights)).toBeLessThan(1e-6)
  expect(warm.iterations).toBeLessThanOrEqual(cold.iterations)
  expect(() => trainSparseNewton(problem, { warmStart: new Float64Array(3) })).toThrow("warmStart has 3 weights")
})

test("sparse solvers: no rows, or none that weigh anything, give weights of zero", () => {
  const rows = sparseRowsFrom([[[0, 1]], [[1, 2]]], 2)
  const weightless = { rows, labels: Int8Array.of(1, -1), sampleWeights: new Float64Array(2) }
  const none = { rows: sparseRowsFrom([], 2), labels: new Int8Array(0) }
  for (const problem of [weightless, none]) {
    for (const acceleration of ["webassembly", "plain"] as const) {
      const fit = trainDualCoordinateDescent(problem, { acceleration })
      expect(fit).toMatchObject({ weights: new Float64Array(2), converged: true, objective: 0 })
    }
    expect(trainSparseNewton(problem)).toMatchObject({ weights: new Float64Array(2), converged: true })
  }
})

test("sparse solvers: shapes that do not fit and numbers out of range are refused", () => {
  const rows = sparseRowsFrom([[[0, 1]], [[1, 2]]], 2)
  const problem = { rows, labels: Int8Array.of(1, -1) }
  for (const train of [trainDualCoordinateDescent, trainSparseNewton]) {
    expect(() => train({ ...problem, labels: Int8Array.of(1) })).toThrow(TrainingInputError)
    expect(() => train({ ...problem, sampleWeights: Float64Array.of(1, Number.NaN) })).toThrow(
      "sampleWeights[1] is NaN",
    )
    expect(() => train(problem, { cost: Number.NaN })).toThrow("cost must be finite and above 0, got NaN")
    expect(() => train(problem, { bias: Infinity })).toThrow("bias must be finite, got Infinity")
    expect(() => train({ ...problem, rows: { ...rows, columnCount: 1 } })).toThrow(SparseShapeError)
  }
  expect(() => trainDualCoordinateDescent(problem, { tolerance: 0 })).toThrow("tolerance must be")
})
