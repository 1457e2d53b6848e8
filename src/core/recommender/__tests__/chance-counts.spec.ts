import fc from "fast-check"
import { fitPlattScaling } from "../../svm"
import { asSamples, ChanceCounts } from "../calibration/chance-counts"

const candidates = fc.array(fc.record({ value: fc.double({ min: -8, max: 8, noNaN: true }), isChosen: fc.boolean() }), {
  minLength: 1,
  maxLength: 200,
})

test("chance counts: whoever counted a part, and in whatever order it comes, all that was counted is the same", () => {
  fc.assert(
    fc.property(candidates, fc.nat(), (all, cut) => {
      const alone = new ChanceCounts()
      for (const { value, isChosen } of all) alone.add(value, isChosen)
      const together = new ChanceCounts()
      for (const part of [all.slice(cut % all.length), all.slice(0, cut % all.length)]) {
        const counts = new ChanceCounts()
        for (const { value, isChosen } of part) counts.add(value, isChosen)
        together.take(counts.counted())
      }
      expect(together.counted()).toEqual(alone.counted())
    }),
    { seed: 20260101, numRuns: 200 },
  )
})

test("chance counts: the sigmoid of what was counted is the one of all candidates", () => {
  const values = Float64Array.from({ length: 5000 }, (_, at) => Math.sin(at) * 4)
  const labels = Array.from(values, (value, at) => (Math.cos(3 * at) * 4 < value ? 1 : -1))
  const counts = new ChanceCounts()
  values.forEach((value, at) => counts.add(value, labels[at] > 0))
  const { scores, labels: sampled, weights } = asSamples([counts.counted()])
  const counted = fitPlattScaling(scores, sampled, { sampleWeights: weights })
  const exact = fitPlattScaling(values, labels)
  expect(counted.a).toBeCloseTo(exact.a, 3)
  expect(counted.b).toBeCloseTo(exact.b, 3)
})
