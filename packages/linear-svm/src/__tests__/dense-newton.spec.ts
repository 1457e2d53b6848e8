import fc from "fast-check"
import { createRandom } from "../random/seeded-random"
import { trainDenseSvm } from "../classification/dense-newton"
import { TrainingInputError } from "../errors"
import {
  aDenseProblem,
  biases,
  costs,
  distance,
  gradientOf,
  objectiveOf,
  reordered,
  smallProblems,
  withBias,
} from "./problems"

const SEED = { seed: 20260101, numRuns: 200 }

test("trainDenseSvm: two points on a line have the weight that the formula gives", () => {
  // Rows 1 and −1: ½w² + 2C(1 − w)² is least at w = 4C / (1 + 4C).
  const problem = { rows: Float64Array.of(1, -1), rowCount: 2, columnCount: 1, labels: Int8Array.of(1, -1) }
  const fit = trainDenseSvm(problem, { cost: 0.5 })
  expect(fit.weights[0]).toBeCloseTo(2 / 3, 12)
  expect(fit.objective).toBeCloseTo(1 / 3, 12)
  expect(fit).toMatchObject({ converged: true, iterations: 1 })
})

test("trainDenseSvm: the gradient at the result is zero (optimality), and what it says of itself is true", () => {
  fc.assert(
    fc.property(smallProblems, costs, biases, (problem, cost, bias) => {
      const fit = trainDenseSvm(problem, { cost, ...withBias(bias) })
      const gradient = gradientOf(problem, fit.weights, { cost, bias })
      const length = Math.sqrt(gradient.reduce((sum, value) => sum + value * value, 0))
      const scale = 1 + cost * 100
      expect(fit.converged).toBe(true)
      expect(length).toBeLessThan(1e-6 * scale)
      expect(fit.gradientNorm).toBeCloseTo(length, 6)
      expect(fit.objective).toBeCloseTo(objectiveOf(problem, fit.weights, { cost, bias }), 8)
    }),
    SEED,
  )
})

test("trainDenseSvm: WebAssembly and plain JavaScript agree", () => {
  fc.assert(
    fc.property(smallProblems, costs, biases, (problem, cost, bias) => {
      const options = { cost, ...withBias(bias) }
      const fast = trainDenseSvm(problem, options)
      const plain = trainDenseSvm(problem, { ...options, acceleration: "plain" })
      expect(distance(fast.weights, plain.weights)).toBeLessThan(1e-8)
    }),
    SEED,
  )
})

test("trainDenseSvm: the order of rows and of columns does not matter", () => {
  fc.assert(
    fc.property(smallProblems, costs, (problem, cost) => {
      const { weights } = trainDenseSvm(problem, { cost })
      const order = Array.from({ length: problem.rowCount }, (_, i) => problem.rowCount - 1 - i)
      expect(distance(trainDenseSvm(reordered(problem, order), { cost }).weights, weights)).toBeLessThan(1e-8)
      const last = problem.columnCount - 1
      const mirrored = problem.rows.map((_, at) => problem.rows[at - (at % (last + 1)) + last - (at % (last + 1))])
      const turned = trainDenseSvm({ ...problem, rows: mirrored }, { cost }).weights
      expect(distance(turned.reverse(), weights)).toBeLessThan(1e-8)
    }),
    SEED,
  )
})

test("trainDenseSvm: rows times k at cost C/k² give weights divided by k; all labels turned round turn the weights", () => {
  fc.assert(
    fc.property(smallProblems, costs, fc.constantFrom(0.25, 2, 8), (problem, cost, k) => {
      const { weights } = trainDenseSvm(problem, { cost })
      const scaled = { ...problem, rows: problem.rows.map((value) => value * k) }
      const fit = trainDenseSvm(scaled, { cost: cost / (k * k) })
      expect(
        distance(
          fit.weights.map((value) => value * k),
          weights,
        ),
      ).toBeLessThan(1e-7)
      const turned = trainDenseSvm({ ...problem, labels: problem.labels.map((label) => -label) }, { cost })
      expect(
        distance(
          turned.weights.map((value) => -value),
          weights,
        ),
      ).toBeLessThan(1e-8)
    }),
    SEED,
  )
})

test("trainDenseSvm: a row of weight 2 is two rows, one of weight 0 is none", () => {
  fc.assert(
    fc.property(smallProblems, costs, (problem, cost) => {
      const rows = Array.from({ length: problem.rowCount }, (_, row) => row)
      const doubled = { ...problem, sampleWeights: problem.sampleWeights.map((weight) => 2 * weight) }
      const kept = rows.filter((row) => problem.sampleWeights[row] > 0)
      const twice = reordered(problem, [...kept, ...kept])
      const difference = distance(trainDenseSvm(doubled, { cost }).weights, trainDenseSvm(twice, { cost }).weights)
      expect(difference).toBeLessThan(1e-8)
    }),
    SEED,
  )
})

test("trainDenseSvm: a warm start ends where a cold one does, in no step from the solution itself", () => {
  fc.assert(
    fc.property(smallProblems, costs, biases, (problem, cost, bias) => {
      const options = { cost, ...withBias(bias) }
      const cold = trainDenseSvm(problem, options)
      const warm = trainDenseSvm(problem, { ...options, warmStart: cold.weights.map((weight) => weight + 0.5) })
      expect(distance(warm.weights, cold.weights)).toBeLessThan(1e-6)
      const again = trainDenseSvm(problem, { ...options, warmStart: cold.weights })
      expect(again.iterations).toBe(0)
      expect(again.weights).toEqual(cold.weights)
    }),
    SEED,
  )
})

test("trainDenseSvm: thousands of rows, single precision and sample weights included, end at the optimum", () => {
  const problem = aDenseProblem(createRandom(3), 3000, 12)
  const weighted = { ...problem, sampleWeights: problem.sampleWeights.map((_, i) => (i % 3) / 2) }
  const fit = trainDenseSvm(weighted, { cost: 0.1, bias: 1 })
  const gradient = gradientOf(weighted, fit.weights, { cost: 0.1, bias: 1 })
  expect(Math.max(...gradient.map(Math.abs))).toBeLessThan(1e-5)
  const single = { ...problem, rows: Float32Array.from(problem.rows) }
  expect(distance(trainDenseSvm(single).weights, trainDenseSvm(problem).weights)).toBeLessThan(1e-5)
})

test("trainDenseSvm: rows with and without weights of one make the same fit", () => {
  const { sampleWeights, ...bare } = aDenseProblem(createRandom(9), 2000, 4)
  expect(trainDenseSvm(bare)).toEqual(trainDenseSvm({ ...bare, sampleWeights }))
})

test("trainDenseSvm: numbers whose squares overflow end without a step, not with nonsense", () => {
  const huge = { rows: Float64Array.of(1e160, -1e160), rowCount: 2, columnCount: 1, labels: Int8Array.of(1, -1) }
  const fit = trainDenseSvm(huge, { cost: 1e-10 })
  expect(fit).toMatchObject({ converged: false, iterations: 0, weights: Float64Array.of(0) })
})

test("trainDenseSvm: maxIterations ends it early, and it says so", () => {
  const problem = aDenseProblem(createRandom(4), 200, 5)
  expect(trainDenseSvm(problem, { maxIterations: 1 })).toMatchObject({ iterations: 1, converged: false })
  expect(trainDenseSvm(problem, { maxIterations: 0 }).weights).toEqual(new Float64Array(5))
  expect(trainDenseSvm(aDenseProblem(createRandom(4), 2000, 5), { maxIterations: 0 }).iterations).toBe(0)
})

test("trainDenseSvm: no rows give weights of zero", () => {
  const empty = { rows: new Float64Array(0), rowCount: 0, columnCount: 3, labels: new Int8Array(0) }
  expect(trainDenseSvm(empty)).toMatchObject({ weights: new Float64Array(3), objective: 0, converged: true })
})

test("trainDenseSvm: a problem that does not fit together is refused with the numbers", () => {
  const good = { rows: Float64Array.of(1, 2), rowCount: 2, columnCount: 1, labels: Int8Array.of(1, -1) }
  const refused = (change: object, options: object = {}): string => {
    try {
      trainDenseSvm({ ...good, ...change }, options)
    } catch (error) {
      expect(error).toBeInstanceOf(TrainingInputError)
      return String(error)
    }
    return "not refused"
  }
  expect(refused({ rowCount: 3 })).toContain("rows has 2 numbers but 3 rows of 1 columns need 3")
  expect(refused({ labels: Int8Array.of(1) })).toContain("labels has 1 entries but there are 2 rows")
  expect(refused({ labels: Int8Array.of(1, 0) })).toContain("labels[1] is 0, expected 1 or -1")
  expect(refused({ sampleWeights: Float64Array.of(1) })).toContain("sampleWeights has 1 entries, expected 2")
  expect(refused({ sampleWeights: Float64Array.of(1, -1) })).toContain("sampleWeights[1] is -1")
  expect(refused({ rows: Float64Array.of(1, Number.NaN) })).toContain("rows must be finite")
  expect(refused({}, { cost: 0 })).toContain("cost must be finite and above 0, got 0")
  expect(refused({}, { warmStart: new Float64Array(3) })).toContain("warmStart has 3 weights but the problem has 1")
})
