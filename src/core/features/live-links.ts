/** Links of one product that are kept at most. */
const LINKS_AT_MOST = 200
/** Products with links at most; the oldest go first. */
const PRODUCTS_AT_MOST = 20_000

/**
 * What shoppers chose or looked at together since the tables were built, in the tables' units:
 * s(i → j) = Σ weight / (√n(i) + 1).
 */
export class LiveLinks {
  readonly #links = new Map<number, Map<number, number>>()
  readonly #massOf: (item: number) => number

  /** @param massOf shoppers who chose a product, as the tables knew it */
  constructor(massOf: (item: number) => number) {
    this.#massOf = massOf
  }

  /** Links two products both ways. */
  add(a: number, b: number, weight: number): void {
    if (a === b) return
    this.#addOneWay(a, b, weight)
    this.#addOneWay(b, a, weight)
  }

  /** Visits every product linked with the query's. */
  spread(query: ReadonlyMap<number, number>, visit: (item: number, value: number) => void): void {
    if (this.#links.size === 0) return
    for (const [item, weight] of query) {
      const scale = weight / (Math.sqrt(this.#massOf(item)) + 1)
      for (const [other, value] of this.#links.get(item) ?? []) visit(other, value * scale)
    }
  }

  /** Sum of the links between two products. */
  weight(a: number, b: number): number {
    return this.#links.get(a)?.get(b) ?? 0
  }

  #addOneWay(from: number, to: number, weight: number): void {
    const row = this.#links.get(from) ?? new Map<number, number>()
    if (row.size >= LINKS_AT_MOST && !row.has(to)) return
    row.set(to, (row.get(to) ?? 0) + weight)
    if (this.#links.has(from)) return
    if (this.#links.size >= PRODUCTS_AT_MOST) {
      const oldest = this.#links.keys().next()
      if (oldest.done !== true) this.#links.delete(oldest.value)
    }
    this.#links.set(from, row)
  }
}
