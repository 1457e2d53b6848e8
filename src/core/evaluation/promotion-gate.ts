import type { MethodMetrics, ScoreLead } from "../contract/recommender"

/**
 * Cases from which a lead's interval decides rather than the lead itself. Successors of a shop's model differ from
 * it by a spread of some 0.15 of its NDCG@10 from case to case (0.052 beside 0.338 on the 342 cases of
 * online_retail_2010). With 200 cases an equal successor then passes the interval's test more often than not; with
 * fewer, the interval would refuse most, and a shop that small would keep its first model for ever.
 */
export const INTERVAL_CASES = 200

/**
 * The lead that can be counted on, nineteen times in twenty: the lower end of its interval. Null where there are
 * too few cases for it.
 */
export function assuredLead(lead: ScoreLead | null): number | null {
  return lead === null || lead.cases < INTERVAL_CASES ? null : lead.low
}

/** What a gate weighs. */
export interface PromotionQuestion {
  readonly challenger: MethodMetrics
  /** The serving model on the same hold-out, null where there is none. */
  readonly champion: MethodMetrics | null
  readonly baselines: Readonly<Record<string, MethodMetrics>>
  /** Share of the other's NDCG@10 that a challenger may fall behind: hold-outs are samples. */
  readonly tolerance: number
}

/** Whether a challenger may serve, and why. */
export interface PromotionDecision {
  readonly promote: boolean
  /** In words for the merchant, with numbers. */
  readonly reason: string
}

/**
 * Lets a challenger serve when its NDCG@10 on the temporal hold-out is at least that of every baseline and of the
 * serving model, less the tolerance. Known shoppers are compared where there are any, else new ones. A
 * challenger that could not be measured does not replace a model that could.
 */
export function promotionGate(question: PromotionQuestion): PromotionDecision {
  const { champion, baselines, tolerance } = question
  const score = ndcgOf(question.challenger)
  if (Number.isNaN(score)) {
    if (champion === null) return { promote: true, reason: "No hold-out to measure on, and no model serves yet." }
    return { promote: false, reason: "The new model could not be measured: the hold-out has no shopper." }
  }
  const rivals: [string, number][] = Object.entries(baselines).map(([name, metrics]) => [name, ndcgOf(metrics)])
  if (champion !== null) rivals.push(["the serving model", ndcgOf(champion)])
  for (const [name, rival] of rivals) {
    if (score < rival * (1 - tolerance)) {
      return {
        promote: false,
        reason: `NDCG@10 ${score.toFixed(4)} is below ${name} with ${rival.toFixed(4)} (tolerance ${tolerance}).`,
      }
    }
  }
  const beaten = rivals.map(([name, rival]) => `${name} ${rival.toFixed(4)}`).join(", ")
  return { promote: true, reason: `NDCG@10 ${score.toFixed(4)}; compared with ${beaten === "" ? "nothing" : beaten}.` }
}

function ndcgOf(metrics: MethodMetrics): number {
  return Number.isNaN(metrics.all.ndcg10) ? metrics.new.ndcg10 : metrics.all.ndcg10
}
