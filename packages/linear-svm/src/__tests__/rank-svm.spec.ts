import fc from "fast-check"
import { createRandom } from "../random/seeded-random"
import { conjugateGradient } from "../linear-algebra/conjugate-gradient"
import { trainDenseSvm } from "../classification/dense-newton"
import { TrainingInputError } from "../errors"
import { RankPreconditioner } from "../ranking/rank-preconditioner"
import { countPairs, forEachBetterRow } from "../ranking/rank-problem"
import { trainRankSvm } from "../ranking/rank-svm"
import { costs, distance, objectiveOf, smallRankProblems, writtenOut } from "./problems"
import type { SmallRankProblem } from "./problems"

const SEED = { seed: 20260101, numRuns: 200 }
const EXACT = { tolerance: 1e-8, maxIterations: 200 }

/** Lists with a true order by hidden weights, noise added: as a recommender's, but small. */
function aRankProblem(groupCount: number, groupSize: number, columnCount: number): SmallRankProblem {
  const random = createRandom(21)
  const rowCount = groupCount * groupSize
  const truth = Float64Array.from({ length: columnCount }, () => 2 * random.next() - 1)
  const rows = Float64Array.from({ length: rowCount * columnCount }, () => random.next())
  const relevance = new Uint8Array(rowCount)
  for (let row = 0; row < rowCount; row++) {
    let score = 0.3 * random.next()
    for (let k = 0; k < columnCount; k++) score += truth[k] * rows[row * columnCount + k]
    relevance[row] = score > 0.4 ? 1 : 0
  }
  return {
    rows,
    columnCount,
    groupOffsets: Int32Array.from({ length: groupCount + 1 }, (_, g) => g * groupSize),
    relevance,
    groupWeights: new Float64Array(groupCount).fill(1),
    rowWeights: new Float64Array(rowCount).fill(1),
  }
}

test("trainRankSvm: one pair has the weight that the formula gives", () => {
  // Difference 2: ½w² + C(1 − 2w)² is least at w = 4C / (1 + 8C).
  const problem = {
    rows: Float64Array.of(3, 1),
    columnCount: 1,
    groupOffsets: Int32Array.of(0, 2),
    relevance: Uint8Array.of(1, 0),
  }
  const fit = trainRankSvm(problem, { cost: 0.5, ...EXACT })
  expect(fit.weights[0]).toBeCloseTo(0.4, 10)
  expect(fit).toMatchObject({ pairs: 1, violatedPairs: 1, converged: true })
})

test("trainRankSvm: with a center, pairs move the weights from it as far as the formula says, and no pair leaves them there", () => {
  const problem = {
    rows: Float64Array.of(3, 1),
    columnCount: 1,
    groupOffsets: Int32Array.of(0, 2),
    relevance: Uint8Array.of(1, 0),
  }
  const at = (center: number): number =>
    trainRankSvm(problem, { cost: 0.5, center: Float64Array.of(center), ...EXACT }).weights[0]
  // Difference 2: ½(w − w₀)² + C(1 − 2w)² is least at w = (w₀ + 4C) / (1 + 8C), unless w₀ keeps the margin already.
  expect(at(0.1)).toBeCloseTo(0.42, 10)
  expect(at(-1)).toBeCloseTo(0.2, 10)
  expect(at(0.7)).toBe(0.7)
  const nothing = {
    ...problem,
    rows: new Float64Array(0),
    groupOffsets: Int32Array.of(0),
    relevance: new Uint8Array(0),
  }
  expect([...trainRankSvm(nothing, { center: Float64Array.of(0.3) }).weights]).toEqual([0.3])
  expect(() => trainRankSvm(problem, { center: new Float64Array(2) })).toThrow(TrainingInputError)
})

test("trainRankSvm: equals the dense solver on the differences written out, graded lists and weights included", () => {
  fc.assert(
    fc.property(smallRankProblems, costs, (problem, cost) => {
      const differences = writtenOut(problem)
      const dense = trainDenseSvm(differences, { cost })
      const fit = trainRankSvm(problem, { cost, ...EXACT })
      expect(fit.converged).toBe(true)
      expect(distance(fit.weights, dense.weights)).toBeLessThan(1e-6)
      expect(fit.objective).toBeCloseTo(objectiveOf(differences, fit.weights, { cost }), 7)
      expect(fit.pairs).toBe(countPairs(problem))
      expect(fit.violatedPairs).toBeLessThanOrEqual(fit.pairs)
    }),
    SEED,
  )
})

test("trainRankSvm: WebAssembly and plain JavaScript, double and single precision agree", () => {
  fc.assert(
    fc.property(smallRankProblems, costs, (problem, cost) => {
      const fast = trainRankSvm(problem, { cost, ...EXACT })
      const plain = trainRankSvm(problem, { cost, ...EXACT, acceleration: "plain" })
      expect(distance(fast.weights, plain.weights)).toBeLessThan(1e-6)
      const single = Float32Array.from(problem.rows)
      const fastSingle = trainRankSvm({ ...problem, rows: single }, { cost, ...EXACT })
      const asDouble = trainRankSvm({ ...problem, rows: Float64Array.from(single) }, { cost, ...EXACT })
      expect(distance(fastSingle.weights, asDouble.weights)).toBeLessThan(1e-6)
    }),
    SEED,
  )
})

test("trainRankSvm: a constant added to a column within each list changes nothing", () => {
  fc.assert(
    fc.property(smallRankProblems, costs, fc.integer({ min: -5, max: 5 }), (problem, cost, shift) => {
      const { weights } = trainRankSvm(problem, { cost, ...EXACT })
      const rows = problem.rows.map((value) => value + shift)
      expect(distance(trainRankSvm({ ...problem, rows }, { cost, ...EXACT }).weights, weights)).toBeLessThan(1e-6)
    }),
    SEED,
  )
})

test("trainRankSvm: the order of rows within a list does not matter; rows times k at cost C/k² give weights over k", () => {
  fc.assert(
    fc.property(smallRankProblems, costs, fc.constantFrom(0.5, 4), (problem, cost, k) => {
      const { weights } = trainRankSvm(problem, { cost, ...EXACT })
      const { groupOffsets, columnCount } = problem
      const order: number[] = []
      for (let group = 0; group + 1 < groupOffsets.length; group++) {
        for (let row = groupOffsets[group + 1] - 1; row >= groupOffsets[group]; row--) order.push(row)
      }
      const turned = {
        ...problem,
        rows: Float64Array.from(
          order.flatMap((row) => [...problem.rows.subarray(row * columnCount, (row + 1) * columnCount)]),
        ),
        relevance: Uint8Array.from(order, (row) => problem.relevance[row]),
        rowWeights: Float64Array.from(order, (row) => problem.rowWeights[row]),
      }
      expect(distance(trainRankSvm(turned, { cost, ...EXACT }).weights, weights)).toBeLessThan(1e-6)
      const scaled = { ...problem, rows: problem.rows.map((value) => value * k) }
      const fit = trainRankSvm(scaled, { cost: cost / (k * k), ...EXACT })
      expect(
        distance(
          fit.weights.map((value) => value * k),
          weights,
        ),
      ).toBeLessThan(1e-6)
    }),
    SEED,
  )
})

test("trainRankSvm: thousands of rows end at the optimum by few passes, whatever share of lists the preconditioner sees", () => {
  const problem = aRankProblem(150, 30, 12)
  const fit = trainRankSvm(problem, { cost: 0.01, ...EXACT })
  const dense = trainDenseSvm(writtenOut(problem), { cost: 0.01 })
  expect(fit.converged).toBe(true)
  expect(distance(fit.weights, dense.weights)).toBeLessThan(1e-6)
  expect(fit.innerIterations).toBeLessThan(80)
  expect(fit.pairs).toBe(writtenOut(problem).rowCount)
})

test("trainRankSvm: columns that repeat one another, the rule in recommenders, do not slow it", () => {
  const problem = aRankProblem(60, 20, 6)
  const twins = new Float64Array(problem.rows.length * 3)
  problem.rows.forEach((value, at) => {
    const to = Math.floor(at / 6) * 18 + (at % 6)
    twins[to] = value
    twins[to + 6] = Math.sqrt(value)
    twins[to + 12] = value + 1e-3 * Math.sqrt(value)
  })
  const fit = trainRankSvm({ ...problem, rows: twins, columnCount: 18 }, { cost: 10, tolerance: 1e-6 })
  expect(fit.converged).toBe(true)
  expect(fit.innerIterations).toBeLessThan(40)
})

test("trainRankSvm: a warm start ends where a cold one does", () => {
  const problem = aRankProblem(30, 12, 5)
  const cold = trainRankSvm(problem, EXACT)
  const warm = trainRankSvm(problem, { ...EXACT, warmStart: cold.weights.map((weight) => weight + 0.3) })
  expect(distance(warm.weights, cold.weights)).toBeLessThan(1e-6)
  expect(trainRankSvm(problem, { tolerance: 1e-4, warmStart: cold.weights }).iterations).toBe(0)
})

test("trainRankSvm: fits that hand on their preconditioner end where others do, also when it has become useless", () => {
  const problem = aRankProblem(60, 12, 9)
  const preconditioner = new RankPreconditioner(9)
  expect(preconditioner.isComputed).toBe(false)
  for (const cost of [0.01, 0.03, 300]) {
    const { weights, converged } = trainRankSvm(problem, { ...EXACT, cost, preconditioner })
    expect([converged, preconditioner.isComputed]).toEqual([true, true])
    expect(distance(weights, trainRankSvm(problem, { ...EXACT, cost }).weights)).toBeLessThan(1e-6)
  }
})

test("trainRankSvm: lists of one grade teach nothing; a run cut short says so", () => {
  const flat = { ...aRankProblem(5, 4, 3), relevance: new Uint8Array(20).fill(2) }
  expect(trainRankSvm(flat)).toMatchObject({ weights: new Float64Array(3), pairs: 0, converged: true, objective: 0 })
  const cut = trainRankSvm(aRankProblem(20, 10, 4), { ...EXACT, maxIterations: 1 })
  expect(cut).toMatchObject({ converged: false, iterations: 1 })
})

test("trainRankSvm: numbers whose squares overflow end without a step, not with nonsense", () => {
  const problem = {
    rows: Float64Array.of(1e160, 0),
    columnCount: 1,
    groupOffsets: Int32Array.of(0, 2),
    relevance: Uint8Array.of(1, 0),
  }
  expect(trainRankSvm(problem, { cost: 1e-10 })).toMatchObject({ converged: false, weights: Float64Array.of(0) })
})

test("forEachBetterRow: visits the rows above the lowest grade of their list, with their weight", () => {
  const problem = {
    rows: new Float64Array(6),
    columnCount: 1,
    groupOffsets: Int32Array.of(0, 4, 6),
    relevance: Uint8Array.of(0, 2, 1, 0, 5, 5),
    groupWeights: Float64Array.of(3, 1),
    rowWeights: Float64Array.of(1, 0.5, 2, 1, 1, 1),
  }
  const seen: number[][] = []
  forEachBetterRow(problem, { first: 0, last: 2 }, ({ row, from, to, weight }) => seen.push([row, from, to, weight]))
  expect(seen).toEqual([
    [1, 0, 4, 1.5],
    [2, 0, 4, 6],
  ])
  expect(countPairs(problem)).toBe(5)
})

test("trainRankSvm: gated columns that are not stored, and rows in blocks, answer as all of it written out", () => {
  const anyGates = fc.array(fc.boolean(), { minLength: 40, maxLength: 40 })
  const wide = smallRankProblems.filter(({ rows, columnCount }) => rows.length > 0 && columnCount > 2)
  fc.assert(
    fc.property(wide, costs, anyGates, fc.integer({ min: 1, max: 9 }), (problem, cost, drawn, rowsPerBlock) => {
      // Eight columns more, so that the kernels have enough to do.
      const { columnCount: narrow, relevance } = problem
      const width = narrow + 8
      const count = narrow
      const gates = Uint8Array.from(relevance, (_, row) => (drawn[row] ? 1 : 0))
      const valueAt = (row: number, k: number): number =>
        k < narrow ? problem.rows[row * narrow + k] : Math.sin(row * 8 + k)
      const stored = Float32Array.from({ length: gates.length * width }, (_, at) =>
        valueAt(Math.floor(at / width), at % width),
      )
      const written = Float64Array.from({ length: gates.length * (width + count) }, (_, at) => {
        const row = Math.floor(at / (width + count))
        const k = at % (width + count)
        return k < width ? stored[row * width + k] : gates[row] * stored[row * width + k - width]
      })
      const blocks = Array.from({ length: Math.ceil(gates.length / rowsPerBlock) }, (_, at) => {
        const block = new Float32Array(rowsPerBlock * width)
        block.set(stored.subarray(at * block.length, (at + 1) * block.length))
        return block
      })
      const columnCount = width + count
      const expected = trainRankSvm({ ...problem, rows: written, columnCount }, { cost, ...EXACT })
      for (const rows of [stored, { blocks, rowsPerBlock }]) {
        for (const acceleration of ["plain", "webassembly"] as const) {
          const gated = { ...problem, rows, columnCount, gated: { count, gates } }
          const fit = trainRankSvm(gated, { cost, ...EXACT, acceleration })
          expect(fit.converged).toBe(true)
          expect(distance(fit.weights, expected.weights)).toBeLessThan(1e-6)
        }
      }
    }),
    { ...SEED, numRuns: 60 },
  )
})

test("trainRankSvm: a problem that does not fit together is refused with the numbers", () => {
  const good = { ...aRankProblem(2, 3, 2), relevance: Uint8Array.of(1, 0, 0, 1, 0, 0) }
  const refused = (change: object, options: object = {}): string => {
    try {
      trainRankSvm({ ...good, ...change }, options)
    } catch (error) {
      expect(error).toBeInstanceOf(TrainingInputError)
      return String(error)
    }
    return "not refused"
  }
  expect(refused({ groupOffsets: Int32Array.of(1, 6) })).toContain("groupOffsets must start with 0")
  expect(refused({ groupOffsets: new Int32Array(0) })).toContain("groupOffsets must start with 0")
  expect(refused({ groupOffsets: Int32Array.of(0, 4, 3, 6) })).toContain("groupOffsets[2] is below the one before it")
  expect(refused({ columnCount: 3 })).toContain("rows has 12 numbers but 6 rows of 3 columns need 18")
  const gates = new Uint8Array(6)
  expect(refused({ gated: { count: 2, gates } })).toContain("gated.count is 2 but 0 columns are stored")
  expect(refused({ columnCount: 3, gated: { count: 1, gates: gates.subarray(1) } })).toContain("gated.gates has 5")
  const block = new Float32Array(4)
  expect(refused({ rows: { blocks: [block, block], rowsPerBlock: 2 } })).toContain("2 blocks of 2 rows do not hold 6")
  expect(refused({ rows: { blocks: [block, block], rowsPerBlock: 3 } })).toContain("block 0 is not 3 rows of 2 columns")
  expect(refused({ relevance: new Uint8Array(5) })).toContain("relevance has 5 entries but there are 6 rows")
  expect(refused({ relevance: new Float64Array(6).fill(Number.NaN) })).toContain("relevance[0] is not a number")
  expect(refused({ groupWeights: new Float64Array(3) })).toContain("groupWeights has 3 entries, expected 2")
  expect(refused({ rowWeights: new Float64Array(6).fill(-1) })).toContain("rowWeights[0] is -1")
  expect(refused({ rows: new Float64Array(12).fill(Infinity) })).toContain("rows must be finite")
  expect(refused({}, { cost: -1 })).toContain("cost must be finite and above 0, got -1")
  expect(refused({}, { warmStart: new Float64Array(1) })).toContain("warmStart has 1 weights, expected 2")
  const wider = { preconditioner: new RankPreconditioner(3) }
  expect(refused({}, wider)).toContain("preconditioner is of 3 columns, expected 2")
})

test("conjugateGradient: solves a system to its tolerance, and gives up after maxIterations", () => {
  const diagonal = Float64Array.of(1, 10, 100)
  const problem = {
    rightSide: Float64Array.of(1, 1, 1),
    multiply: (v: Float64Array, out: Float64Array) => out.forEach((_, k) => (out[k] = diagonal[k] * v[k])),
    precondition: () => undefined,
    tolerance: 1e-10,
  }
  const { solution, iterations } = conjugateGradient(problem)
  expect(distance(solution, [1, 0.1, 0.01])).toBeLessThan(1e-8)
  expect(iterations).toBeLessThanOrEqual(4)
  expect(conjugateGradient({ ...problem, maxIterations: 1 }).iterations).toBe(1)
  const exact = (r: Float64Array): void => r.forEach((_, k) => (r[k] /= diagonal[k]))
  expect(conjugateGradient({ ...problem, precondition: exact }).iterations).toBe(1)
})
