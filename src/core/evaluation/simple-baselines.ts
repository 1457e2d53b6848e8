import type { InteractionLog } from "../contract/interaction-log"
import { collectItemSets } from "../features/item-sets"
import { cooccurrenceTable } from "../features/item-table"
import { isGoal } from "../features/shop-state"
import type { RankCase } from "./evaluate"
import { learnersOf } from "./temporal-split"
import type { RankingCase, Split } from "./temporal-split"

/** Most chosen first: what any ranker must beat. */
export function popularityBaseline(split: Pick<Split, "goal" | "train">): RankCase {
  const order = byPopularity(split)
  return (_, depth) => order.slice(0, depth)
}

/** Products by how often they were chosen. */
function byPopularity({ goal, train }: Pick<Split, "goal" | "train">): Int32Array {
  const accepts = isGoal(goal)
  const counts = new Float64Array(train.itemIds.length)
  for (let row = 0; row < train.length; row++) {
    if (accepts(train.behavior[row])) counts[train.item[row]]++
    else counts[train.item[row]] += 1e-6
  }
  return Int32Array.from(counts.keys())
    .filter((item) => counts[item] > 0)
    .sort((a, b) => counts[b] - counts[a] || a - b)
}

/**
 * Item-kNN: cosine of co-occurrence by shopper (by visit where there are none), summed over the products of the
 * past; popularity where it says nothing.
 *
 * @see Sarwar et al., "Item-based collaborative filtering", WWW 2001
 */
export function itemKnnBaseline(log: InteractionLog, split: Pick<Split, "kind" | "goal" | "train">): RankCase {
  const { train, kind } = split
  const accepts = isGoal(split.goal)
  const itemCount = train.itemIds.length
  const keys = learnersOf(train, kind)
  const sets = collectItemSets(train, keys, { accepts, itemsAtMost: 1000, weight: () => 1 })
  const table = cooccurrenceTable(sets, { itemCount, neighbors: 200, shrinkage: 0 })
  const masses = new Float64Array(itemCount)
  for (const item of sets.items) masses[item]++
  const order = byPopularity(split)
  const rank: RankCase = ({ rows }: RankingCase, depth) => {
    const sums = new Map<number, number>()
    for (const item of new Set(rows.filter((row) => accepts(log.behavior[row])).map((row) => log.item[row]))) {
      for (let at = table.offsets[item]; at < table.offsets[item + 1]; at++) {
        const other = table.items[at]
        sums.set(other, (sums.get(other) ?? 0) + table.weights[at] / Math.sqrt(masses[other]))
      }
      sums.set(item, (sums.get(item) ?? 0) + 1)
    }
    const found = [...sums].sort((a, b) => b[1] - a[1] || a[0] - b[0]).map(([item]) => item)
    // Not the whole order: it is as long as the catalog, and asked for each case.
    for (let at = 0; at < order.length && found.length < depth; at++) if (!sums.has(order[at])) found.push(order[at])
    return found.slice(0, depth)
  }
  return rank
}
