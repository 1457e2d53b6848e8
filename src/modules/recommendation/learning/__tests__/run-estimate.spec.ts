import { remainingMs } from "../run-estimate"

describe("time that a run has left", () => {
  const first = { percent: 12, reportedAfterMs: 6_000, lastMs: null }

  test("remainingMs: between two reports it falls, as the clock does", () => {
    const left = [6_000, 9_000, 20_000].map((elapsedMs) => remainingMs({ ...first, elapsedMs }))
    expect(left).toEqual([44_000, 41_000, 30_000])
  })

  test("remainingMs: at first the run before it counts, later its own pace", () => {
    const pace = { lastMs: 90_000, elapsedMs: 6_000, reportedAfterMs: 6_000 }
    expect(remainingMs({ ...pace, percent: 0 })).toBe(84_000)
    // By itself it would take 50 s.
    expect(remainingMs({ ...pace, percent: 12 })).toBeCloseTo(0.12 * 50_000 + 0.88 * 90_000 - 6_000, 6)
    expect(remainingMs({ ...pace, percent: 100 })).toBeNull()
  })

  test("remainingMs: nothing is said where nobody knows, nor of a run that is late", () => {
    expect(remainingMs({ percent: 1, reportedAfterMs: 500, elapsedMs: 900, lastMs: null })).toBeNull()
    expect(remainingMs({ ...first, elapsedMs: 60_000 })).toBeNull()
  })
})
