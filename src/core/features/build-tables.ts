import type { InteractionLog } from "../contract/interaction-log"
import type { RowsByKey } from "../data/rows-by-key"
import { log2 } from "../numeric/portable-math"
import { collectItemSets } from "./item-sets"
import { cooccurrenceTable, emptyTable } from "./item-table"
import type { ItemSets, ItemTable } from "./item-table"
import { isInterest, isPositive } from "./profile"
import { ridgeTable } from "./ridge-table"
import { transitionTable } from "./transition-table"

/** Names of the item-item tables. */
export const TABLES = [
  "basket",
  "basketNow",
  "basketNowRidge",
  "basketRidge",
  "shopper",
  "ridge",
  "interest",
  "interestRidge",
  "next",
] as const

/** Name of one item-item table of {@link ShopState}. */
export type TableName = (typeof TABLES)[number]

const NEIGHBORS = 120
const BASKET_ITEMS_AT_MOST = 100
const SHRINKAGE = 1
const RIDGE = 8
/** The same where sets fade fast and weigh less. */
const RECENT_RIDGE = 2
const NEIGHBORHOOD = 50

const SHOPPER_ITEMS_AT_MOST = 250
const NO_ROWS: RowsByKey = { offsets: new Int32Array(1), rows: new Int32Array(0) }

/** What tables are read from. */
export interface TableSources {
  readonly byUser: RowsByKey
  readonly byVisit: RowsByKey
  readonly accepts: (behavior: number) => boolean
  readonly goal: "purchase" | "interest"
  readonly baskets: ItemSets
  readonly recency: (time: number) => number
}

/** Rows by basket. Without times a visit is a shopper's whole past, which the tables by shopper hold already. */
function rowsByBasket(log: InteractionLog, byVisit: RowsByKey): RowsByKey {
  return log.hasTime || log.sessionIds.length > 0 ? byVisit : NO_ROWS
}

/** Baskets of goal events; a set's weight falls with its size and age. */
export function collectBaskets(
  log: InteractionLog,
  { byVisit, accepts, decay }: Pick<TableSources, "byVisit" | "accepts"> & { readonly decay: (time: number) => number },
): ItemSets {
  return collectItemSets(log, rowsByBasket(log, byVisit), {
    accepts,
    itemsAtMost: BASKET_ITEMS_AT_MOST,
    weight: (size, time) => decay(time) / log2(1 + size),
  })
}

/** Builds every item-item table of a log that knows its own returns. */
export function buildTables(log: InteractionLog, sources: TableSources): Record<TableName, ItemTable> {
  const { byUser, byVisit, accepts, goal, baskets, recency } = sources
  const byBasket = rowsByBasket(log, byVisit)
  const itemCount = log.itemIds.length
  const table = (sets: ItemSets): ItemTable =>
    cooccurrenceTable(sets, { itemCount, neighbors: NEIGHBORS, shrinkage: SHRINKAGE })
  const ridge = (sets: ItemSets, near: ItemTable, strength = RIDGE): ItemTable =>
    ridgeTable(
      sets,
      { table: near, shrinkage: SHRINKAGE },
      { itemCount, neighborhood: NEIGHBORHOOD, ridge: strength, neighbors: NEIGHBORS },
    )
  const shoppers = collectItemSets(log, byUser, {
    accepts,
    itemsAtMost: SHOPPER_ITEMS_AT_MOST,
    weight: (size) => 1 / log2(1 + size),
  })
  const basket = table(baskets)
  const recentBaskets = collectItemSets(log, byBasket, {
    accepts,
    itemsAtMost: BASKET_ITEMS_AT_MOST,
    weight: (size, time) => recency(time) / log2(1 + size),
  })
  const basketNow = log.hasTime ? table(recentBaskets) : emptyTable(itemCount)
  const shopper = table(shoppers)
  const hasInterest = log.behavior.some(isInterest)
  const interestSets = collectItemSets(log, goal === "interest" ? byVisit : byUser, {
    accepts: isPositive,
    itemsAtMost: SHOPPER_ITEMS_AT_MOST,
    weight: (size) => 1 / log2(1 + size),
  })
  const interest = hasInterest ? table(interestSets) : emptyTable(itemCount)
  return {
    basket,
    basketNow,
    basketNowRidge: log.hasTime ? ridge(recentBaskets, basketNow, RECENT_RIDGE) : emptyTable(itemCount),
    basketRidge: ridge(baskets, basket),
    shopper,
    ridge: ridge(shoppers, shopper),
    interest,
    interestRidge: hasInterest ? ridge(interestSets, interest) : emptyTable(itemCount),
    next: hasInterest
      ? transitionTable(log, byVisit, { accepts: isPositive, reach: 8, neighbors: NEIGHBORS })
      : emptyTable(itemCount),
  }
}
