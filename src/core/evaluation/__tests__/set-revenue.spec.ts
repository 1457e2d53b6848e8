import { expectedSetRevenue } from "../set-revenue"

const EVIDENCE = { partners: [{ ordersWithout: 200, price: 10 }], days: 30, shown: 10_000, taken: 500 }

describe("revenue that a set is expected to add", () => {
  test("expectedSetRevenue: orders that lack the partner, times the share taken, times its price", () => {
    const { amount, takeRate } = expectedSetRevenue(EVIDENCE)
    expect(takeRate).toBeCloseTo(0.05, 2)
    expect(amount).toBeCloseTo(200 * takeRate * 10, 6)
  })

  test("expectedSetRevenue: a month has thirty days of the period", () => {
    expect(expectedSetRevenue({ ...EVIDENCE, days: 90 }).amount).toBeCloseTo(expectedSetRevenue(EVIDENCE).amount / 3, 6)
  })

  test("expectedSetRevenue: the interval holds the estimate, and narrows with what is known", () => {
    const width = ({ low, high, amount }: ReturnType<typeof expectedSetRevenue>): number => (high - low) / amount
    const [few, many] = [expectedSetRevenue({ ...EVIDENCE, shown: 100, taken: 5 }), expectedSetRevenue(EVIDENCE)]
    for (const one of [few, many]) {
      expect(one.low).toBeLessThan(one.amount)
      expect(one.high).toBeGreaterThan(one.amount)
      expect(one.low).toBeGreaterThan(0)
    }
    expect(width(many)).toBeLessThan(width(few))
  })

  test("expectedSetRevenue: a shop without sets is given two of a hundred, and a set of nothing adds nothing", () => {
    expect(expectedSetRevenue({ ...EVIDENCE, shown: 0, taken: 0 })).toMatchObject({ takeRate: 0.02, guessShare: 1 })
    expect(expectedSetRevenue({ ...EVIDENCE, shown: 300, taken: 6 }).guessShare).toBe(0.25)
    expect(expectedSetRevenue({ ...EVIDENCE, partners: [] })).toMatchObject({ amount: 0, low: 0, high: 0 })
    expect(expectedSetRevenue({ ...EVIDENCE, partners: [{ ordersWithout: 0, price: 5 }] }).amount).toBe(0)
  })
})
