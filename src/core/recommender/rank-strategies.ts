import type { RankedProduct, RankRequest, ShopperProfile, Strategy } from "../contract/recommender"
import type { Profile } from "../features/profile"
import { greatestFloor } from "../features/select-top"
import { rankByAnchors } from "./anchors"
import { fillFromLadder } from "./ladder-rungs"
import type { ShopView } from "./shop-view"
import { rungOf } from "./shopper-list"
import type { ShopperList } from "./shopper-list"

/** A question as it came. */
export interface Question {
  readonly profile: ShopperProfile
  readonly request: RankRequest
}

/** Answers one strategy; what it leaves open is filled from the ladder, so that nothing for sale means nothing shown. */
export function rankWith(view: ShopView, profile: Profile, question: Question): RankedProduct[] {
  const { request } = question
  const accepts = eligibility(view, question)
  const answer = STRATEGY[request.strategy](view, profile, { ...question, accepts })
  if (request.strategy === "recently_viewed" || request.strategy === "buy_again") return answer
  return fillFromLadder(view, answer, { question, accepts, profile })
}

/** A question with what may be shown. */
export interface AcceptedQuestion extends Question {
  readonly accepts: (item: number) => boolean
}

type Answer = (view: ShopView, profile: Profile, question: AcceptedQuestion) => RankedProduct[]

/** Each strategy's own list; the rest comes from the ladder. */
const STRATEGY: Readonly<Record<Strategy, Answer>> = {
  for_you: rankPersonally,
  on_sale: rankPersonally,
  similar: rankByAnchors,
  bought_together: rankByAnchors,
  cart: rankByAnchors,
  gift: rankByAnchors,
  trending: () => [],
  popular: () => [],
  new_arrivals: () => [],
  recently_viewed: rankRecentlyViewed,
  buy_again: rankAgain,
}

function eligibility(view: ShopView, { profile, request }: Question): (item: number) => boolean {
  const { itemIds, state } = view.model
  const dismissed = new Set(profile.events.filter((event) => event.type === "dismiss").map((event) => event.productId))
  const anchors = new Set(request.strategy === "recently_viewed" ? [] : request.anchors)
  const isOpen = dismissed.size + anchors.size + (request.exclude?.size ?? 0) === 0 && request.eligible === undefined
  // Thousands of products are asked for: where nothing is shut out, none is looked up by its id.
  if (isOpen) return (item) => !(state.facts.firstSeen[item] > request.now)
  return (item) => {
    const id = itemIds[item]
    if (state.facts.firstSeen[item] > request.now || dismissed.has(id) || anchors.has(id)) return false
    if (request.exclude?.has(id) === true) return false
    return request.eligible === undefined || request.eligible(id)
  }
}

function rankPersonally(view: ShopView, profile: Profile, question: AcceptedQuestion): RankedProduct[] {
  const { request, accepts } = question
  const list = view.lists.make({ profile, now: request.now, accepts })
  if (list.history.items.size === 0 && profile.segments.length === 0) return []
  return topOf(view, list, { limit: request.limit, keep: () => true })
}

function rankAgain(view: ShopView, profile: Profile, question: AcceptedQuestion): RankedProduct[] {
  const { request, accepts } = question
  const list = view.lists.make({ profile, now: request.now, accepts })
  const bought = (item: number): boolean => (list.history.items.get(item)?.baskets ?? 0) > 0
  return topOf(view, list, { limit: request.limit, keep: bought })
}

/** The best candidates of a list by the SVM's decision value. */
function topOf(
  view: ShopView,
  list: ShopperList,
  options: { readonly limit: number; readonly keep: (item: number) => boolean },
): RankedProduct[] {
  const { items } = list.candidates
  const scores = list.features.decisionValues(view.model.weights)
  const places: number[] = []
  for (let at = 0; at < items.length; at++) if (options.keep(items[at])) places.push(at)
  const spoilt = new Float64Array(places.length)
  for (let at = 0; at < places.length; at++) spoilt[at] = scores[places[at]]
  const floor = greatestFloor(spoilt, places.length, options.limit)
  const best = places
    .filter((at) => scores[at] >= floor)
    .sort((a, b) => scores[b] - scores[a] || items[a] - items[b])
    .slice(0, options.limit)
  return view.describe(list, best, { scores, rung: rungOf(list) })
}

function rankRecentlyViewed(view: ShopView, _profile: Profile, question: AcceptedQuestion): RankedProduct[] {
  const seen = new Set<number>()
  const viewed = question.profile.events
    .filter((event) => (event.type === "view" || event.type === "click") && event.at <= question.request.now)
    .sort((a, b) => b.at - a.at)
  const answer: RankedProduct[] = []
  for (const event of viewed) {
    const item = view.indexOf(event.productId)
    if (item === undefined || seen.has(item) || !question.accepts(item)) continue
    seen.add(item)
    const score = 1 / (answer.length + 1)
    const reasons = [{ code: "viewed", productId: null, weight: score }]
    answer.push(
      view.plain(item, { score, rung: "personal", source: "viewed", reasons, scale: "viewed", place: seen.size }),
    )
    if (answer.length === question.request.limit) break
  }
  return answer
}
