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

/**
 * NDCG@10 on the temporal hold-out that a promotion gate goes by: of known shoppers where there are any, else of new ones;
 * NaN where neither was measured.
 */
export const gateScore = ({ all, new: fresh }: MethodMetrics): number =>
  Number.isNaN(all.ndcg10) ? fresh.ndcg10 : all.ndcg10

/**
 * Whether a challenger may stand beside a rival, the serving model or a baseline: its NDCG@10 is not below the rival's by
 * more than the tolerance. One that could not be measured may not.
 *
 * @param tolerance share of the rival's NDCG@10 that a challenger may fall behind: hold-outs are samples
 */
export const passesGate = (score: number, rival: number, tolerance: number): boolean => score >= rival * (1 - tolerance)
