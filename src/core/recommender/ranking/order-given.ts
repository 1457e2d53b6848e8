import type { OrderRequest, RankedProduct } from "../../contract/recommender"
import type { Profile } from "../../features/profile"
import { valueScale } from "../calibration/confidence"
import type { Ranking, ShopView } from "./shop-view"
import { rungOf } from "./shopper-list"

/** A question with what the shopper wants to see no more: it is not hidden, but stands last. */
export interface GivenQuestion {
  readonly request: OrderRequest
  readonly dismissed: ReadonlySet<string>
}

/**
 * Given products in the order in which this shopper most likely chooses them, of equals those given first. Beside the
 * usual candidates, for features are shares of the best of a list: a page of socks alone would make the least bad sock
 * as good as the best product of the shop. Of whom nothing but segments is known gets what converts.
 *
 * @returns products that the model knows, each once; none is added
 */
export function orderGiven(view: ShopView, profile: Profile, { request, dismissed }: GivenQuestion): RankedProduct[] {
  const given = [...new Set(request.ids.flatMap((id) => view.indexOf(id) ?? []))]
  const channel = view.channelOf(request.channel)
  const list = view.lists.make({ profile, now: request.now, channel, always: given })
  const isConversion = !list.history.hasTaste
  const placeOf = new Map(Array.from(list.candidates.items, (item, at) => [item, at]))
  const { shares } = view.newcomers.of(channel, profile.segments)
  const values = list.features.scores(view.model)
  const valueOf = (item: number): number => (isConversion ? shares[item] : values[placeOf.get(item) ?? 0])
  // Each value once, not at each comparison: of 500 products there are 9,000.
  const worth = Float64Array.from(given, valueOf)
  const personal = [...given.keys()].sort((a, b) => worth[b] - worth[a]).map((at) => given[at])
  const order = arranged(view, personal, { request, dismissed })
  if (isConversion) return byConversion(view, order, { profile, shares, reasonsOf: request.reasonsOf ?? order.length })
  const rung = rungOf(list)
  const ranking: Ranking = {
    ...{ scorer: view.model, scale: valueScale(rung), rung, anchors: [] },
    ...(request.ordersTogether === undefined ? {} : { ordersTogether: request.ordersTogether }),
    ...(request.reasonsOf === undefined ? {} : { reasonsOf: request.reasonsOf }),
  }
  const places = order.flatMap((item) => placeOf.get(item) ?? [])
  return view.describe(list, places, { scores: values, ranking })
}

/** The personal order with what was dismissed behind, as `arrange` wants it. */
function arranged(view: ShopView, personal: readonly number[], { request, dismissed }: GivenQuestion): number[] {
  const ids = personal.map((item) => view.model.itemIds[item])
  const kept = [...ids.filter((id) => !dismissed.has(id)), ...ids.filter((id) => dismissed.has(id))]
  return (request.arrange?.(kept) ?? kept).flatMap((id) => view.indexOf(id) ?? [])
}

/** By the share of new shoppers' choices, of the shopper's segments where these are known. */
function byConversion(
  view: ShopView,
  order: readonly number[],
  given: { readonly profile: Profile; readonly shares: Float64Array; readonly reasonsOf: number },
): RankedProduct[] {
  const isSegment = given.profile.segments.length > 0
  const [rung, code] = isSegment ? (["segment", "popular_in_segment"] as const) : (["popular", "popular"] as const)
  const best = [...order].sort((a, b) => given.shares[b] - given.shares[a])
  const placeOf = new Map(best.map((item, at) => [item, at + 1]))
  return order.map((item, at) => {
    const score = given.shares[item]
    const reasons = score > 0 && at < given.reasonsOf ? [{ code, productId: null, weight: score }] : []
    return view.plain(item, { score, rung, source: rung, reasons, scale: "popular", place: placeOf.get(item) ?? 1 })
  })
}

/**
 * Two orders of the same products as one: each counts by its places, for what a shop's own order was made by is not
 * known. What the second does not know keeps its place.
 *
 * @param blend share of the second order, 0 to 1
 * @see Aslam, Montague, "Models for metasearch", SIGIR 2001 (weighted Borda count)
 */
export function blendOrders(given: readonly string[], personal: readonly string[], blend: number): string[] {
  const placeOf = new Map(personal.map((id, place) => [id, place]))
  const cost = given.map((id, place) => (1 - blend) * place + blend * (placeOf.get(id) ?? place))
  return [...given.keys()].sort((a, b) => cost[a] - cost[b] || a - b).map((at) => given[at])
}
