import type { ModelInfoResponse } from "../../../types/http"
import type { RecommendationSettings } from "../options"
import type { AccuracyStore } from "./accuracy-store"
import type { ActivationStore } from "./activation-store"
import { decideRetrain, interactionsDue } from "./decide"
import type { LearningState } from "./decide"
import { measureDrift } from "./drift"
import type { RequestStore } from "./request-store"
import type { RunStore } from "./run-store"
import { summarize } from "./version-store"
import type { StoredVersion, VersionStore } from "./version-store"

const GATE_HISTORY = 20

/** Where the model information is read from. */
export interface ModelInfoParts {
  readonly runs: RunStore
  readonly versions: VersionStore
  readonly activation: ActivationStore
  readonly requests: RequestStore
  readonly accuracy: AccuracyStore
}

/** What was read already. */
export interface ModelInfoFacts {
  readonly state: LearningState
  readonly settings: RecommendationSettings
  readonly readiness: ModelInfoResponse["readiness"]
}

/** Everything that the admin sees of the model, in one answer. */
export async function describeModel(parts: ModelInfoParts, facts: ModelInfoFacts): Promise<ModelInfoResponse> {
  const { state, settings, readiness } = facts
  const { accuracy_min_sample: minSample, schedule } = settings.retrain
  const [{ serving, previous, newest }, { current, last }, next, active, recent, trend] = await Promise.all([
    parts.versions.keyVersions(),
    parts.runs.latest(),
    parts.requests.nextScheduled({ cron: schedule.cron, timeZone: schedule.time_zone, enabled: schedule.enabled }),
    parts.activation.current(),
    parts.versions.list(GATE_HISTORY),
    parts.accuracy.samples.trend(minSample),
  ])
  return {
    serving: serving && summarize(serving),
    previous: previous && summarize(previous),
    interactions_since: state.interactions,
    interactions_threshold: interactionsDue(state, settings),
    next_scheduled_at: next?.toISOString() ?? null,
    next_retrain: decideRetrain(state, settings),
    current_run: current,
    last_run: last,
    accuracy: {
      now: serving && (await parts.accuracy.now(serving.id, minSample)),
      at_promotion:
        active && active.accuracy.pairwise !== null && active.accuracy.hit_rate !== null
          ? {
              pairwise: active.accuracy.pairwise,
              hit_rate: active.accuracy.hit_rate,
              sample: active.accuracy.sample,
            }
          : null,
      trend,
    },
    gate_history: recent.map(describeGate),
    readiness,
    drift:
      serving && newest
        ? measureDrift({ serving, newest, scores: await parts.accuracy.samples.scores(serving.id, minSample) })
        : [],
  }
}

function describeGate(version: StoredVersion): ModelInfoResponse["gate_history"][number] {
  return {
    version: version.number,
    promoted: version.promoted_at !== null,
    forced: version.forced,
    reason: version.gate_reason,
    said: version.gate_said,
    at: version.trained_at.toISOString(),
  }
}
