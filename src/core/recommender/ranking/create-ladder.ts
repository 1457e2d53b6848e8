import type { Dataset, InteractionLog } from "../../contract/interaction-log"
import type { Recommender } from "../../contract/recommender"
import { InteractionLogBuilder } from "../../data/interaction-log-builder"
import { ContentIndex } from "../../features/content"
import { buildShopState, goalOf } from "../../features/shop-state"
import { capInfluence } from "../teaching/cap-influence"
import { PRIOR_CALIBRATION } from "../calibration/confidence"
import { priorLists } from "../priors/list-priors"
import { priorWeights } from "../priors/prior-weights"
import { PRIOR_STANDINGS } from "../calibration/standings"
import { linear } from "../../trees/scorer"
import { ShopRecommender } from "../shop-recommender"

/** What a ladder starts from; all of it may be missing. */
export interface LadderSource {
  readonly items?: Dataset["items"]
  readonly log?: InteractionLog
  readonly segments?: Dataset["segments"]
}

/**
 * A recommender without a trained model: item-to-item, segment, trending, popular, newest, and the
 * mixture of priors learned from many shops for what a shopper did. It follows behavior like a trained one, and answers as long as anything is for sale.
 */
export function createLadder(source: LadderSource = {}): Recommender {
  const log = capInfluence(source.log ?? new InteractionLogBuilder().finish())
  const dataset: Dataset = { log, items: source.items ?? new Map(), segments: source.segments ?? new Map() }
  const moment = log.length > 0 ? log.time[log.length - 1] + 1 : 0
  const content = new ContentIndex()
  const catalog = log.itemIds.map((id) => dataset.items.get(id) ?? null)
  catalog.forEach((item, at) => {
    if (item !== null) content.set(at, item)
  })
  const goal = log.length > 0 ? goalOf(log) : "purchase"
  const state = buildShopState(dataset, log, { moment, goal, content, countsOrders: true })
  const recommender = new ShopRecommender({
    itemIds: log.itemIds,
    catalog,
    state,
    ...linear(priorWeights({ goal, rows: log.length })),
    lists: priorLists(),
    isTrained: false,
    calibration: PRIOR_CALIBRATION,
    standings: PRIOR_STANDINGS,
  })
  recommender.upsertItems(dataset.items)
  return recommender
}
