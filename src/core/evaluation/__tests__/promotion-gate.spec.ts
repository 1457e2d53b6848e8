import type { MethodMetrics } from "../../contract/recommender"
import { assuredLead, gateScore, INTERVAL_CASES, passesGate } from "../promotion-gate"

const metrics = (all: number, fresh = all): MethodMetrics => {
  const cohort = (ndcg10: number): MethodMetrics["all"] => ({
    ...{ shoppers: 30, ndcg10, recall10: 0.1, hitRate10: 0.4, mrr: 0.1, coverage: 0.5 },
  })
  return { all: cohort(all), novel: cohort(all), new: cohort(fresh) }
}

describe("promotion gate", () => {
  test("gate: no rival may be better by more than the tolerance, which is theirs to the end", () => {
    expect([passesGate(0.9, 1, 0.1), passesGate(0.8999, 1, 0.1)]).toEqual([true, false])
    expect([passesGate(0.5, 0.5, 0), passesGate(0.4999, 0.5, 0)]).toEqual([true, false])
  })

  test("gate: what could not be measured does not pass", () => {
    expect(passesGate(gateScore(metrics(Number.NaN)), 0, 0.1)).toBe(false)
  })

  test("gate: without known shoppers new ones are compared", () => {
    expect(gateScore(metrics(0.3, 0.5))).toBe(0.3)
    expect(gateScore(metrics(Number.NaN, 0.5))).toBe(0.5)
  })

  test("assuredLead: the lower end of the interval, from so many cases on", () => {
    const lead = (cases: number) => ({ cases, difference: 0.1, low: 0.02, high: 0.2 })
    expect(assuredLead(lead(INTERVAL_CASES))).toBe(0.02)
    expect([assuredLead(lead(INTERVAL_CASES - 1)), assuredLead(null)]).toEqual([null, null])
  })
})
