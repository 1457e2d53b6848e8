import type { RowsByKey } from "../data/rows-by-key"
import { strongest } from "./select-top"

/** For each product its strongest neighbors: product i owns `items[offsets[i]]` up to `items[offsets[i + 1]]`. */
export interface ItemTable {
  readonly offsets: Int32Array
  readonly items: Int32Array
  readonly weights: Float32Array
}

/** Sets of products that go together: the baskets, the shoppers or the visits. Each set names a product once. */
export interface ItemSets {
  readonly offsets: Int32Array
  readonly items: Int32Array
  /** Weight of each set, such as its decay with age. */
  readonly weights: Float64Array
}

/** A table without neighbors. */
export function emptyTable(itemCount: number): ItemTable {
  return { offsets: new Int32Array(itemCount + 1), items: new Int32Array(0), weights: new Float32Array(0) }
}

/** Collects rows of neighbors, one product after the other, keeping the strongest of each. */
export class ItemTableBuilder {
  readonly #neighborsAtMost: number
  readonly #offsets: Int32Array
  #items: Int32Array
  #weights: Float32Array
  #row = 0
  #length = 0

  constructor(itemCount: number, neighborsAtMost: number) {
    this.#neighborsAtMost = neighborsAtMost
    this.#offsets = new Int32Array(itemCount + 1)
    this.#items = new Int32Array(itemCount * 8 + 16)
    this.#weights = new Float32Array(itemCount * 8 + 16)
  }

  /** Ends the next product's row with the strongest of `candidates` by `weightOf`, strongest first. */
  push(candidates: number[], weightOf: (item: number) => number): void {
    const kept = strongest(candidates, weightOf, this.#neighborsAtMost)
    const end = this.#length + kept.length
    if (end > this.#items.length) {
      const items = new Int32Array(Math.max(end, this.#items.length * 2))
      const weights = new Float32Array(items.length)
      items.set(this.#items)
      weights.set(this.#weights)
      this.#items = items
      this.#weights = weights
    }
    for (const item of kept) {
      this.#items[this.#length] = item
      this.#weights[this.#length++] = weightOf(item)
    }
    this.#offsets[++this.#row] = this.#length
  }

  /** The finished table. */
  finish(): ItemTable {
    return {
      offsets: this.#offsets,
      items: this.#items.slice(0, this.#length),
      weights: this.#weights.slice(0, this.#length),
    }
  }
}

/** Options of {@link cooccurrenceTable}. */
export interface CooccurrenceOptions {
  readonly itemCount: number
  /** Neighbors kept for each product. */
  readonly neighbors: number
  /** Added to the length of a product's column before dividing: doubts what few sets have seen. */
  readonly shrinkage: number
}

/**
 * Products that go together: for i the neighbors j of greatest cosine, with weight
 *
 *     s(i → j) = Σ w(set) [i, j in set] / (√n(i) + shrinkage),   n(i) = Σ w(set) [i in set]
 *
 * so that the cosine is s(i → j) / √n(j): whoever reads the table divides by the power of n(j) that pays.
 * O(Σ |set|²) time.
 *
 * @see Sarwar et al., "Item-based collaborative filtering", WWW 2001; Deshpande & Karypis, TOIS 2004
 */
export function cooccurrenceTable(sets: ItemSets, options: CooccurrenceOptions): ItemTable {
  const { itemCount, neighbors, shrinkage } = options
  const masses = setMasses(sets, itemCount)
  const bySet = setsByItem(sets, itemCount)
  const builder = new ItemTableBuilder(itemCount, neighbors)
  const sums = new Float64Array(itemCount)
  for (let item = 0; item < itemCount; item++) {
    const touched: number[] = []
    for (let at = bySet.offsets[item]; at < bySet.offsets[item + 1]; at++) {
      const set = bySet.rows[at]
      const weight = sets.weights[set]
      for (let k = sets.offsets[set]; k < sets.offsets[set + 1]; k++) {
        const other = sets.items[k]
        if (sums[other] === 0) touched.push(other)
        sums[other] += weight
      }
    }
    sums[item] = 0
    const scale = 1 / (Math.sqrt(masses[item]) + shrinkage)
    for (const other of touched) sums[other] *= scale / Math.sqrt(masses[other] + shrinkage)
    const others = touched.filter((other) => other !== item && sums[other] > 0)
    builder.push(others, (other) => sums[other])
    for (const other of touched) sums[other] = 0
  }
  return unnormalised(builder.finish(), masses, shrinkage)
}

/** Turns cosines, by which neighbors were chosen, back into s(i → j). */
function unnormalised(table: ItemTable, masses: Float64Array, shrinkage: number): ItemTable {
  for (let at = 0; at < table.items.length; at++) table.weights[at] *= Math.sqrt(masses[table.items[at]] + shrinkage)
  return table
}

/** n(i): weight of the sets that hold each product. */
export function setMasses(sets: ItemSets, itemCount: number): Float64Array {
  const masses = new Float64Array(itemCount)
  for (let set = 0; set < sets.weights.length; set++) {
    for (let k = sets.offsets[set]; k < sets.offsets[set + 1]; k++) masses[sets.items[k]] += sets.weights[set]
  }
  return masses
}

/** Which sets hold each product. */
export function setsByItem(sets: ItemSets, itemCount: number): RowsByKey {
  const offsets = new Int32Array(itemCount + 1)
  for (const item of sets.items) offsets[item + 1]++
  for (let item = 0; item < itemCount; item++) offsets[item + 1] += offsets[item]
  const next = offsets.slice(0, itemCount)
  const rows = new Int32Array(sets.items.length)
  for (let set = 0; set < sets.weights.length; set++) {
    for (let k = sets.offsets[set]; k < sets.offsets[set + 1]; k++) rows[next[sets.items[k]]++] = set
  }
  return { offsets, rows }
}
