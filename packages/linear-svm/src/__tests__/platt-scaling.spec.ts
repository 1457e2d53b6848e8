import fc from "fast-check"
import { createRandom } from "../random/seeded-random"
import { TrainingInputError } from "../errors"
import { fitPlattScaling, plattProbability } from "../calibration/platt-scaling"

const sampledFrom = (a: number, b: number, count: number): { scores: Float64Array; labels: Int8Array } => {
  const random = createRandom(9)
  const scores = Float64Array.from({ length: count }, () => 6 * random.next() - 3)
  const labels = Int8Array.from(scores, (score) => (random.next() < plattProbability({ a, b }, score) ? 1 : -1))
  return { scores, labels }
}

test("fitPlattScaling: finds the sigmoid that the labels were drawn from", () => {
  const { scores, labels } = sampledFrom(-1.5, 0.4, 50_000)
  const fit = fitPlattScaling(scores, labels)
  expect(fit.converged).toBe(true)
  expect(fit.a).toBeCloseTo(-1.5, 1)
  expect(fit.b).toBeCloseTo(0.4, 1)
})

test("fitPlattScaling: the sum of probabilities equals the sum of the smoothed targets", () => {
  const { scores, labels } = sampledFrom(-1, 1, 500)
  const positive = labels.filter((label) => label > 0).length
  const negative = 500 - positive
  const fit = fitPlattScaling(scores, labels)
  const sum = scores.reduce((total, score) => total + plattProbability(fit, score), 0)
  expect(sum).toBeCloseTo((positive * (positive + 1)) / (positive + 2) + negative / (negative + 2), 6)
})

test("fitPlattScaling: a row of weight 2 counts as two rows, but for the smoothing both share", () => {
  const scores = Float64Array.of(-2, -1, 0, 1, 2, 3)
  const labels = [0, 0, 1, 0, 1, 1]
  const twice = fitPlattScaling(Float64Array.of(...scores, ...scores), [...labels, ...labels])
  const weighted = fitPlattScaling(scores, labels, { sampleWeights: new Float64Array(6).fill(2) })
  expect(weighted.a).toBeCloseTo(twice.a, 9)
  expect(weighted.b).toBeCloseTo(twice.b, 9)
})

test("fitPlattScaling: separable scores give a steep sigmoid with finite parameters", () => {
  const fit = fitPlattScaling(Float64Array.of(-2, -1, 1, 2), [-1, -1, 1, 1])
  expect(fit.converged).toBe(true)
  expect(fit.a).toBeLessThan(0)
  expect(Number.isFinite(fit.a) && Number.isFinite(fit.b)).toBe(true)
  expect(plattProbability(fit, 2)).toBeGreaterThan(0.7)
})

test("fitPlattScaling: with no scores the probability is one half, with one label near certain", () => {
  const nothing = fitPlattScaling(new Float64Array(0), [])
  expect(plattProbability(nothing, 5)).toBe(0.5)
  const allChosen = fitPlattScaling(new Float64Array(98).fill(0.3), new Int8Array(98).fill(1))
  expect(plattProbability(allChosen, 0.3)).toBeCloseTo(0.99, 9)
})

test("fitPlattScaling: stops after maxIterations and says so", () => {
  const { scores, labels } = sampledFrom(-2, 0, 100)
  expect(fitPlattScaling(scores, labels, { maxIterations: 1 })).toMatchObject({ converged: false, iterations: 1 })
})

test("fitPlattScaling: lengths that differ and numbers out of range are refused", () => {
  const two = Float64Array.of(1, 2)
  expect(() => fitPlattScaling(two, [1])).toThrow(TrainingInputError)
  expect(() => fitPlattScaling(two, [1, 0], { sampleWeights: Float64Array.of(1) })).toThrow("sampleWeights has 1")
  expect(() => fitPlattScaling(Float64Array.of(1, Number.NaN), [1, 0])).toThrow("scores[1] is NaN")
  expect(() => fitPlattScaling(two, [1, 0], { sampleWeights: Float64Array.of(1, -1) })).toThrow(
    "sampleWeights[1] is -1",
  )
})

const scoresWithLabels = fc
  .array(fc.tuple(fc.integer({ min: -5000, max: 5000 }), fc.boolean()), { minLength: 2, maxLength: 60 })
  .map((rows) => ({
    scores: Float64Array.from(rows, (row) => row[0] / 100),
    labels: rows.map((row) => (row[1] ? 1 : 0)),
  }))

test("fitPlattScaling: nothing nearby is better (optimality), whatever the scores", () => {
  const loss = (
    fit: { a: number; b: number },
    { scores, labels }: { scores: Float64Array; labels: number[] },
  ): number => {
    const positive = labels.filter((label) => label > 0).length
    const chosen = (positive + 1) / (positive + 2)
    const notChosen = 1 / (labels.length - positive + 2)
    return scores.reduce((sum, score, i) => {
      const logit = fit.a * score + fit.b
      const target = labels[i] > 0 ? chosen : notChosen
      const softplus = Math.max(0, logit) + Math.log1p(Math.exp(-Math.abs(logit)))
      return sum + softplus - (1 - target) * logit
    }, 0)
  }
  fc.assert(
    fc.property(scoresWithLabels, (rows) => {
      const fit = fitPlattScaling(rows.scores, rows.labels)
      const best = loss(fit, rows)
      expect(fit.negativeLogLikelihood).toBeCloseTo(best, 6)
      for (const [a, b] of [
        [0.01, 0],
        [-0.01, 0],
        [0, 0.01],
        [0, -0.01],
      ]) {
        expect(loss({ a: fit.a + a, b: fit.b + b }, rows)).toBeGreaterThanOrEqual(best - 1e-6)
      }
    }),
    { seed: 20260101, numRuns: 300 },
  )
})

test("fitPlattScaling: the order of rows does not matter, and scaled scores give the same probabilities", () => {
  fc.assert(
    fc.property(scoresWithLabels, fc.double({ min: 0.1, max: 10, noNaN: true }), ({ scores, labels }, factor) => {
      const fit = fitPlattScaling(scores, labels)
      const reversed = fitPlattScaling(scores.slice().reverse(), [...labels].reverse())
      const scaled = fitPlattScaling(
        scores.map((score) => score * factor),
        labels,
      )
      for (const score of scores) {
        const probability = plattProbability(fit, score)
        expect(plattProbability(reversed, score)).toBeCloseTo(probability, 5)
        expect(plattProbability(scaled, score * factor)).toBeCloseTo(probability, 5)
      }
    }),
    { seed: 20260101, numRuns: 200 },
  )
})

test("plattProbability: is monotone, within [0, 1], and safe for scores that overflow", () => {
  const scaling = { a: -2, b: 0.5 }
  const scores = [-1e308, -1000, -1, 0, 0.25, 1, 1000, 1e308]
  const probabilities = scores.map((score) => plattProbability(scaling, score))
  expect(probabilities[0]).toBe(0)
  expect(probabilities[4]).toBe(0.5)
  expect(probabilities[7]).toBe(1)
  expect([...probabilities].sort((x, y) => x - y)).toEqual(probabilities)
})
