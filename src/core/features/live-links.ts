/** Links of one product that are kept at most. */
const LINKS_AT_MOST = 200
/** Products with links at most; the oldest go first. */
const PRODUCTS_AT_MOST = 20_000
/** Links for which a product has room at first; it doubles as they come. */
const FIRST_ROOM = 8

/**
 * Links of one product, in plain numbers: a map for each of ten thousand products would be millions of objects, and
 * every full garbage collection would stop the shop to look at them all.
 */
class LinkRow {
  #items = new Int32Array(FIRST_ROOM)
  #weights = new Float64Array(FIRST_ROOM)
  #size = 0

  /** Adds to the link with a product; a new one only while there is room for it. */
  add(item: number, weight: number): void {
    const known = this.#items.indexOf(item)
    if (known >= 0 && known < this.#size) {
      this.#weights[known] += weight
      return
    }
    if (this.#size === LINKS_AT_MOST) return
    if (this.#size === this.#items.length) this.#grow()
    this.#items[this.#size] = item
    this.#weights[this.#size++] = weight
  }

  /** Visits the linked products, first linked first, with `scale` times their weight. */
  visit(scale: number, visit: (item: number, value: number) => void): void {
    for (let at = 0; at < this.#size; at++) visit(this.#items[at], this.#weights[at] * scale)
  }

  #grow(): void {
    const room = Math.min(2 * this.#items.length, LINKS_AT_MOST)
    const [items, weights] = [new Int32Array(room), new Float64Array(room)]
    items.set(this.#items)
    weights.set(this.#weights)
    this.#items = items
    this.#weights = weights
  }
}

/**
 * What shoppers chose or looked at together since the tables were built, in the tables' units:
 * s(i → j) = Σ weight / (√n(i) + 1).
 */
export class LiveLinks {
  readonly #links = new Map<number, LinkRow>()
  readonly #massOf: (item: number) => number

  /** @param massOf shoppers who chose a product, as the tables knew it */
  constructor(massOf: (item: number) => number) {
    this.#massOf = massOf
  }

  /** Links two products both ways. */
  add(a: number, b: number, weight: number): void {
    if (a === b) return
    this.#rowOf(a).add(b, weight)
    this.#rowOf(b).add(a, weight)
  }

  /** Visits every product linked with the query's. */
  spread(query: ReadonlyMap<number, number>, visit: (item: number, value: number) => void): void {
    if (this.#links.size === 0) return
    for (const [item, weight] of query) {
      this.#links.get(item)?.visit(weight / (Math.sqrt(this.#massOf(item)) + 1), visit)
    }
  }

  #rowOf(item: number): LinkRow {
    const known = this.#links.get(item)
    if (known !== undefined) return known
    if (this.#links.size >= PRODUCTS_AT_MOST) {
      const oldest = this.#links.keys().next()
      if (oldest.done !== true) this.#links.delete(oldest.value)
    }
    const row = new LinkRow()
    this.#links.set(item, row)
    return row
  }
}
