import type { InteractionLog } from "../contract/interaction-log"
import type { RowsByKey } from "../data/rows-by-key"
import { ownerCode } from "./owner-code"
import { packRows } from "./packed-table"
import type { PackedTable } from "./packed-table"
import { RowReader } from "./row-reader"
import { greatestFloor } from "./select-top"

/** Past shoppers or visits without their names: each a sparse vector of length 1 over products. */
export interface NeighborIndex extends NeighborVectors {
  /** By product, the vectors that it stands in, numbered as the newest first, and its weight there. */
  readonly holders: PackedTable
}

/** The vectors, the newest first. */
export interface NeighborVectors {
  /** A row for each: products, their weights, and the weights as far as they come from the latest choices. */
  readonly vectors: PackedTable
  /** Whose vector v is, as a code: `owners[2 * v]` and the number behind it, see {@link ownerCode}. */
  readonly owners: Int32Array
}

/** Columns of a vector's row. */
export const VECTOR_COLUMNS = { weights: 0, recent: 1 } as const

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
  const rows = {
    offsets: Int32Array.from(offsets),
    items: Int32Array.from(items),
    columns: [Float32Array.from(weights), Float32Array.from(recentWeights)],
  }
  const vectors = packRows(rows, options.itemCount)
  return indexVectors({ vectors, owners: Int32Array.from(owners) }, options)
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

/** Adds the way back, from products to vectors, of each product the newest. */
export function indexVectors(
  { vectors, owners }: NeighborVectors,
  options: { readonly itemCount: number; readonly holdersAtMost: number },
): NeighborIndex {
  const { itemCount, holdersAtMost } = options
  const row = new RowReader()
  const count = vectors.offsets.length - 1
  const offsets = new Int32Array(itemCount + 1)
  for (let vector = 0; vector < count; vector++) {
    const length = row.read(vectors, vector)
    for (let at = 0; at < length; at++) offsets[row.items[at] + 1]++
  }
  for (let item = 0; item < itemCount; item++) {
    offsets[item + 1] = offsets[item] + Math.min(holdersAtMost, offsets[item + 1])
  }
  const next = offsets.slice(0, itemCount)
  const items = new Int32Array(offsets[itemCount])
  const weights = new Float32Array(offsets[itemCount])
  for (let vector = 0; vector < count; vector++) {
    const length = row.read(vectors, vector)
    const values = row.values(VECTOR_COLUMNS.weights)
    for (let at = 0; at < length; at++) {
      const item = row.items[at]
      if (next[item] === offsets[item + 1]) continue
      items[next[item]] = vector
      weights[next[item]++] = values[at]
    }
  }
  return { vectors, owners, holders: packRows({ offsets, items, columns: [weights] }, Math.max(1, count)) }
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
  readonly #row = new RowReader()

  constructor(index: NeighborIndex) {
    this.#index = index
    this.#sums = new Float64Array(index.vectors.offsets.length - 1)
    this.#scratch = new Float64Array(index.vectors.offsets.length - 1)
  }

  /**
   * The `count` vectors of greatest cosine with the query, greatest first. A cosine above `selfAbove` is the
   * shopper in person, as the index knew them: that vector adds nothing and is left out.
   *
   * @param query distinct products and their weights, of any length
   */
  nearest(query: ReadonlyMap<number, number>, count: number, selfAbove: number): Neighbor[] {
    const { holders } = this.#index
    const row = this.#row
    const sums = this.#sums
    const touched: number[] = []
    let squares = 0
    for (const [item, weight] of query) {
      squares += weight * weight
      const length = row.read(holders, item)
      const weights = row.values()
      for (let at = 0; at < length; at++) {
        const vector = row.items[at]
        if (sums[vector] === 0) touched.push(vector)
        sums[vector] += weight * weights[at]
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
