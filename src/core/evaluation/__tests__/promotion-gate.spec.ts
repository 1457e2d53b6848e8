import type { MethodMetrics } from "../../contract/recommender"
import { assuredLead, INTERVAL_CASES, promotionGate } from "../promotion-gate"

const metrics = (all: number, fresh = all): MethodMetrics => {
  const cohort = (ndcg10: number): MethodMetrics["all"] => ({
    ...{ shoppers: 30, ndcg10, recall10: 0.1, hitRate10: 0.4, mrr: 0.1, coverage: 0.5 },
  })
  return { all: cohort(all), novel: cohort(all), new: cohort(fresh) }
}
const ask = (challenger: number, champion: number | null, baseline = 0): boolean =>
  promotionGate({
    ...{ challenger: metrics(challenger), champion: champion === null ? null : metrics(champion), tolerance: 0.1 },
    baselines: { popularity: metrics(baseline) },
  }).promote

describe("promotionGate", () => {
  test("gate: neither the champion nor a baseline may be better by more than the tolerance, which is theirs to the end", () => {
    expect([ask(0.9, 1), ask(0.8999, 1)]).toEqual([true, false])
    expect([ask(0.9, null, 1), ask(0.8999, null, 1)]).toEqual([true, false])
  })

  test("gate: what could not be measured serves only where nothing does", () => {
    expect([ask(Number.NaN, null), ask(Number.NaN, 0)]).toEqual([true, false])
  })

  test("gate: without known shoppers new ones are compared", () => {
    const decide = (fresh: number): boolean =>
      promotionGate({
        ...{ challenger: metrics(Number.NaN, fresh), champion: metrics(Number.NaN, 0.5), baselines: {}, tolerance: 0 },
      }).promote
    expect([decide(0.5), decide(0.49)]).toEqual([true, false])
  })

  test("gate: its reason names what was compared", () => {
    const reasonOf = (champion: MethodMetrics | null): string =>
      promotionGate({ challenger: metrics(0.5), champion, baselines: {}, tolerance: 0 }).reason
    expect(reasonOf(null)).toBe("NDCG@10 0.5000; compared with nothing.")
    expect(reasonOf(metrics(0.4))).toBe("NDCG@10 0.5000; compared with the serving model 0.4000.")
    expect(reasonOf(metrics(0.6))).toMatch(/^NDCG@10 0\.5000 is below the serving model with 0\.6000/)
  })

  test("assuredLead: the lower end of the interval, from so many cases on", () => {
    const lead = (cases: number) => ({ cases, difference: 0.1, low: 0.02, high: 0.2 })
    expect(assuredLead(lead(INTERVAL_CASES))).toBe(0.02)
    expect([assuredLead(lead(INTERVAL_CASES - 1)), assuredLead(null)]).toEqual([null, null])
  })
})
