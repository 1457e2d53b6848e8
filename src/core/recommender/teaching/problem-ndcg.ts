import { ndcgAt } from "../../evaluation/metrics"
import { dot, expandRow } from "../../svm"
import type { RankProblem } from "../../svm"

/** NDCG@10 of some lists of a problem by each of several vectors of weights: one array for each vector. */
export function problemNdcg(
  problem: RankProblem,
  lists: Int32Array,
  vectors: readonly Float64Array[],
): readonly Float64Array[] {
  const { columnCount, groupOffsets, relevance } = problem
  const features = new Float64Array(columnCount)
  const found = vectors.map(() => new Float64Array(lists.length))
  const scorers = vectors.map(scorer)
  lists.forEach((list, place) => {
    const from = groupOffsets[list]
    const size = groupOffsets[list + 1] - from
    const scores = vectors.map(() => new Float64Array(size))
    const relevant = new Set<number>()
    for (let at = 0; at < size; at++) {
      if (relevance[from + at] > 0) relevant.add(at)
      expandRow(problem, from + at, features)
      scorers.forEach((scoreOf, k) => (scores[k][at] = scoreOf(features)))
    }
    scores.forEach((own, k) => (found[k][place] = ndcgAt(10, orderOf(own, relevant), relevant)))
  })
  return found
}

/** Share of a vector's weights above which it is multiplied whole. */
const SPARSE = 0.1

/** The score of features by some weights: a simple ranking has two or three of four hundred. */
function scorer(weights: Float64Array): (features: Float64Array) => number {
  const columns = [...weights.keys()].filter((column) => weights[column] !== 0)
  if (columns.length > SPARSE * weights.length) return (features) => dot(weights, features)
  return (features) => {
    let sum = 0
    for (const column of columns) sum += weights[column] * features[column]
    return sum
  }
}

/** Of equal scores the chosen one comes last, for its place in the list leaks what serving does not know. */
function orderOf(scores: Float64Array, relevant: ReadonlySet<number>): Int32Array {
  const isChosen = (at: number): number => (relevant.has(at) ? 1 : 0)
  return Int32Array.from(scores.keys()).sort((a, b) => scores[b] - scores[a] || isChosen(a) - isChosen(b) || a - b)
}
