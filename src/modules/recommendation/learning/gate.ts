import type { MethodMetrics, TrainingReport } from "../../../core/contract"
import { promotionGate } from "../../../core/evaluation"
import type { PromotionDecision } from "../../../core/evaluation"
import type { AccuracyMark } from "./activation-store"

/** Known shoppers where there are any on the hold-out, else new ones. */
const ndcgOf = ({ all, new: fresh }: MethodMetrics): number => (Number.isNaN(all.ndcg10) ? fresh.ndcg10 : all.ndcg10)

/**
 * Whether a trained model may serve: not below popularity, with no tolerance; not
 * worse than the serving model by more than the tolerance. A first model must be
 * better than popularity: else the ladder, which needs no model, does as well.
 */
export function judgeVersion(report: TrainingReport, tolerance: number): PromotionDecision {
  const { challenger, champion, baselines } = report
  const score = ndcgOf(challenger)
  const popularity = ndcgOf(baselines.popularity)
  if (champion === null && Number.isNaN(score)) {
    return { promote: false, reason: "The model could not be measured: the hold-out has no shopper." }
  }
  const floor = promotionGate({
    challenger,
    champion: null,
    baselines: { popularity: baselines.popularity },
    tolerance: 0,
  })
  if (!floor.promote) return floor
  if (champion === null && score <= popularity) {
    return {
      promote: false,
      reason: `NDCG@10 ${score.toFixed(4)} does not beat popularity with ${popularity.toFixed(4)}: the ladder serves on without a model.`,
    }
  }
  const rival = promotionGate({ challenger, champion, baselines: {}, tolerance })
  if (!rival.promote) return rival
  const beside = champion === null ? "no model served before" : `serving model ${ndcgOf(champion).toFixed(4)}`
  return {
    promote: true,
    reason: `NDCG@10 ${score.toFixed(4)}; popularity ${popularity.toFixed(4)}, ${beside}, item-kNN ${ndcgOf(baselines.item_knn).toFixed(4)}.`,
  }
}

/** How good a model was on its hold-out: what its accuracy is measured against until real choices tell. */
export function holdoutAccuracy({ auc, challenger }: TrainingReport): AccuracyMark {
  const cohort = challenger.all.shoppers > 0 ? challenger.all : challenger.new
  const known = (value: number): number | null => (Number.isFinite(value) ? value : null)
  return { pairwise: known(auc), hit_rate: known(cohort.hitRate10), sample: cohort.shoppers, source: "holdout" }
}
