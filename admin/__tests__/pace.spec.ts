import { purchasePace } from "../lib/pace"

const LAST = "2026-11-29"

describe("purchasePace", () => {
  test("purchasePace: a shop that opened ten days ago is measured by ten days", () => {
    const days = [
      { day: "2026-11-01", counts: { view: 0 } },
      { day: "2026-11-20", counts: { view: 3 } },
      { day: "2026-11-27", counts: { view: 8, purchase: 20 } },
    ]
    expect(purchasePace(days, LAST)).toBe(2)
  })

  test("purchasePace: a good first day is no pace", () => {
    expect(purchasePace([{ day: LAST, counts: { purchase: 14 } }], LAST)).toBe(2)
  })

  test("purchasePace: one order forecasts nothing, and neither does a shop without any", () => {
    expect(purchasePace([{ day: LAST, counts: { purchase: 1 } }], LAST)).toBeNull()
    expect(purchasePace([{ day: LAST, counts: { view: 900 } }], LAST)).toBeNull()
    expect(purchasePace([], LAST)).toBeNull()
  })
})
