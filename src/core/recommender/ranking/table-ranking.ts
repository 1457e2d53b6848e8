import { POPULARITY_HALF_LIVES } from "../../features/popularity"
import { RowReader } from "../../features/row-reader"
import { TABLES } from "../../features/shop-state"
import type { ShopState, TableName } from "../../features/shop-state"

/** Tables whose weights are co-occurrence: over the root of who knows a product they are cosines. */
const COOCCURRENCE: ReadonlySet<TableName> = new Set(["basket", "basketNow", "shopper", "interest"])

const ALL_ALONG = POPULARITY_HALF_LIVES.length - 1

/** Names of the tables that hold anything. */
export function filledTables(state: ShopState): TableName[] {
  return TABLES.filter((name) => state.tables[name].bytes.length > 0)
}

/** Products by what one table says of the given ones, best first: a list that needs no learning. */
export function rankByTable(
  state: ShopState,
  name: TableName,
  { anchors, depth }: { readonly anchors: readonly number[]; readonly depth: number },
): number[] {
  const row = new RowReader()
  const interest = state.interestPopularity.counts[ALL_ALONG]
  const sums = new Map<number, number>()
  for (const anchor of anchors) {
    const length = row.read(state.tables[name], anchor)
    const weights = row.values()
    for (let at = 0; at < length; at++) {
      const other = row.items[at]
      const crowd = COOCCURRENCE.has(name) ? Math.max(state.facts.shoppers[other], interest[other]) : 0
      sums.set(other, (sums.get(other) ?? 0) + weights[at] / Math.sqrt(1 + crowd))
    }
  }
  for (const anchor of anchors) sums.delete(anchor)
  return [...sums]
    .sort((a, b) => b[1] - a[1] || a[0] - b[0])
    .slice(0, depth)
    .map(([item]) => item)
}
