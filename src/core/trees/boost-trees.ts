import { createRandom } from "../random/seeded-random"
import type { SeededRandom } from "../random/seeded-random"
import type { RankProblem } from "../svm"
import { binColumns } from "./binned-columns"
import { TreeGrower } from "./grow-tree"
import type { GrowthOptions } from "./grow-tree"
import { RankGradients } from "./rank-gradients"
import type { ChosenLists } from "./rank-gradients"
import { splitsOf, stepsOf } from "./rank-trees"
import type { RankTrees } from "./rank-trees"

/** How trees are boosted. */
export interface BoostOptions extends GrowthOptions {
  /** Columns of the stored ones that trees may look at. */
  readonly columns: Int32Array
  readonly rounds: number
  /** Share of the columns that a tree may look at, drawn for each. */
  readonly columnShare: number
  /** Rows beyond which an even sample of the lists teaches. */
  readonly rowsAtMost: number
  /** Of the draws of columns: the same seed grows the same trees. */
  readonly seed: number
}

/**
 * Boosts trees on lists: each takes a step down the pairwise logistic loss of those before it. Trees learn from one half of
 * the lists and from the other in turn, which costs half of the time, and corrects on each half what was learned by heart
 * on the other.
 *
 * @param problem whose relevance is 1 for what was chosen, else 0
 * @see Friedman, "Stochastic gradient boosting", Computational Statistics & Data Analysis 38, 2002
 */
export function boostTrees(problem: RankProblem, options: BoostOptions): RankTrees {
  const { lists, rows, middle } = sampleLists(problem, options.rowsAtMost)
  const { columns, rounds, columnShare, depth } = options
  const [splits, steps] = [splitsOf(depth), stepsOf(depth)]
  const gradients = new RankGradients(lists)
  const grower = new TreeGrower(binColumns(problem, { rows, columns, middle }), options)
  const random = createRandom(options.seed)
  const trees = {
    ...{ count: rounds, depth },
    columns: new Int32Array(rounds * splits),
    thresholds: new Float32Array(rounds * splits),
    steps: new Float64Array(rounds * steps),
  }
  for (let round = 0; round < rounds; round++) {
    gradients.update()
    const among = drawColumns(columns.length, Math.ceil(columnShare * columns.length), random)
    const tree = grower.grow(gradients, among, round % 2)
    gradients.add(tree.leaves, tree.values)
    trees.columns.set(tree.columns, round * splits)
    trees.thresholds.set(tree.thresholds, round * splits)
    trees.steps.set(tree.steps, round * steps)
  }
  return trees
}

/** Some of so many columns, rising. */
function drawColumns(count: number, drawn: number, random: SeededRandom): Int32Array {
  const all = Int32Array.from({ length: count }, (_, at) => at)
  for (let at = 0; at < drawn; at++) {
    const other = at + random.nextInt(count - at)
    const held = all[at]
    all[at] = all[other]
    all[other] = held
  }
  return all.slice(0, drawn).sort()
}

interface SampledLists {
  readonly lists: ChosenLists
  /** Rows of the problem: those of every other list, and then those of the others. */
  readonly rows: Int32Array
  /** Where the second half of the rows begins. */
  readonly middle: number
}

/** An even sample of the lists whose rows are not more than so many; the weight of a list is 1 in the mean. */
function sampleLists(
  { groupOffsets, relevance, groupWeights, rowWeights }: RankProblem,
  rowsAtMost: number,
): SampledLists {
  const listCount = groupOffsets.length - 1
  const step = Math.max(1, groupOffsets[listCount] / rowsAtMost)
  const even = Array.from({ length: Math.ceil(listCount / step) }, (_, at) => Math.floor(at * step))
  const sampled = [...even.filter((_, at) => at % 2 === 0), ...even.filter((_, at) => at % 2 === 1)]
  const offsets = new Int32Array(sampled.length + 1)
  sampled.forEach((list, at) => (offsets[at + 1] = offsets[at] + groupOffsets[list + 1] - groupOffsets[list]))
  const rows = new Int32Array(offsets[sampled.length])
  sampled.forEach((list, at) => {
    for (let row = offsets[at]; row < offsets[at + 1]; row++) rows[row] = groupOffsets[list] + row - offsets[at]
  })
  const chosen = Uint8Array.from(rows, (row) => (relevance[row] > 0 ? 1 : 0))
  const ofPairs = sampled.map((list) => groupWeights?.[list] ?? 1)
  const ofLists = ofPairs.reduce((sum, weight, at) => sum + weight * pairsOf(chosen, offsets[at], offsets[at + 1]), 0)
  return {
    ...{ rows, middle: offsets[Math.ceil(even.length / 2)] },
    lists: {
      offsets,
      chosen,
      listWeights: Float64Array.from(ofPairs, (weight) => (ofLists > 0 ? (weight * sampled.length) / ofLists : 0)),
      rowWeights: Float64Array.from(rows, (row) => rowWeights?.[row] ?? 1),
    },
  }
}

function pairsOf(chosen: Uint8Array, from: number, to: number): number {
  let better = 0
  for (let row = from; row < to; row++) better += chosen[row]
  return better * (to - from - better)
}
