import type { ModelVersionDetail } from "../../../src/types/http"

/** Parts of a name that says its basis: gate, signal, basis; a signal's own name may hold more. */
const BASED = 3

type Weight = ModelVersionDetail["weights"][number]

/**
 * Weights by signal, strongest first. The model weighs each signal three times: as
 * it is, softened, and by rank. All three are 1 for the candidate that leads its
 * list, so their sum is just what that candidate gains by the signal; one by one
 * they may stand against each other and inform no admin.
 *
 * @param weights as stored, named `gate.signal.basis`, or a habit's name without a basis
 * @returns named `gate.signal`, or as the habit; signals that count for nothing are left out
 */
export function signalWeights(weights: readonly Weight[]): Weight[] {
  const sums = new Map<string, number>()
  for (const { feature, weight } of weights) {
    const parts = feature.split(".")
    // The last part is the basis; a habit has none.
    const signal = parts.length < BASED ? feature : parts.slice(0, -1).join(".")
    sums.set(signal, (sums.get(signal) ?? 0) + weight)
  }
  return strongestFirst([...sums].map(([feature, weight]) => ({ feature, weight })))
}

/** Half of the last digit that is shown: below it a weight reads as 0, and a bar of it would only be noise. */
const SMALLEST_WEIGHT = 0.0005

/** Weights that do not read as 0, the longest bar first. */
export function strongestFirst(weights: readonly Weight[]): Weight[] {
  return weights
    .filter(({ weight }) => Math.abs(weight) >= SMALLEST_WEIGHT)
    .sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight))
}
