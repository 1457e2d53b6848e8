import type { LearnedList, ListNeed, MethodMetrics, Strategy, TrainingPhase } from "../core/contract/recommender"
import type { Saying } from "./saying"

/* ---------------------------------------------------------------- admin: model */

export type RetrainTrigger = "interactions" | "accuracy" | "schedule" | "admin" | "erasure" | "catalog" | "import"

export type VersionStatus = "serving" | "retired" | "refused"

export interface ModelVersionSummary {
  id: string
  number: number
  status: VersionStatus
  trigger: RetrainTrigger
  /** Promoted by an admin although the gate refused. */
  forced: boolean
  /** Why the gate refused, in words; null otherwise. */
  refusal: string | null
  /** The same in parts; empty where no words were stored. */
  refusal_said: Saying[]
  trained_at: string
  promoted_at: string | null
  duration_ms: number
  size_bytes: number
  metrics: MethodMetrics
  /** The version that was active then, on the same hold-out; null where there was none. */
  champion: MethodMetrics | null
  baselines: { popularity: MethodMetrics; item_knn: MethodMetrics }
  auc: number
  calibration_error: number
  /** Each list with a ranking of its own; empty for versions of releases that had none. */
  lists: ListQualityInfo[]
}

/** What one list gets right on its own hold-out. */
export interface ListQualityInfo {
  list: LearnedList
  /** Whether it serves what was learned, or the mix that it starts from. */
  serves: "learned" | "prior"
  /** What the shop does not have yet and the list would learn from; null where it was taught. */
  missing: ListNeed | null
  /** Questions of the hold-out. */
  cases: number
  /** Share of questions with a right answer in the first ten, of what serves; null where nothing was asked. */
  hit_rate: number | null
  prior_hit_rate: number | null
  popularity_hit_rate: number | null
}

export interface SeenListsInfo {
  list: "for_you" | "cart" | "bought_together" | "similar"
  /** Lists that taught; 0 where they were too few. */
  lists: number
  /** Choices of equal weight that theirs stand for. */
  effective_sample: number
}

/** Choices per look at the version's lists less those at the other's, by inverse propensities of lists that shoppers saw. */
export interface SeenComparisonInfo {
  lists: number
  /** Lists of equal weight that theirs stand for. */
  effective_sample: number
  /** Share of what both would show that was shown, 0 to 1. */
  overlap: number
  /** Whether it rests on enough to be weighed by the gate. */
  is_enough: boolean
  /** Share of the other's choices per look, with the ends of its 95 % interval; null where it had none. */
  difference: { share: number; low: number; high: number } | null
}

/** How a training was shared. */
export interface TrainingMachinesInfo {
  /** Other instances that offered to run tasks when it began. */
  instances: number
  /** Tasks that they ran. */
  tasks: number
  /** Why it went on in one instance alone; null where it did not. */
  alone: string | null
}

/** Rows of behavior that a training read where it did not read all. */
export interface SampledRowsInfo {
  rows: number
  /** Rows that there were. */
  of: number
  /** What did not allow for more: `training.max_rows`, or memory. */
  for: "max_rows" | "memory"
}

export interface ModelVersionDetail extends ModelVersionSummary {
  window: { from: string; to: string; cut: string }
  counts: { events: number; shoppers: number; products: number; pairs: number }
  cost: number
  candidate_recall: number
  durations_ms: Partial<Record<TrainingPhase, number>>
  memory_mb: number
  /** What other instances did in its training; null where `training.redis_url` is not set, or the log was too small to share. */
  machines: TrainingMachinesInfo | null
  /** What of the behavior it was trained on; null where on all. */
  sampled: SampledRowsInfo | null
  weights: { feature: string; weight: number }[]
  /** What lists that were shown taught, by their kind; empty where none was shown. */
  seen_lists: SeenListsInfo[]
  /** On lists shown since the cut, beside the version that served then; null where none served or none was shown. */
  seen_comparison: SeenComparisonInfo | null
  /** The same of every list that serves what was learned. */
  list_weights: { list: LearnedList; weights: { feature: string; weight: number }[] }[]
}

export type RunStatus = "running" | "succeeded" | "refused" | "failed" | "canceled"

export interface TrainingRunInfo {
  id: string
  status: RunStatus
  trigger: RetrainTrigger
  phase: TrainingPhase | null
  /** 0 to 100. */
  percent: number
  estimated_end_at: string | null
  started_at: string
  finished_at: string | null
  /** Cause of failure or refusal, in words. */
  cause: string | null
  /** The same in parts; empty where there is none. */
  cause_said: Saying[]
  version_number: number | null
}

export interface RetrainDecision {
  would_run: boolean
  trigger: RetrainTrigger | null
  /** In words, for the admin. */
  reason: string
  /** The same in parts. */
  said: Saying[]
}

export interface RetrainResponse {
  started: boolean
  run_id: string | null
  decision: RetrainDecision
}

export interface ModelInfoResponse {
  serving: ModelVersionSummary | null
  previous: ModelVersionSummary | null
  interactions_since: number
  /** Interactions that a training by their number alone begins with: the setting, or the share of the history where that is more. */
  interactions_threshold: number
  next_scheduled_at: string | null
  next_retrain: RetrainDecision
  current_run: TrainingRunInfo | null
  last_run: TrainingRunInfo | null
  accuracy: {
    /** Of the serving model over its rolling window of real choices; null below the minimum sample. */
    now: AccuracyPoint | null
    at_promotion: AccuracyPoint | null
    trend: (AccuracyPoint & { at: string })[]
  }
  gate_history: {
    version: number
    promoted: boolean
    forced: boolean
    reason: string
    /** The reason in parts; empty for versions from before there were any. */
    said: Saying[]
    at: string
  }[]
  readiness: {
    ready: boolean
    missing: { what: "purchases" | "shoppers" | "products" | "baskets"; has: number; needs: number }[]
    orders_not_imported: number
  }
  /** PSI of each feature; `noise` is what it exceeds by chance once in a thousand, null where the samples are too small. */
  drift: { feature: string; psi: number; noise: number | null; alarm: boolean }[]
}

export interface AccuracyPoint {
  pairwise: number
  hit_rate: number
  sample: number
}

export interface HealthPart {
  part: "capture" | "database" | "model" | "training" | "serving" | "reconciliation"
  /** `not_learnt`: nothing is wrong, but no model was trained yet. */
  status: "ok" | "not_learnt" | "degraded" | "down"
  reason: string | null
  /** The reason in parts. */
  said: Saying[]
}

export interface HealthResponse {
  /** `not_learnt`: nothing is wrong, but no model was trained yet. */
  status: "ok" | "not_learnt" | "degraded" | "down"
  parts: HealthPart[]
}

/* ---------------------------------------------------------------- admin: settings */

export interface AdminSettings {
  retrain: {
    min_interactions: number
    min_new_share: number
    paused: boolean
    min_pause_minutes: number
    accuracy_drop: number
    accuracy_min_sample: number
    catalog_change: number
    schedule: { cron: string; time_zone: string; enabled: boolean }
  }
  gate: { tolerance: number; require_evidence: boolean }
  retention: { behavior_days: number; served_days: number; versions_kept: number }
  consent: { required: boolean }
  serving: {
    new_shopper_orders: number
    diversity: number
    rotation: number
    exploration: number
    exploration_off: string[]
    repeats: number
    orders_together: number
    blend: number
    blend_by_placement: { placement: string; blend: number }[]
    disabled_strategies: Strategy[]
  }
  segments: {
    age: string | null
    birth_date: string | null
    gender: string | null
    country: string | null
    legitimate_interest: boolean
  }
  gift: {
    recipient: string
    occasion: string
    age_band: string
    gift_order_flag: string
    shipping_name_differs: boolean
    delivery_days: string | null
    wrap_product: string | null
    wrap: string
    message: string | null
  }
  attribution: { window_days: number }
}

export interface SettingsResponse {
  settings: AdminSettings
  /** Send it back on update: 409 if another admin was faster. */
  version: number
  updated_at: string | null
  updated_by: string | null
}

export interface SettingsChange {
  version: number
  at: string
  by: string | null
  changes: { path: string; from: unknown; to: unknown }[]
}
