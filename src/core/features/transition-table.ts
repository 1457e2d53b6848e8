import type { InteractionLog } from "../contract/interaction-log"
import { rowsByKey } from "../data/rows-by-key"
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
 * is a share of what followed i. A product may follow itself. The pairs are walked and never kept: eight for each
 * row of the log would be the largest thing in the memory of a training.
 *
 * @see Ludewig & Jannach, "Evaluation of session-based recommendation algorithms" (sequential rules), UMUAI 2018
 */
export function transitionTable(log: InteractionLog, visits: RowsByKey, options: TransitionOptions): ItemTable {
  const itemCount = log.itemIds.length
  const steps = stepsOf(log, visits, options.accepts)
  const byItem = rowsByKey(steps.items, itemCount)
  const builder = new ItemTableBuilder(itemCount, options.neighbors)
  const sums = new Float64Array(itemCount)
  const touched = new Int32Array(itemCount)
  for (let item = 0; item < itemCount; item++) {
    const places = byItem.rows.subarray(byItem.offsets[item], byItem.offsets[item + 1])
    let mass = 0
    forEachPair(steps, places, options.reach, (_, distance) => (mass += 1 / distance))
    let length = 0
    forEachPair(steps, places, options.reach, (other, distance) => {
      if (sums[other] === 0) touched[length++] = other
      sums[other] += 1 / distance / mass
    })
    // Which candidates come first is lost in the next call.
    const found = touched.slice(0, length)
    builder.push(touched, length, sums)
    for (const other of found) sums[other] = 0
  }
  return builder.finish()
}

/** The accepted rows of all visits, one visit behind the other. */
interface Steps {
  /** Product of each step. */
  readonly items: Int32Array
  /** The step behind the last of each step's visit. */
  readonly ends: Int32Array
}

function stepsOf(log: InteractionLog, visits: RowsByKey, accepts: (behavior: number) => boolean): Steps {
  const items = new Int32Array(visits.rows.length)
  const ends = new Int32Array(visits.rows.length)
  let length = 0
  for (let visit = 0; visit + 1 < visits.offsets.length; visit++) {
    const start = length
    for (let at = visits.offsets[visit]; at < visits.offsets[visit + 1]; at++) {
      const row = visits.rows[at]
      if (accepts(log.behavior[row])) items[length++] = log.item[row]
    }
    ends.fill(length, start, length)
  }
  return { items: items.subarray(0, length), ends: ends.subarray(0, length) }
}

/**
 * Calls back for all that follows one product, in the order of the steps that follow, of each the nearest before first:
 * sums of rounded numbers hang on the order, and the bytes of a model on them.
 *
 * @param places steps of the product, rising
 */
function forEachPair(
  { items, ends }: Steps,
  places: Int32Array,
  reach: number,
  visit: (other: number, distance: number) => void,
): void {
  let first = 0
  let last = 0
  let step = 0
  while (first < places.length) {
    // Nothing before reaches so far: on to what follows the next.
    if (last === first) step = places[last++] + 1
    while (last < places.length && places[last] < step) last++
    while (first < last && (step - places[first] > reach || step >= ends[places[first]])) first++
    for (let at = last - 1; at >= first; at--) visit(items[step], step - places[at])
    step++
  }
}
