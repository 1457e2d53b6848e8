import type { Dataset, InteractionLog } from "../contract/interaction-log"
import { withoutReturned } from "../data/kept-purchases"
import { rowsByKey } from "../data/rows-by-key"
import type { RowsByKey } from "../data/rows-by-key"
import { buildTables, collectBaskets } from "./build-tables"
import type { TableName } from "./build-tables"
import type { ContentIndex } from "./content"
import { giftTable } from "./gift-table"
import type { GiftTable } from "./gift-table"
import { itemFacts } from "./item-facts"
import type { ItemFacts } from "./item-facts"
import { buildNeighborIndex } from "./neighbors"
import type { NeighborIndex } from "./neighbors"
import { countOrders } from "./orders-together"
import type { OrdersTogether } from "./orders-together"
import type { PackedTable } from "./packed-table"
import { repeatNumbers } from "./popularity"
import { BEHAVIOR, DAY_MS, isPositive } from "./profile"
import { countSegments, segmentNames } from "./segments"
import type { SegmentTable } from "./segments"
import { countShop } from "./shop-counters"
import type { ChannelTable, ShopCounters } from "./shop-counters"
import type { LiveLinks } from "./live-links"
import { rowsByVisit } from "./visits"
import { exp2 } from "../numeric/portable-math"

export { TABLES } from "./build-tables"
export type { TableName } from "./build-tables"

/** What the model predicts: purchases, or, where a shop has hardly any, whatever shows interest. */
export type Goal = "purchase" | "interest"

/** All that is known of the shop at one moment: what features of any shopper are read from. */
export interface ShopState extends ShopCounters {
  /** Nothing of this moment or later is in the state. */
  readonly moment: number
  readonly goal: Goal
  readonly hasTime: boolean
  readonly itemCount: number
  /** The same counters by sales channel; null in a shop of one, and where tastes do not differ. */
  readonly channels: ChannelTable | null
  /** Which of `NEWCOMER_SETTINGS` mixes the order for new shoppers: chosen on the shop's own past. */
  readonly newcomerSetting: number
  readonly facts: ItemFacts
  readonly tables: Readonly<Record<TableName, PackedTable>>
  readonly shoppers: NeighborIndex
  readonly visits: NeighborIndex
  readonly segments: SegmentTable
  readonly content: ContentIndex
  /** What is given as a gift; null where nothing was. */
  readonly gifts: GiftTable | null
  /** Orders behind the basket table; null where the state only teaches. */
  readonly together: OrdersTogether | null
  /** What was chosen together since the state was built; null where nothing is followed. */
  readonly live: LiveLinks | null
}

/** Rows of purchases a log needs before purchases are what the model predicts. */
export const PURCHASES_AT_LEAST = 50
const SHOPPER_ITEMS_AT_MOST = 250
/** Half-life of what goes together now, and of what neighbors choose now. */
const RECENT_HALF_LIFE_DAYS = 30
/** Weight of one row in a vector of interest, by behavior. */
const INTEREST_WEIGHTS = new Map([
  [BEHAVIOR.view, 1],
  [BEHAVIOR.click, 1],
  [BEHAVIOR.addToCart, 2],
  [BEHAVIOR.addToWishlist, 2],
  [BEHAVIOR.purchase, 3],
])

/** Purchases where the log has enough of them, else all interest. */
export function goalOf(log: InteractionLog): Goal {
  let purchases = 0
  for (let row = 0; row < log.length; row++) if (log.behavior[row] === BEHAVIOR.purchase) purchases++
  return purchases >= PURCHASES_AT_LEAST ? "purchase" : "interest"
}

/** Whether a behavior is what the model predicts. */
export function isGoal(goal: Goal): (behavior: number) => boolean {
  return goal === "purchase" ? (behavior) => behavior === BEHAVIOR.purchase : isPositive
}

/** Options of {@link buildShopState}. */
export interface ShopStateOptions {
  /** Milliseconds; all rows of the log lie before it. */
  readonly moment: number
  readonly goal: Goal
  readonly content: ContentIndex
  /** Whether orders are counted too, for reasons: what only teaches needs none. */
  readonly countsOrders?: boolean
  /** See {@link NeighborIndexOptions.ownerName}. */
  readonly ownerName?: ((id: string) => string) | undefined
}

/** Builds the state from the rows of `known`, all of them before `moment`; what these rows return counts nowhere. */
export function buildShopState(dataset: Dataset, known: InteractionLog, options: ShopStateOptions): ShopState {
  const { moment, goal, content, countsOrders = false, ownerName } = options
  const log = withoutReturned(known)
  const itemCount = log.itemIds.length
  const accepts = isGoal(goal)
  const byUser = rowsByKey(log.user, log.userIds.length, log.length)
  const byVisit = rowsByVisit(log)
  const decay = ageDecay(log, moment, 180)
  const repeats = repeatNumbers(log, byUser, accepts)
  const baskets = collectBaskets(log, { byVisit, accepts, decay })
  const tables = buildTables(log, {
    byUser,
    byVisit,
    accepts,
    goal,
    baskets,
    recency: ageDecay(log, moment, RECENT_HALF_LIFE_DAYS),
    countsOrders,
  })
  const { whole, channels } = countShop(log, byUser, { moment, accepts, repeats })
  const userSegments = log.userIds.map((id) => segmentNames(dataset.segments.get(id)))
  return {
    moment,
    goal,
    hasTime: log.hasTime,
    itemCount,
    ...whole,
    channels,
    newcomerSetting: 0,
    facts: itemFacts(dataset, log, byUser, { moment, accepts }),
    tables,
    together: countsOrders ? countOrders(baskets, itemCount) : null,
    shoppers: buildNeighborIndex(log, byUser, {
      itemCount,
      weight: (row) => (isPositive(log.behavior[row]) ? rowWeight(log, row, goal) * decay(log.time[row]) : 0),
      recency: ageDecay(log, moment, RECENT_HALF_LIFE_DAYS),
      itemsAtMost: SHOPPER_ITEMS_AT_MOST,
      vectorsAtMost: 20_000,
      holdersAtMost: 1500,
      ownerName,
    }),
    visits: buildNeighborIndex(log, goal === "interest" || log.userIds.length === 0 ? byVisit : NO_ROWS, {
      itemCount,
      weight: (row) => (isPositive(log.behavior[row]) ? 1 : 0),
      recency: () => 1,
      itemsAtMost: 50,
      vectorsAtMost: 30_000,
      holdersAtMost: 1500,
      ownerName,
    }),
    segments: countSegments(log, moment, { userSegments, repeats, popularity: whole.goalPopularity }),
    content,
    gifts: log.hasTime ? giftTable(dataset.gifts ?? [], { moment, content, itemIds: log.itemIds }) : null,
    live: null,
  }
}

const NO_ROWS: RowsByKey = { offsets: new Int32Array(1), rows: new Int32Array(0) }

function rowWeight(log: InteractionLog, row: number, goal: Goal): number {
  return goal === "interest" ? 1 : (INTEREST_WEIGHTS.get(log.behavior[row]) ?? 0)
}

/** 2^(−age / halfLife) of a time, 1 where times are only an order. */
function ageDecay(log: InteractionLog, moment: number, halfLifeDays: number): (time: number) => number {
  if (!log.hasTime) return () => 1
  // Rows of one order come one after the other, with one time.
  let lastTime = Number.NaN
  let last = 1
  return (time) => {
    if (time !== lastTime) {
      lastTime = time
      last = exp2((time - moment) / (halfLifeDays * DAY_MS))
    }
    return last
  }
}
