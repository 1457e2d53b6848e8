import type { CatalogItem } from "../contract/interaction-log"
import type { Calibration } from "./confidence"
import type { ShopState } from "../features/shop-state"

/** Everything that a recommender is loaded from. */
export interface RankingModel {
  /** Product ids by index of the state. */
  readonly itemIds: readonly string[]
  /** What is known of each product in words; null where nothing is. */
  readonly catalog: readonly (CatalogItem | null)[]
  readonly state: ShopState
  /** One weight for each feature. */
  readonly weights: Float64Array
  /**
   * Weights as fitted without the hold-out: by these a later training compares itself with this model on equal
   * terms, for {@link weights} have seen behavior that the next hold-out may hold. Absent on the ladder.
   */
  readonly judgedWeights?: Float64Array
  /** False for the ladder without training, whose weights are a prior. */
  readonly isTrained: boolean
  readonly calibration: Calibration
}
