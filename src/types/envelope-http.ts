import type {
  BehaviorTailEvent,
  ExperimentInfo,
  ExperimentPlan,
  ImportProgress,
  KeptOutSuggestion,
  RecentShopper,
  ReconciliationInfo,
} from "./insight-http"
import type { ModelVersionDetail, ModelVersionSummary, SettingsChange, TrainingRunInfo } from "./model-http"
import type { RuleInfo } from "./rule-http"

/**
 * What the admin routes answer with around the shapes of the other files, as
 * Medusa does it: the thing by its name, a list by its name in the plural.
 * `ModelInfoResponse`, `HealthResponse`, `SettingsResponse`, `RetrainResponse`,
 * `BehaviorStatsResponse`, `ResultsResponse`, `ShopperTraceResponse`,
 * `ProductInsightResponse`, `OrderAttributionResponse`, `RuleSimulation` and
 * `PreviewResponse` stand as they are, with nothing around them.
 */
export interface VersionsResponse {
  /** Newest first. */
  versions: ModelVersionSummary[]
}

export interface VersionResponse {
  version: ModelVersionDetail
}

export interface RunsResponse {
  /** Newest first. */
  runs: TrainingRunInfo[]
}

export interface RunResponse {
  run: TrainingRunInfo
}

export interface SettingsHistoryResponse {
  /** Newest first. */
  history: SettingsChange[]
}

export interface SchedulePreviewResponse {
  /** The next three runs, ISO 8601; a wrong expression or zone answers 400. */
  next: string[]
}

export interface ImportResponse {
  /** The latest one; null when none was ever started. */
  import: ImportProgress | null
}

export interface SuggestionsResponse {
  suggestions: KeptOutSuggestion[]
}

export interface ReconciliationResponse {
  /** Newest first. */
  reconciliations: ReconciliationInfo[]
}

export interface BehaviorTailResponse {
  /** Oldest first; the last `seq` is the next `after`. */
  events: BehaviorTailEvent[]
}

export interface RecentShoppersResponse {
  /** Who did something last comes first. */
  shoppers: RecentShopper[]
}

export interface RulesResponse {
  /** In the order in which they are applied. */
  rules: RuleInfo[]
}

export interface RuleResponse {
  rule: RuleInfo
}

export interface ExperimentsResponse {
  /** Newest first. */
  experiments: ExperimentInfo[]
  /** Of the share of control that was asked about; null where none was. */
  plan: ExperimentPlan | null
}

export interface ExperimentResponse {
  experiment: ExperimentInfo
}
