import fc from "fast-check"
import { exp, exp2, ln, log1p, log2 } from "../portable-math"

const ULPS = 4 * Number.EPSILON
const isNear = (value: number, truth: number): boolean =>
  Object.is(value, truth) || Math.abs(value - truth) <= ULPS * Math.abs(truth) + Number.MIN_VALUE

const finite = fc.double({ noNaN: true, noDefaultInfinity: true })
const positive = fc.double({ noNaN: true, noDefaultInfinity: true, min: Number.MIN_VALUE })
const ofExponents = fc.double({ noNaN: true, min: -1100, max: 1100 })

describe("portable math", () => {
  test("exp, exp2: the runtime's own to the last bits, from nothing to infinity", () => {
    fc.assert(
      fc.property(ofExponents, (x) => isNear(exp(x), Math.exp(x)) && isNear(exp2(x), 2 ** x)),
      { numRuns: 5000 },
    )
    fc.assert(fc.property(finite, (x) => isNear(exp(x), Math.exp(x)) && isNear(exp2(x), 2 ** x)))
  })

  test("ln, log2, log1p: the runtime's own to the last bits, subnormal numbers and sums of nearly 1 too", () => {
    fc.assert(
      fc.property(positive, (x) => isNear(ln(x), Math.log(x)) && isNear(log2(x), Math.log2(x))),
      { numRuns: 5000 },
    )
    fc.assert(
      fc.property(fc.double({ noNaN: true, min: 0.5, max: 2 }), (x) => Math.abs(ln(x) - Math.log(x)) <= Number.EPSILON),
      { numRuns: 5000 },
    )
    fc.assert(fc.property(positive, (x) => isNear(log1p(x), Math.log1p(x))))
    fc.assert(fc.property(fc.double({ noNaN: true, min: -0.5, max: 1e-3 }), (x) => isNear(log1p(x), Math.log1p(x))))
  })

  test("exp2, log2: powers of two are exact", () => {
    for (let k = -1074; k <= 1023; k++) {
      expect(exp2(k)).toBe(2 ** k)
      expect(log2(2 ** k)).toBe(k)
    }
  })

  test.each([
    [exp, [NaN, Infinity, -Infinity, 0, 1e300, -1e300], [NaN, Infinity, 0, 1, Infinity, 0]],
    [exp2, [NaN, Infinity, -Infinity, 0, 1e300, -1e300], [NaN, Infinity, 0, 1, Infinity, 0]],
    [ln, [NaN, Infinity, -1, 0, 1], [NaN, Infinity, NaN, -Infinity, 0]],
    [log2, [NaN, Infinity, -1, 0, 1], [NaN, Infinity, NaN, -Infinity, 0]],
    [log1p, [NaN, Infinity, -2, -1, 0], [NaN, Infinity, NaN, -Infinity, 0]],
  ])("%p: what has no ordinary value is as the runtime has it", (of, given, expected) => {
    expect(given.map(of)).toEqual(expected)
  })
})
