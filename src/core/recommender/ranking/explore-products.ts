import type { ExploreRequest } from "../../contract/recommender"
import { oddsOf, thompsonShares } from "../../exploration"
import type { Contender } from "../../exploration"
import type { Profile } from "../../features/profile"
import { scoreOf } from "../../trees/scorer"
import { confidenceOfValue, valueScale } from "../calibration/confidence"
import type { ShopView } from "./shop-view"
import { rungOf } from "./shopper-list"

/**
 * Products of which little is known, and the probability with which each is the one that this shopper likes best, by
 * Thompson sampling: its odds with this shopper by a draw of the ranker's weights, times a draw of what is believed of how
 * it is answered.
 *
 * @returns products that the model knows; the probabilities sum to 1
 */
export function exploreProducts(view: ShopView, profile: Profile, request: ExploreRequest): Map<string, number> {
  const { model } = view
  const known = request.products.filter(({ productId }) => view.indexOf(productId) !== undefined)
  if (known.length === 0) return new Map()
  const items = known.map(({ productId }) => view.indexOf(productId) ?? -1)
  const list = view.lists.make({ profile, now: request.now, channel: view.channelOf(request.channel), always: items })
  const placeOf = new Map(Array.from(list.candidates.items, (item, at) => [item, at]))
  const rows = items.map((item) => list.features.row(placeOf.get(item) ?? 0).slice())
  const scale = valueScale(rungOf(list))
  const chances = drawnWeights(model.weights, model.deviations).map((weights) =>
    rows.map((row) => confidenceOfValue(model.calibration, scale, scoreOf(row, { weights, trees: model.trees }))),
  )
  const contenders = known.map(({ shape, rate }, at): Contender => ({
    ...{ shape, rate, odds: chances.map((drawn) => oddsOf(drawn[at])) },
  }))
  const shares = thompsonShares(contenders, request.seed)
  return new Map(known.map(({ productId }, at) => [productId, shares[at]]))
}

/** The weights, as far off as each draw says; undrawn they stand for all draws. */
function drawnWeights(weights: Float64Array, deviations: Float32Array = new Float32Array(0)): Float64Array[] {
  const draws = deviations.length / weights.length
  if (draws === 0) return Array.from({ length: UNDRAWN }, () => weights)
  return Array.from({ length: draws }, (_, draw) =>
    weights.map((weight, column) => weight + deviations[draw * weights.length + column]),
  )
}

/** Draws of what is believed of products, where the weights have none of their own. */
const UNDRAWN = 32
