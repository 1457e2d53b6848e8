import fc from "fast-check"
import { holdBack, othersLead } from "../ranking/hold-back"

const RUNS = { seed: 20260101, numRuns: 300 }
const flags = fc.array(fc.boolean(), { maxLength: 40 })

describe("holdBack", () => {
  test("cap of repeats: no head of the list holds more of them, while there is anything else", () => {
    fc.assert(
      fc.property(
        flags,
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.integer({ min: 1, max: 40 }),
        (repeats, share, limit) => {
          const order = repeats.map((_, at) => at)
          const capped = holdBack(order, (at) => repeats[at], { share, limit })
          const others = repeats.filter((isRepeat) => !isRepeat).length
          let taken = 0
          capped.forEach((at, place) => {
            if (repeats[at]) taken++
            if (place + 1 - taken < others) expect(taken).toBeLessThanOrEqual(Math.ceil(share * (place + 1)))
          })
        },
      ),
      RUNS,
    )
  })

  test("cap of repeats: names as many products as without it, each once", () => {
    fc.assert(
      fc.property(flags, fc.double({ min: 0, max: 1, noNaN: true }), (repeats, share) => {
        const order = repeats.map((_, at) => at)
        const capped = holdBack(order, (at) => repeats[at], { share, limit: 12 })
        expect(new Set(capped).size).toBe(Math.min(12, order.length))
      }),
      RUNS,
    )
  })

  test("cap of repeats: a share of 1 keeps the order", () => {
    expect(holdBack([3, 1, 2], () => true, { share: 1, limit: 3 })).toEqual([3, 1, 2])
  })

  test("cap of repeats: half leaves every second place to what is new", () => {
    const isRepeat = (at: number): boolean => at < 4
    expect(holdBack([0, 1, 2, 3, 4, 5, 6, 7], isRepeat, { share: 0.5, limit: 6 })).toEqual([0, 4, 1, 5, 2, 6])
  })
})

describe("othersLead", () => {
  const isInHand = (at: number): boolean => at >= 10

  test("what was just looked at stands behind three others, and all keep their order", () => {
    expect(othersLead([10, 1, 11, 2, 3, 4], isInHand)).toEqual([1, 2, 3, 10, 11, 4])
    expect(othersLead([1, 2, 3, 10, 4], isInHand)).toEqual([1, 2, 3, 10, 4])
  })

  test("where there is little else, nothing is lost", () => {
    expect(othersLead([10, 1, 11], isInHand)).toEqual([1, 10, 11])
    expect(othersLead([10, 11], isInHand)).toEqual([10, 11])
    expect(othersLead([], isInHand)).toEqual([])
  })
})
