import type { CatalogItem } from "../../contract/interaction-log"
import type { RankedProduct, RankReason, Rung } from "../../contract/recommender"
import { SOURCE_NAMES } from "../../candidates/select-candidates"
import { dueRule } from "../../features/due"
import { trendOf } from "../../features/item-signals"
import { confidenceOfPlace, confidenceOfValue } from "../calibration/confidence"
import type { PlaceScale, ValueScale } from "../calibration/confidence"
import { NewcomerOrders } from "../judging/newcomer-orders"
import { PastLinks } from "./past-links"
import { explain } from "./reasons"
import { standingOfPlace, standingOfValue } from "../calibration/standings"
import type { Catalog, RankingModel } from "../model/ranking-model"
import type { Scorer } from "../../trees/scorer"
import type { Lift } from "./lift"
import { WHOLE_SHOP } from "./shopper-list"
import type { ListMaker, ShopperList } from "./shopper-list"

/** Orders of the whole shop that need no shopper. */
export type ShopOrder = "popular" | "trending" | "newest"

/** How a product came out of an order. */
interface Placed {
  readonly score: number
  readonly rung: Rung
  readonly source: string
  readonly reasons: readonly RankReason[]
  /** The order, and the place in it, from 1 on. */
  readonly scale: PlaceScale
  readonly place: number
}

/** By what a list was ranked. */
export interface Ranking {
  readonly scorer: Scorer
  readonly scale: ValueScale
  readonly rung: Rung
  /** Products that the list starts from; none where it starts from the shopper. */
  readonly anchors: readonly number[]
  /** The reason of a given product that goes with the one shown. @defaultValue "goes_with" */
  readonly anchorCode?: "goes_with" | "because_carted"
  /** Orders that must have held two products before they are called often bought together. @defaultValue 3 */
  readonly ordersTogether?: number
  /** Products that are given reasons, from the first on. @defaultValue all */
  readonly reasonsOf?: number
  /** What scores hold beside what the weights say, by item. @defaultValue none */
  readonly lifts?: ReadonlyMap<number, Lift>
}

const ORDERS_TOGETHER = 3

/** One model with what serving looks up in it. */
export class ShopView {
  readonly model: RankingModel
  readonly lists: ListMaker
  readonly #indices: Map<string, number>
  /** What is known of products since the model was read, beside its own catalog. */
  readonly #changed = new Map<number, CatalogItem>()
  readonly #orders = new Map<string, Int32Array>()
  readonly #channels: ReadonlyMap<string, number>
  /** Orders for shoppers of whom no more than their segments is known. */
  readonly newcomers: NewcomerOrders
  /** Products of the model's file: those behind came after its training. */
  readonly trainedItems: number

  constructor(model: RankingModel, lists: ListMaker, trainedItems = model.itemIds.length) {
    this.model = model
    this.lists = lists
    this.trainedItems = trainedItems
    this.#indices = new Map(model.itemIds.map((id, at) => [id, at]))
    this.#channels = new Map(model.state.channels?.ids.map((id, at) => [id, at]))
    this.newcomers = new NewcomerOrders((channel) => lists.stateIn(channel))
  }

  /** Index of a product, undefined for one never seen. */
  indexOf(productId: string): number | undefined {
    return this.#indices.get(productId)
  }

  /** Number of a sales channel; that of the whole shop where none is named, or the model knows no more of it. */
  channelOf(id: string | null | undefined): number {
    return this.#channels.get(id ?? "") ?? WHOLE_SHOP
  }

  /** Index of a product, a new one for one never seen: the next view will have room for it. */
  indexFor(productId: string): number {
    const index = this.#indices.get(productId) ?? this.#indices.size
    this.#indices.set(productId, index)
    return index
  }

  /** Ids with those of new products behind. */
  idsWith(added: ReadonlyMap<number, CatalogItem>): readonly string[] {
    const ids = [...this.model.itemIds]
    for (const [index, item] of added) ids[index] = item.id
    return ids
  }

  /** What is known of products, with that of new ones behind. */
  catalogWith(added: ReadonlyMap<number, CatalogItem>): Catalog {
    return Array.from({ length: this.#indices.size }, (_, at) => added.get(at) ?? this.#itemAt(at))
  }

  /** What is known of products of this view from now on. */
  setItems(items: ReadonlyMap<number, CatalogItem>): void {
    for (const [index, item] of items) this.#changed.set(index, item)
  }

  /** Whether the texts of a product are those known already. */
  isSameItem(index: number, item: CatalogItem): boolean {
    const known = this.#itemAt(index)
    return (
      known !== null &&
      known.title === item.title &&
      known.category === item.category &&
      known.price === item.price &&
      isSameTime(known.createdAt, item.createdAt) &&
      known.tags.join("|") === item.tags.join("|")
    )
  }

  #itemAt(index: number): CatalogItem | null {
    return this.#changed.get(index) ?? this.model.catalog.at(index) ?? null
  }

  /** Candidates as they are shown, with reasons from the exact contributions. */
  describe(
    list: ShopperList,
    places: readonly number[],
    { scores, ranking }: { readonly scores: Float64Array; readonly ranking: Ranking },
  ): RankedProduct[] {
    const { items, sources } = list.candidates
    const { itemIds, calibration, standings } = this.model
    const state = this.lists.stateIn(list.channel)
    const { history } = list
    const { scorer, scale, rung, anchors } = ranking
    const { reasonsOf = places.length, lifts } = ranking
    const shown = places.slice(0, reasonsOf).map((at) => items[at])
    const links = new PastLinks(state, history, shown)
    const source = {
      state,
      history,
      now: list.now,
      shown,
      links,
      anchors,
      anchorCode: ranking.anchorCode ?? ("goes_with" as const),
      ordersTogether: ranking.ordersTogether ?? ORDERS_TOGETHER,
      isDue: dueRule(state),
      productId: (index: number): string => itemIds[index],
    }
    return places.map((at, place) => ({
      productId: itemIds[items[at]],
      score: scores[at],
      confidence: standingOfValue(standings, scale, scores[at]),
      chance: confidenceOfValue(calibration, scale, scores[at]),
      ...liftOf(lifts?.get(items[at])),
      rung,
      sources: SOURCE_NAMES.filter((_, bit) => (sources[at] & (1 << bit)) !== 0),
      reasons:
        place < reasonsOf
          ? withLift(
              explain(source, place, { scorer, row: list.features.row(at), space: list.features.space }),
              lifts?.get(items[at]),
            )
          : [],
    }))
  }

  /** A product out of an order, whose confidence and chance are those of its place there. */
  plain(item: number, placed: Placed): RankedProduct {
    return {
      productId: this.model.itemIds[item],
      score: placed.score,
      confidence: standingOfPlace(placed.place),
      chance: confidenceOfPlace(this.model.calibration, placed.scale, placed.place),
      rung: placed.rung,
      sources: [placed.source],
      reasons: placed.reasons,
    }
  }

  /** All products in one of a channel's orders, best first. */
  order(name: ShopOrder, channel: number): Int32Array {
    const key = `${name} ${channel}`
    const known = this.#orders.get(key)
    if (known !== undefined) return known
    const order = this.#sorted(name, channel)
    this.#orders.set(key, order)
    return order
  }

  /** Orders are rebuilt when next asked for. */
  forgetOrders(): void {
    this.#orders.clear()
    this.newcomers.forget()
  }

  /** Value by which an order sorts. */
  orderValue(name: ShopOrder, item: number, channel: number): number {
    const { goalPopularity, interestPopularity, facts } = this.lists.stateIn(channel)
    if (name === "newest") return facts.firstSeen[item]
    if (name === "popular") return this.newcomers.of(channel).shares[item]
    return trendOf(goalPopularity, item) + 0.2 * trendOf(interestPopularity, item)
  }

  #sorted(name: ShopOrder, channel: number): Int32Array {
    const { itemIds } = this.model
    const { itemCount, facts } = this.model.state
    const values = Float64Array.from({ length: itemCount }, (_, item) => this.orderValue(name, item, channel))
    return Int32Array.from(values.keys()).sort(
      // By their ids at last: instances number new products in the order in which they heard of them.
      (a, b) => values[b] - values[a] || facts.firstSeen[b] - facts.firstSeen[a] || (itemIds[a] < itemIds[b] ? -1 : 1),
    )
  }
}

const liftOf = (lift: Lift | undefined): Pick<RankedProduct, "lift"> =>
  lift === undefined ? {} : { lift: lift.factor }

/** Reasons with what a new product has by how it was answered: together they sum to its score. */
function withLift(reasons: readonly RankReason[], lift: Lift | undefined): readonly RankReason[] {
  if (lift === undefined || lift.score === 0) return reasons
  return [...reasons, { code: "new", productId: null, weight: lift.score }].sort((a, b) => b.weight - a.weight)
}

/** A database has microseconds, and who reads them cuts or rounds. */
function isSameTime(a: number | null, b: number | null): boolean {
  return a === b || (a !== null && b !== null && Math.abs(a - b) <= 1)
}
