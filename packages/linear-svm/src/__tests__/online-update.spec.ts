import fc from "fast-check"
import { TrainingInputError } from "../errors"
import { updateOnline } from "../classification/online-update"

const SEED = { seed: 20260101, numRuns: 300 }
const vectors = fc.integer({ min: 1, max: 8 }).chain((length) => {
  const numbers = fc
    .array(fc.integer({ min: -100, max: 100 }), { minLength: length, maxLength: length })
    .map((values) => Float64Array.from(values, (value) => value / 50))
  return fc.record({ weights: numbers, better: numbers, worse: numbers })
})
const lead = (weights: Float64Array, better: Float64Array, worse: Float64Array): number =>
  weights.reduce((sum, weight, k) => sum + weight * (better[k] - worse[k]), 0)

test("updateOnline: moves just as far as the margin needs, when it may", () => {
  const weights = Float64Array.of(0, 0)
  const loss = updateOnline(
    weights,
    { better: Float64Array.of(2, 0), worse: Float64Array.of(0, 0) },
    { aggressiveness: 1 },
  )
  expect(loss).toBe(1)
  expect([...weights]).toEqual([0.5, 0])
})

test("updateOnline: the pair's margin is met, or the step is as large as allowed", () => {
  fc.assert(
    fc.property(vectors, fc.constantFrom(0.01, 0.1, 10), ({ weights, better, worse }, aggressiveness) => {
      const before = weights.slice()
      const loss = updateOnline(weights, { better, worse }, { aggressiveness })
      const length = better.reduce((sum, value, k) => sum + (value - worse[k]) ** 2, 0)
      const moved = Math.sqrt(weights.reduce((sum, weight, k) => sum + (weight - before[k]) ** 2, 0))
      expect(moved).toBeLessThanOrEqual(aggressiveness * Math.sqrt(length) + 1e-9)
      const wasLead = lead(before, better, worse)
      if (length === 0) expect(weights).toEqual(before)
      else expect(loss).toBeCloseTo(Math.max(0, 1 - wasLead), 9)
      const after = lead(weights, better, worse)
      expect(after).toBeGreaterThanOrEqual(wasLead - 1e-9)
      if (wasLead < 1) expect(after).toBeLessThanOrEqual(1 + 1e-9)
      else expect(weights).toEqual(before)
    }),
    SEED,
  )
})

test("updateOnline: a pair seen again and again comes to stand in the right order", () => {
  const weights = Float64Array.of(-1, 1)
  const pair = { better: Float64Array.of(1, 0), worse: Float64Array.of(0, 1) }
  let loss = Infinity
  for (let step = 0; step < 1000 && loss > 0; step++) loss = updateOnline(weights, pair)
  expect(loss).toBeLessThan(1e-9)
  expect(lead(weights, pair.better, pair.worse)).toBeCloseTo(1, 9)
})

test("updateOnline: numbers that are not finite and rows that are equal teach nothing", () => {
  const weights = Float64Array.of(1)
  expect(updateOnline(weights, { better: Float64Array.of(Number.NaN), worse: Float64Array.of(0) })).toBe(0)
  expect(updateOnline(weights, { better: Float64Array.of(Infinity), worse: Float64Array.of(0) })).toBe(0)
  expect(updateOnline(weights, { better: Float64Array.of(3), worse: Float64Array.of(3) })).toBe(0)
  expect([...weights]).toEqual([1])
})

test("updateOnline: rows of another length are refused", () => {
  const weights = Float64Array.of(1, 2)
  const short = Float64Array.of(1)
  expect(() => updateOnline(weights, { better: short, worse: weights })).toThrow(TrainingInputError)
  expect(() => updateOnline(weights, { better: weights, worse: short })).toThrow("rows of 2 and 1 columns")
})
