import type { RowsByKey } from "../data/rows-by-key"
import { bringStrongest } from "./select-top"

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

/** The table with the first `count` neighbors of each product, which are its strongest. */
export function firstOfRows({ offsets, items, weights }: ItemTable, count: number): ItemTable {
  const cut = new Int32Array(offsets.length)
  for (let row = 0; row + 1 < offsets.length; row++) {
    cut[row + 1] = cut[row] + Math.min(count, offsets[row + 1] - offsets[row])
  }
  const kept = {
    offsets: cut,
    items: new Int32Array(cut[cut.length - 1]),
    weights: new Float32Array(cut[cut.length - 1]),
  }
  for (let row = 0; row + 1 < offsets.length; row++) {
    const end = offsets[row] + cut[row + 1] - cut[row]
    kept.items.set(items.subarray(offsets[row], end), cut[row])
    kept.weights.set(weights.subarray(offsets[row], end), cut[row])
  }
  return kept
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

  /**
   * Ends the next product's row with the strongest of the first `length` candidates, strongest first.
   *
   * @param candidates distinct products; their order is lost
   * @param weightOf weight of each, by product
   */
  push(candidates: Int32Array, length: number, weightOf: Float64Array): void {
    const kept = bringStrongest(candidates, weightOf, { length, atMost: this.#neighborsAtMost })
    const end = this.#length + kept
    if (end > this.#items.length) {
      const items = new Int32Array(Math.max(end, this.#items.length * 2))
      const weights = new Float32Array(items.length)
      items.set(this.#items)
      weights.set(this.#weights)
      this.#items = items
      this.#weights = weights
    }
    for (let at = 0; at < kept; at++) {
      this.#items[this.#length] = candidates[at]
      this.#weights[this.#length++] = weightOf[candidates[at]]
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
  const roots = masses.map((mass) => Math.sqrt(mass + shrinkage))
  const sums = new Float64Array(itemCount)
  const touched = new Int32Array(itemCount)
  const others = new Int32Array(itemCount)
  for (let item = 0; item < itemCount; item++) {
    const length = sumSets({ sets, bySet, item }, sums, touched)
    sums[item] = 0
    const scale = 1 / (Math.sqrt(masses[item]) + shrinkage)
    let found = 0
    for (let at = 0; at < length; at++) {
      const other = touched[at]
      sums[other] *= scale / roots[other]
      if (sums[other] > 0) others[found++] = other
    }
    builder.push(others, found, sums)
    for (let at = 0; at < length; at++) sums[touched[at]] = 0
  }
  return unnormalised(builder.finish(), masses, shrinkage)
}

/** Adds the weights of the sets of one product to every product in them; returns how many it has touched. */
function sumSets(
  { sets, bySet, item }: { readonly sets: ItemSets; readonly bySet: RowsByKey; readonly item: number },
  sums: Float64Array,
  touched: Int32Array,
): number {
  const { offsets, items, weights } = sets
  let length = 0
  for (let at = bySet.offsets[item]; at < bySet.offsets[item + 1]; at++) {
    const set = bySet.rows[at]
    const weight = weights[set]
    const end = offsets[set + 1]
    for (let k = offsets[set]; k < end; k++) {
      const other = items[k]
      // A weight that underflowed to 0 touches nothing.
      if (sums[other] === 0 && weight > 0) touched[length++] = other
      sums[other] += weight
    }
  }
  return length
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
