import { log2 } from "../numeric/portable-math"

/** Quality of one ranked list against the set of products that were chosen. */
export interface ListMetrics {
  readonly ndcg10: number
  readonly recall10: number
  readonly hitRate10: number
  readonly hitRate20: number
  readonly mrr: number
}

/**
 * NDCG@k of one ranked list with relevance 0 or 1: Σ 1/log₂(position + 1) over the hits, divided by the
 * same sum for a list that starts with all that is relevant. 1 is perfect, 0 means no hit.
 *
 * Returns `NaN` when nothing is relevant, because "no answer exists" is not a bad ranking.
 *
 * @see Järvelin & Kekäläinen, "Cumulated gain-based evaluation of IR techniques", TOIS 2002
 */
export function ndcgAt(k: number, ranked: ArrayLike<number>, relevant: ReadonlySet<number>): number {
  if (relevant.size === 0) return Number.NaN
  let gain = 0
  let ideal = 0
  for (let position = 0; position < k; position++) {
    const discount = 1 / log2(position + 2)
    if (position < relevant.size) ideal += discount
    if (position < ranked.length && relevant.has(ranked[position])) gain += discount
  }
  return gain / ideal
}

/** Share of the relevant products among the first k. `NaN` when nothing is relevant. */
export function recallAt(k: number, ranked: ArrayLike<number>, relevant: ReadonlySet<number>): number {
  if (relevant.size === 0) return Number.NaN
  return hitsAt(k, ranked, relevant) / relevant.size
}

/** 1 when a relevant product is among the first k, else 0. `NaN` when nothing is relevant. */
export function hitRateAt(k: number, ranked: ArrayLike<number>, relevant: ReadonlySet<number>): number {
  if (relevant.size === 0) return Number.NaN
  return hitsAt(k, ranked, relevant) > 0 ? 1 : 0
}

/** 1 / position of the first relevant product, 0 when the list has none. `NaN` when nothing is relevant. */
export function reciprocalRank(ranked: ArrayLike<number>, relevant: ReadonlySet<number>): number {
  if (relevant.size === 0) return Number.NaN
  for (let position = 0; position < ranked.length; position++) {
    if (relevant.has(ranked[position])) return 1 / (position + 1)
  }
  return 0
}

/** All metrics of one list. */
export function listMetrics(ranked: ArrayLike<number>, relevant: ReadonlySet<number>): ListMetrics {
  return {
    ndcg10: ndcgAt(10, ranked, relevant),
    recall10: recallAt(10, ranked, relevant),
    hitRate10: hitRateAt(10, ranked, relevant),
    hitRate20: hitRateAt(20, ranked, relevant),
    mrr: reciprocalRank(ranked, relevant),
  }
}

/** Mean of the values that are defined; `NaN` where none is. */
export function meanDefined(values: Iterable<number>): number {
  let sum = 0
  let count = 0
  for (const value of values) {
    if (Number.isNaN(value)) continue
    sum += value
    count++
  }
  return count === 0 ? Number.NaN : sum / count
}

/**
 * Probability that a chosen product scores above one not chosen, ties counting half (Mann & Whitney).
 * `NaN` where either kind is missing. O(n log n).
 *
 * @param weights how many products each score stands for, one each when absent
 */
export function areaUnderCurve(
  scores: ArrayLike<number>,
  labels: ArrayLike<number>,
  weights?: ArrayLike<number>,
): number {
  const order = Array.from({ length: scores.length }, (_, i) => i).sort((a, b) => scores[a] - scores[b])
  let positives = 0
  let negatives = 0
  let inOrder = 0
  for (let at = 0; at < order.length;) {
    const score = scores[order[at]]
    let chosen = 0
    let others = 0
    for (; at < order.length && scores[order[at]] === score; at++) {
      const weight = weights?.[order[at]] ?? 1
      if (labels[order[at]] > 0) chosen += weight
      else others += weight
    }
    inOrder += chosen * (negatives + others / 2)
    positives += chosen
    negatives += others
  }
  if (positives === 0 || negatives === 0) return Number.NaN
  return inOrder / (positives * negatives)
}

/**
 * Expected calibration error: mean distance of what was promised and what came, over ten bins of equal width,
 * weighted by their counts. 0 is honest. `NaN` for no predictions.
 *
 * @param weights how many predictions each probability stands for, one each when absent
 * @see Naeini, Cooper & Hauskrecht, "Obtaining well calibrated probabilities using Bayesian binning", AAAI 2015
 */
export function expectedCalibrationError(
  probabilities: ArrayLike<number>,
  labels: ArrayLike<number>,
  weights?: ArrayLike<number>,
): number {
  const bins = Array.from({ length: 10 }, () => ({ promised: 0, came: 0 }))
  let total = 0
  for (let i = 0; i < probabilities.length; i++) {
    const bin = bins[Math.min(9, Math.floor(probabilities[i] * 10))]
    const weight = weights?.[i] ?? 1
    total += weight
    bin.promised += weight * probabilities[i]
    bin.came += labels[i] > 0 ? weight : 0
  }
  if (total === 0) return Number.NaN
  return bins.reduce((sum, bin) => sum + Math.abs(bin.promised - bin.came), 0) / total
}

function hitsAt(k: number, ranked: ArrayLike<number>, relevant: ReadonlySet<number>): number {
  let hits = 0
  for (let position = 0; position < Math.min(k, ranked.length); position++) {
    if (relevant.has(ranked[position])) hits++
  }
  return hits
}
