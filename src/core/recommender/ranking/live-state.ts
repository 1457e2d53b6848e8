import type { CatalogItem } from "../../contract/interaction-log"
import type { ItemFacts } from "../../features/item-facts"
import { grownRows } from "../../features/packed-table"
import { grownShopFacts } from "../../features/shop-facts"
import { LiveLinks } from "../../features/live-links"
import { grownCounters } from "../../features/shop-counters"
import type { ShopState } from "../../features/shop-state"
import { ln } from "../../numeric/portable-math"

/** The state that serving moves: counters of its own, links that follow behavior. */
export function liveState(state: ShopState): ShopState {
  return { ...state, live: new LiveLinks((item) => state.facts.shoppers[item] ?? 0) }
}

/** Whether products are updated in place: none is new, and each category has its number. */
export function hasRoomFor({ itemCount, facts }: ShopState, items: ReadonlyMap<number, CatalogItem>): boolean {
  const names = new Set(facts.categoryNames)
  for (const [index, { category }] of items)
    if (index >= itemCount || (category !== null && !names.has(category))) return false
  return true
}

/** Sets what the catalog says of products that the state {@link hasRoomFor}, in place. */
export function setItems({ facts, content }: ShopState, items: ReadonlyMap<number, CatalogItem>): void {
  const codes = new Map(facts.categoryNames.map((name, at) => [name, at]))
  for (const [index, item] of items) {
    if (item.price !== null && item.price > 0) facts.logPrice[index] = ln(item.price)
    facts.category[index] = item.category === null ? -1 : (codes.get(item.category) ?? -1)
    content.set(index, item)
  }
}

/** Mean days between purchases of a product of which nothing is known. */
const UNKNOWN_GAP_DAYS = 60

/**
 * The state with products added or replaced. Tables do not know new products yet; words, price, category and
 * age do.
 *
 * @param items product by index; indices from `state.itemCount` on are new and leave no gaps
 */
export function withItems(state: ShopState, items: ReadonlyMap<number, CatalogItem>): ShopState {
  let { itemCount } = state
  // Not by spread arguments: a catalog may have more products than a call takes.
  for (const index of items.keys()) itemCount = Math.max(itemCount, index + 1)
  const facts = grownFacts(state.facts, itemCount)
  const names = new Set(facts.categoryNames)
  for (const [index, item] of items) {
    if (item.category !== null) names.add(item.category)
    if (index >= state.itemCount) facts.firstSeen[index] = item.createdAt ?? state.moment
  }
  const grown: ShopState = {
    ...state,
    itemCount,
    facts: { ...facts, categoryNames: [...names] },
    ...grownCounters(state, itemCount),
    channels: state.channels && {
      ...state.channels,
      counters: state.channels.counters.map((own) => grownCounters(own, itemCount)),
    },
  }
  setItems(grown, items)
  return grown
}

function grownFacts(facts: ItemFacts, itemCount: number): ItemFacts {
  const float32 = (values: Float32Array, missing: number): Float32Array => {
    const next = new Float32Array(itemCount).fill(missing)
    next.set(values)
    return next
  }
  const category = new Int32Array(itemCount).fill(-1)
  category.set(facts.category)
  const firstSeen = new Float64Array(itemCount)
  firstSeen.set(facts.firstSeen)
  return {
    weeks: grownRows(facts.weeks, itemCount),
    logPrice: float32(facts.logPrice, Number.NaN),
    category,
    categoryNames: facts.categoryNames,
    firstSeen,
    repeatRate: float32(facts.repeatRate, 0),
    gapDays: float32(facts.gapDays, UNKNOWN_GAP_DAYS),
    shoppers: float32(facts.shoppers, 0),
    fromShop: facts.fromShop === null ? null : grownShopFacts(facts.fromShop, itemCount),
  }
}
