import fc from "fast-check"
import { spansMonths, windowSpansMonths } from "../event-months"
import { ANCIENT_MS, FUTURE_MS, SAME_ID_MS } from "../storefront-event"

const at = (text: string): number => Date.parse(text)
const viewAt = (time: number) => ({
  id: "e",
  type: "view" as const,
  productId: "prod_1",
  source: "storefront" as const,
  occurredAt: new Date(time),
})

describe("months that one id may lie in", () => {
  test.each([
    ["2026-11-24T12:00:00Z", false],
    ["2026-11-08T12:00:00Z", true],
    ["2026-11-10T12:00:00Z", false],
    ["2026-11-29T12:00:00Z", false],
    ["2026-11-30T12:00:00Z", true],
    ["2027-01-01T00:00:00Z", true],
  ])("at %s an id must be looked for in another month: %s", (now, expected) => {
    expect(windowSpansMonths(SAME_ID_MS, at(now))).toBe(expected)
  })

  test("whenever a writer must keep the others out, ids are looked for too", () => {
    const time = fc.integer({ min: at("2026-01-01T00:00:00Z"), max: at("2028-12-31T00:00:00Z") })
    const age = fc.integer({ min: -FUTURE_MS, max: ANCIENT_MS })
    fc.assert(
      fc.property(time, age, (now, before) => {
        if (spansMonths([viewAt(now - before)], now)) expect(windowSpansMonths(SAME_ID_MS, now)).toBe(true)
      }),
      { numRuns: 2_000 },
    )
  })

  test("an event of this month needs no lock in its middle, one of last month does at its beginning", () => {
    const now = at("2026-11-03T12:00:00Z")
    expect(spansMonths([viewAt(now)], now)).toBe(false)
    expect(spansMonths([viewAt(at("2026-10-31T12:00:00Z"))], now)).toBe(true)
  })

  test("an hour on either side of a month's end counts as both months", () => {
    const soon = at("2026-11-30T23:30:00Z")
    expect(spansMonths([viewAt(soon)], soon)).toBe(true)
    const lately = at("2026-12-01T00:30:00Z")
    expect(spansMonths([viewAt(lately)], lately)).toBe(true)
    const apart = at("2026-12-01T01:30:00Z")
    expect(spansMonths([viewAt(apart)], apart)).toBe(false)
  })

  test("the first instant of a month is of that month, the first of the next is not", () => {
    const now = at("2026-11-15T12:00:00Z")
    expect(spansMonths([viewAt(at("2026-11-01T00:00:00Z"))], now)).toBe(false)
    expect(spansMonths([viewAt(at("2026-12-01T00:00:00Z"))], now)).toBe(true)
    expect(spansMonths([viewAt(at("2026-11-30T23:59:59.999Z"))], now)).toBe(false)
  })

  test("one event of another month among many of this one is enough", () => {
    const now = at("2026-11-15T12:00:00Z")
    expect(spansMonths([viewAt(now), viewAt(at("2026-10-31T00:00:00Z")), viewAt(now)], now)).toBe(true)
  })
})
