import { WEEKS } from "./item-facts"
import type { ItemFacts } from "./item-facts"
import type { PackedTable } from "./packed-table"
import { RowReader } from "./row-reader"

/** Choices of every product in the last weeks, summed once for all shoppers who were away as long. */
export class ChoicesSince {
  readonly #weeks: PackedTable
  readonly #sums: Float32Array[] = []

  constructor({ weeks }: Pick<ItemFacts, "weeks">) {
    this.#weeks = weeks
  }

  /** Choices by product in the latest `count` weeks, of half a year at most. */
  of(count: number): Float32Array {
    const weeks = Math.min(WEEKS - 1, Math.max(0, count))
    this.#sums[weeks] ??= this.#sum(weeks)
    return this.#sums[weeks]
  }

  #sum(weeks: number): Float32Array {
    const row = new RowReader()
    return Float32Array.from({ length: this.#weeks.offsets.length - 1 }, (_, item) => {
      const length = row.read(this.#weeks, item)
      const counts = row.values()
      let sum = 0
      for (let at = 0; at < length && row.items[at] < weeks; at++) sum += counts[at]
      return sum
    })
  }
}
