import { ndcgAt } from "../evaluation/metrics"
import type { RankProblem } from "../svm/rank-problem"
import { expandRow } from "../svm/row-matrix"
import { dot } from "../svm/vectors"

/** NDCG@10 of some lists of a problem by each of several vectors of weights: one array for each vector. */
export function problemNdcg(
  problem: RankProblem,
  lists: Int32Array,
  vectors: readonly Float64Array[],
): readonly Float64Array[] {
  const { columnCount, groupOffsets, relevance } = problem
  const features = new Float64Array(columnCount)
  const found = vectors.map(() => new Float64Array(lists.length))
  lists.forEach((list, place) => {
    const from = groupOffsets[list]
    const size = groupOffsets[list + 1] - from
    const scores = vectors.map(() => new Float64Array(size))
    const relevant = new Set<number>()
    for (let at = 0; at < size; at++) {
      if (relevance[from + at] > 0) relevant.add(at)
      expandRow(problem, from + at, features)
      vectors.forEach((weights, k) => (scores[k][at] = dot(weights, features)))
    }
    scores.forEach((own, k) => (found[k][place] = ndcgAt(10, orderOf(own, relevant), relevant)))
  })
  return found
}

/** Of equal scores the chosen one comes last, for its place in the list tells what serving does not know. */
function orderOf(scores: Float64Array, relevant: ReadonlySet<number>): Int32Array {
  const isChosen = (at: number): number => (relevant.has(at) ? 1 : 0)
  return Int32Array.from(scores.keys()).sort((a, b) => scores[b] - scores[a] || isChosen(a) - isChosen(b) || a - b)
}
