import type { RetrainDecision, RetrainTrigger } from "../../../types/http"
import type { RecommendationSettings } from "../options"
import { aboutRetrain, inTurn } from "../sayings"
import type { Statement } from "../sayings"
import type { RetrainRequest } from "./request-store"

/** What a decision is made of. Times are milliseconds. */
export interface LearningState {
  /** A run goes on. */
  readonly isRunning: boolean
  /** What is still missing for a first training; empty when nothing is. */
  readonly missing: readonly { readonly what: string; readonly has: number; readonly needs: number }[]
  /** New interactions since the last trained model. */
  readonly interactions: number
  /** Events that the last trained model learned from; 0 before the first. */
  readonly history: number
  /** Share of the catalog added or removed since the last trained model. */
  readonly catalogChange: number
  readonly pending: readonly Pick<RetrainRequest, "trigger" | "detail" | "attempts">[]
  /** The run that ended last; null when there was none. */
  readonly last: { readonly endedAgoMs: number; readonly durationMs: number } | null
  /** Runs in a row that failed. */
  readonly failures: number
}

/** A request of this kind waits for no pause: somebody decided it, or somebody's rights hang on it. */
const URGENT: ReadonlySet<RetrainTrigger> = new Set(["admin", "erasure", "schedule"])
/** A request of this kind begins a run although the version that serves is to be kept: who asks for it knows that. */
const EVEN_IF_PAUSED: ReadonlySet<RetrainTrigger> = new Set(["admin", "erasure"])
/** Which request names the run when there are several. */
const PRECEDENCE: readonly RetrainTrigger[] = [
  "admin",
  "erasure",
  "import",
  "schedule",
  "accuracy",
  "catalog",
  "interactions",
]

const MINUTE = 60_000
/** A run of t minutes is followed by a pause of at least this times t: training takes a fifth of one core at most. */
const PAUSE_BY_DURATION = 4
/** Longest that new interactions wait because they are few beside the history. */
const LONGEST_CALM_MS = 24 * 60 * MINUTE
const FIRST_BACKOFF_MS = MINUTE
const LONGEST_BACKOFF_MS = 60 * MINUTE
/** An erasure whose runs came to nothing asks again at least this often. */
const LONGEST_ERASURE_WAIT_MS = 24 * 60 * MINUTE

/** Least milliseconds between two runs, grown with the length of the last. */
export function pauseMs(settings: RecommendationSettings, lastDurationMs: number): number {
  return Math.max(settings.retrain.min_pause_minutes * MINUTE, PAUSE_BY_DURATION * lastDurationMs)
}

/**
 * Milliseconds for which new interactions alone wait, since the last run, because they are few beside what the
 * model has learned from: a day for none, nothing from the share of `min_new_share` on, in between in proportion.
 * Ten views would else train a shop of 94,000 events again and again, for a model that cannot differ.
 */
export function calmMs({ interactions, history }: LearningState, { retrain }: RecommendationSettings): number {
  const enough = retrain.min_new_share * history
  return interactions >= enough ? 0 : Math.round(LONGEST_CALM_MS * (1 - interactions / enough))
}

/** New interactions that a training by their number alone begins with: the setting, or the share of the history where that is more. */
export function interactionsDue({ history }: LearningState, { retrain }: RecommendationSettings): number {
  return Math.max(retrain.min_interactions, Math.ceil(retrain.min_new_share * history))
}

/** Milliseconds to wait after so many failures in a row: one minute, doubled up to an hour. */
export function backoffMs(failures: number): number {
  return failures === 0 ? 0 : Math.min(LONGEST_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** (failures - 1))
}

/** Whether a run would begin now, by which trigger, and why (not), in words. */
export function decideRetrain(state: LearningState, settings: RecommendationSettings): RetrainDecision {
  const answer = (wouldRun: boolean, why: Statement, trigger: RetrainTrigger | null = null): RetrainDecision => ({
    would_run: wouldRun,
    trigger,
    reason: why.text,
    said: [...why.said],
  })
  if (state.isRunning) return answer(false, aboutRetrain.underWay())
  if (state.missing.length > 0) return answer(false, aboutRetrain.tooLittle(state.missing))
  const due = dueTriggers(state, settings)
  const trigger = PRECEDENCE.find((one) => due.has(one))
  const reason = trigger && due.get(trigger)
  if (settings.retrain.paused && !(trigger && EVEN_IF_PAUSED.has(trigger))) return answer(false, aboutRetrain.frozen())
  if (trigger === undefined || reason === undefined) {
    const wait = erasureWaitMs(state, settings)
    if (wait === 0) return answer(false, notDue(state, settings))
    return answer(false, inTurn(aboutRetrain.askedFor("erasure", null), aboutRetrain.pausing(wait)), "erasure")
  }
  if (trigger === "admin" || state.last === null) return answer(true, reason, trigger)
  const backoff = backoffMs(state.failures) - state.last.endedAgoMs
  if (backoff > 0) return answer(false, inTurn(reason, aboutRetrain.backingOff(state.failures, backoff)), trigger)
  const pause = pauseMs(settings, state.last.durationMs) - state.last.endedAgoMs
  const calm = trigger === "interactions" ? calmMs(state, settings) - state.last.endedAgoMs : 0
  // Of two waits the longer one is shown: after the shorter one nothing would begin.
  if (calm > Math.max(0, pause)) return answer(false, fewNew(state, settings, calm), trigger)
  if (!URGENT.has(trigger) && pause > 0) return answer(false, inTurn(reason, aboutRetrain.pausing(pause)), trigger)
  return answer(true, reason, trigger)
}

function fewNew(state: LearningState, { retrain }: RecommendationSettings, waitMs: number): Statement {
  const { interactions: count, history } = state
  return aboutRetrain.fewNew({ count, history, threshold: Math.ceil(retrain.min_new_share * history), waitMs })
}

/**
 * Milliseconds until an erasure whose runs were canceled or refused asks again: a pause, doubled with each. Any other
 * run takes it up as well. 0 where none asks, or one does that was not tried yet.
 */
function erasureWaitMs({ pending, last }: LearningState, settings: RecommendationSettings): number {
  const attempts = pending.filter(({ trigger }) => trigger === "erasure").map((request) => request.attempts)
  const tried = Math.min(...attempts)
  if (attempts.length === 0 || tried === 0 || last === null) return 0
  const wait = Math.min(LONGEST_ERASURE_WAIT_MS, pauseMs(settings, last.durationMs) * 2 ** (tried - 1))
  return Math.max(0, wait - last.endedAgoMs)
}

function dueTriggers(state: LearningState, settings: RecommendationSettings): Map<RetrainTrigger, Statement> {
  const { retrain } = settings
  const due = new Map<RetrainTrigger, Statement>()
  const isWaiting = erasureWaitMs(state, settings) > 0
  const pending = state.pending.filter(({ trigger }) => !(isWaiting && trigger === "erasure"))
  for (const { trigger, detail } of pending)
    if (!due.has(trigger)) due.set(trigger, aboutRetrain.askedFor(trigger, detail))
  if (state.catalogChange > retrain.catalog_change) due.set("catalog", aboutRetrain.catalogChanged(state.catalogChange))
  if (state.interactions >= retrain.min_interactions)
    due.set("interactions", aboutRetrain.newInteractions(state.interactions))
  return due
}

function notDue(state: LearningState, settings: RecommendationSettings): Statement {
  return aboutRetrain.nothingDue(state.interactions, interactionsDue(state, settings), state.catalogChange)
}
