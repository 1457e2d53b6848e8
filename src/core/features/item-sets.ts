import type { InteractionLog } from "../contract/interaction-log"
import type { RowsByKey } from "../data/rows-by-key"
import type { ItemSets } from "./item-table"

/** Options of {@link collectItemSets}. */
export interface CollectItemSetsOptions {
  /** Which behaviors count. */
  readonly accepts: (behavior: number) => boolean
  /** Products of one set at most, the newest: bounds what one shopper can teach, and the time it takes. */
  readonly itemsAtMost: number
  /** Weight of a set of this many products whose newest row is of this time. */
  readonly weight: (size: number, time: number) => number
}

/** The distinct products of each key's rows, newest first. Sets of fewer than two products teach nothing but their mass. */
export function collectItemSets(log: InteractionLog, keys: RowsByKey, options: CollectItemSetsOptions): ItemSets {
  const keyCount = keys.offsets.length - 1
  const seenBy = new Int32Array(log.itemIds.length).fill(-1)
  const offsets: number[] = [0]
  const items = new Int32Array(keys.rows.length)
  const weights: number[] = []
  let length = 0
  for (let key = 0; key < keyCount; key++) {
    const start = length
    let newest = -Infinity
    for (let at = keys.offsets[key + 1] - 1; at >= keys.offsets[key]; at--) {
      const row = keys.rows[at]
      const item = log.item[row]
      if (!options.accepts(log.behavior[row]) || seenBy[item] === key) continue
      if (length - start >= options.itemsAtMost) break
      seenBy[item] = key
      if (newest === -Infinity) newest = log.time[row]
      items[length++] = item
    }
    if (length === start) continue
    weights.push(options.weight(length - start, newest))
    offsets.push(length)
  }
  return { offsets: Int32Array.from(offsets), items: items.slice(0, length), weights: Float64Array.from(weights) }
}
