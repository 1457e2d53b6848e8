import { createRandom, shuffle } from "../random/seeded-random"
import { checkPositive } from "../checks"
import { TrainingInputError } from "../errors"

/** One fold: what to fit on and what to judge by, as indices of rows (or of lists), each rising. */
export interface Fold {
  readonly train: Int32Array
  readonly test: Int32Array
}

/** Score of one cost: the mean over folds. */
export interface CostScore {
  readonly cost: number
  /** Higher is better; NaN where no fold could say. */
  readonly score: number
}

/** The cost chosen and the scores it was chosen by. */
export interface CostChoice {
  readonly cost: number
  /** In the order of the costs, lowest first. */
  readonly scores: readonly CostScore[]
}

/**
 * `foldCount` folds of `count` things: each is tested in exactly one fold and fitted on in all others; sizes differ by
 * one at most. For lists of a ranking, hand over the number of lists, so that none is torn apart.
 *
 * @throws TrainingInputError unless 2 ≤ foldCount ≤ count
 */
export function kFolds(count: number, foldCount: number, seed: number): Fold[] {
  if (!(Number.isInteger(foldCount) && foldCount >= 2 && foldCount <= count)) {
    throw new TrainingInputError(`foldCount must be a whole number from 2 to ${count}, got ${foldCount}`)
  }
  const order = shuffle(
    Int32Array.from({ length: count }, (_, i) => i),
    createRandom(seed),
  )
  const foldOf = new Int32Array(count)
  order.forEach((index, place) => (foldOf[index] = place % foldCount))
  return Array.from({ length: foldCount }, (_, fold) => ({
    train: indicesWhere(foldOf, (own) => own !== fold),
    test: indicesWhere(foldOf, (own) => own === fold),
  }))
}

/**
 * One fold that fits on the first things and judges by the last `share` of them: for things in the order of time,
 * where folds at random would let the future teach the past.
 *
 * @throws TrainingInputError unless both sides hold something
 */
export function holdOutLast(count: number, share: number): Fold[] {
  const cut = count - Math.round(count * share)
  if (!(cut > 0 && cut < count)) {
    throw new TrainingInputError(`a hold-out of ${share} of ${count} leaves one side empty`)
  }
  return [
    {
      train: Int32Array.from({ length: cut }, (_, i) => i),
      test: Int32Array.from({ length: count - cut }, (_, i) => cut + i),
    },
  ]
}

/**
 * The cost C with the best mean score over folds; of equal ones the lowest, for it regularises most. Costs are tried
 * from low to high within a fold, so that `evaluate` may start each fit from the one before.
 *
 * @param evaluate fits on a fold at a cost and returns a score, higher is better; NaN leaves the fold out
 * @throws TrainingInputError when there is no cost or one is not above 0
 */
export function chooseCost(
  costs: readonly number[],
  folds: readonly Fold[],
  evaluate: (cost: number, fold: Fold) => number,
): CostChoice {
  if (costs.length === 0 || folds.length === 0) throw new TrainingInputError("there is no cost or no fold to choose by")
  const rising = [...costs].sort((a, b) => a - b)
  for (const cost of rising) checkPositive("cost", cost)
  const sums = new Float64Array(rising.length)
  const counts = new Float64Array(rising.length)
  for (const fold of folds) {
    rising.forEach((cost, i) => {
      const score = evaluate(cost, fold)
      if (Number.isNaN(score)) return
      sums[i] += score
      counts[i]++
    })
  }
  const scores = rising.map((cost, i) => ({ cost, score: sums[i] / counts[i] }))
  const best = scores.reduce((champion, challenger) =>
    challenger.score > champion.score || Number.isNaN(champion.score) ? challenger : champion,
  )
  return { cost: best.cost, scores }
}

function indicesWhere(values: Int32Array, keep: (value: number) => boolean): Int32Array {
  const indices: number[] = []
  values.forEach((value, index) => {
    if (keep(value)) indices.push(index)
  })
  return Int32Array.from(indices)
}
