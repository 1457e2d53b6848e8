import type { CatalogItem, Dataset } from "../contract/interaction-log"
import { LEARNED_LISTS } from "../contract/recommender"
import type {
  ExploreRequest,
  OrderRequest,
  ProfileEvent,
  RankedProduct,
  Recommender,
  RankRequest,
  ShopperProfile,
} from "../contract/recommender"
import { behaviorCode } from "../contract/behavior"
import { FEATURE_NAMES } from "../features/feature-map"
import { isInterest, profileOfEvents } from "../features/profile"
import type { Profile } from "../features/profile"
import { segmentNames } from "../features/segments"
import type { PopularityCounters } from "../features/popularity"
import type { ShopCounters } from "../features/shop-counters"
import { isGoal } from "../features/shop-state"
import { valueScale } from "./calibration/confidence"
import { dismissedProducts } from "./ranking/dismissed"
import { InfluenceCap, NOBODY, SHOPPERS_AT_MOST } from "./teaching/influence"
import { FEATURES_OF_LIST } from "./priors/list-priors"
import { exploreProducts } from "./ranking/explore-products"
import { hasRoomFor, liveState, setItems, withItems } from "./ranking/live-state"
import { orderGiven } from "./ranking/order-given"
import type { RankingModel } from "./model/ranking-model"
import { rankWith } from "./ranking/rank-strategies"
import { ListMaker, rungOf } from "./ranking/shopper-list"
import { ShopView } from "./ranking/shop-view"
import { log2 } from "../numeric/portable-math"

/** Events after which the shop's own lists (popular, trending, new) are ranked again. */
const REFRESH_AFTER = 200
/** In a large shop, one event for so many products: to rank all of them takes as much longer. */
const PRODUCTS_AN_EVENT = 20
/** The same for one without a model, whose lists are to follow the first events at once. */
const PRODUCTS_AN_EARLY_EVENT = 1_000
/** Milliseconds after which anything that happened counts, however little: a small shop has few events a day. */
const REFRESH_AFTER_MS = 300_000
/** Products of one shopper's event that it is linked with at most. */
const LINKED_AT_MOST = 10

/** Serves a model: ranks, explains, and follows behavior between trainings. */
export class ShopRecommender implements Recommender {
  readonly weights: ReadonlyMap<string, number>
  readonly listWeights: Recommender["listWeights"]
  #view: ShopView
  readonly #influence = new InfluenceCap()
  readonly #recent = new Map<string, number[]>()
  #unranked = 0
  /** Whether words of known products changed since the shop's lists were ranked. */
  #isReworded = false
  #rankedAt: number | null = null

  constructor(model: RankingModel) {
    const live: RankingModel = { ...model, state: liveState(model.state) }
    this.#view = new ShopView(live, new ListMaker(live.state))
    const named = model.isTrained ? FEATURE_NAMES.map((name, at): [string, number] => [name, model.weights[at]]) : []
    this.weights = new Map(named)
    this.listWeights = new Map(
      LEARNED_LISTS.filter((list) => model.lists[list].isLearned).map((list) => [
        list,
        new Map(FEATURES_OF_LIST[list].names.map((name, at) => [name, model.lists[list].weights[at]])),
      ]),
    )
  }

  get productIds(): readonly string[] {
    return this.#view.model.itemIds
  }

  rank(profile: ShopperProfile, request: RankRequest): RankedProduct[] {
    if (request.limit <= 0) return []
    this.#refreshWhenDue(request.now)
    return rankWith(this.#view, this.#profileAt(profile, request.now), { profile, request })
  }

  order(profile: ShopperProfile, request: OrderRequest): RankedProduct[] {
    this.#refreshWhenDue(request.now)
    const dismissed = dismissedProducts(profile.events)
    return orderGiven(this.#view, this.#profileAt(profile, request.now), { request, dismissed })
  }

  explore(profile: ShopperProfile, request: ExploreRequest): ReadonlyMap<string, number> {
    this.#refreshWhenDue(request.now)
    return exploreProducts(this.#view, this.#profileAt(profile, request.now), request)
  }

  predict(
    profile: ShopperProfile,
    productId: string,
    { now, channel: id }: Pick<RankRequest, "now" | "channel">,
  ): RankedProduct | null {
    const item = this.#view.indexOf(productId)
    if (item === undefined) return null
    const channel = this.#view.channelOf(id)
    const list = this.#view.lists.make({ profile: this.#profileAt(profile, now), now, channel, always: [item] })
    const at = list.candidates.items.indexOf(item)
    const scores = list.features.scores(this.#view.model)
    const rung = rungOf(list)
    const ranking = { scorer: this.#view.model, scale: valueScale(rung), rung, anchors: [] }
    return this.#view.describe(list, [at], { scores, ranking })[0]
  }

  observe(shopperKey: string, events: readonly ProfileEvent[]): void {
    const { state } = this.#view.model
    const accepts = isGoal(state.goal)
    for (const event of events) {
      const item = this.#view.indexOf(event.productId)
      if (item !== undefined && event.boughtAt) {
        this.#takeBack(shopperKey, item, { boughtAt: event.boughtAt, channel: event.channel })
      }
      const behavior = behaviorCode(event.type)
      const isChoice = accepts(behavior)
      if (item === undefined || !(isChoice || isInterest(behavior))) continue
      const voice = isInterest(behavior) ? (event.voice ?? -1) : -1
      if (!this.#influence.admits(shopperKey, { event: 2 * item + (isChoice ? 1 : 0), voice })) continue
      for (const counters of this.#countersOf(event.channel)) {
        if (isChoice) for (const of of choiceCounters(counters)) of.add(item, event.at, 1)
        if (isInterest(behavior)) counters.interestPopularity.add(item, event.at, 1)
      }
      // What two strangers did goes together with nothing.
      if (shopperKey !== NOBODY) this.#link(shopperKey, item)
      this.#unranked++
    }
  }

  upsertItems(items: Dataset["items"]): void {
    const added = new Map<number, CatalogItem>()
    for (const item of items.values()) {
      const known = this.#view.indexOf(item.id)
      if (known === undefined || !this.#view.isSameItem(known, item)) added.set(this.#view.indexFor(item.id), item)
    }
    if (added.size === 0) return
    const { model } = this.#view
    // A new view takes a tenth of a second for ten thousand products: an import of prices must not make one every second.
    if (hasRoomFor(model.state, added)) {
      setItems(model.state, added)
      this.#view.setItems(added)
      this.#isReworded = true
      return
    }
    const state = withItems(model.state, added)
    const itemIds = this.#view.idsWith(added)
    const catalog = this.#view.catalogWith(added)
    this.#view = new ShopView({ ...model, state, itemIds, catalog }, new ListMaker(state), this.#view.trainedItems)
    this.#isReworded = false
  }

  #profileAt(profile: ShopperProfile, now: number): Profile {
    const names = this.#view.model.state.segments.names
    const segments = segmentNames(profile.segment)
      .map((name) => names.indexOf(name))
      .filter((index) => index >= 0)
    return profileOfEvents(profile, now, { indexOf: (id) => this.#view.indexOf(id), segments })
  }

  /**
   * A purchase of which nothing is kept counts no more, whether it was counted since the training or by it; once for a
   * shopper and a product, as it counted.
   */
  #takeBack(
    shopperKey: string,
    item: number,
    { boughtAt, channel }: { readonly boughtAt: number; readonly channel: string | null | undefined },
  ): void {
    const { state } = this.#view.model
    const isLive = this.#influence.releases(shopperKey, 2 * item + 1)
    // Marked in either case: the same return handed over again must not take a second purchase back.
    const isFirst = this.#influence.admits(shopperKey, { event: -1 - item, voice: -1 })
    if (!isLive && !(isFirst && boughtAt < state.moment)) return
    for (const counters of this.#countersOf(channel)) {
      for (const of of choiceCounters(counters)) of.add(item, boughtAt, -1)
    }
    this.#unranked++
  }

  /** Counters of the whole shop, and those of a channel. */
  #countersOf(channel: string | null | undefined): ShopCounters[] {
    const { state } = this.#view.model
    const own = state.channels?.counters[this.#view.channelOf(channel)]
    return own === undefined ? [state] : [state, own]
  }

  /** Links a product with what the shopper chose or looked at just before. */
  #link(shopperKey: string, item: number): void {
    const recent = this.#recent.get(shopperKey) ?? []
    for (const other of recent) this.#view.model.state.live?.add(item, other, 1 / log2(2 + recent.length))
    this.#recent.delete(shopperKey)
    this.#recent.set(shopperKey, [...recent.filter((other) => other !== item), item].slice(-LINKED_AT_MOST))
    if (this.#recent.size <= SHOPPERS_AT_MOST) return
    const oldest = this.#recent.keys().next()
    if (oldest.done !== true) this.#recent.delete(oldest.value)
  }

  #refreshWhenDue(now: number): void {
    const { isTrained, state } = this.#view.model
    const after = isTrained
      ? Math.max(REFRESH_AFTER, state.itemCount / PRODUCTS_AN_EVENT)
      : Math.max(1, Math.min(REFRESH_AFTER, state.itemCount / PRODUCTS_AN_EARLY_EVENT))
    // A model counts at its first list what happened since its training: the one before it did.
    const sinceRanked = now - (this.#rankedAt ?? Number.NEGATIVE_INFINITY)
    this.#rankedAt ??= now
    const isLate = (this.#unranked > 0 || this.#isReworded) && sinceRanked >= REFRESH_AFTER_MS
    if (this.#unranked < after && !isLate) return
    this.#unranked = 0
    this.#rankedAt = now
    this.#view.lists.refresh({ isReworded: this.#isReworded })
    this.#isReworded = false
    this.#view.forgetOrders()
  }
}

/** Counters that follow choices: whose first basket one is in, the log alone knows. */
const choiceCounters = ({ goalPopularity, discoveries, newcomers }: ShopCounters): PopularityCounters[] => [
  ...[goalPopularity, discoveries, newcomers.latest, newcomers.sales],
]
