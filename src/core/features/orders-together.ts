import type { ItemSets, ItemTable } from "./item-table"
import { setsByItem } from "./item-table"

/** How many orders held two products: what "often bought with" must be able to show. */
export interface OrdersTogether {
  /** For every entry of the basket table the orders that held both its products. */
  readonly counts: Float32Array
  /** Orders that held each product. */
  readonly orders: Float32Array
  /** All orders. */
  readonly total: number
}

/** Counts the orders behind every entry of a co-occurrence table of the same sets, each order once, however old. */
export function countOrdersTogether(sets: ItemSets, table: ItemTable): OrdersTogether {
  const itemCount = table.offsets.length - 1
  const bySet = setsByItem(sets, itemCount)
  const counts = new Float32Array(table.items.length)
  const together = new Float64Array(itemCount)
  for (let item = 0; item < itemCount; item++) {
    const [from, to] = [table.offsets[item], table.offsets[item + 1]]
    if (from === to) continue
    for (let at = bySet.offsets[item]; at < bySet.offsets[item + 1]; at++) {
      const set = bySet.rows[at]
      for (let k = sets.offsets[set]; k < sets.offsets[set + 1]; k++) together[sets.items[k]]++
    }
    for (let at = from; at < to; at++) counts[at] = together[table.items[at]]
    for (let at = bySet.offsets[item]; at < bySet.offsets[item + 1]; at++) {
      const set = bySet.rows[at]
      for (let k = sets.offsets[set]; k < sets.offsets[set + 1]; k++) together[sets.items[k]] = 0
    }
  }
  const orders = Float32Array.from({ length: itemCount }, (_, item) => bySet.offsets[item + 1] - bySet.offsets[item])
  return { counts, orders, total: sets.weights.length }
}

/**
 * Whether two products may be called "often bought together": at least so many orders held both, and more than chance
 * would bring, that is a lift P(both) / (P(a) P(b)) above 1.
 *
 * @param pair.atLeast orders together, at least 1
 */
export function isOftenTogether(
  { counts, orders, total }: OrdersTogether,
  { offsets, items }: ItemTable,
  pair: { readonly from: number; readonly to: number; readonly atLeast: number },
): boolean {
  const { from, to, atLeast } = pair
  if (from + 1 >= offsets.length) return false
  for (let at = offsets[from]; at < offsets[from + 1]; at++) {
    if (items[at] !== to) continue
    return counts[at] >= atLeast && counts[at] * total > orders[from] * orders[to]
  }
  return false
}
