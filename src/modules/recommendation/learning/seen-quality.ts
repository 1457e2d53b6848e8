import { SHOWN_LISTS } from "../../../core/contract"
import type { OffPolicyReport, TrainingReport } from "../../../core/contract"
import { isEnoughOffPolicy } from "../../../core/evaluation"
import type { ModelVersionDetail, SeenComparisonInfo } from "../../../types/http"

/** What a report says of lists that shoppers saw: what they taught, and how its version compares with the one before on them. */
export function describeSeen({
  seen,
  offPolicy,
}: TrainingReport): Pick<ModelVersionDetail, "seen_lists" | "seen_comparison"> {
  return {
    seen_lists: SHOWN_LISTS.flatMap((list) => {
      const report = seen?.[list]
      return report === undefined ? [] : [{ list, lists: report.lists, effective_sample: report.effectiveSample }]
    }),
    seen_comparison: offPolicy === null ? null : comparison(offPolicy),
  }
}

function comparison(report: OffPolicyReport): SeenComparisonInfo {
  const { lists, effectiveSample, overlap, champion, difference, low, high } = report
  const share = (value: number): number => value / champion
  // One shopper's lists leave the interval open, and JSON has no number for that.
  const isKnown = champion > 0 && Number.isFinite(low) && Number.isFinite(high)
  return {
    ...{ lists, effective_sample: effectiveSample, overlap, is_enough: isEnoughOffPolicy(report) },
    difference: isKnown ? { share: share(difference), low: share(low), high: share(high) } : null,
  }
}
