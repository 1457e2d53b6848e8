/** Above all numbers: what is not split is split there. A model file may hold no infinity. */
export const NO_SPLIT = Math.fround(3e38)

/** Splits of a tree, and as many leaves and one: all trees of a depth have one shape, see {@link NO_SPLIT}. */
export const splitsOf = (depth: number): number => (1 << depth) - 1
/** Nodes below the root, splits and leaves: node n stands at n - 1. */
export const stepsOf = (depth: number): number => 2 * splitsOf(depth)

/** Steps are whole multiples of it: sums of them are exact in any order while they are below 2^32. */
export const STEP_UNIT = 2 ** -20

/**
 * Boosted trees. Children of node n are 2n + 1 and, for what is above its threshold, 2n + 2. A tree's part in a score is the
 * sum of the steps on the way down, each of which belongs to the column that was looked at: so the parts of the columns
 * sum to the score, exactly.
 *
 * @see Saabas, "Interpreting random forests", 2014
 */
export interface RankTrees {
  readonly count: number
  readonly depth: number
  /** Columns of tree t's splits, from t * {@link splitsOf} on. */
  readonly columns: Int32Array
  readonly thresholds: Float32Array
  /** Steps to the nodes below the root, from t * {@link stepsOf} on. */
  readonly steps: Float64Array
}

/** What all trees say of a row. */
export function treesValue({ count, depth, columns, thresholds, steps }: RankTrees, row: ArrayLike<number>): number {
  const splits = splitsOf(depth)
  let value = 0
  for (let tree = 0; tree < count; tree++) {
    let node = 0
    for (let level = 0; level < depth; level++) {
      const split = tree * splits + node
      node = 2 * node + (row[columns[split]] > thresholds[split] ? 2 : 1)
      value += steps[2 * tree * splits + node - 1]
    }
  }
  return value
}

/** What of {@link treesValue} each column of a row contributed. */
export function treeParts(
  { count, depth, columns, thresholds, steps }: RankTrees,
  row: ArrayLike<number>,
): Float64Array {
  const splits = splitsOf(depth)
  const parts = new Float64Array(row.length)
  for (let tree = 0; tree < count; tree++) {
    let node = 0
    for (let level = 0; level < depth; level++) {
      const split = tree * splits + node
      const column = columns[split]
      node = 2 * node + (row[column] > thresholds[split] ? 2 : 1)
      parts[column] += steps[2 * tree * splits + node - 1]
    }
  }
  return parts
}

/** What each leaf of each tree says: the sum of the steps on the way down. */
export function leavesOf({ count, depth, steps }: Pick<RankTrees, "count" | "depth" | "steps">): Float64Array {
  const splits = splitsOf(depth)
  return Float64Array.from({ length: count * (splits + 1) }, (_, leaf) => {
    const first = 2 * splits * Math.floor(leaf / (splits + 1))
    let sum = 0
    for (let node = splits + (leaf % (splits + 1)); node > 0; node = (node - 1) >> 1) sum += steps[first + node - 1]
    return sum
  })
}

/** Trees that say so many times as much. */
export function scaledTrees(trees: RankTrees, factor: number): RankTrees {
  return { ...trees, steps: trees.steps.map((step) => Math.round((step * factor) / STEP_UNIT) * STEP_UNIT) }
}
