import type { ListFeatures } from "../../features/list-features"

/** Values kept of each feature. */
const SAMPLE_AT_MOST = 2000
/** Rows that {@link QuantileSample.take} takes of one list. */
const ROWS_PER_LIST = 2

/** Collects values of each feature to see later whether they have drifted. */
export class QuantileSample {
  readonly #names: readonly string[]
  readonly #rows: Float32Array[] = []

  constructor(names: readonly string[]) {
    this.#names = names
  }

  /** The rows that were sampled. */
  get rows(): readonly Float32Array[] {
    return this.#rows
  }

  /** Takes the first row and one row in the middle of a list, until there are enough. */
  take(list: ListFeatures): void {
    if (list.count === 0 || this.#rows.length >= SAMPLE_AT_MOST) return
    for (const at of [0, Math.floor(list.count / 2)]) this.#rows.push(list.row(at))
  }

  /** Takes rows that were sampled elsewhere, behind those that are there, until there are enough. */
  append(rows: readonly Float32Array[]): void {
    this.#rows.push(...rows.slice(0, Math.max(0, SAMPLE_AT_MOST - this.#rows.length)))
  }

  /** Lists that the rows are of. */
  get lists(): number {
    return this.#rows.length / ROWS_PER_LIST
  }

  /** Feature name to the edges of its ten quantiles; features that were always 0 are left out. */
  edges(): Record<string, readonly number[]> {
    const edges: Record<string, readonly number[]> = {}
    this.#names.forEach((name, k) => {
      const values = this.#rows.map((row) => row[k]).sort((a, b) => a - b)
      if (values.length === 0 || values[values.length - 1] === 0) return
      edges[name] = Array.from({ length: 9 }, (_, at) => values[Math.floor(((at + 1) / 10) * values.length)])
    })
    return edges
  }
}
