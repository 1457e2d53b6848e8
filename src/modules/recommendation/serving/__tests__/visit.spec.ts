import { VISIT_MS, visitOf } from "../visit"

describe("visitOf", () => {
  test("visitOf: a shopper's visits last half an hour, and follow each other", () => {
    const shopper = { customerId: null, visitorId: "visitor" }
    for (let now = 0; now < 20 * VISIT_MS; now += 60_000)
      expect(visitOf(shopper, now + VISIT_MS)).toBe(visitOf(shopper, now) + 1)
  })

  test("visitOf: no minute begins a new visit for many shoppers at once", () => {
    const shoppers = Array.from({ length: 3_000 }, (_, n) => ({ customerId: null, visitorId: `visitor-${n}` }))
    const starts = Array.from(
      { length: 30 },
      (_, minute) =>
        shoppers.filter((each) => visitOf(each, minute * 60_000) !== visitOf(each, (minute + 1) * 60_000)).length,
    )
    expect(starts.reduce((sum, each) => sum + each, 0)).toBe(shoppers.length)
    expect(Math.max(...starts)).toBeLessThan(200)
  })
})
