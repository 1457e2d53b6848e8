import fc from "fast-check"
import { createRandom } from "../random/seeded-random"
import { chooseCost, holdOutLast, kFolds } from "../ranking/choose-cost"
import { trainDenseSvm } from "../classification/dense-newton"
import { TrainingInputError } from "../errors"
import { aDenseProblem, reordered, scoreOf } from "./problems"

test("kFolds: every index is tested once and fitted on in all other folds; sizes differ by one at most", () => {
  const shapes = fc
    .tuple(fc.integer({ min: 2, max: 60 }), fc.integer({ min: 2, max: 10 }), fc.nat())
    .filter(([count, foldCount]) => foldCount <= count)
  fc.assert(
    fc.property(shapes, ([count, foldCount, seed]) => {
      const folds = kFolds(count, foldCount, seed)
      const all = Array.from({ length: count }, (_, i) => i)
      expect(folds.flatMap(({ test: tested }) => [...tested]).sort((a, b) => a - b)).toEqual(all)
      for (const { train, test: tested } of folds) {
        expect([...train, ...tested].sort((a, b) => a - b)).toEqual(all)
        expect(Math.abs(tested.length - count / foldCount)).toBeLessThan(1)
      }
      expect(kFolds(count, foldCount, seed)).toEqual(folds)
    }),
    { seed: 20260101, numRuns: 200 },
  )
})

test("holdOutLast: judges by the latest share, never by what came before", () => {
  expect(holdOutLast(10, 0.3)).toEqual([{ train: Int32Array.of(0, 1, 2, 3, 4, 5, 6), test: Int32Array.of(7, 8, 9) }])
})

test("chooseCost: takes the best mean, of equal ones the lowest cost, and tries low costs first", () => {
  const tried: number[] = []
  const scores = new Map([
    [0.1, 0.5],
    [1, 0.7],
    [10, 0.7],
  ])
  const choice = chooseCost([10, 0.1, 1], kFolds(4, 2, 1), (cost) => {
    tried.push(cost)
    return scores.get(cost) ?? 0
  })
  expect(choice.cost).toBe(1)
  expect(choice.scores).toEqual([
    { cost: 0.1, score: 0.5 },
    { cost: 1, score: 0.7 },
    { cost: 10, score: 0.7 },
  ])
  expect(tried).toEqual([0.1, 1, 10, 0.1, 1, 10])
})

test("chooseCost: a fold that cannot say is left out, a cost of which none can is never chosen", () => {
  const folds = kFolds(6, 3, 1)
  const choice = chooseCost([1, 2], folds, (cost, fold) => (cost === 1 || fold === folds[0] ? Number.NaN : 0.4))
  expect(choice).toEqual({
    cost: 2,
    scores: [
      { cost: 1, score: Number.NaN },
      { cost: 2, score: 0.4 },
    ],
  })
})

test("chooseCost: on rows with noise it prefers a cost that generalises", () => {
  const problem = aDenseProblem(createRandom(12), 120, 20)
  const noisy = { ...problem, labels: problem.labels.map((label, i) => (i % 4 === 0 ? -label : label)) }
  const { cost } = chooseCost([0.001, 0.01, 100], kFolds(120, 5, 3), (tried, fold) => {
    const { weights } = trainDenseSvm(reordered(noisy, [...fold.train]), { cost: tried })
    const violations = Array.from(fold.test, (row) => Math.max(0, 1 - scoreOf(noisy, weights, row) * noisy.labels[row]))
    return -violations.reduce((sum, violation) => sum + violation ** 2, 0)
  })
  expect(cost).toBeLessThan(100)
})

test("chooseCost: folds and costs out of range are refused", () => {
  for (const foldCount of [1, 5, 2.5]) expect(() => kFolds(4, foldCount, 1)).toThrow(TrainingInputError)
  for (const share of [0, 1]) expect(() => holdOutLast(4, share)).toThrow("leaves one side empty")
  expect(() => chooseCost([], kFolds(4, 2, 1), () => 0)).toThrow("no cost or no fold")
  expect(() => chooseCost([1], [], () => 0)).toThrow("no cost or no fold")
  expect(() => chooseCost([0], kFolds(4, 2, 1), () => 0)).toThrow("cost must be finite and above 0")
})
