import * as fc from "fast-check"
import { isPrice, isQuantity, parseAmount, parseInstant } from ".."

describe("values in tables", () => {
  test("parseInstant: every instant written as ISO 8601 is read back", () => {
    const date = fc.date({ min: new Date(0), max: new Date("9999-12-31T00:00:00Z"), noInvalidDate: true })
    fc.assert(
      fc.property(date, (instant) => {
        expect(parseInstant(instant.toISOString())).toBe(instant.getTime())
      }),
      { seed: 20260101, numRuns: 300 },
    )
  })

  test.each([
    ["2026-10-05T10:00:00", "2026-10-05T10:00:00Z"],
    ["2026-10-05 10:00:00", "2026-10-05T10:00:00Z"],
    ["2026-10-05 10:00", "2026-10-05T10:00:00Z"],
    ["2026-10-05", "2026-10-05T00:00:00Z"],
    ["2026-10-05 10:00:00 UTC", "2026-10-05T10:00:00Z"],
    ["2026-10-05T10:00:00+02:00", "2026-10-05T08:00:00Z"],
    ["2026-10-05T10:00:00-0930", "2026-10-05T19:30:00Z"],
    ["2026-10-05 10:00:00+00", "2026-10-05T10:00:00Z"],
    ["2026-10-05T10:00:00.123456Z", "2026-10-05T10:00:00.123Z"],
    ["2026-10-05T24:00:00Z", "2026-10-06T00:00:00Z"],
  ])("parseInstant: %p is %s, whatever the machine's zone", (text, instant) => {
    expect(parseInstant(text)).toBe(Date.parse(instant))
  })

  test.each([
    ...["05/10/2026", "13/10/2026", "81", "7", "order 12", "1791194400", "46300.5", "20261005", "Oct 5, 2026 10:00"],
    ...["2026-02-30T10:00:00Z", "2025-02-29", "2026-13-01", "2026-10-05T25:00:00Z", "2026-10-05T10:61:00Z"],
    ...["1969-12-31T23:59:59Z", "0081-01-01", "2026-10-05T10:00:00+99:00", "", "yesterday"],
  ])("parseInstant: %p is no instant", (text) => {
    expect(parseInstant(text)).toBeNaN()
  })

  test.each([
    ["1299", 1_299],
    ["12.5", 12.5],
    [".5", 0.5],
    ["1e3", 1_000],
    ["12,50", 12.5],
    ["1,5", 1.5],
    ["1.299,00", 1_299],
    ["1,299.00", 1_299],
    ["1.234.567,8", 1_234_567.8],
    [" 7 ", 7],
  ])("parseAmount: %p is %p", (text, value) => {
    expect(parseAmount(text)).toBe(value)
  })

  test.each(["1,299", "0x10", "-1", "Infinity", "NaN", "€12", "12 EUR", "1.2.3", "", "1_000", "one"])(
    "parseAmount: %p is no number, or could be two",
    (text) => {
      expect(parseAmount(text)).toBeNaN()
    },
  )

  test("isQuantity and isPrice: what a 32-bit column turns into infinity or nothing is refused", () => {
    expect([0, 0.25, 1, 1_000_000].map(isQuantity)).toEqual([true, true, true, true])
    expect([1e39, 1e-50, 1_000_001, Number.NaN, -1].map(isQuantity)).toEqual([false, false, false, false, false])
    expect([0, 9.9, 1e12].map(isPrice)).toEqual([true, true, true])
    expect([1e39, 3.5e38, Number.NaN, -1, Number.POSITIVE_INFINITY].map(isPrice)).toEqual(Array(5).fill(false))
  })
})
