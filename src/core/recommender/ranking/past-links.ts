import type { History, ItemPast } from "../../features/history"
import type { PackedTable } from "../../features/packed-table"
import { RowReader } from "../../features/row-reader"
import type { ShopState, TableName } from "../../features/shop-state"

/** A kind of link: where it is written, and which products of a past it may come from. */
export interface LinkKind {
  readonly tables: readonly TableName[]
  readonly accepts: (past: ItemPast) => boolean
}

/**
 * For a few products shown, the product of the shopper's past with the strongest link to each. The rows of the past are
 * read once for all that are shown, and only when a reason asks for them.
 */
export class PastLinks {
  readonly #state: ShopState
  readonly #history: History
  readonly #shown: readonly number[]
  readonly #strongest = new Map<LinkKind, Int32Array>()

  constructor(state: ShopState, history: History, shown: readonly number[]) {
    this.#state = state
    this.#history = history
    this.#shown = shown
  }

  /** The product with the strongest link to the one at a place of those shown, -1 where none has any. */
  strongest(kind: LinkKind, place: number): number {
    const known = this.#strongest.get(kind) ?? this.#find(kind)
    this.#strongest.set(kind, known)
    return known[place]
  }

  #find({ tables, accepts }: LinkKind): Int32Array {
    const shown = this.#shown
    const places = new PlacesOf(shown, this.#state.itemCount)
    const best = new Int32Array(shown.length).fill(-1)
    const bestWeights = new Float64Array(shown.length)
    const weights = new Float64Array(shown.length)
    for (const [item, past] of this.#history.items) {
      if (!accepts(past)) continue
      weights.fill(0)
      for (const name of tables) places.addRow(this.#state.tables[name], item, weights)
      for (let place = 0; place < shown.length; place++) {
        if (shown[place] === item || weights[place] <= bestWeights[place]) continue
        best[place] = item
        bestWeights[place] = weights[place]
      }
    }
    return best
  }
}

/** Finds a few products in long rows: nearly all that stand there are none of them. */
class PlacesOf {
  readonly #isShown: Uint8Array
  readonly #places: ReadonlyMap<number, number>
  readonly #row = new RowReader()

  constructor(shown: readonly number[], itemCount: number) {
    this.#isShown = new Uint8Array(itemCount)
    for (const item of shown) this.#isShown[item] = 1
    this.#places = new Map(shown.map((item, place) => [item, place]))
  }

  /** Adds the weights of one product's row, each at the place of the product that it speaks of. */
  addRow(table: PackedTable, item: number, sums: Float64Array): void {
    const length = this.#row.read(table, item)
    const { items } = this.#row
    const isShown = this.#isShown
    let weights: Float32Array | null = null
    for (let at = 0; at < length; at++) {
      if (isShown[items[at]] === 0) continue
      weights ??= this.#row.values()
      const place = this.#places.get(items[at])
      if (place !== undefined) sums[place] += weights[at]
    }
  }
}
