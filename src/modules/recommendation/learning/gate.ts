import type { MethodMetrics, TrainingReport } from "../../../core/contract"
import { promotionGate } from "../../../core/evaluation"
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

/**
 * Whether a trained model may serve: not below popularity, with no tolerance; not
 * worse than the serving model by more than the tolerance. A first model must be
 * better than popularity: else the ladder, which needs no model, does as well.
 */
export function judgeVersion(report: TrainingReport, tolerance: number): Verdict {
  const { challenger, champion, baselines } = report
  const score = ndcgOf(challenger)
  const popularity = ndcgOf(baselines.popularity)
  const refuse = (why: Told): Verdict => ({ promote: false, why })
  if (champion === null && Number.isNaN(score)) return refuse(aboutGate.unmeasured())
  const floor = promotionGate({
    challenger,
    champion: null,
    baselines: { popularity: baselines.popularity },
    tolerance: 0,
  })
  if (!floor.promote) return refuse(aboutGate.belowPopularity(score, popularity))
  if (champion === null && score <= popularity) return refuse(aboutGate.notAbovePopularity(score, popularity))
  const rival = promotionGate({ challenger, champion, baselines: {}, tolerance })
  const itemKnn = ndcgOf(baselines.item_knn)
  if (champion === null) return { promote: true, why: aboutGate.firstPasses(score, popularity, itemKnn) }
  const serving = ndcgOf(champion)
  if (rival.promote) return { promote: true, why: aboutGate.passes(score, popularity, serving, itemKnn) }
  return refuse(Number.isNaN(score) ? aboutGate.unmeasured() : aboutGate.belowServing(score, serving, tolerance))
}

/** How good a model was on its hold-out: what its accuracy is measured against until real choices tell. */
export function holdoutAccuracy({ auc, challenger }: TrainingReport): AccuracyMark {
  const cohort = challenger.all.shoppers > 0 ? challenger.all : challenger.new
  const known = (value: number): number | null => (Number.isFinite(value) ? value : null)
  return { pairwise: known(auc), hit_rate: known(cohort.hitRate10), sample: cohort.shoppers, source: "holdout" }
}
