import { HABITS, PERSONAL_FEATURES, YOUNG_HABIT } from "../../features/feature-map"
import type { FeatureSpace } from "../../features/feature-map"
import { ANCHOR_SOURCES } from "../../features/signals"
import { dot, expandRow } from "../../svm"
import type { RankProblem } from "../../svm"
import { problemNdcg } from "./problem-ndcg"
import { LIST_KIND } from "./teaching-set"
import type { TeachingSet } from "./teaching-set"

/** Standard errors by which a simple ranking must lead before it is served: where no difference is significant, the learned one stays. */
const ERRORS_AHEAD = 2
/** Lists of a part below which no difference is significant: then the priors of many shops decide. */
const LISTS_AT_LEAST = 30
/** Lists that are looked at, evenly spread: a mean of more is hardly surer. */
const LISTS_AT_MOST = 1200

/** A ranking that needs no learning, as weights of a space. */
interface SimpleRanking {
  readonly name: string
  readonly weights: Float64Array
}

/** Breaks ties alone. */
const TIE = 0.001

/** Rankings that no part may be worse than: sales of these weeks and of all time, own habits, and every single table. */
export function simpleRankings(space: FeatureSpace): readonly SimpleRanking[] {
  const ranking = (name: string, parts: Readonly<Record<string, number>>): SimpleRanking => ({
    name,
    weights: Float64Array.from(space.names, (feature) => parts[feature] ?? 0),
  })
  if (space === PERSONAL_FEATURES) {
    return [
      ranking("sales_30d", { "any.sales15.value": 1, "any.popular360.value": TIE }),
      ranking("sales", { "any.popular360.value": 1 }),
      ranking("own_frequency", {
        "again.frequency.value": 1,
        "again.frequency90.value": 1,
        "any.popular360.value": 0.1,
      }),
    ]
  }
  return [
    ranking("sales_30d", { "any.popular15.value": 1, "any.popular360.value": TIE }),
    ranking("sales", { "any.popular360.value": 1 }),
    ...ANCHOR_SOURCES.map((source) =>
      ranking(source, { [`any.anchor.${source}.value`]: 1, "any.anchorPopular.value": TIE }),
    ),
  ]
}

/** Which simple ranking serves a part instead of the learned one; null where the learned one does. */
export interface GuardDecision {
  readonly all: number | null
  /** What the shopper never chose before; null as well where `all` falls back. */
  readonly novel: number | null
}

/** Nothing falls back. */
export const UNGUARDED: GuardDecision = { all: null, novel: null }

/**
 * Compares weights with every simple ranking, part by part, on lists that did not teach them. A simple ranking takes a
 * part over when its mean NDCG@10 leads by two standard errors. Between given products there is one part alone, for
 * what such lists read beside the shopper has no gate.
 */
export function decideGuard(
  lists: TeachingSet,
  { weights, from }: { readonly weights: Float64Array; readonly from: number },
): GuardDecision {
  const rivals = simpleRankings(lists.space)
  const best = (kind: number): number | null => {
    const judged = spread(lists.listsOf(kind).filter((list) => list >= from))
    if (judged.length < LISTS_AT_LEAST) return null
    const [own, ...others] = problemNdcg(lists.problem(), judged, [weights, ...rivals.map((rival) => rival.weights)])
    return leaderOver(own, others)
  }
  const all = best(lists.listsOf(LIST_KIND.whole).length > 0 ? LIST_KIND.whole : LIST_KIND.repeats)
  if (all !== null || lists.space.gated < lists.space.block) return { all, novel: null }
  return { all, novel: best(LIST_KIND.novel) }
}

function spread(lists: readonly number[]): Int32Array {
  const step = Math.max(1, lists.length / LISTS_AT_MOST)
  return Int32Array.from({ length: Math.min(lists.length, LISTS_AT_MOST) }, (_, at) => lists[Math.floor(at * step)])
}

/** The rival whose lead can be counted on most; null where no lead can. */
function leaderOver(own: Float64Array, rivals: readonly Float64Array[]): number | null {
  let leader: number | null = null
  let most = 0
  rivals.forEach((rival, k) => {
    const leads = rival.map((value, at) => value - own[at])
    const sum = leads.reduce((total, lead) => total + lead, 0)
    const assured = sum - ERRORS_AHEAD * Math.sqrt(leads.reduce((total, lead) => total + lead * lead, 0))
    if (assured <= most) return
    most = assured
    leader = k
  })
  return leader
}

/**
 * The weights that serve. Where novel products fall back, the plain weights are the simple ranking's, on the scale of the
 * learned ones; the gated weights give the difference back, so that repeats keep their scores and the two stay mixed.
 */
export function guarded(lists: TeachingSet, weights: Float64Array, { all, novel }: GuardDecision): Float64Array {
  const rivals = simpleRankings(lists.space)
  if (all !== null) return rivals[all].weights.slice()
  if (novel === null) return weights
  const { block, plainCount, gated } = lists.space
  const simple = rivals[novel].weights
  const { scale, offset } = matchNovel(lists.problem(), {
    weights,
    simple,
    gate: block,
    lists: lists.listsOf(LIST_KIND.whole),
  })
  const mixed = weights.slice()
  for (let column = 0; column < gated; column++) {
    mixed[column] = scale * simple[column]
    mixed[plainCount + column] = weights[plainCount + column] + weights[column] - mixed[column]
  }
  mixed[block] = weights[block] - offset
  // They speak of novel products alone, which are the simple ranking's now.
  mixed.fill(0, block + YOUNG_HABIT, block + YOUNG_HABIT + 2)
  return mixed
}

/** The scale and the offset that give novel candidates the mean and the spread of their learned scores. */
function matchNovel(
  problem: RankProblem,
  {
    weights,
    simple,
    gate,
    lists,
  }: {
    readonly weights: Float64Array
    readonly simple: Float64Array
    readonly gate: number
    readonly lists: readonly number[]
  },
): { readonly scale: number; readonly offset: number } {
  const features = new Float64Array(problem.columnCount)
  // Habits stand as they are whoever ranks: they are no part of what is matched.
  const learned = weights.slice().fill(0, gate, gate + HABITS.length)
  const sums = { rows: 0, own: 0, ownSquares: 0, other: 0, otherSquares: 0 }
  for (const list of spread(lists)) {
    for (let row = problem.groupOffsets[list]; row < problem.groupOffsets[list + 1]; row++) {
      expandRow(problem, row, features)
      if (features[gate] !== 0) continue
      const own = dot(learned, features)
      const other = dot(simple, features)
      sums.rows++
      sums.own += own
      sums.ownSquares += own * own
      sums.other += other
      sums.otherSquares += other * other
    }
  }
  if (sums.rows === 0) return { scale: 1, offset: 0 }
  const deviation = (sum: number, squares: number): number =>
    Math.sqrt(Math.max(0, squares / sums.rows - (sum / sums.rows) * (sum / sums.rows)))
  const spreadOfSimple = deviation(sums.other, sums.otherSquares)
  const scale = spreadOfSimple > 0 ? deviation(sums.own, sums.ownSquares) / spreadOfSimple : 1
  return { scale, offset: (sums.own - scale * sums.other) / sums.rows }
}
