import type { RetrainDecision, RetrainTrigger } from "../../../types/http"
import type { RecommendationSettings } from "../options"
import type { RetrainRequest } from "./request-store"

/** What a decision is made of. Times are milliseconds. */
export interface LearningState {
  /** A run goes on. */
  readonly isRunning: boolean
  /** What is still missing for a first training; empty when nothing is. */
  readonly missing: readonly { readonly what: string; readonly has: number; readonly needs: number }[]
  /** New interactions since the last trained model. */
  readonly interactions: number
  /** Share of the catalog added or removed since the last trained model. */
  readonly catalogChange: number
  readonly pending: readonly Pick<RetrainRequest, "trigger" | "detail">[]
  /** The run that ended last; null when there was none. */
  readonly last: { readonly endedAgoMs: number; readonly durationMs: number } | null
  /** Runs in a row that failed. */
  readonly failures: number
}

/** A wish of this kind waits for no pause: somebody decided it, or somebody's rights hang on it. */
const URGENT: ReadonlySet<RetrainTrigger> = new Set(["admin", "erasure", "schedule"])
/** Which wish names the run when there are several. */
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
const FIRST_BACKOFF_MS = MINUTE
const LONGEST_BACKOFF_MS = 60 * MINUTE

/** Least milliseconds between two runs, grown with the length of the last. */
export function pauseMs(settings: RecommendationSettings, lastDurationMs: number): number {
  return Math.max(settings.retrain.min_pause_minutes * MINUTE, PAUSE_BY_DURATION * lastDurationMs)
}

/** Milliseconds to wait after so many failures in a row: one minute, doubled up to an hour. */
export function backoffMs(failures: number): number {
  return failures === 0 ? 0 : Math.min(LONGEST_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** (failures - 1))
}

/** Whether a run would begin now, by which trigger, and why (not), in words. */
export function decideRetrain(state: LearningState, settings: RecommendationSettings): RetrainDecision {
  const no = (reason: string, trigger: RetrainTrigger | null = null): RetrainDecision => ({
    would_run: false,
    trigger,
    reason,
  })
  if (state.isRunning) return no("A training run is under way.")
  if (state.missing.length > 0) {
    const words = state.missing.map(({ what, has, needs }) => `${has} of ${needs} ${what}`)
    return no(`Too little behavior to learn from yet: ${words.join(", ")}.`)
  }
  const due = dueTriggers(state, settings)
  const trigger = PRECEDENCE.find((one) => due.has(one))
  if (trigger === undefined) return no(notDue(state, settings))
  const reason = due.get(trigger) ?? ""
  if (trigger === "admin" || state.last === null) return { would_run: true, trigger, reason }
  const backoff = backoffMs(state.failures) - state.last.endedAgoMs
  if (backoff > 0) {
    return no(`${reason} The last ${times(state.failures)} failed; the next attempt is in ${wait(backoff)}.`, trigger)
  }
  const pause = pauseMs(settings, state.last.durationMs) - state.last.endedAgoMs
  if (!URGENT.has(trigger) && pause > 0) {
    return no(`${reason} The pause between runs lasts ${wait(pause)} more.`, trigger)
  }
  return { would_run: true, trigger, reason }
}

function dueTriggers(state: LearningState, { retrain }: RecommendationSettings): Map<RetrainTrigger, string> {
  const due = new Map<RetrainTrigger, string>()
  for (const { trigger, detail } of state.pending) {
    if (!due.has(trigger)) due.set(trigger, `${WISHES[trigger]}${detail === null ? "" : ` (${detail})`}.`)
  }
  if (state.catalogChange > retrain.catalog_change) {
    const percent = Math.round(state.catalogChange * 100)
    due.set("catalog", `${percent} % of the catalog was added or removed since the last training.`)
  }
  if (state.interactions >= retrain.min_interactions) {
    due.set("interactions", `${state.interactions} new interactions since the last training.`)
  }
  return due
}

const WISHES: Readonly<Record<RetrainTrigger, string>> = {
  admin: "An admin asked for it",
  erasure: "A shopper was erased",
  import: "History was imported",
  schedule: "The schedule is due",
  accuracy: "Accuracy on fresh behavior has fallen",
  catalog: "The catalog has changed",
  interactions: "There are new interactions",
}

function notDue(state: LearningState, { retrain }: RecommendationSettings): string {
  return (
    `Nothing asks for it: ${state.interactions} of ${retrain.min_interactions} new interactions, ` +
    `${Math.round(state.catalogChange * 100)} % of the catalog changed.`
  )
}

const times = (failures: number): string => (failures === 1 ? "run" : `${failures} runs`)

function wait(milliseconds: number): string {
  const seconds = Math.ceil(milliseconds / 1_000)
  return seconds < 90 ? `${seconds} s` : `${Math.ceil(seconds / 60)} min`
}
