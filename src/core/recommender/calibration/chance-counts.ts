/** Decision values in a step of this are counted as one: its half is far less than a calibration can resolve. */
const STEP = 1 / 1024

/** Values with how many stood at each, as plain columns. */
export interface CountedValues {
  /** Rising. */
  readonly values: Float64Array
  /** How many candidates had the value. */
  readonly stood: Float64Array
  /** How many of them were chosen. */
  readonly chosen: Float64Array
}

interface Count {
  stood: number
  chosen: number
}

/**
 * How often each decision value was chosen. A hold-out has millions of candidates and some thousand values that differ:
 * counted, they fit into what a thread hands over, and a sigmoid is fitted to them in milliseconds.
 */
export class ChanceCounts {
  readonly #counts = new Map<number, Count>()

  /** One candidate. */
  add(value: number, isChosen: boolean): void {
    const count = this.#at(Math.round(value / STEP))
    count.stood++
    if (isChosen) count.chosen++
  }

  /** Adds what was counted elsewhere. */
  take({ values, stood, chosen }: CountedValues): void {
    values.forEach((value, at) => {
      const count = this.#at(Math.round(value / STEP))
      count.stood += stood[at]
      count.chosen += chosen[at]
    })
  }

  #at(step: number): Count {
    const known = this.#counts.get(step) ?? { stood: 0, chosen: 0 }
    this.#counts.set(step, known)
    return known
  }

  /** All that was counted, whoever came first. */
  counted(): CountedValues {
    const steps = [...this.#counts].sort(([a], [b]) => a - b)
    return {
      values: Float64Array.from(steps, ([step]) => step * STEP),
      stood: Float64Array.from(steps, ([, { stood }]) => stood),
      chosen: Float64Array.from(steps, ([, { chosen }]) => chosen),
    }
  }
}

/** Candidates as samples of a fit: each value twice, once for the chosen and once for the others. */
export interface WeightedChances {
  readonly scores: Float64Array
  /** 1 for chosen, else -1. */
  readonly labels: Int8Array
  readonly weights: Float64Array
}

/** What was counted, in one or several parts, as samples of a fit. */
export function asSamples(parts: readonly CountedValues[]): WeightedChances {
  const length = parts.reduce((sum, { values }) => sum + values.length, 0)
  const scores = new Float64Array(2 * length)
  const labels = new Int8Array(2 * length).fill(-1).fill(1, 0, length)
  const weights = new Float64Array(2 * length)
  let at = 0
  for (const { values, stood, chosen } of parts) {
    scores.set(values, at)
    scores.set(values, length + at)
    weights.set(chosen, at)
    weights.set(
      stood.map((count, k) => count - chosen[k]),
      length + at,
    )
    at += values.length
  }
  return { scores, labels, weights }
}
