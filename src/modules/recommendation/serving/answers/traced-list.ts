import type { Strategy } from "../../../../core/contract"
import { traced } from "../../telemetry"
import type { AnswerSummary } from "./answer-cache"

/** What a span records of a list, once it is made. */
interface TracedAnswer {
  readonly summary: AnswerSummary
  readonly cached: boolean
}

/** Answers one list within a span that says how it was answered, not for whom. */
export function tracedList<T extends TracedAnswer>(strategy: Strategy, answer: () => Promise<T>): Promise<T> {
  return traced("recommendations.list", async (span) => {
    span.setAttribute("recommendations.strategy", strategy)
    const answered = await answer()
    // Each request comes by here: nothing is put together where nobody listens.
    if (span.isRecording()) {
      const { rung, count, modelVersion } = answered.summary
      span.setAttributes({
        "recommendations.rung": rung,
        "recommendations.count": count,
        "recommendations.cached": answered.cached,
        "recommendations.model_version": modelVersion ?? undefined,
      })
    }
    return answered
  })
}
