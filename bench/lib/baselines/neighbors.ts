import type { InteractionLog } from "../../../src/core/contract/interaction-log"
import { basketOf } from "../../../src/core/features/profile"
import { personOf } from "../../../src/core/features/visits"
import { exp2, log2 } from "../../../src/core/numeric/portable-math"
import type { RankingCase } from "../../../src/core/evaluation/temporal-split"
import { pastOf } from "./baseline"
import type { Baseline, BaselineContext } from "./baseline"

type SparseVector = ReadonlyMap<number, number>

/** Vectors of all owners with the way back from products, and who they belong to. */
interface VectorIndex {
  readonly vectors: readonly SparseVector[]
  readonly owners: Int32Array
  readonly squares: Float64Array
  readonly holders: readonly (readonly [vector: number, weight: number][])[]
}

function indexOf(context: BaselineContext, vectorOf: (rows: Int32Array) => SparseVector): VectorIndex {
  const { owners, itemCount } = context
  const vectors: SparseVector[] = []
  const ids: number[] = []
  const holders: [number, number][][] = Array.from({ length: itemCount }, () => [])
  for (let owner = 0; owner + 1 < owners.offsets.length; owner++) {
    const vector = vectorOf(owners.rows.subarray(owners.offsets[owner], owners.offsets[owner + 1]))
    if (vector.size === 0) continue
    for (const [item, weight] of vector) holders[item].push([vectors.length, weight])
    vectors.push(vector)
    ids.push(owner)
  }
  const squares = Float64Array.from(vectors, (vector) => squareOf(vector))
  return { vectors, owners: Int32Array.from(ids), squares, holders }
}

function squareOf(vector: SparseVector): number {
  let sum = 0
  for (const weight of vector.values()) sum += weight * weight
  return sum
}

/** Other owners that share a product with the query, with their dot products. */
function dotProducts(index: VectorIndex, query: SparseVector, self: number): Map<number, number> {
  const dots = new Map<number, number>()
  for (const [item, weight] of query) {
    for (const [vector, value] of index.holders[item] ?? []) {
      if (index.owners[vector] !== self) dots.set(vector, (dots.get(vector) ?? 0) + weight * value)
    }
  }
  return dots
}

/** Index of the owner that a case belongs to, -1 for a visit that the index cannot know. */
function selfOf({ log, split }: BaselineContext, { rows }: RankingCase): number {
  return split.kind === "next_item" || rows.length === 0 ? -1 : personOf(log, rows[0])
}

/**
 * User-kNN (for visits: session-kNN): the `neighbors` others of greatest cosine vote, each with its cosine, for
 * what they chose. `own` −1 takes products of the past out. For visits the query fades backwards.
 *
 * @see Herlocker et al., SIGIR 1999; Jannach & Ludewig, "When recurrent neural networks meet the neighborhood", RecSys 2017
 */
export function knnBaseline(name: "user_knn" | "session_knn"): Baseline {
  return {
    name,
    settings: [20, 50, 150, 500].flatMap((neighbors) =>
      [-1, 0].flatMap((own) => [0, 1].map((fades) => ({ neighbors, own, fades }))),
    ),
    build: (context, { neighbors, own, fades }) => {
      const { log, accepts, split, itemCount } = context
      const index = indexOf(context, (rows) => binaryVector(split.train, rows, accepts))
      return (testCase) => {
        const scores = new Float64Array(itemCount)
        const past = pastOf(context, testCase)
        const query =
          fades === 1 ? fadingQuery(log, testCase, accepts) : new Map([...past.keys()].map((item) => [item, 1]))
        const length = Math.sqrt(squareOf(query))
        const nearest = [...dotProducts(index, query, selfOf(context, testCase))]
          .map(([vector, dot]): [number, number] => [vector, dot / (length * Math.sqrt(index.squares[vector]))])
          .sort((a, b) => b[1] - a[1] || b[0] - a[0])
          .slice(0, neighbors)
        for (const [vector, cosine] of nearest) for (const item of index.vectors[vector].keys()) scores[item] += cosine
        if (own < 0) for (const item of past.keys()) scores[item] = -1
        return scores
      }
    },
  }
}

function binaryVector(log: InteractionLog, rows: Int32Array, accepts: (behavior: number) => boolean): SparseVector {
  const vector = new Map<number, number>()
  for (const row of rows) if (accepts(log.behavior[row])) vector.set(log.item[row], 1)
  return vector
}

/** Weight 1/(steps back) for each product at its latest place. */
function fadingQuery(log: InteractionLog, { rows }: RankingCase, accepts: (behavior: number) => boolean): SparseVector {
  const query = new Map<number, number>()
  for (let at = rows.length - 1; at >= 0; at--) {
    if (!accepts(log.behavior[rows[at]]) || query.has(log.item[rows[at]])) continue
    query.set(log.item[rows[at]], 1 / (query.size + 1))
  }
  return query
}

/**
 * TIFU-kNN: a shopper is the time-decayed mean of their baskets, in `groups` groups, `withinDecay` within and
 * `groupDecay` across them; prediction = alpha · own + (1 − alpha) · mean of the `neighbors` nearest by distance.
 *
 * @see Hu et al., "Modeling personalized item frequency information for next-basket recommendation", SIGIR 2020
 */
export const TIFU_KNN: Baseline = {
  name: "tifu_knn",
  settings: [
    { groups: 7, withinDecay: 1, groupDecay: 0.6 },
    { groups: 3, withinDecay: 0.9, groupDecay: 0.7 },
    { groups: 7, withinDecay: 0.9, groupDecay: 0.9 },
  ].flatMap((decay) =>
    [50, 100, 300].flatMap((neighbors) => [0.1, 0.2, 0.5, 0.8].map((alpha) => ({ ...decay, neighbors, alpha }))),
  ),
  build: (context, setting) => {
    const { log, split, accepts, itemCount } = context
    const index = indexOf(context, (rows) => tifuVector(split.train, rows, { ...decayOf(setting), accepts }))
    return (testCase) => {
      const scores = new Float64Array(itemCount)
      const own = tifuVector(log, testCase.rows, { ...decayOf(setting), accepts })
      const square = squareOf(own)
      const nearest = [...dotProducts(index, own, selfOf(context, testCase))]
        .map(([vector, dot]): [number, number] => [vector, square + index.squares[vector] - 2 * dot])
        .sort((a, b) => a[1] - b[1] || a[0] - b[0])
        .slice(0, setting.neighbors)
      for (const [vector] of nearest) {
        for (const [item, weight] of index.vectors[vector]) {
          scores[item] += ((1 - setting.alpha) * weight) / nearest.length
        }
      }
      for (const [item, weight] of own) scores[item] += setting.alpha * weight
      return scores
    }
  },
}

interface TifuDecay {
  readonly groups: number
  readonly withinDecay: number
  readonly groupDecay: number
}

function decayOf({ groups, withinDecay, groupDecay }: Readonly<Record<string, number>>): TifuDecay {
  return { groups, withinDecay, groupDecay }
}

function tifuVector(
  log: InteractionLog,
  rows: Int32Array,
  { groups, withinDecay, groupDecay, accepts }: TifuDecay & { readonly accepts: (behavior: number) => boolean },
): SparseVector {
  const baskets = new Map<number, Set<number>>()
  for (const row of rows) {
    if (!accepts(log.behavior[row])) continue
    const key = basketOf(log, row)
    const basket = baskets.get(key) ?? new Set<number>()
    baskets.set(key, basket)
    basket.add(log.item[row])
  }
  const ordered = [...baskets.values()]
  const groupSize = Math.max(1, Math.ceil(ordered.length / groups))
  const groupCount = Math.ceil(ordered.length / groupSize)
  const vector = new Map<number, number>()
  ordered.forEach((basket, at) => {
    // Groups are filled from the newest basket backwards, so the newest group is whole.
    const back = ordered.length - 1 - at
    const group = Math.floor(back / groupSize)
    const members = Math.min(groupSize, ordered.length - group * groupSize)
    const decay = exp2(log2(withinDecay) * (back % groupSize) + log2(groupDecay) * group)
    const weight = decay / (members * groupCount)
    for (const item of basket) vector.set(item, (vector.get(item) ?? 0) + weight)
  })
  return vector
}
