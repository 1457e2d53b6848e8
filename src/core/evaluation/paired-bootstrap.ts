import type { ScoreLead } from "../contract/recommender"
import { createRandom } from "../random/seeded-random"

/** Hold-outs that are drawn: the 5th percentile then rests on fifty of them. */
const RESAMPLES = 1000
/** Share of resampled means on either side of the interval: one error in twenty where one end decides. */
const TAIL = 0.05

/**
 * Paired bootstrap of the mean difference between two rankers: cases are drawn with replacement, and each brings
 * both its scores, for an easy case is easy for both. The ends are percentiles of the means. The same scores and
 * seed give the same interval. Cases that either could not answer (`NaN`) are left out.
 *
 * Returns null where no case is left: there is nothing to resample.
 *
 * @throws RangeError when the rankers were asked different numbers of cases
 * @see Sakai, "Evaluating evaluation metrics based on the bootstrap", SIGIR 2006
 * @see Efron & Tibshirani, "An Introduction to the Bootstrap", 1993, chapter 13 (percentile intervals)
 */
export function pairedBootstrap(first: ArrayLike<number>, second: ArrayLike<number>, seed: number): ScoreLead | null {
  if (first.length !== second.length) {
    throw new RangeError(`the first ranker has ${first.length} scores but the second has ${second.length}`)
  }
  const differences = Float64Array.from(first, (score, at) => score - second[at]).filter((one) => !Number.isNaN(one))
  const cases = differences.length
  if (cases === 0) return null
  const means = resampledMeans(differences, seed)
  const cut = Math.floor(RESAMPLES * TAIL)
  return {
    cases,
    difference: differences.reduce((sum, one) => sum + one, 0) / cases,
    low: means[cut],
    high: means[RESAMPLES - 1 - cut],
  }
}

/** Means of the drawn hold-outs, least first. */
function resampledMeans(differences: Float64Array, seed: number): Float64Array {
  const random = createRandom(seed)
  const cases = differences.length
  return Float64Array.from({ length: RESAMPLES }, () => {
    let sum = 0
    for (let drawn = 0; drawn < cases; drawn++) sum += differences[random.nextInt(cases)]
    return sum / cases
  }).sort()
}
