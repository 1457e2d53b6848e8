import { TrainingInputError } from "./errors"

/** @throws TrainingInputError unless `value` is finite and above 0 */
export function checkPositive(name: string, value: number): void {
  if (!(value > 0 && value < Infinity)) throw new TrainingInputError(`${name} must be finite and above 0, got ${value}`)
}

/** @throws TrainingInputError unless there are `rowCount` labels, each +1 or −1 */
export function checkLabels(labels: Int8Array, rowCount: number): void {
  if (labels.length !== rowCount) {
    throw new TrainingInputError(`labels has ${labels.length} entries but there are ${rowCount} rows`)
  }
  const bad = labels.findIndex((label) => label !== 1 && label !== -1)
  if (bad >= 0) throw new TrainingInputError(`labels[${bad}] is ${labels[bad]}, expected 1 or -1`)
}

/** @throws TrainingInputError unless there are `count` weights, each finite and at least 0 */
export function checkWeights(name: string, weights: Float64Array | Float32Array, count: number): void {
  if (weights.length !== count) {
    throw new TrainingInputError(`${name} has ${weights.length} entries, expected ${count}`)
  }
  const bad = weights.findIndex((weight) => !(weight >= 0 && weight < Infinity))
  if (bad >= 0) throw new TrainingInputError(`${name}[${bad}] is ${weights[bad]}, expected finite and at least 0`)
}

/**
 * The gradient at w = 0 adds up every row, so it shows a NaN or an infinity anywhere at no further cost.
 *
 * @throws TrainingInputError unless `gradientNorm` is finite
 */
export function checkFiniteNorm(gradientNorm: number): number {
  if (!Number.isFinite(gradientNorm)) {
    throw new TrainingInputError("rows must be finite numbers, small enough for their squares to be finite")
  }
  return gradientNorm
}
