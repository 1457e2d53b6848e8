import type { InteractionLog } from "../contract/interaction-log"
import type { RowsByKey } from "../data/rows-by-key"
import { log2 } from "../numeric/portable-math"
import { collectItemSets } from "./item-sets"
import { cooccurrenceTable, firstOfRows } from "./item-table"
import type { ItemSets, ItemTable } from "./item-table"
import { countTogether } from "./orders-together"
import { emptyRows, packRows } from "./packed-table"
import type { PackedTable } from "./packed-table"
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

/** Neighbors of a product that a regression sees. */
const NEIGHBORS = 120
/** Links of a product that are kept, the strongest: see docs/SCALE.md for what the weaker ones are worth. */
const LINKS_KEPT = 80
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
  /** Whether the basket table says of how many orders each of its entries is, as its second number. */
  readonly countsOrders: boolean
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

/** Builds every item-item table of a log that knows its own returns, each packed as soon as nothing is made of it any more. */
export function buildTables(log: InteractionLog, sources: TableSources): Record<TableName, PackedTable> {
  const { byUser, byVisit, accepts, goal, baskets, recency, countsOrders } = sources
  const itemCount = log.itemIds.length
  const pack = ({ offsets, items, weights }: ItemTable, counts: readonly Float32Array[] = []): PackedTable =>
    packRows({ offsets, items, columns: [weights, ...counts] }, itemCount)
  /** Co-occurrence, and the regression within its neighborhoods. */
  const both = (sets: ItemSets, strength = RIDGE, counts = false): { near: PackedTable; ridge: PackedTable } => {
    const table = cooccurrenceTable(sets, { itemCount, neighbors: NEIGHBORS, shrinkage: SHRINKAGE })
    const ridge = ridgeTable(
      sets,
      { table, shrinkage: SHRINKAGE },
      { itemCount, neighborhood: NEIGHBORHOOD, ridge: strength, neighbors: LINKS_KEPT },
    )
    const near = firstOfRows(table, LINKS_KEPT)
    return { near: pack(near, counts ? [countTogether(sets, near)] : []), ridge: pack(ridge) }
  }
  const none = { near: emptyRows(itemCount), ridge: emptyRows(itemCount) }
  const basket = both(baskets, RIDGE, countsOrders)
  const recent = (): ItemSets =>
    collectItemSets(log, rowsByBasket(log, byVisit), {
      accepts,
      itemsAtMost: BASKET_ITEMS_AT_MOST,
      weight: (size, time) => recency(time) / log2(1 + size),
    })
  const basketNow = log.hasTime ? both(recent(), RECENT_RIDGE) : none
  const shopper = both(
    collectItemSets(log, byUser, {
      accepts,
      itemsAtMost: SHOPPER_ITEMS_AT_MOST,
      weight: (size) => 1 / log2(1 + size),
    }),
  )
  const hasInterest = log.behavior.some(isInterest)
  const interestSets = (): ItemSets =>
    collectItemSets(log, goal === "interest" ? byVisit : byUser, {
      accepts: isPositive,
      itemsAtMost: SHOPPER_ITEMS_AT_MOST,
      weight: (size) => 1 / log2(1 + size),
    })
  const interest = hasInterest ? both(interestSets()) : none
  return {
    basket: basket.near,
    basketNow: basketNow.near,
    basketNowRidge: basketNow.ridge,
    basketRidge: basket.ridge,
    shopper: shopper.near,
    ridge: shopper.ridge,
    interest: interest.near,
    interestRidge: interest.ridge,
    next: hasInterest
      ? pack(transitionTable(log, byVisit, { accepts: isPositive, reach: 8, neighbors: LINKS_KEPT }))
      : emptyRows(itemCount),
  }
}
