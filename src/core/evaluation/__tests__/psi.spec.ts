import fc from "fast-check"
import { createRandom } from "../../random/seeded-random"
import { decileEdges, PSI_ALARM, psiNoise, psiOfQuantiles } from "../psi"

const values = (from: number, step: number): number[] => Array.from({ length: 1_000 }, (_, i) => from + step * i)

describe("population stability index", () => {
  test("psi: the same distribution has not moved", () => {
    const edges = decileEdges(values(0, 1))
    expect(psiOfQuantiles(edges, edges)).toBeCloseTo(0, 12)
  })

  test("psi: one decile's worth of shift is seen, a whole one alarms", () => {
    const reference = decileEdges(values(0, 1))
    const slight = psiOfQuantiles(reference, decileEdges(values(20, 1)))
    const whole = psiOfQuantiles(reference, decileEdges(values(2_000, 1)))
    expect(slight).toBeLessThan(PSI_ALARM)
    expect(whole).toBeGreaterThan(PSI_ALARM)
  })

  test("psi: two bins, worked by hand", () => {
    // Edges [0 x5, 1 x4]: half of the reference is at most 0, nine tenths at most 1.
    const reference = [0, 0, 0, 0, 0, 1, 1, 1, 1]
    // All nine edges at 1: of the actual values half of the first tenth at most 0, nine tenths at most 1.
    const actual = [1, 1, 1, 1, 1, 1, 1, 1, 1]
    const expected =
      (0.05 - 0.5) * Math.log(0.05 / 0.5) + (0.85 - 0.4) * Math.log(0.85 / 0.4) + (0.1 - 0.1) * Math.log(0.1 / 0.1)
    expect(psiOfQuantiles(reference, actual)).toBeCloseTo(expected, 10)
  })

  test("psi: two small samples of one distribution pass the convention's alarm, and seldom their own noise", () => {
    const random = createRandom(3)
    const edges = (): number[] => decileEdges(Array.from({ length: 60 }, () => random.next()))
    const trials = Array.from({ length: 2_000 }, () => {
      const reference = edges()
      return { psi: psiOfQuantiles(reference, edges()), noise: psiNoise(reference, [60, 60]) }
    })
    expect(trials.filter(({ psi }) => psi >= PSI_ALARM).length).toBeGreaterThan(400)
    expect(trials.filter(({ psi, noise }) => psi >= noise).length).toBeLessThanOrEqual(6)
  })

  test("psi: noise falls with the samples, and is without bound where there is none", () => {
    const edges = decileEdges(values(0, 1))
    expect(psiNoise(edges, [1_000, 1_000])).toBeCloseTo(0.0557, 3)
    expect(psiNoise(edges, [1_000, 0])).toBe(Infinity)
  })

  test("psi: without edges there is no answer", () => {
    expect(psiOfQuantiles([], [1])).toBeNaN()
    expect(psiOfQuantiles([1], [])).toBeNaN()
    expect(decileEdges([])).toEqual([])
  })

  test("psi: never negative, never infinite", () => {
    const sample = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 60 })
    fc.assert(
      fc.property(sample, sample, (a, b) => {
        const psi = psiOfQuantiles(decileEdges(a), decileEdges(b))
        return Number.isFinite(psi) && psi >= 0
      }),
      { seed: 20260101, numRuns: 500 },
    )
  })
})
