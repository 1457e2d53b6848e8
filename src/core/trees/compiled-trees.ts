import { leavesOf, splitsOf } from "./rank-trees"
import type { RankTrees } from "./rank-trees"

/** Trees that are walked at once: each step waits for the one before it, those of other trees do not. */
const AT_ONCE = 4

/**
 * Trees as lists are scored by them: rows hold the columns that any split looks at, and no others, and a tree adds its leaf,
 * not each step to it. Steps are multiples of one unit, so that both sums are the same.
 */
export class CompiledTrees {
  /** Columns that rows hold, in their order. */
  readonly columns: Int32Array
  readonly #depth: number
  /** A multiple of {@link AT_ONCE}: trees that were added say 0. */
  readonly #count: number
  /** Of every split, the place in a row that it looks at. */
  readonly #places: Int32Array
  /** Thresholds as the integers that their bits are: of numbers that are not negative both have one order. */
  readonly #thresholds: Int32Array
  readonly #leaves: Float64Array

  constructor(trees: RankTrees) {
    const { count, depth, columns, thresholds } = trees
    const splits = splitsOf(depth)
    this.columns = Int32Array.from(new Set(columns))
    this.#depth = depth
    this.#count = Math.ceil(count / AT_ONCE) * AT_ONCE
    const placeOf = new Map(Array.from(this.columns, (column, place) => [column, place]))
    this.#places = new Int32Array(this.#count * splits)
    this.#places.set(columns.map((column) => placeOf.get(column) ?? 0))
    const padded = new Float32Array(this.#count * splits)
    padded.set(thresholds)
    this.#thresholds = new Int32Array(padded.buffer)
    this.#leaves = new Float64Array(this.#count * (splits + 1))
    this.#leaves.set(leavesOf(trees))
  }

  /**
   * values ← values + what the trees say.
   *
   * @param rows {@link columns} of value i from i × their number on; none negative, and no negative zero
   */
  addTo(values: Float64Array, rows: Float32Array): void {
    // Whether a number is above a threshold is as good as chance: a branch would be mispredicted at every second split.
    const bits = new Int32Array(rows.buffer, rows.byteOffset, rows.length)
    const width = this.columns.length
    const [places, thresholds, leaves] = [this.#places, this.#thresholds, this.#leaves]
    const [depth, count] = [this.#depth, this.#count]
    const splits = splitsOf(depth)
    for (let at = 0, row = 0; at < values.length; at++, row += width) {
      let sum = 0
      for (let tree = 0; tree < count; tree += AT_ONCE) {
        const a = tree * splits
        const b = a + splits
        const c = b + splits
        const d = c + splits
        let i = 0
        let j = 0
        let k = 0
        let l = 0
        for (let level = 0; level < depth; level++) {
          i = 2 * i + 1 + ((thresholds[a + i] - bits[row + places[a + i]]) >>> 31)
          j = 2 * j + 1 + ((thresholds[b + j] - bits[row + places[b + j]]) >>> 31)
          k = 2 * k + 1 + ((thresholds[c + k] - bits[row + places[c + k]]) >>> 31)
          l = 2 * l + 1 + ((thresholds[d + l] - bits[row + places[d + l]]) >>> 31)
        }
        // Leaf n of tree t is node splits + n, and stands at t × (splits + 1) + n.
        sum += leaves[a + tree + i - splits] + leaves[b + tree + 1 + j - splits]
        sum += leaves[c + tree + 2 + k - splits] + leaves[d + tree + 3 + l - splits]
      }
      values[at] += sum
    }
  }
}

const compiled = new WeakMap<RankTrees, CompiledTrees>()

/** The trees compiled, once for each. */
export function compileTrees(trees: RankTrees): CompiledTrees {
  const known = compiled.get(trees)
  if (known !== undefined) return known
  const made = new CompiledTrees(trees)
  compiled.set(trees, made)
  return made
}
