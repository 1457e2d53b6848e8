import type { MethodMetrics, TrainingReport } from "../../../../core/contract"
import { holdoutAccuracy, judgeVersion } from "../gate"

const metrics = (all: number, fresh = all): MethodMetrics => {
  const cohort = (ndcg10: number): MethodMetrics["all"] => ({
    shoppers: Number.isNaN(ndcg10) ? 0 : 30,
    ndcg10,
    recall10: 0.1,
    hitRate10: 0.4,
    mrr: 0.1,
    coverage: 0.5,
  })
  return { all: cohort(all), novel: cohort(all), new: cohort(fresh) }
}

const report = (
  challenger: MethodMetrics,
  popularity: number,
  champion: MethodMetrics | null = null,
): TrainingReport => ({
  window: { from: 0, to: 2, cut: 1 },
  counts: { events: 1, shoppers: 1, products: 1, pairs: 1 },
  cost: 1,
  challenger,
  champion,
  baselines: { popularity: metrics(popularity), item_knn: metrics(0.9) },
  leads: { popularity: null, champion: null },
  auc: 0.7,
  calibrationError: 0.1,
  candidateRecall: 1,
  lists: null,
  seen: null,
  featureQuantiles: {},
  durationsMs: {},
})

describe("gate", () => {
  test("gate: a first model must beat popularity; a draw is not enough", () => {
    expect(judgeVersion(report(metrics(0.2), 0.19), 0.02).promote).toBe(true)
    expect(judgeVersion(report(metrics(0.2), 0.2), 0.02)).toMatchObject({
      promote: false,
      why: { text: expect.stringMatching(/does not beat popularity/), said: [{ code: "not_above_popularity" }] },
    })
    expect(judgeVersion(report(metrics(Number.NaN), 0.2), 0.02)).toMatchObject({
      promote: false,
      why: { said: [{ code: "unmeasured" }] },
    })
  })

  test("gate: the tolerance is the champion's alone, popularity has none", () => {
    const champion = metrics(0.3)
    expect(judgeVersion(report(metrics(0.295), 0.1, champion), 0.02).promote).toBe(true)
    expect(judgeVersion(report(metrics(0.293), 0.1, champion), 0.02).promote).toBe(false)
    expect(judgeVersion(report(metrics(0.299), 0.3, champion), 0.02).promote).toBe(false)
  })

  test("gate: a lead that may be luck is none, where the hold-out has cases enough to tell", () => {
    const lead = { cases: 400, difference: 0.01, low: -0.002, high: 0.022 }
    const first = report(metrics(0.2), 0.19)
    expect(judgeVersion({ ...first, leads: { popularity: lead, champion: null } }, 0.02)).toMatchObject({
      promote: false,
      why: { text: expect.stringContaining("-0.0020"), said: [{ code: "noise_above_popularity" }] },
    })
    const small = { ...lead, cases: 40 }
    expect(judgeVersion({ ...first, leads: { popularity: small, champion: null } }, 0.02).promote).toBe(true)
  })

  test("gate: a successor must be within the tolerance also at its interval's lower end", () => {
    const successor = report(metrics(0.3), 0.1, metrics(0.3))
    const withLow = (low: number): TrainingReport => ({
      ...successor,
      leads: { popularity: null, champion: { cases: 400, difference: 0, low, high: 0.01 } },
    })
    expect(judgeVersion(withLow(-0.005), 0.02).promote).toBe(true)
    expect(judgeVersion(withLow(-0.007), 0.02)).toMatchObject({
      promote: false,
      why: { said: [{ code: "noise_below_serving", values: { lead: -0.007, share: 0.02 } }] },
    })
  })

  test("gate: a shop of new shoppers is judged by them", () => {
    expect(judgeVersion(report(metrics(Number.NaN, 0.4), 0.1), 0.02).promote).toBe(true)
  })

  test("hold-out's accuracy: what could not be measured is unknown, not zero", () => {
    expect(holdoutAccuracy({ ...report(metrics(0.2), 0.1), auc: Number.NaN })).toEqual({
      pairwise: null,
      hit_rate: 0.4,
      sample: 30,
      source: "holdout",
    })
  })
})
