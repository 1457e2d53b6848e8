import { TrainingInputError } from "../errors"

/** One pair seen between trainings: the row that was chosen and one that was passed over. */
export interface OnlinePair {
  readonly better: Float64Array
  readonly worse: Float64Array
}

/** Options of {@link updateOnline}. */
export interface OnlineUpdateOptions {
  /** Upper end of the step factor, above 0: one odd event moves the weights by at most this × ‖better − worse‖. @defaultValue 0.01 */
  readonly aggressiveness?: number
  /** Difference of scores that is wanted. @defaultValue 1 */
  readonly margin?: number
}

/**
 * Moves the weights, in place, just far enough that the pair stands in the right order with the margin, but never
 * further than `aggressiveness` allows: the passive-aggressive step PA-I,
 * w ← w + min(A, ℓ/‖d‖²) d  with d = better − worse and ℓ = max(0, margin − wᵀd)
 * (Crammer, Dekel, Keshet, Shalev-Shwartz & Singer, JMLR 2006). O(columns), no memory.
 *
 * @returns ℓ as it was before the step: 0 means that nothing changed
 * @throws TrainingInputError when lengths differ
 */
export function updateOnline(weights: Float64Array, pair: OnlinePair, options: OnlineUpdateOptions = {}): number {
  const { aggressiveness = 0.01, margin = 1 } = options
  const { better, worse } = pair
  if (better.length !== weights.length || worse.length !== weights.length) {
    throw new TrainingInputError(
      `rows of ${better.length} and ${worse.length} columns do not fit ${weights.length} weights`,
    )
  }
  let lead = 0
  let length = 0
  for (let k = 0; k < weights.length; k++) {
    const difference = better[k] - worse[k]
    lead += weights[k] * difference
    length += difference * difference
  }
  const loss = Math.max(0, margin - lead)
  // A row is not better than itself, and a number that is not finite teaches nothing.
  if (!(loss > 0 && length > 0 && length < Infinity)) return 0
  const step = Math.min(aggressiveness, loss / length)
  for (let k = 0; k < weights.length; k++) weights[k] += step * (better[k] - worse[k])
  return loss
}
