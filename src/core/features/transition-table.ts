import type { InteractionLog } from "../contract/interaction-log"
import type { RowsByKey } from "../data/rows-by-key"
import { ItemTableBuilder } from "./item-table"
import type { ItemTable } from "./item-table"

/** Options of {@link transitionTable}. */
export interface TransitionOptions {
  readonly accepts: (behavior: number) => boolean
  /** How many steps back still count. */
  readonly reach: number
  readonly neighbors: number
}

/**
 * What comes after what in a visit: weight(i → j) = Σ 1/(steps from i to j), over the mass of i, so that a row
 * is a share of what followed i. A product may follow itself.
 *
 * @see Ludewig & Jannach, "Evaluation of session-based recommendation algorithms" (sequential rules), UMUAI 2018
 */
export function transitionTable(log: InteractionLog, visits: RowsByKey, options: TransitionOptions): ItemTable {
  const itemCount = log.itemIds.length
  const from: number[] = []
  const to: number[] = []
  const gain: number[] = []
  const masses = new Float64Array(itemCount)
  for (let visit = 0; visit + 1 < visits.offsets.length; visit++) {
    const recent: number[] = []
    for (let at = visits.offsets[visit]; at < visits.offsets[visit + 1]; at++) {
      const row = visits.rows[at]
      if (!options.accepts(log.behavior[row])) continue
      const item = log.item[row]
      for (let steps = 1; steps <= Math.min(options.reach, recent.length); steps++) {
        const before = recent[recent.length - steps]
        from.push(before)
        to.push(item)
        gain.push(1 / steps)
        masses[before] += 1 / steps
      }
      recent.push(item)
      if (recent.length > options.reach) recent.shift()
    }
  }
  return sumPairs({ from, to, gain, masses }, itemCount, options.neighbors)
}

interface Pairs {
  readonly from: readonly number[]
  readonly to: readonly number[]
  readonly gain: readonly number[]
  readonly masses: Float64Array
}

function sumPairs(pairs: Pairs, itemCount: number, neighbors: number): ItemTable {
  const starts = new Int32Array(itemCount + 1)
  for (const item of pairs.from) starts[item + 1]++
  for (let item = 0; item < itemCount; item++) starts[item + 1] += starts[item]
  const next = starts.slice(0, itemCount)
  const order = new Int32Array(pairs.from.length)
  pairs.from.forEach((item, pair) => (order[next[item]++] = pair))
  const builder = new ItemTableBuilder(itemCount, neighbors)
  const sums = new Float64Array(itemCount)
  const touched = new Int32Array(itemCount)
  for (let item = 0; item < itemCount; item++) {
    let length = 0
    for (let at = starts[item]; at < starts[item + 1]; at++) {
      const other = pairs.to[order[at]]
      if (sums[other] === 0) touched[length++] = other
      sums[other] += pairs.gain[order[at]] / pairs.masses[item]
    }
    builder.push(touched, length, sums)
    for (let at = starts[item]; at < starts[item + 1]; at++) sums[pairs.to[order[at]]] = 0
  }
  return builder.finish()
}
