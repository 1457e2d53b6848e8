import type { ListFeatures } from "../features/list-features"

/** Values kept of each feature. */
const SAMPLE_AT_MOST = 2000

/** Collects values of each feature to tell later whether they have drifted. */
export class QuantileSample {
  readonly #names: readonly string[]
  readonly #values: number[][]
  #rows = 0

  constructor(names: readonly string[]) {
    this.#names = names
    this.#values = names.map(() => [])
  }

  /** Takes the first row and one row in the middle of a list, until there are enough. */
  take(list: ListFeatures): void {
    if (list.count === 0 || this.#rows >= SAMPLE_AT_MOST) return
    for (const at of [0, Math.floor(list.count / 2)]) {
      const row = list.row(at)
      this.#rows++
      this.#values.forEach((values, k) => values.push(row[k]))
    }
  }

  /** Feature name to the edges of its ten quantiles; features that were always 0 are left out. */
  edges(): Record<string, readonly number[]> {
    const edges: Record<string, readonly number[]> = {}
    this.#names.forEach((name, k) => {
      const values = this.#values[k].sort((a, b) => a - b)
      if (values.length === 0 || values[values.length - 1] === 0) return
      edges[name] = Array.from({ length: 9 }, (_, at) => values[Math.floor(((at + 1) / 10) * values.length)])
    })
    return edges
  }
}
