import { WEEKS } from "./item-facts"
import type { ItemFacts } from "./item-facts"

/** Choices of every product in the last weeks, summed once for all shoppers who were away as long. */
export class ChoicesSince {
  readonly #weeks: Float32Array
  readonly #itemCount: number
  readonly #sums: Float32Array[] = []

  constructor({ weeks }: Pick<ItemFacts, "weeks">) {
    this.#weeks = weeks
    this.#itemCount = weeks.length / WEEKS
  }

  /** Choices by product in the latest `count` weeks, of half a year at most. */
  of(count: number): Float32Array {
    const weeks = Math.min(WEEKS - 1, Math.max(0, count))
    this.#sums[weeks] ??= this.#sum(weeks)
    return this.#sums[weeks]
  }

  #sum(weeks: number): Float32Array {
    return Float32Array.from({ length: this.#itemCount }, (_, item) => {
      let sum = 0
      for (let week = 0; week < weeks; week++) sum += this.#weeks[item * WEEKS + week]
      return sum
    })
  }
}
