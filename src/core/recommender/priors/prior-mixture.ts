import { exp, ln } from "../../numeric/portable-math"
import { dot, expandRow } from "../../svm"
import type { RankProblem } from "../../svm"

/** Lists that the parts of a mixture are fitted on at most, evenly spread: a few numbers need no more. */
const LISTS_AT_MOST = 1200
/** Lists that what is believed of the parts counts for: of three lists nobody learns which kind of shop it is. */
const BELIEF_LISTS = 8
const STEPS = 60
const SMALLEST_PART = 1e-6

/**
 * Parts of a convex mixture of priors, at least 0 and summing to 1, that rank a shop's own lists best: minimises over a
 *
 *     Σ₍ₚ,ₙ₎ cₚₙ max(0, 1 − Σₖ aₖ wₖᵀ(xₚ − xₙ))² + b Σₖ aₖ ln(aₖ / believedₖ)
 *
 * by exponentiated gradients with a step that is halved until the sum falls. Without lists what is believed is the answer.
 *
 * @param priors vectors of weights, one for each prior
 * @param believed parts that hold where there are no lists
 * @see Kivinen & Warmuth, "Exponentiated gradient versus gradient descent", Information and Computation 1997
 */
export function fitMixture(
  problem: RankProblem,
  priors: readonly Float64Array[],
  believed: Float64Array,
): Float64Array {
  const lists = listScores(problem, priors)
  let parts: Float64Array = believed.map((part) => Math.max(part, SMALLEST_PART))
  if (lists.length === 0 || priors.length < 2) return believed.slice()
  const belief = (BELIEF_LISTS * lists.length) / Math.max(1, problem.groupOffsets.length - 1)
  let now = evaluate(lists, parts, { believed, belief })
  let rate = 1 / Math.max(1, lists.length)
  for (let step = 0; step < STEPS; step++) {
    const next = moved(parts, now.gradient, rate)
    const then = evaluate(lists, next, { believed, belief })
    if (then.value < now.value) {
      parts = next
      now = then
      rate *= 1.6
    } else rate /= 3
  }
  return parts
}

/** Scores of one list's rows by every prior: row r, prior k at r × priors + k. */
interface ListScores {
  readonly scores: Float64Array
  readonly relevance: Uint8Array
  readonly weight: number
  /** Of each row in its pairs; null where all are 1. */
  readonly rowWeights: Float64Array | null
}

function listScores(problem: RankProblem, priors: readonly Float64Array[]): ListScores[] {
  const { groupOffsets, relevance, columnCount, groupWeights, rowWeights } = problem
  const count = groupOffsets.length - 1
  const features = new Float64Array(columnCount)
  const step = Math.max(1, count / LISTS_AT_MOST)
  return Array.from({ length: Math.min(count, LISTS_AT_MOST) }, (_, at) => {
    const list = Math.floor(at * step)
    const from = groupOffsets[list]
    const size = groupOffsets[list + 1] - from
    const scores = new Float64Array(size * priors.length)
    for (let row = 0; row < size; row++) {
      expandRow(problem, from + row, features)
      priors.forEach((prior, k) => (scores[row * priors.length + k] = dot(prior, features)))
    }
    return {
      scores,
      relevance: Uint8Array.from({ length: size }, (_, row) => (relevance[from + row] > 0 ? 1 : 0)),
      weight: groupWeights?.[list] ?? 1,
      rowWeights: rowWeights?.slice(from, from + size) ?? null,
    }
  })
}

function moved(parts: Float64Array, gradient: Float64Array, rate: number): Float64Array {
  const raised = parts.map((part, k) => part * exp(Math.max(-20, Math.min(20, -rate * gradient[k]))))
  const sum = raised.reduce((total, part) => total + part, 0)
  return raised.map((part) => Math.max(part / sum, SMALLEST_PART))
}

function evaluate(
  lists: readonly ListScores[],
  parts: Float64Array,
  { believed, belief }: { readonly believed: Float64Array; readonly belief: number },
): { readonly value: number; readonly gradient: Float64Array } {
  const gradient = new Float64Array(parts.length)
  let value = 0
  parts.forEach((part, k) => {
    const ratio = ln(part / Math.max(believed[k], SMALLEST_PART))
    value += belief * part * ratio
    gradient[k] += belief * (ratio + 1)
  })
  for (const list of lists) value += addLoss(list, parts, gradient)
  return { value, gradient }
}

/** Adds one list's gradient and returns its loss. */
function addLoss(list: ListScores, parts: Float64Array, gradient: Float64Array): number {
  const { scores, relevance, rowWeights } = list
  const width = parts.length
  const mixed = Float64Array.from(relevance, (_, row) => {
    let sum = 0
    for (let k = 0; k < width; k++) sum += parts[k] * scores[row * width + k]
    return sum
  })
  let loss = 0
  for (let chosen = 0; chosen < relevance.length; chosen++) {
    if (relevance[chosen] === 0) continue
    for (let other = 0; other < relevance.length; other++) {
      if (relevance[other] !== 0) continue
      const short = 1 - (mixed[chosen] - mixed[other])
      if (short <= 0) continue
      const weight = rowWeights === null ? list.weight : list.weight * rowWeights[chosen] * rowWeights[other]
      loss += weight * short * short
      for (let k = 0; k < width; k++) {
        gradient[k] -= 2 * weight * short * (scores[chosen * width + k] - scores[other * width + k])
      }
    }
  }
  return loss
}
