import type { Recommender } from "../contract/recommender"
import { decodeRankingModel } from "./model/model-file"
import { ShopRecommender } from "./shop-recommender"

export { SHOP_NUMBERS } from "../features/signals"
export { vectorShortener } from "../features/shop-facts"
export { createLadder } from "./ranking/create-ladder"
export type { LadderSource } from "./ranking/create-ladder"
export { dismissedProducts } from "./ranking/dismissed"
export { blendOrders } from "./ranking/order-given"
export { assessReadiness } from "./readiness"
export { FeatureRebuild } from "./skew/feature-rebuild"
export type { LoggedRow } from "./skew/feature-rebuild"
export { trainRecommender } from "./train-recommender"
export { checksumOf } from "./model/container/model-codec"
export { withoutOwners } from "./model/without-owners"

/**
 * Reads a model file that `trainRecommender` made.
 *
 * @throws ModelFormatError naming what is wrong with a file that is damaged, of another release, or no model
 */
export function loadRecommender(bytes: Uint8Array): Recommender {
  return new ShopRecommender(decodeRankingModel(bytes))
}
