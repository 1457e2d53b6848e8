import fc from "fast-check"
import { decayingShares } from "../keep-shares"

const months = (rows: readonly number[]): { month: string; rows: number }[] =>
  rows.map((count, i) => ({
    month: `${2020 + Math.floor(i / 12)}-${String((i % 12) + 1).padStart(2, "0")}`,
    rows: count,
  }))

describe("shares of behavior that are kept", () => {
  test("shares: the newest month whole, older ones fewer and fewer, the sum near the bound", () => {
    const counts = months(new Array<number>(24).fill(1_000))
    const shares = decayingShares(counts, 6_000)
    expect(shares[0]).toEqual({ month: "2021-12", share: 1 })
    const kept = shares.reduce((sum, { share }) => sum + share * 1_000, 0)
    expect(kept).toBeLessThanOrEqual(6_000)
    expect(kept).toBeGreaterThan(5_990)
  })

  test("shares: never above one, never growing with age, never more rows than allowed", () => {
    const counts = fc.array(fc.integer({ min: 1, max: 100_000 }), { minLength: 1, maxLength: 60 })
    fc.assert(
      fc.property(counts, fc.integer({ min: 1_000, max: 500_000 }), (rows, bound) => {
        const shares = decayingShares(months(rows), bound)
        const newestFirst = [...rows].reverse()
        const kept = shares.reduce((sum, { share }, at) => sum + share * (newestFirst[at] ?? 0), 0)
        const falls = shares.every(({ share }, at) => share <= (shares[at - 1]?.share ?? 1) && share >= 0)
        return falls && kept <= bound * 1.000001
      }),
      { seed: 20260101, numRuns: 300 },
    )
  })
})
