import { createRandom } from "../../random/seeded-random"
import { chanceBelow } from "../chance-below"
import { pairedBootstrap } from "../paired-bootstrap"

const lead = (difference: number, half: number) => ({
  ...{ cases: 100, difference, low: difference - half, high: difference + half },
})

describe("chanceBelow", () => {
  test("chanceBelow: at the lead itself one half, at the ends of its 90 % interval one in twenty", () => {
    expect(chanceBelow(lead(0.1, 0.02), 0.1)).toBeCloseTo(0.5, 7)
    expect(chanceBelow(lead(0.1, 0.02), 0.08)).toBeCloseTo(0.05, 6)
    expect(chanceBelow(lead(0.1, 0.02), 0.12)).toBeCloseTo(0.95, 6)
    expect(chanceBelow(lead(0.1, 0.02), -5)).toBeCloseTo(0, 7)
  })

  test("chanceBelow: a lead without any doubt is below or not", () => {
    expect([0.2, 0.1, 0.05].map((bound) => chanceBelow(lead(0.1, 0), bound))).toEqual([1, 0, 0])
  })

  test("chanceBelow: of hold-outs that say one in five or less, a fifth at most is wrong", () => {
    const random = createRandom(17)
    const truth = -0.02
    let bold = 0
    let wrong = 0
    for (let trial = 0; trial < 400; trial++) {
      const first = Array.from({ length: 100 }, () => random.next() + truth)
      const second = Array.from({ length: 100 }, () => random.next())
      const measured = pairedBootstrap(first, second, trial)
      if (measured === null) continue
      bold++
      // The truth lies on the bound's far side: it is said with a chance of a fifth at most.
      if (chanceBelow(measured, truth + 1e-9) <= 0.2) wrong++
    }
    expect(wrong / bold).toBeGreaterThan(0.12)
    expect(wrong / bold).toBeLessThan(0.28)
  })
})
