import type { CatalogItem, Dataset, GiftLine, ProfileEvent, ShopperSegment } from "../../contract"
import type { InteractionRow } from "../../data/interaction-log-builder"
import { FEATURE_NAMES } from "../../features/feature-map"
import { buildShopState } from "../../features/shop-state"
import type { Goal, ShopState } from "../../features/shop-state"
import { linear } from "../../trees/scorer"
import { PRIOR_CALIBRATION } from "../calibration/confidence"
import { PRIOR_STANDINGS } from "../calibration/standings"
import { contentOf } from "../item-content"
import type { RankingModel } from "../model/ranking-model"
import { priorLists } from "../priors/list-priors"
import { liveState } from "../ranking/live-state"
import { ShopView } from "../ranking/shop-view"
import { ListMaker } from "../ranking/shopper-list"
import { logOf } from "./shop"

export const DAY = 86_400_000
/** The moment of small models: midnight. */
export const NOW = Date.UTC(2026, 0, 31)

/** A purchase of one piece at 10, in an order of its own. */
export const aRow = (userId: string, itemId: string, daysAgo: number): InteractionRow => ({
  ...{ userId, itemId, behavior: "purchase", quantity: 1, price: 10, sessionId: `${userId} ${daysAgo}` },
  time: NOW - daysAgo * DAY,
})

/** A product of which no more is known than its id, which is its title too. */
export const anItem = (id: string, changes: Partial<CatalogItem> = {}): CatalogItem => ({
  ...{ id, title: id, category: null, price: null, tags: [], createdAt: null },
  ...changes,
})

/** A shopper's purchase of one piece, in an order of its own. */
export const anEvent = (productId: string, daysAgo: number, changes: Partial<ProfileEvent> = {}): ProfileEvent => ({
  ...{ productId, type: "purchase", at: NOW - daysAgo * DAY, quantity: 1, price: null, basketId: `${daysAgo}` },
  ...changes,
})

/** What a small model is made from. */
export interface SmallShop {
  readonly rows: readonly InteractionRow[]
  readonly items?: readonly CatalogItem[]
  readonly segments?: Readonly<Record<string, ShopperSegment>>
  readonly gifts?: readonly GiftLine[]
  /** @defaultValue "purchase", however few there are */
  readonly goal?: Goal
  /** Weights by feature name, 0 for all others. */
  readonly weights?: Readonly<Record<string, number>>
  /** What stands in the state instead of what its log gives. */
  readonly state?: Partial<ShopState>
  /** What stands in the model instead. */
  readonly model?: Partial<RankingModel>
}

/** A model that nothing was learned for: the state of its few rows, and the given weights. */
export function smallModel({ rows, items = [], segments = {}, gifts = [], ...instead }: SmallShop): RankingModel {
  const log = logOf(rows)
  const dataset: Dataset = {
    ...{ log, gifts, items: new Map(items.map((item) => [item.id, item])) },
    segments: new Map(Object.entries(segments)),
  }
  const content = contentOf(dataset, log.itemIds)
  const { goal = "purchase", weights = {}, state = {}, model = {} } = instead
  const built = buildShopState(dataset, log, { moment: NOW, goal, content, countsOrders: true })
  return {
    itemIds: log.itemIds,
    catalog: log.itemIds.map((id) => dataset.items.get(id) ?? null),
    state: { ...built, ...state },
    ...linear(Float64Array.from(FEATURE_NAMES, (name) => weights[name] ?? 0)),
    lists: priorLists(),
    isTrained: true,
    calibration: PRIOR_CALIBRATION,
    standings: PRIOR_STANDINGS,
    ...model,
  }
}

/** A view of a model as serving has one. */
export function viewOf(model: RankingModel): ShopView {
  const live = { ...model, state: liveState(model.state) }
  return new ShopView(live, new ListMaker(live.state))
}

/** The ids of answers, in their order. */
export const idsOf = (products: readonly { readonly productId: string }[]): string[] =>
  products.map(({ productId }) => productId)
