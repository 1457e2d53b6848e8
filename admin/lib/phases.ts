import type { TrainingPhase } from "../../src/core/contract/recommender"

/** Of a training, in order; the contract's own list is a value, and screens take types alone. */
export const PHASES: readonly TrainingPhase[] = [
  "snapshot",
  "candidates",
  "features",
  "fit",
  "evaluate",
  "refit",
  "store",
]
