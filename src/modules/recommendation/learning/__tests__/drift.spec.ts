import type { MethodMetrics } from "../../../../core/contract"
import { decileEdges } from "../../../../core/evaluation/psi"
import { createRandom } from "../../../../core/random/seeded-random"
import { measureDrift } from "../drift"
import type { DriftQuestion } from "../drift"

const FEATURES = Array.from({ length: 50 }, (_, at) => `feature ${at}`)
const NO_SCORES = { first: [], newest: [] }
const random = createRandom(7)

const cohort = (shoppers: number): MethodMetrics["all"] => ({
  ...{ shoppers, ndcg10: 0.3, recall10: 0.3, hitRate10: 0.3, mrr: 0.3, coverage: 0.3 },
})
const values = (count: number, shift = 0): number[] => Array.from({ length: count }, () => random.next() + shift)

/** A version whose hold-out had so many lists, all features moved by `shift`. */
function version(lists: number, shift = 0, featureLists: number | null = lists): DriftQuestion["serving"] {
  const featureQuantiles = Object.fromEntries(FEATURES.map((name) => [name, decileEdges(values(lists, shift))]))
  const challenger = { all: cohort(lists), novel: cohort(lists), new: cohort(0) }
  return { report: { featureQuantiles, featureLists, challenger } }
}
const alarms = (question: DriftQuestion): number => measureDrift(question).filter(({ alarm }) => alarm).length

describe("drift", () => {
  test("drift: two hold-outs of fifty shoppers of one shop alarm nobody, though many an index is above 0.25", () => {
    const question = { serving: version(50), newest: version(50), scores: NO_SCORES }
    const drift = measureDrift(question)
    expect(drift.filter(({ psi }) => psi >= 0.25).length).toBeGreaterThanOrEqual(8)
    expect(alarms(question)).toBe(0)
  })

  test("drift: features that moved by half their range alarm, the widest first", () => {
    const question = { serving: version(400), newest: version(400, 0.5), scores: NO_SCORES }
    const drift = measureDrift(question)
    expect(alarms(question)).toBe(FEATURES.length)
    expect(drift.map(({ psi }) => psi)).toEqual(drift.map(({ psi }) => psi).sort((a, b) => b - a))
  })

  test("drift: what the shop sells in these days moves with the season, and alarms nobody", () => {
    const names = [
      "any.popular15.rank",
      "any.trend.value",
      "again.latest60.value",
      "any.recency.value",
      "any.popular360.value",
    ]
    const of = (shift: number): DriftQuestion["serving"] => {
      const made = version(400)
      const quantiles = names.map((name): [string, number[]] => [name, decileEdges(values(400, shift))])
      return { report: { ...made.report, featureQuantiles: Object.fromEntries(quantiles) } }
    }
    const drift = measureDrift({ serving: of(0), newest: of(0.5), scores: NO_SCORES })
    expect(drift.every(({ psi }) => psi >= 0.25)).toBe(true)
    const alarming = drift.filter(({ alarm }) => alarm).map(({ feature }) => feature)
    expect(alarming.sort()).toEqual(["any.popular360.value", "any.recency.value"])
  })

  test("drift: fewer than thirty lists say nothing, whatever they hold", () => {
    const question = { serving: version(400), newest: version(29, 5), scores: NO_SCORES }
    expect(alarms(question)).toBe(0)
    expect(measureDrift(question)[0]?.noise).toBeNull()
  })

  test("drift: of reports that counted no lists, the shoppers of the hold-out are the sample", () => {
    const drift = (lists: number | null): unknown =>
      measureDrift({ serving: version(40, 0, lists), newest: version(40, 0, 40), scores: NO_SCORES })[0]?.noise
    expect(drift(null)).toBe(drift(40))
  })

  test("drift: scores are measured by their own number", () => {
    const none = version(0)
    const scores = (count: number, shift: number) => ({ first: values(count), newest: values(count, shift) })
    expect(measureDrift({ serving: none, newest: none, scores: scores(29, 5) })).toEqual([])
    expect(alarms({ serving: none, newest: none, scores: scores(50, 0) })).toBe(0)
    expect(alarms({ serving: none, newest: none, scores: scores(200, 5) })).toBe(1)
  })
})
