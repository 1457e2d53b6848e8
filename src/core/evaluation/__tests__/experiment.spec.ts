import fc from "fast-check"
import { giniCoefficient } from "../concentration"
import { assignArm, hash32 } from "../experiment"
import { createRandom } from "../../random/seeded-random"
import { neededShoppers, relativeUplift, sampleRatioMismatch } from "../uplift"
import type { ArmCount } from "../uplift"

const check = { seed: 20260101, numRuns: 300 }

describe("assignArm", () => {
  test("assignArm: the same shopper stays in the same arm", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.double({ min: 0, max: 1, noNaN: true }), (salt, key, holdoutShare) => {
        expect(assignArm({ salt, holdoutShare }, key)).toBe(assignArm({ salt, holdoutShare }, key))
      }),
      check,
    )
  })

  test("assignArm: a larger hold-out only adds to control", () => {
    fc.assert(
      fc.property(fc.string(), fc.double({ min: 0, max: 0.5, noNaN: true }), (key, share) => {
        const small = assignArm({ salt: "s", holdoutShare: share }, key)
        const large = assignArm({ salt: "s", holdoutShare: share + 0.3 }, key)
        expect(small === "control" && large === "treatment").toBe(false)
      }),
      check,
    )
  })

  test("assignArm: neighbouring ids split by the share asked for", () => {
    const keys = Array.from({ length: 20_000 }, (_, i) => `cus_${i}`)
    const control = keys.filter((key) => assignArm({ salt: "exp", holdoutShare: 0.2 }, key) === "control").length
    // Five standard deviations of a binomial with n = 20,000 and p = 0.2.
    expect(Math.abs(control - 4000)).toBeLessThan(5 * Math.sqrt(20_000 * 0.2 * 0.8))
  })

  test("assignArm: two experiments split independently", () => {
    const keys = Array.from({ length: 20_000 }, (_, i) => `cus_${i}`)
    const both = keys.filter((key) =>
      ["a", "b"].every((salt) => assignArm({ salt, holdoutShare: 0.5 }, key) === "control"),
    ).length
    expect(Math.abs(both - 5000)).toBeLessThan(5 * Math.sqrt(20_000 * 0.25 * 0.75))
  })

  test("assignArm: a share of 0 or 1 puts all in one arm", () => {
    expect(assignArm({ salt: "s", holdoutShare: 0 }, "x")).toBe("treatment")
    expect(assignArm({ salt: "s", holdoutShare: 1 }, "x")).toBe("control")
  })

  test("hash32: stays within 32 unsigned bits", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const hash = hash32(text)
        return Number.isInteger(hash) && hash >= 0 && hash < 2 ** 32
      }),
      check,
    )
  })
})

describe("relativeUplift", () => {
  test("relativeUplift: a worked example", () => {
    // 120.5/1000.5 over 100.5/1000.5 is 1.199; the information 1 / (1/120.5 - 1/1000.5 + 1/100.5 - 1/1000.5) is 61.58,
    // the mixture's own 108.9: sqrt(170.5 * ln(170.5 / (108.9 * 0.0025))) / 61.58 is 0.5380 on the log of the ratio.
    const uplift = relativeUplift({ shoppers: 1000, conversions: 120 }, { shoppers: 1000, conversions: 100 })
    expect(uplift?.relative).toBeCloseTo(0.199, 3)
    expect(uplift?.low).toBeCloseTo(-0.2999, 2)
    expect(uplift?.high).toBeCloseTo(1.053, 2)
  })

  test("relativeUplift: looked at after every shopper, it tells a difference of none in at most one test of twenty", () => {
    const random = createRandom(7)
    let conclusive = 0
    let byOneLook = 0
    for (let run = 0; run < 100; run++) {
      const arms = [0, 1].map(() => ({ shoppers: 0, conversions: 0 }))
      let [detected, looks] = [false, false]
      for (let shopper = 0; shopper < 20_000; shopper++) {
        const arm = arms[random.nextInt(2)]
        arm.shoppers++
        arm.conversions += random.next() < 0.2 ? 1 : 0
        if (shopper < 400 || shopper % 50 !== 0) continue
        const uplift = relativeUplift(arms[0], arms[1])
        detected ||= uplift !== null && (uplift.low > 0 || uplift.high < 0)
        const [a, b] = arms
        const error = Math.sqrt(1 / a.conversions - 1 / a.shoppers + 1 / b.conversions - 1 / b.shoppers)
        looks ||= Math.abs(Math.log(a.conversions / a.shoppers / (b.conversions / b.shoppers))) > 1.96 * error
      }
      conclusive += detected ? 1 : 0
      byOneLook += looks ? 1 : 0
    }
    expect(conclusive).toBeLessThanOrEqual(5)
    expect(byOneLook).toBeGreaterThan(20)
  })

  test("relativeUplift: the interval holds the estimate and narrows with more shoppers", () => {
    fc.assert(
      fc.property(fc.integer({ min: 10, max: 1000 }), fc.double({ min: 0.05, max: 0.9, noNaN: true }), (n, rate) => {
        fc.pre(Math.floor(n * rate) > 0)
        const at = (times: number) => {
          const arm = { shoppers: n * times, conversions: Math.floor(n * rate) * times }
          return relativeUplift(arm, arm)
        }
        const [small, large] = [at(1), at(100)]
        expect(small!.low).toBeLessThanOrEqual(small!.relative)
        expect(small!.high).toBeGreaterThanOrEqual(small!.relative)
        expect(large!.high - large!.low).toBeLessThan(small!.high - small!.low)
      }),
      check,
    )
  })

  test("relativeUplift: an empty arm has no answer, an impossible one is refused", () => {
    expect(relativeUplift({ shoppers: 0, conversions: 0 }, { shoppers: 5, conversions: 1 })).toBeNull()
    expect(() => relativeUplift({ shoppers: 1, conversions: 2 }, { shoppers: 5, conversions: 1 })).toThrow(RangeError)
  })

  test("neededShoppers: that many tell the effect in eight experiments of ten", () => {
    const question = { baseRate: 0.2, effect: 0.2, holdoutShare: 0.3 }
    const shoppers = neededShoppers(question)
    const [n1, n0] = [0.7 * shoppers, 0.3 * shoppers]
    const random = createRandom(3)
    const normal = (): number => Array.from({ length: 12 }, () => random.next()).reduce((sum, one) => sum + one, -6)
    const bought = (n: number, rate: number): number =>
      Math.round(n * rate + Math.sqrt(n * rate * (1 - rate)) * normal())
    let conclusive = 0
    for (let run = 0; run < 1000; run++) {
      const treatment = { shoppers: Math.round(n1), conversions: bought(n1, 0.24) }
      const control = { shoppers: Math.round(n0), conversions: bought(n0, 0.2) }
      if ((relativeUplift(treatment, control)?.low ?? 0) > 0) conclusive++
    }
    expect(conclusive / 1000).toBeGreaterThan(0.76)
    expect(conclusive / 1000).toBeLessThan(0.84)
  })

  test("neededShoppers: without a rate or an effect no number suffices", () => {
    const question = { baseRate: 0.1, effect: 0.1, holdoutShare: 0.5 }
    expect(neededShoppers({ ...question, baseRate: 0 })).toBe(Number.POSITIVE_INFINITY)
    expect(neededShoppers({ ...question, baseRate: 1 })).toBe(Number.POSITIVE_INFINITY)
    expect(neededShoppers({ ...question, effect: 0 })).toBe(Number.POSITIVE_INFINITY)
  })
})

describe("giniCoefficient", () => {
  test("giniCoefficient: even is 0, one of four taking all is 0.75", () => {
    expect(giniCoefficient([5, 5, 5, 5])).toBeCloseTo(0)
    expect(giniCoefficient([0, 0, 0, 8])).toBeCloseTo(0.75)
    expect(giniCoefficient([])).toBe(0)
    expect(giniCoefficient([0, 0])).toBe(0)
  })

  test("giniCoefficient: scale and order do not matter", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 1 }), (counts) => {
        expect(giniCoefficient(counts.map((c) => c * 7).reverse())).toBeCloseTo(giniCoefficient(counts), 9)
      }),
      check,
    )
  })
})

test("sample ratio mismatch: arms as assigned pass, one short of a tenth of many shoppers does not", () => {
  const arm = (shoppers: number): ArmCount => ({ shoppers, conversions: 0 })
  expect(sampleRatioMismatch(arm(0), arm(0), 0.5)).toBe(false)
  expect(sampleRatioMismatch(arm(8_020), arm(1_980), 0.2)).toBe(false)
  expect(sampleRatioMismatch(arm(8_000), arm(1_800), 0.2)).toBe(true)
  // One in a thousand sound experiments at most: 3.29 standard deviations.
  expect(sampleRatioMismatch(arm(5_164), arm(4_836), 0.5)).toBe(false)
  expect(sampleRatioMismatch(arm(5_165), arm(4_835), 0.5)).toBe(true)
})
