import type { MethodMetrics, TrainingReport } from "../../../core/contract"
import { assuredLead, promotionGate } from "../../../core/evaluation"
import { aboutGate } from "../sayings"
import type { Told } from "../sayings"
import type { AccuracyMark } from "./activation-store"

/** Known shoppers where there are any on the hold-out, else new ones. */
const ndcgOf = ({ all, new: fresh }: MethodMetrics): number => (Number.isNaN(all.ndcg10) ? fresh.ndcg10 : all.ndcg10)

/** Whether a version may serve, and why. */
export interface Verdict {
  readonly promote: boolean
  readonly why: Told
}

const refuse = (why: Told): Verdict => ({ promote: false, why })

/**
 * Whether a trained model may serve: not below popularity, with no tolerance; not
 * worse than the serving model by more than the tolerance. A first model must be
 * better than popularity: else the ladder, which needs no model, does as well.
 *
 * Where the hold-out has `INTERVAL_CASES`, that must also hold at the lower end
 * of the lead's interval, lest a model serve that is better by luck alone: of 200
 * truly worse beyond the tolerance none then served, of 200 first models no better
 * than popularity 5, of 200 truly better all, of 200 as good as the champion 129; the
 * others have the next run. On smaller hold-outs the lead itself decides: an interval
 * would refuse nearly every successor there, while a much worse one is seen without
 * it (of 200 that were 8 % worse, on 20 to 80 cases, 4 served), and a first model that
 * was lucky is still as good as the popularity that would serve in its place.
 */
export function judgeVersion(report: TrainingReport, tolerance: number): Verdict {
  const { challenger, champion, baselines } = report
  const score = ndcgOf(challenger)
  if (Number.isNaN(score)) return refuse(aboutGate.unmeasured())
  const popularity = ndcgOf(baselines.popularity)
  const floor = promotionGate({
    challenger,
    champion: null,
    baselines: { popularity: baselines.popularity },
    tolerance: 0,
  })
  if (!floor.promote) return refuse(aboutGate.belowPopularity(score, popularity))
  return champion === null ? judgeFirst(report) : judgeSuccessor(report, champion, tolerance)
}

function judgeFirst({ challenger, baselines, leads }: TrainingReport): Verdict {
  const score = ndcgOf(challenger)
  const popularity = ndcgOf(baselines.popularity)
  if (score <= popularity) return refuse(aboutGate.notAbovePopularity(score, popularity))
  const assured = assuredLead(leads.popularity)
  if (assured !== null && assured <= 0) return refuse(aboutGate.noiseAbovePopularity(score, popularity, assured))
  return { promote: true, why: aboutGate.firstPasses(score, popularity, ndcgOf(baselines.item_knn)) }
}

function judgeSuccessor(report: TrainingReport, champion: MethodMetrics, tolerance: number): Verdict {
  const { challenger, baselines, leads } = report
  const score = ndcgOf(challenger)
  const serving = ndcgOf(champion)
  const rival = promotionGate({ challenger, champion, baselines: {}, tolerance })
  if (!rival.promote) return refuse(aboutGate.belowServing(score, serving, tolerance))
  const assured = assuredLead(leads.champion)
  if (assured !== null && assured < -tolerance * serving) {
    return refuse(aboutGate.noiseBelowServing({ score, serving, assured, tolerance }))
  }
  return {
    promote: true,
    why: aboutGate.passes(score, ndcgOf(baselines.popularity), serving, ndcgOf(baselines.item_knn)),
  }
}

/** How good a model was on its hold-out: what its accuracy is measured against until real choices tell. */
export function holdoutAccuracy({ auc, challenger }: TrainingReport): AccuracyMark {
  const cohort = challenger.all.shoppers > 0 ? challenger.all : challenger.new
  const known = (value: number): number | null => (Number.isFinite(value) ? value : null)
  return { pairwise: known(auc), hit_rate: known(cohort.hitRate10), sample: cohort.shoppers, source: "holdout" }
}
