import type { InteractionLog } from "../contract/interaction-log"
import type { RowsByKey } from "../data/rows-by-key"
import { ownerCode } from "./owner-code"
import { greatestFloor } from "./select-top"

/** Past shoppers or visits without their names: each a sparse vector of length 1 over products. */
export interface NeighborIndex {
  /** Vector v owns `items[offsets[v]]` up to `items[offsets[v + 1]]`. */
  readonly offsets: Int32Array
  readonly items: Int32Array
  readonly weights: Float32Array
  /** Weights as far as they come from the latest choices. */
  readonly recentWeights: Float32Array
  /** Whose vector v is, as a code: `owners[2 * v]` and the number behind it, see {@link ownerCode}. */
  readonly owners: Int32Array
  /** Product i stands in vectors `holders[holderOffsets[i]]` up to `holders[holderOffsets[i + 1]]`, newest first. */
  readonly holderOffsets: Int32Array
  readonly holders: Int32Array
  /** Its weight there. */
  readonly holderWeights: Float32Array
}

/** Options of {@link buildNeighborIndex}. */
export interface NeighborIndexOptions {
  readonly itemCount: number
  /** Weight of one row in its vector, before the vector is scaled to length 1; 0 leaves it out. */
  readonly weight: (row: number) => number
  /** Share of a row's weight that counts as recent, by its time. */
  readonly recency: (time: number) => number
  /** Products of one vector at most, the newest. */
  readonly itemsAtMost: number
  /** Vectors at most, those with the newest rows. */
  readonly vectorsAtMost: number
  /** Vectors that a product is looked up in at most, the newest. */
  readonly holdersAtMost: number
  /** Name under which the owner of a vector is kept, of the id in the log. @defaultValue the id itself */
  readonly ownerName?: ((id: string) => string) | undefined
}

/** Turns the rows of each key into a vector. Keys with fewer than two products teach nothing and are left out. */
export function buildNeighborIndex(log: InteractionLog, keys: RowsByKey, options: NeighborIndexOptions): NeighborIndex {
  const order = newestKeys(keys, options.vectorsAtMost)
  const offsets: number[] = [0]
  const items: number[] = []
  const weights: number[] = []
  const recentWeights: number[] = []
  const owners: number[] = []
  const sums = new Float64Array(options.itemCount)
  const recents = new Float64Array(options.itemCount)
  const own = new Int32Array(options.itemsAtMost)
  const ownerName = options.ownerName ?? String
  for (const key of order) {
    let size = 0
    for (let at = keys.offsets[key + 1] - 1; at >= keys.offsets[key]; at--) {
      const row = keys.rows[at]
      const item = log.item[row]
      const weight = options.weight(row)
      if (weight <= 0 || (sums[item] === 0 && size >= options.itemsAtMost)) continue
      if (sums[item] === 0) own[size++] = item
      sums[item] += weight
      recents[item] += weight * options.recency(log.time[row])
    }
    let squares = 0
    for (let at = 0; at < size; at++) squares += sums[own[at]] * sums[own[at]]
    for (let at = 0; at < size; at++) {
      const item = own[at]
      if (size > 1) {
        items.push(item)
        weights.push(sums[item] / Math.sqrt(squares))
        recentWeights.push(recents[item] / Math.sqrt(squares))
      }
      sums[item] = 0
      recents[item] = 0
    }
    if (size < 2) continue
    offsets.push(items.length)
    owners.push(...ownerCode(ownerName(ownerOf(log, keys, key))))
  }
  return indexVectors(
    {
      offsets: Int32Array.from(offsets),
      items: Int32Array.from(items),
      weights: Float32Array.from(weights),
      recentWeights: Float32Array.from(recentWeights),
      owners: Int32Array.from(owners),
    },
    options,
  )
}

/** Whose rows these are: the shopper's, or the session's where nobody is known. */
function ownerOf(log: InteractionLog, keys: RowsByKey, key: number): string {
  const rows = keys.rows.subarray(keys.offsets[key], keys.offsets[key + 1])
  const known = rows.find((row) => log.user[row] >= 0)
  return known === undefined ? log.sessionIds[log.session[rows[0]]] : log.userIds[log.user[known]]
}

/** Keys by their newest row, newest first. */
function newestKeys(keys: RowsByKey, count: number): number[] {
  const newest = (key: number): number => keys.rows[keys.offsets[key + 1] - 1]
  return Array.from({ length: keys.offsets.length - 1 }, (_, key) => key)
    .filter((key) => keys.offsets[key + 1] > keys.offsets[key])
    .sort((a, b) => newest(b) - newest(a))
    .slice(0, count)
}

/** Adds the way back, from products to vectors. Vectors come newest first. */
export function indexVectors(
  vectors: Pick<NeighborIndex, "offsets" | "items" | "weights" | "recentWeights" | "owners">,
  options: { readonly itemCount: number; readonly holdersAtMost: number },
): NeighborIndex {
  const { itemCount, holdersAtMost } = options
  const holderOffsets = new Int32Array(itemCount + 1)
  for (const item of vectors.items) holderOffsets[item + 1]++
  for (let item = 0; item < itemCount; item++) {
    holderOffsets[item + 1] = holderOffsets[item] + Math.min(holdersAtMost, holderOffsets[item + 1])
  }
  const next = holderOffsets.slice(0, itemCount)
  const holders = new Int32Array(holderOffsets[itemCount])
  const holderWeights = new Float32Array(holderOffsets[itemCount])
  for (let vector = 0; vector + 1 < vectors.offsets.length; vector++) {
    for (let at = vectors.offsets[vector]; at < vectors.offsets[vector + 1]; at++) {
      const item = vectors.items[at]
      if (next[item] === holderOffsets[item + 1]) continue
      holders[next[item]] = vector
      holderWeights[next[item]++] = vectors.weights[at]
    }
  }
  return { ...vectors, holderOffsets, holders, holderWeights }
}

/** A neighbor and its cosine. */
export interface Neighbor {
  readonly vector: number
  readonly similarity: number
}

/** Finds the nearest vectors of a query; keeps its working memory between calls. */
export class NeighborSearch {
  readonly #index: NeighborIndex
  readonly #sums: Float64Array
  readonly #scratch: Float64Array

  constructor(index: NeighborIndex) {
    this.#index = index
    this.#sums = new Float64Array(index.offsets.length - 1)
    this.#scratch = new Float64Array(index.offsets.length - 1)
  }

  /**
   * The `count` vectors of greatest cosine with the query, greatest first. A cosine above `selfAbove` is the
   * shopper in person, as the index knew them: that vector adds nothing and is left out.
   *
   * @param query distinct products and their weights, of any length
   */
  nearest(query: ReadonlyMap<number, number>, count: number, selfAbove: number): Neighbor[] {
    const { holderOffsets, holders, holderWeights } = this.#index
    const sums = this.#sums
    const touched: number[] = []
    let squares = 0
    for (const [item, weight] of query) {
      squares += weight * weight
      if (item + 1 >= holderOffsets.length) continue
      for (let at = holderOffsets[item]; at < holderOffsets[item + 1]; at++) {
        const vector = holders[at]
        if (sums[vector] === 0) touched.push(vector)
        sums[vector] += weight * holderWeights[at]
      }
    }
    const scale = squares > 0 ? 1 / Math.sqrt(squares) : 0
    const lengths = this.#scratch
    for (let at = 0; at < touched.length; at++) lengths[at] = sums[touched[at]]
    // The shopper may stand among them, so one more.
    const floor = greatestFloor(lengths, touched.length, count + 1)
    const found: Neighbor[] = []
    for (const vector of touched) {
      const sum = sums[vector]
      sums[vector] = 0
      const similarity = sum * scale
      if (sum >= floor && similarity > 0 && similarity <= selfAbove) found.push({ vector, similarity })
    }
    return found.sort((a, b) => b.similarity - a.similarity || a.vector - b.vector).slice(0, count)
  }
}
