import { fastDefiniteSystem } from "../svm"
import type { DefiniteSystem } from "../svm"
import { ItemTableBuilder, setMasses } from "./item-table"
import type { ItemSets, ItemTable } from "./item-table"

/** Options of {@link ridgeTable}. */
export interface RidgeOptions {
  readonly itemCount: number
  /** Neighbors that may predict a product: the size of its regression, {@link NEIGHBORHOOD_AT_MOST} at most. */
  readonly neighborhood: number
  /** λ, in units of set mass: how much evidence a neighbor needs. */
  readonly ridge: number
  /** Targets one product may speak for. */
  readonly neighbors: number
}

/** Places in a regression that one byte numbers, 0 being none. */
const NEIGHBORHOOD_AT_MOST = 255

/**
 * Item-item regression that holds at any catalog size: for each product j, with N its nearest products by
 * co-occurrence and G the co-occurrence matrix,
 *
 *     b = argmin ½ ‖x_j − X_N b‖² + ½ λ‖b‖²,   that is (G_NN + λ 1) b = G_Nj,
 *
 * which separates what a basket of neighbors has in common, where plain cosines count it many times over.
 * EASE (Steck, WWW 2019) solves the same over all products at once, in O(items³); this restriction to
 * neighborhoods (fsSLIM, Ning & Karypis, ICDM 2011; Steck, NeurIPS 2019) takes O(items · |N|³ / 6).
 *
 * Row i of the table: the products j that i predicts, with weight b.
 *
 * @param table co-occurrence as from `cooccurrenceTable` with shrinkage `shrinkage`, of the same sets
 */
export function ridgeTable(
  sets: ItemSets,
  cooccurrence: { readonly table: ItemTable; readonly shrinkage: number },
  options: RidgeOptions,
): ItemTable {
  const { itemCount, neighborhood, ridge } = options
  const { table, shrinkage } = cooccurrence
  const masses = setMasses(sets, itemCount)
  if (neighborhood > NEIGHBORHOOD_AT_MOST)
    throw new RangeError(`${neighborhood} neighbors are more than a byte can number`)
  // The place of each product among the neighbors, from 1 on. A byte each: all products are looked up at random, thousands
  // of times a target, and fit the processor's cache.
  const positions = new Uint8Array(itemCount)
  const sources = new Int32Array(itemCount * neighborhood)
  const weights = new Float32Array(itemCount * neighborhood)
  const counts = new Int32Array(itemCount)
  const system = fastDefiniteSystem(neighborhood)
  const { matrix, right } = system
  const scales = masses.map((mass) => Math.sqrt(mass) + shrinkage)
  const { offsets, items, weights: together } = table
  for (let target = 0; target < itemCount; target++) {
    const first = offsets[target]
    const size = Math.min(neighborhood, offsets[target + 1] - first)
    if (size === 0) continue
    for (let k = 0; k < size; k++) positions[items[first + k]] = k + 1
    matrix.fill(0, 0, size * size)
    for (let k = 0; k < size; k++) {
      const item = items[first + k]
      right[k] = together[first + k] * scales[target]
      matrix[k * size + k] = masses[item] + ridge
      const end = offsets[item + 1]
      for (let at = offsets[item]; at < end; at++) {
        const position = positions[items[at]]
        if (position === 0) continue
        const other = position - 1
        // Tables are cut to the strongest, so one direction may be missing: either will do.
        matrix[k < other ? k * size + other : other * size + k] = together[at] * scales[item]
      }
    }
    for (let k = 0; k < size; k++) positions[items[first + k]] = 0
    solveOrDamp(system, { masses, ridge, items: items.subarray(first, first + size) })
    for (let k = 0; k < size; k++) {
      sources[target * neighborhood + k] = items[first + k]
      weights[target * neighborhood + k] = right[k]
    }
    counts[target] = size
  }
  return transposed({ sources, weights, counts, neighborhood }, itemCount, options.neighbors)
}

/** Solves in place; a matrix that lost definiteness with its cut rows falls back to its diagonal. */
function solveOrDamp(
  system: DefiniteSystem,
  fallback: { readonly masses: Float64Array; readonly ridge: number; readonly items: Int32Array },
): void {
  const { masses, ridge, items } = fallback
  if (system.solve(items.length)) return
  for (let k = 0; k < items.length; k++) system.right[k] /= masses[items[k]] * 4 + ridge
}

interface ByTarget {
  readonly sources: Int32Array
  readonly weights: Float32Array
  readonly counts: Int32Array
  readonly neighborhood: number
}

function transposed(
  { sources, weights, counts, neighborhood }: ByTarget,
  itemCount: number,
  neighbors: number,
): ItemTable {
  const offsets = new Int32Array(itemCount + 1)
  forEachWeight({ sources, weights, counts, neighborhood }, (_, at) => offsets[sources[at] + 1]++)
  for (let item = 0; item < itemCount; item++) offsets[item + 1] += offsets[item]
  const next = offsets.slice(0, itemCount)
  const targets = new Int32Array(offsets[itemCount])
  const values = new Float32Array(offsets[itemCount])
  forEachWeight({ sources, weights, counts, neighborhood }, (target, at) => {
    const to = next[sources[at]]++
    targets[to] = target
    values[to] = weights[at]
  })
  const builder = new ItemTableBuilder(itemCount, neighbors)
  const held = new Float64Array(itemCount)
  for (let item = 0; item < itemCount; item++) {
    for (let at = offsets[item]; at < offsets[item + 1]; at++) held[targets[at]] = values[at]
    builder.push(targets.subarray(offsets[item], offsets[item + 1]), offsets[item + 1] - offsets[item], held)
  }
  return builder.finish()
}

/** Calls back for every weight above 0, target by target. */
function forEachWeight({ weights, counts, neighborhood }: ByTarget, visit: (target: number, at: number) => void): void {
  for (let target = 0; target < counts.length; target++) {
    for (let k = 0; k < counts[target]; k++) {
      const at = target * neighborhood + k
      if (weights[at] > 0) visit(target, at)
    }
  }
}
