import fc from "fast-check"
import { createRandom } from "../../random/seeded-random"
import { assuredLead, INTERVAL_CASES } from "../promotion-gate"
import { pairedBootstrap } from "../paired-bootstrap"

const scores = fc.array(
  fc.tuple(fc.float({ min: 0, max: 1, noNaN: true }), fc.float({ min: 0, max: 1, noNaN: true })),
  {
    minLength: 1,
    maxLength: 40,
  },
)
const firsts = (pairs: readonly (readonly [number, number])[]): number[] => pairs.map(([first]) => first)
const seconds = (pairs: readonly (readonly [number, number])[]): number[] => pairs.map(([, second]) => second)

describe("pairedBootstrap", () => {
  test("pairedBootstrap: a lead that is the same in each case is beyond doubt", () => {
    const lead = pairedBootstrap([0.5, 0.75, 1], [0.25, 0.5, 0.75], 1)
    expect(lead).toEqual({ cases: 3, difference: 0.25, low: 0.25, high: 0.25 })
  })

  test("pairedBootstrap: one case won and one lost may be either", () => {
    // Of two cases drawn from two, a quarter of the hold-outs holds the lost one twice, a quarter the won one.
    expect(pairedBootstrap([1, 0], [0, 1], 1)).toEqual({ cases: 2, difference: 0, low: -1, high: 1 })
  })

  test("pairedBootstrap: what either could not answer is left out; without any case there is no interval", () => {
    expect(pairedBootstrap([0.5, Number.NaN, 1], [0.25, 0.5, Number.NaN], 1)).toMatchObject({ cases: 1, low: 0.25 })
    expect(pairedBootstrap([Number.NaN], [1], 1)).toBeNull()
    expect(pairedBootstrap([], [], 1)).toBeNull()
    expect(() => pairedBootstrap([1], [], 1)).toThrow(RangeError)
  })

  test("pairedBootstrap: the interval holds the difference's side, and turned round it is the other's", () => {
    fc.assert(
      fc.property(scores, fc.integer(), (pairs, seed) => {
        const lead = pairedBootstrap(firsts(pairs), seconds(pairs), seed)
        const turned = pairedBootstrap(seconds(pairs), firsts(pairs), seed)
        expect(lead).not.toBeNull()
        if (lead === null || turned === null) return
        const each = pairs.map(([first, second]) => first - second)
        expect(lead.low).toBeLessThanOrEqual(lead.high)
        expect(lead.low).toBeGreaterThanOrEqual(Math.min(...each) - 1e-12)
        expect(lead.high).toBeLessThanOrEqual(Math.max(...each) + 1e-12)
        expect(turned.low).toBeCloseTo(-lead.high, 12)
        expect(turned.high).toBeCloseTo(-lead.low, 12)
      }),
      { seed: 20260101, numRuns: 200 },
    )
  })

  test("pairedBootstrap: the same scores and seed give the same interval, bit for bit", () => {
    const random = createRandom(5)
    const draw = (): number[] => Array.from({ length: 200 }, () => random.next())
    const [first, second] = [draw(), draw()]
    expect(pairedBootstrap(first, second, 9)).toEqual(pairedBootstrap(first, second, 9))
  })

  test("pairedBootstrap: of 400 hold-outs about one in ten lies outside the 90 % interval, on either side alike", () => {
    const random = createRandom(11)
    const truth = 0.1
    let below = 0
    let above = 0
    for (let trial = 0; trial < 400; trial++) {
      const first = Array.from({ length: 100 }, () => (random.next() < 0.4 + truth ? 1 : 0))
      const second = Array.from({ length: 100 }, () => (random.next() < 0.4 ? 1 : 0))
      const lead = pairedBootstrap(first, second, trial)
      if (lead !== null && truth < lead.low) below++
      if (lead !== null && truth > lead.high) above++
    }
    for (const outside of [below, above]) {
      expect(outside).toBeGreaterThan(8)
      expect(outside).toBeLessThan(34)
    }
  })
})

describe("assuredLead", () => {
  test("assuredLead: the interval's lower end, where there are cases enough for one", () => {
    const lead = { difference: 0.1, low: 0.05, high: 0.15 }
    expect(assuredLead({ cases: INTERVAL_CASES, ...lead })).toBe(0.05)
    expect(assuredLead({ cases: INTERVAL_CASES - 1, ...lead })).toBeNull()
    expect(assuredLead(null)).toBeNull()
  })
})
