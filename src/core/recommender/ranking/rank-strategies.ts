import type { LearnedList, RankedProduct, RankRequest, Strategy } from "../../contract/recommender"
import { dueRule } from "../../features/due"
import { isPositive, NO_PROFILE } from "../../features/profile"
import type { ItemPast } from "../../features/history"
import type { Profile } from "../../features/profile"
import { greatestFloor } from "../../features/select-top"
import { liftsIn, mostLifted } from "./lifts"
import { holdBack, othersLead } from "./hold-back"
import { ofKind } from "./of-kind"
import { valueScale, visitScale } from "../calibration/confidence"
import { dismissedProducts } from "./dismissed"
import { fillFromLadder } from "./ladder-rungs"
import type { Question } from "./ladder-rungs"
import { FEATURES_OF_LIST } from "../priors/list-priors"
import type { Ranking, ShopView } from "./shop-view"
import { rungOf } from "./shopper-list"
import type { ListRequest, ShopperList } from "./shopper-list"
import { servedFeatures } from "../skew/served-features"

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
  similar: rankBeside,
  alternatives: rankBeside,
  bought_together: rankBeside,
  cart: rankBeside,
  gift: rankGifts,
  trending: () => [],
  popular: () => [],
  new_arrivals: () => [],
  recently_viewed: rankRecentlyViewed,
  buy_again: rankAgain,
}

function eligibility(view: ShopView, { profile, request }: Question): (item: number) => boolean {
  const { itemIds, state } = view.model
  const dismissed = dismissedProducts(profile.events)
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
  const { limit, repeatsAtMost = 1, lifts } = request
  const lifted = lifts === undefined ? [] : mostLifted(view, lifts).filter(accepts)
  const list = view.lists.make({ ...asked(view, request), profile, accepts, always: lifted })
  // Of whom nothing is known but segments, an order is asked: a model fitted on so few lists is not better than it.
  if (!list.history.hasTaste) return []
  const personal = personalRanking(view, list, request)
  const ranking = lifts === undefined ? personal : { ...personal, lifts: liftsIn(view, lifts, personal.scale) }
  const handed = handedTo(request, "for_you")
  const isRepeat = (item: number): boolean => (list.history.items.get(item)?.baskets ?? 0) > 0
  const heldBack = repeatsAtMost < 1 ? { isHeldBack: isRepeat, share: repeatsAtMost } : null
  const isInHand = (item: number): boolean => isOfThisVisit(list.history.items.get(item))
  return topOf(view, list, { limit, keep: () => true, ranking, heldBack, isInHand, ...handed })
}

/** Whether a product was looked at or wished for in the present visit, and is not one that the shopper comes back for. */
const isOfThisVisit = (past: ItemPast | undefined): boolean =>
  past !== undefined && past.visit > 0 && past.baskets === 0

/** When and where a list is asked for. */
function asked(view: ShopView, { now, channel }: RankRequest): Pick<ListRequest, "now" | "channel"> {
  return { now, channel: view.channelOf(channel) }
}

/** Products that a cart's answer starts from where nothing lies in the cart: the latest of the shopper. */
const LATEST_AT_MOST = 3

/**
 * Ranks beside the products on the page or in the cart. Without any the cart's answer starts from what the shopper did
 * last.
 */
function rankBeside(view: ShopView, profile: Profile, question: AcceptedQuestion): RankedProduct[] {
  const { request, accepts } = question
  const list = listOf(request.strategy)
  const named = [...new Set((request.anchors ?? []).flatMap((id) => view.indexOf(id) ?? []))]
  const anchors = named.length > 0 || list !== "cart" ? named : latest(profile)
  if (anchors.length === 0) return []
  const made = view.lists.make({ ...asked(view, request), profile, accepts, anchors, space: FEATURES_OF_LIST[list] })
  const ranking: Ranking = {
    scorer: view.model.lists[list],
    scale: made.history.baskets > 0 ? list : visitScale(list),
    rung: "item_to_item",
    anchors,
    anchorCode: list === "cart" && named.length > 0 ? "because_carted" : "goes_with",
    ...(request.ordersTogether === undefined ? {} : { ordersTogether: request.ordersTogether }),
  }
  const leads = ofKind(view.model.state, anchors)
  const heldBack = list === "similar" ? { isHeldBack: (item: number) => !leads(item), share: 0 } : null
  return topOf(view, made, { limit: request.limit, keep: () => true, ranking, heldBack, ...handedTo(request, list) })
}

function listOf(strategy: Strategy): "cart" | "bought_together" | "similar" {
  return strategy === "cart" || strategy === "bought_together" ? strategy : "similar"
}

/**
 * Ranks gifts by what a giver says of whom they are for, and beside a product on the page where there is one. Nothing of
 * the giver is read: neither what they bought nor who they are says what somebody else likes. Where nothing is known of
 * gifts and nothing is given, the ladder answers.
 */
function rankGifts(view: ShopView, _profile: Profile, { request, accepts }: AcceptedQuestion): RankedProduct[] {
  const anchors = [...new Set((request.anchors ?? []).flatMap((id) => view.indexOf(id) ?? []))]
  const { giftContext = {}, limit } = request
  if (anchors.length === 0 && view.model.state.gifts === null) return []
  const list = view.lists.make({
    ...{ ...asked(view, request), profile: NO_PROFILE, accepts, anchors, giftContext },
    space: FEATURES_OF_LIST.gift,
  })
  const ranking: Ranking = {
    scorer: view.model.lists.gift,
    scale: "gift",
    rung: anchors.length > 0 ? "item_to_item" : "popular",
    anchors,
    ...(request.ordersTogether === undefined ? {} : { ordersTogether: request.ordersTogether }),
  }
  return topOf(view, list, { limit, keep: () => true, ranking })
}

/** The latest products of a profile that speak for themselves, the latest last. */
function latest(profile: Profile): number[] {
  const found = new Set<number>()
  for (let at = profile.length - 1; at >= 0 && found.size < LATEST_AT_MOST; at--) {
    if (isPositive(profile.behavior[at])) found.add(profile.item[at])
  }
  return [...found].reverse()
}

function personalRanking({ model }: ShopView, list: ShopperList, { ordersTogether }: RankRequest): Ranking {
  const rung = rungOf(list)
  const counted = ordersTogether === undefined ? {} : { ordersTogether }
  return { scorer: model, scale: valueScale(rung), rung, anchors: [], ...counted }
}

function rankAgain(view: ShopView, profile: Profile, question: AcceptedQuestion): RankedProduct[] {
  const { request, accepts } = question
  const list = view.lists.make({ ...asked(view, request), profile, accepts })
  const isDueBy = dueRule(view.model.state)
  const isDue = (item: number): boolean => {
    const past = list.history.items.get(item)
    return past !== undefined && isDueBy(item, past)
  }
  const ranking: Ranking = { scorer: view.model.lists.buy_again, scale: "buy_again", rung: rungOf(list), anchors: [] }
  return topOf(view, list, { limit: request.limit, keep: isDue, ranking, ...handedTo(request, "buy_again") })
}

/** Who is handed the features of the list, where anybody is. */
function handedTo({ onFeatures }: RankRequest, list: "for_you" | LearnedList): Pick<TopOptions, "handed"> {
  return onFeatures === undefined ? {} : { handed: { list, onFeatures } }
}

interface TopOptions {
  readonly limit: number
  readonly keep: (item: number) => boolean
  readonly ranking: Ranking
  /** Products of which the list holds at most a share, while there are others. */
  readonly heldBack?: { readonly isHeldBack: (item: number) => boolean; readonly share: number } | null
  /** Products that do not lead the list, while there are others. */
  readonly isInHand?: (item: number) => boolean
  readonly handed?: {
    readonly list: "for_you" | LearnedList
    readonly onFeatures: NonNullable<RankRequest["onFeatures"]>
  }
}

/** The best candidates of a list by their scores. */
function topOf(view: ShopView, list: ShopperList, options: TopOptions): RankedProduct[] {
  const { items } = list.candidates
  const scores = list.features.scores(options.ranking.scorer)
  const { lifts } = options.ranking
  if (lifts !== undefined) items.forEach((item, at) => (scores[at] += lifts.get(item)?.score ?? 0))
  const places: number[] = []
  for (let at = 0; at < items.length; at++) if (options.keep(items[at])) places.push(at)
  const scratch = new Float64Array(places.length)
  for (let at = 0; at < places.length; at++) scratch[at] = scores[places[at]]
  const { limit, heldBack } = options
  // Where some are held back, what comes in their place stands further down.
  const floor = heldBack ? -Infinity : greatestFloor(scratch, places.length, limit)
  const order = places.filter((at) => scores[at] >= floor).sort((a, b) => scores[b] - scores[a] || items[a] - items[b])
  const held = heldBack
    ? holdBack(order, (at) => heldBack.isHeldBack(items[at]), { share: heldBack.share, limit })
    : order.slice(0, limit)
  const { handed, ranking, isInHand } = options
  const best = isInHand === undefined ? held : othersLead(held, (at) => isInHand(items[at]))
  handed?.onFeatures(servedFeatures(view, list, { best, list: handed.list, anchors: ranking.anchors }))
  return view.describe(list, best, { scores, ranking })
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
