import { linear } from "../../trees/scorer"
import type { Dataset, InteractionLog } from "../../contract/interaction-log"
import type { RankingCase } from "../../evaluation/temporal-split"
import { isInterest } from "../../features/profile"
import type { Profile } from "../../features/profile"
import { PRIOR_CALIBRATION } from "../calibration/confidence"
import type { CalibrationSample } from "../calibration/confidence"
import { segmentOrder } from "../ranking/ladder-rungs"
import { priorLists } from "../priors/list-priors"
import { PRIOR_STANDINGS } from "../calibration/standings"
import { ShopView } from "../ranking/shop-view"
import type { CaseLists } from "../teaching/case-lists"

/** Cases whose orders are looked at: enough for two numbers a scale. */
const CASES_AT_MOST = 400

interface HoldOut {
  readonly dataset: Dataset
  readonly log: InteractionLog
  readonly cases: readonly RankingCase[]
  readonly holdOut: CaseLists
}

/** An order asks for no weights. */
const NO_WEIGHTS = linear(new Float64Array(0))

/**
 * What stood where in the orders that need no decision value, and what was chosen: of the whole shop, of the shopper's
 * segments and of what they viewed last, as they stood at the cut.
 */
export function addOrders(sample: CalibrationSample, { dataset, log, cases, holdOut }: HoldOut): void {
  const { lists } = holdOut
  const catalog = log.itemIds.map((id) => dataset.items.get(id) ?? null)
  const own = { ...NO_WEIGHTS, lists: priorLists(), isTrained: true }
  const model = { itemIds: log.itemIds, catalog, state: lists.state, ...own }
  const view = new ShopView({ ...model, calibration: PRIOR_CALIBRATION, standings: PRIOR_STANDINGS }, lists)
  const step = Math.max(1, Math.ceil(cases.length / CASES_AT_MOST))
  for (let at = 0; at < cases.length; at += step) {
    const truth = new Set(cases[at].truth)
    const profile = holdOut.profileOf(cases[at])
    const channel = holdOut.channelOf(cases[at])
    for (const order of ["popular", "trending", "newest"] as const)
      sample.addOrder(order, view.order(order, channel), truth)
    if (profile.segments.length > 0) sample.addOrder("segment", segmentOrder(view, profile, channel), truth)
    const viewed = latestViewed(profile)
    if (viewed.length > 0) sample.addOrder("viewed", viewed, truth)
  }
}

/** Products looked at, the latest first, each once. */
function latestViewed({ length, item, behavior }: Profile): number[] {
  const viewed = new Set<number>()
  for (let at = length - 1; at >= 0; at--) if (isInterest(behavior[at])) viewed.add(item[at])
  return [...viewed]
}
