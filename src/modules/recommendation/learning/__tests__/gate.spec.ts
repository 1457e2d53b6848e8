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
  offPolicy: null,
  featureQuantiles: {},
  featureLists: 0,
  durationsMs: {},
})

const GATE = { tolerance: 0.02, require_evidence: false }
const EVIDENCE = { ...GATE, require_evidence: true }

describe("gate", () => {
  test("gate: a first model must beat popularity; a draw is not enough", () => {
    expect(judgeVersion(report(metrics(0.2), 0.19), GATE).promote).toBe(true)
    expect(judgeVersion(report(metrics(0.2), 0.2), GATE)).toMatchObject({
      promote: false,
      why: { text: expect.stringMatching(/does not beat popularity/), said: [{ code: "not_above_popularity" }] },
    })
    expect(judgeVersion(report(metrics(Number.NaN), 0.2), GATE)).toMatchObject({
      promote: false,
      why: { said: [{ code: "unmeasured" }] },
    })
  })

  test("gate: the tolerance is the champion's alone, popularity has none", () => {
    const champion = metrics(0.3)
    expect(judgeVersion(report(metrics(0.295), 0.1, champion), GATE).promote).toBe(true)
    expect(judgeVersion(report(metrics(0.293), 0.1, champion), GATE).promote).toBe(false)
    expect(judgeVersion(report(metrics(0.299), 0.3, champion), GATE).promote).toBe(false)
  })

  test("gate: at -0.2 % of the serving model it serves, however wide the interval, and the chance of worse is said", () => {
    const lead = { cases: 400, difference: -0.0006, low: -0.0166, high: 0.0154 }
    const successor = { ...report(metrics(0.2994), 0.1, metrics(0.3)), leads: { popularity: null, champion: lead } }
    const verdict = judgeVersion(successor, GATE)
    expect(verdict.promote).toBe(true)
    expect(verdict.why.said.map(({ code }) => code)).toEqual(["passes", "chance_worse", "seen_too_little"])
    expect(verdict.why.said[1]?.values).toMatchObject({ share: 0.02, chance: expect.closeTo(0.29, 2) })
    expect(judgeVersion(successor, EVIDENCE)).toMatchObject({
      promote: false,
      why: { said: [{ code: "noise_below_serving" }, { code: "chance_worse" }] },
    })
  })

  test("gate: a lead that may be chance is none where evidence is required, and there are cases enough to tell", () => {
    const lead = { cases: 400, difference: 0.01, low: -0.002, high: 0.022 }
    const first = { ...report(metrics(0.2), 0.19), leads: { popularity: lead, champion: null } }
    expect(judgeVersion(first, GATE)).toMatchObject({
      promote: true,
      why: { said: [{ code: "first_passes" }, { code: "chance_below_popularity" }] },
    })
    expect(judgeVersion(first, EVIDENCE)).toMatchObject({
      promote: false,
      why: { text: expect.stringContaining("-0.0020"), said: [{ code: "noise_above_popularity" }] },
    })
    const small = { ...first, leads: { popularity: { ...lead, cases: 40 }, champion: null } }
    expect(judgeVersion(small, EVIDENCE).promote).toBe(true)
  })

  test("gate: with evidence a successor must be within the tolerance also at its interval's lower end", () => {
    const successor = report(metrics(0.3), 0.1, metrics(0.3))
    const withLow = (low: number): TrainingReport => ({
      ...successor,
      leads: { popularity: null, champion: { cases: 400, difference: 0, low, high: 0.01 } },
    })
    expect(judgeVersion(withLow(-0.005), EVIDENCE).promote).toBe(true)
    expect(judgeVersion(withLow(-0.007), EVIDENCE)).toMatchObject({
      promote: false,
      why: { said: [{ code: "noise_below_serving", values: { lead: -0.007, share: 0.02 } }, { code: "chance_worse" }] },
    })
  })

  test("gate: a shop of new shoppers is judged by them", () => {
    expect(judgeVersion(report(metrics(Number.NaN, 0.4), 0.1), GATE).promote).toBe(true)
  })

  test("hold-out's accuracy: what could not be measured is unknown, not zero", () => {
    expect(holdoutAccuracy({ ...report(metrics(0.2), 0.1), auc: Number.NaN })).toEqual({
      pairwise: null,
      hit_rate: 0.4,
      sample: 30,
      source: "holdout",
    })
  })

  describe("lists that shoppers saw", () => {
    const champion = metrics(0.2)
    const seen = { lists: 4_000, effectiveSample: 2_000, overlap: 0.9, challenger: 0.1, champion: 0.1 }
    const judged = (offPolicy: TrainingReport["offPolicy"]) =>
      judgeVersion({ ...report(metrics(0.21), 0.1, champion), offPolicy }, GATE)

    test("gate: lists that were chosen from less often, within all of the interval, refuse what the hold-out lets pass", () => {
      expect(judged({ ...seen, difference: -0.01, low: -0.015, high: -0.005 })).toMatchObject({
        promote: false,
        why: {
          text: expect.stringMatching(/10 % less often .*-15 % to -5 %/),
          said: [{ code: "passes" }, { code: "seen_worse", values: { behind_share: expect.closeTo(0.1) } }],
        },
      })
    })

    test("gate: what may be chance, or lies within the tolerance, refuses nothing, and stands beside", () => {
      for (const [difference, high] of [
        [-0.01, 0.001],
        [-0.0015, -0.0005],
        [0.02, 0.03],
      ]) {
        expect(judged({ ...seen, difference, low: difference - 0.01, high })).toMatchObject({
          promote: true,
          why: { said: [{ code: "passes" }, { code: "seen_beside" }] },
        })
      }
    })

    test("gate: too few lists, or lists of other products, decide nothing and say so; so do none at all", () => {
      const worse = { ...seen, difference: -0.05, low: -0.06, high: -0.04 }
      for (const little of [
        { ...worse, effectiveSample: 999 },
        { ...worse, overlap: 0.79 },
        { ...worse, champion: 0 },
        null,
      ]) {
        expect(judged(little)).toMatchObject({
          promote: true,
          why: { said: [{ code: "passes" }, { code: "seen_too_little" }] },
        })
      }
    })

    test("gate: they alone promote nothing", () => {
      const better = { ...seen, difference: 0.05, low: 0.04, high: 0.06 }
      const verdict = judgeVersion({ ...report(metrics(0.1), 0.05, champion), offPolicy: better }, GATE)
      expect(verdict.promote).toBe(false)
    })
  })
})
