import fc from "fast-check"
import { codeOf, decodeCodes, fromUpperHalf, GREATEST_HALF, upperHalf } from "../log-code"

const RUNS = { seed: 20260101, numRuns: 300 }

function decoded(code: number, greatest: number): number {
  const into = new Float32Array(1)
  decodeCodes({ bytes: Uint8Array.of(code), from: 0, length: 1 }, greatest, into)
  return into[0]
}

describe("codes of eight bits", () => {
  test("codeOf: the greatest number is 255, and each halving is sixteen less", () => {
    expect([12, 6, 3, 1.5, 0.75].map((value) => codeOf(value, 12))).toEqual([255, 239, 223, 207, 191])
  })

  test("codeOf: a sixteenth of a halving is one step", () => {
    // 2^(-k/16) for k of 0 to 16.
    const steps = Array.from({ length: 17 }, (_, k) => codeOf(2 ** (-k / 16), 1))
    expect(steps).toEqual(Array.from({ length: 17 }, (_, k) => 255 - k))
  })

  test("codeOf: nothing, what is nothing beside the greatest, and no number are 0", () => {
    expect([0, 2 ** -16, 1e-30, Number.NaN].map((value) => codeOf(value, 1))).toEqual([0, 0, 0, 0])
    expect(codeOf(2 ** -15, 1)).toBe(15)
    expect(codeOf(0, 0)).toBe(0)
  })

  test("codeOf: what rounding left above the greatest is 255", () => {
    expect([codeOf(1.004, 1), codeOf(3, 1)]).toEqual([255, 255])
  })

  test("decodeCodes: a number is off by 2.3 % at most, and never comes before a smaller one", () => {
    const part = fc.double({ min: 2 ** -15, max: 1, noNaN: true })
    fc.assert(
      fc.property(part, part, fc.double({ min: 1e-6, max: 1e6, noNaN: true }), (one, other, greatest) => {
        const [least, most] = [Math.min(one, other), Math.max(one, other)]
        const code = codeOf(most * greatest, greatest)
        expect(Math.abs(decoded(code, greatest) / (most * greatest) - 1)).toBeLessThan(0.023)
        expect(codeOf(least * greatest, greatest)).toBeLessThanOrEqual(code)
      }),
      RUNS,
    )
  })

  test("decodeCodes: reads so many bytes from a place on, and writes no more", () => {
    const into = Float32Array.of(7, 7, 7)
    decodeCodes({ bytes: Uint8Array.of(9, 255, 239, 0, 9), from: 1, length: 2 }, 10, into)
    expect([...into]).toEqual([10, 5, 7])
    decodeCodes({ bytes: Uint8Array.of(9, 255, 239, 0, 9), from: 3, length: 1 }, 10, into)
    expect([...into]).toEqual([0, 5, 7])
  })

  test("decodeCodes: a code read and written again is the same", () => {
    const codes = Array.from({ length: 256 }, (_, code) => code)
    const again = codes.map((code) => codeOf(decoded(code, 3), 3))
    expect(again).toEqual(codes)
  })
})

describe("upper halves", () => {
  test("upperHalf: the first sixteen bits of a single-precision number", () => {
    expect([0, 1, 2, 0.5, 1.5].map(upperHalf)).toEqual([0, 0x3f80, 0x4000, 0x3f00, 0x3fc0])
    expect([0, 0x3f80, 0x4000, 0x3f00, 0x3fc0].map(fromUpperHalf)).toEqual([0, 1, 2, 0.5, 1.5])
  })

  test("upperHalf: is the nearest, up or down", () => {
    // From 1 on a step is 2^-7.
    expect([0.4, 0.6, 1.4, 1.6].map((steps) => upperHalf(1 + steps / 128) - 0x3f80)).toEqual([0, 1, 1, 2])
  })

  test("upperHalf: is off by 0.4 % at most", () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-30, max: 1e30, noNaN: true }), (value) => {
        expect(Math.abs(fromUpperHalf(upperHalf(value)) / value - 1)).toBeLessThanOrEqual(0.004)
      }),
      RUNS,
    )
  })

  test("upperHalf: the greatest is finite, whatever is rounded", () => {
    expect([3.4e38, 1e300, Infinity].map(upperHalf)).toEqual([GREATEST_HALF, GREATEST_HALF, GREATEST_HALF])
    expect(Number.isFinite(fromUpperHalf(GREATEST_HALF))).toBe(true)
    expect(fromUpperHalf(GREATEST_HALF + 1)).toBe(Infinity)
  })
})
