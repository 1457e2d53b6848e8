import { BASES, PERSONAL_FEATURES } from "../../features/feature-map"
import type { FeatureSpace } from "../../features/feature-map"
import { dot, expandRow } from "../../svm"
import type { RankProblem } from "../../svm"
import { boostTrees } from "../../trees/boost-trees"
import { scaledTrees, treesValue } from "../../trees/rank-trees"
import type { RankTrees } from "../../trees/rank-trees"
import { LIST_KIND } from "./teaching-set"
import type { TeachingSet } from "./teaching-set"

/** A few seconds of a training: deeper trees, more of them or more rows rank no better (docs/RANKING.md, "A second scorer"). */
const GROWTH = {
  ...{ rounds: 100, depth: 5, seed: 1 },
  ...{ shrinkage: 0.1, ridge: 1, leastCurvature: 1 },
}

/** What a list's trees may cost: all lists together at most half as much again as the longest. */
const COST = {
  personal: { rowsAtMost: 100_000, columnShare: 0.2 },
  besideProducts: { rowsAtMost: 60_000, columnShare: 0.1 },
}
/** Spread of the trees' scores in that of the weights': where a shopper's own past is read, weights know more of it. */
const LOUDNESS = { personal: 0.5, besideProducts: 1 }
/** Lists below which no trees are grown: fewer teach a few hundred weights already, and trees their chance alone. */
const LISTS_AT_LEAST = 1000
/** Lists that spreads are measured on, evenly spread. */
const MEASURED_AT_MOST = 600
/** Trees that say so little as to be scaled by more know nothing, and their steps would be rounded away. */
const SCALED_AT_MOST = 100

/**
 * Boosted trees that stand beside the weights of a ranking: on a scale on which they spread the scores of a list as
 * {@link LOUDNESS} says.
 *
 * @returns null where lists are too few, or trees find nothing
 */
export function fitTrees(lists: TeachingSet, weights: Float64Array): RankTrees | null {
  // Lists of old choices alone are short, and weights rank them as well.
  if (lists.listsOf(LIST_KIND.whole).length === 0 || lists.listCount < LISTS_AT_LEAST) return null
  const problem = lists.problem()
  const kind = lists.space === PERSONAL_FEATURES ? "personal" : "besideProducts"
  const trees = boostTrees(problem, { ...GROWTH, ...COST[kind], columns: treeColumns(lists.space) })
  const spreads = meanSpreads(problem, { weights, trees })
  const factor = (LOUDNESS[kind] * spreads.ofWeights) / spreads.ofTrees
  return factor <= SCALED_AT_MOST ? scaledTrees(trees, factor) : null
}

/** Without roots, which order products as the values do, and gated columns, which a split of the gate finds. */
function treeColumns({ block, plainCount }: FeatureSpace): Int32Array {
  const root = BASES.indexOf("root")
  const all = Int32Array.from({ length: plainCount }, (_, column) => column)
  return all.filter((column) => column >= block || column % BASES.length !== root)
}

/** Means, over some lists, of the standard deviation of the scores that each of both gives a list. */
function meanSpreads(
  problem: RankProblem,
  { weights, trees }: { readonly weights: Float64Array; readonly trees: RankTrees },
): { readonly ofWeights: number; readonly ofTrees: number } {
  const { groupOffsets, columnCount } = problem
  const features = new Float64Array(columnCount)
  const sums = { ofWeights: 0, ofTrees: 0 }
  const step = Math.max(1, (groupOffsets.length - 1) / MEASURED_AT_MOST)
  for (let at = 0; at < groupOffsets.length - 1; at += step) {
    const list = Math.floor(at)
    const size = groupOffsets[list + 1] - groupOffsets[list]
    const [ofWeights, ofTrees] = [new Float64Array(size), new Float64Array(size)]
    for (let place = 0; place < size; place++) {
      expandRow(problem, groupOffsets[list] + place, features)
      ofWeights[place] = dot(weights, features)
      ofTrees[place] = treesValue(trees, features)
    }
    sums.ofWeights += deviationOf(ofWeights)
    sums.ofTrees += deviationOf(ofTrees)
  }
  return sums
}

function deviationOf(scores: Float64Array): number {
  const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length
  return Math.sqrt(scores.reduce((sum, score) => sum + (score - mean) * (score - mean), 0) / scores.length)
}
