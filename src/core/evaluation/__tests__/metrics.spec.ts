import * as fc from "fast-check"
import {
  areaUnderCurve,
  expectedCalibrationError,
  hitRateAt,
  listMetrics,
  meanDefined,
  ndcgAt,
  recallAt,
  reciprocalRank,
} from "../metrics"

const RUNS = { seed: 20260101, numRuns: 300 }
const rankedList = fc.uniqueArray(fc.integer({ min: 0, max: 60 }), { minLength: 1, maxLength: 40 })
const relevantSet = fc
  .uniqueArray(fc.integer({ min: 0, max: 60 }), { minLength: 1, maxLength: 25 })
  .map((items) => new Set(items))

describe("metrics on lists worked out by hand", () => {
  test("ndcgAt: hits at positions 1 and 3 of two relevant give (1 + 1/2) / (1 + 1/log2 3)", () => {
    expect(ndcgAt(10, [7, 1, 8], new Set([7, 8]))).toBeCloseTo(1.5 / (1 + 1 / Math.log2(3)), 12)
  })

  test("ndcgAt: a hit past k counts nothing", () => {
    expect(ndcgAt(2, [1, 2, 3], new Set([3]))).toBe(0)
  })

  test("ndcgAt: the ideal of more relevant products than places is a full list", () => {
    expect(ndcgAt(2, [1, 2], new Set([1, 2, 3, 4]))).toBe(1)
  })

  test("recallAt: one of four relevant found is a quarter", () => {
    expect(recallAt(10, [9, 1], new Set([1, 2, 3, 4]))).toBe(0.25)
  })

  test("hitRateAt: the twentieth place is within 20 and outside of 10", () => {
    const ranked = Array.from({ length: 20 }, (_, at) => at)
    expect(hitRateAt(20, ranked, new Set([19]))).toBe(1)
    expect(hitRateAt(10, ranked, new Set([19]))).toBe(0)
  })

  test("reciprocalRank: the first hit alone counts", () => {
    expect(reciprocalRank([5, 6, 7], new Set([6, 7]))).toBe(0.5)
    expect(reciprocalRank([5], new Set([6]))).toBe(0)
  })

  test("metrics: nothing relevant is no number, and means pass it over", () => {
    const none = listMetrics([1, 2], new Set())
    expect(Object.values(none).every((value) => Number.isNaN(value))).toBe(true)
    expect(meanDefined([Number.NaN, 1, 3])).toBe(2)
    expect(meanDefined([Number.NaN])).toBeNaN()
  })

  test("areaUnderCurve: three of four pairs in order, ties half", () => {
    expect(areaUnderCurve([1, 2, 3, 4], [-1, 1, -1, 1])).toBe(0.75)
    expect(areaUnderCurve([1, 1], [1, -1])).toBe(0.5)
    expect(areaUnderCurve([1, 2], [1, 1])).toBeNaN()
  })

  test("areaUnderCurve, expectedCalibrationError: a weight stands for as many products", () => {
    const scores = [0.9, 0.9, 0.2, 0.2]
    const labels = [1, -1, 1, -1]
    const weights = [3, 1, 1, 2]
    const each = <T>(values: readonly T[]): T[] =>
      values.flatMap((value, at) => Array.from({ length: weights[at] }, () => value))
    expect(areaUnderCurve(scores, labels, weights)).toBe(areaUnderCurve(each(scores), each(labels)))
    expect(expectedCalibrationError(scores, labels, weights)).toBeCloseTo(
      expectedCalibrationError(each(scores), each(labels)),
      12,
    )
  })

  test("expectedCalibrationError: promises of 0.9 that come half the time are 0.4 off", () => {
    expect(expectedCalibrationError([0.9, 0.9], [1, -1])).toBeCloseTo(0.4, 12)
    expect(expectedCalibrationError([], [])).toBeNaN()
  })
})

describe("metrics on any list", () => {
  test("metrics: all lie between 0 and 1", () => {
    fc.assert(
      fc.property(rankedList, relevantSet, (ranked, relevant) =>
        Object.values(listMetrics(ranked, relevant)).every((value) => value >= 0 && value <= 1 + 1e-12),
      ),
      RUNS,
    )
  })

  test("ndcgAt: moving a relevant product one place up never lowers it", () => {
    fc.assert(
      fc.property(rankedList, relevantSet, fc.nat(), (ranked, relevant, pick) => {
        fc.pre(ranked.length > 1)
        const at = 1 + (pick % (ranked.length - 1))
        fc.pre(relevant.has(ranked[at]) && !relevant.has(ranked[at - 1]))
        const moved = [...ranked]
        moved[at] = ranked[at - 1]
        moved[at - 1] = ranked[at]
        return ndcgAt(10, moved, relevant) >= ndcgAt(10, ranked, relevant)
      }),
      RUNS,
    )
  })

  test("recallAt: a longer look never finds less", () => {
    fc.assert(
      fc.property(
        rankedList,
        relevantSet,
        fc.integer({ min: 1, max: 30 }),
        (ranked, relevant, k) => recallAt(k + 1, ranked, relevant) >= recallAt(k, ranked, relevant),
      ),
      RUNS,
    )
  })

  test("areaUnderCurve: any rising change of the scores leaves it alone", () => {
    const scored = fc.array(fc.record({ score: fc.integer({ min: -50, max: 50 }), chosen: fc.boolean() }), {
      minLength: 2,
      maxLength: 40,
    })
    fc.assert(
      fc.property(scored, (rows) => {
        const labels = rows.map((row) => (row.chosen ? 1 : -1))
        const before = areaUnderCurve(
          rows.map((row) => row.score),
          labels,
        )
        const after = areaUnderCurve(
          rows.map((row) => Math.exp(row.score / 10)),
          labels,
        )
        return Object.is(before, after) || Math.abs(before - after) < 1e-12
      }),
      RUNS,
    )
  })
})
