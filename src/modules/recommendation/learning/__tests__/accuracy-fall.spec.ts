import { isFallen, markAfter } from "../accuracy-fall"
import type { AccuracyWindow } from "../accuracy-fall"

const mark = { pairwise: 0.8, hit_rate: 0.4, sample: 200, source: "live" as const }
const window = (pairwise: number, hitRate: number, sample = 400): AccuracyWindow => ({
  pairwise,
  hitRate,
  sample,
  pairwiseDeviation: 0.2,
})
const fallen = (now: AccuracyWindow, alarm = false): boolean => isFallen({ mark, now, drop: 0.1, minSample: 50, alarm })

describe("fall of accuracy", () => {
  test("fall: a tenth below the mark, in either measure", () => {
    expect(fallen(window(0.79, 0.4))).toBe(false)
    expect(fallen(window(0.73, 0.4))).toBe(false)
    expect(fallen(window(0.71, 0.4))).toBe(true)
    expect(fallen(window(0.8, 0.3))).toBe(true)
  })

  test("fall: below the minimum sample nothing changes, and what chance explains is no fall", () => {
    expect(fallen(window(0.1, 0, 49))).toBe(false)
    expect(fallen(window(0.1, 0, 49), true)).toBe(true)
    expect(fallen(window(0.8, 0.35, 60))).toBe(false)
  })

  test("hysteresis: an alarm stays until accuracy is back within half of the fall", () => {
    expect(fallen(window(0.74, 0.4), true)).toBe(true)
    expect(fallen(window(0.77, 0.4), true)).toBe(false)
  })

  test("fall: a hold-out's hit rate, counted by basket, is not compared with single choices", () => {
    const holdout = { ...mark, source: "holdout" as const }
    expect(isFallen({ mark: holdout, now: window(0.8, 0.1), drop: 0.1, minSample: 50, alarm: false })).toBe(false)
    expect(isFallen({ mark: holdout, now: window(0.6, 0.1), drop: 0.1, minSample: 50, alarm: false })).toBe(true)
  })

  test("mark: the first real choices become it, unless they are clearly worse than promised", () => {
    const holdout = { ...mark, source: "holdout" as const }
    expect(markAfter(holdout, window(0.75, 0.3, 50), 0.1)).toEqual({
      pairwise: 0.75,
      hit_rate: 0.3,
      sample: 50,
      source: "live",
    })
    expect(markAfter(holdout, window(0.6, 0.3, 50), 0.1)).toBe(holdout)
    expect(markAfter(mark, window(0.9, 0.9, 50), 0.1)).toBe(mark)
  })
})
