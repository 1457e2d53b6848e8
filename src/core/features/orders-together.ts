import type { ItemSets, ItemTable } from "./item-table"
import { setsByItem } from "./item-table"
import type { PackedTable } from "./packed-table"
import { RowReader } from "./row-reader"

/** What "often bought with" must be able to show, beside the orders that held two products: the basket table's second number. */
export interface OrdersTogether {
  /** Orders that held each product. */
  readonly orders: Float32Array
  /** All orders. */
  readonly total: number
}

/** Orders that held each product, each order once, however old. */
export function countOrders(sets: ItemSets, itemCount: number): OrdersTogether {
  const orders = new Float32Array(itemCount)
  for (const item of sets.items) orders[item]++
  return { orders, total: sets.weights.length }
}

/** The orders behind every entry of a co-occurrence table of the same sets. */
export function countTogether(sets: ItemSets, table: ItemTable): Float32Array {
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
  return counts
}

/**
 * Whether two products may be called "often bought together": at least so many orders held both, and more than chance
 * would bring, that is a lift P(both) / (P(a) P(b)) above 1. Orders of both are known exactly up to 18, and within 3 % from
 * there on.
 *
 * @param pair.atLeast orders together, at least 1
 */
export function isOftenTogether(
  { orders, total }: OrdersTogether,
  basket: PackedTable,
  pair: { readonly from: number; readonly to: number; readonly atLeast: number },
): boolean {
  const { from, to, atLeast } = pair
  row.read(basket, from)
  const at = row.placeOf(to)
  if (at < 0) return false
  const both = Math.round(row.values(COUNTS)[at])
  return both >= atLeast && both * total > orders[from] * orders[to]
}

/** The row at hand; nobody keeps it. */
const row = new RowReader()

/** Which of the basket table's numbers counts orders. */
const COUNTS = 1
