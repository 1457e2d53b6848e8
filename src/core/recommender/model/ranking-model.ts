import type { CatalogItem } from "../../contract/interaction-log"
import type { LearnedList } from "../../contract/recommender"
import type { Calibration } from "../calibration/confidence"
import type { Standings } from "../calibration/standings"
import type { ShopState } from "../../features/shop-state"
import type { RankTrees } from "../../trees/rank-trees"
import type { Scorer } from "../../trees/scorer"

/** The ranking of one list. */
export interface ListModel extends Scorer {
  /** False where the prior serves. */
  readonly isLearned: boolean
}

/** What is known of products in words, by index: an array, or what makes a product when it is asked for. */
export interface Catalog {
  readonly length: number
  /** Null for a product of which nothing is known. */
  at(index: number): CatalogItem | null | undefined
}

/** Everything that a recommender is loaded from. */
export interface RankingModel {
  /** Product ids by index of the state. */
  readonly itemIds: readonly string[]
  /** What is known of each product in words; null where nothing is. */
  readonly catalog: Catalog
  readonly state: ShopState
  /** One weight for each feature. */
  readonly weights: Float64Array
  /** Boosted trees beside {@link weights} and {@link judgedWeights} alike, for they have not seen the hold-out; null where weights rank alone. */
  readonly trees: RankTrees | null
  /**
   * Weights as fitted without the hold-out: by these a later training compares itself with this model on equal
   * terms, for {@link weights} have seen behavior that the next hold-out may hold. Absent on the ladder.
   */
  readonly judgedWeights?: Float64Array
  /** Draws of how far {@link weights} may be off, a row of all features each; absent where nothing was trained. */
  readonly deviations?: Float32Array
  /** Rankings of the lists beside `for_you`: learned where that was not worse, else their priors. */
  readonly lists: Readonly<Record<LearnedList, ListModel>>
  /** False for the ladder without training, whose weights are a prior. */
  readonly isTrained: boolean
  readonly calibration: Calibration
  readonly standings: Standings
}
