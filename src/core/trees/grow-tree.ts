import { BIN_BITS, BINS } from "./binned-columns"
import type { BinnedColumns } from "./binned-columns"
import { leavesOf, NO_SPLIT, splitsOf, STEP_UNIT, stepsOf } from "./rank-trees"

/** How a tree is grown. */
export interface GrowthOptions {
  /** Splits from the root to a leaf, 6 at most. */
  readonly depth: number
  /** Share of a full step that each tree takes. */
  readonly shrinkage: number
  /** Added to every curvature: few rows move little. */
  readonly ridge: number
  /** Curvature below which no node is made. */
  readonly leastCurvature: number
}

/** A tree as it was grown, and the leaf of each row. */
export interface GrownTree {
  readonly columns: Int32Array
  readonly thresholds: Float32Array
  readonly steps: Float64Array
  readonly leaves: Uint8Array
  /** Of all leaves, the sums of their steps. */
  readonly values: Float64Array
}

/** The best split of a node so far. */
interface BestSplit {
  gain: number
  column: number
  edge: number
}

const SUMS = 2
/** Numbers that the histogram of a node takes. */
const HISTOGRAM = BINS * SUMS
/** Of an edge that no bin is above. */
const NO_EDGE = BINS
// Of this module, for the loops below: looking up another module's constant costs as much as the rest of a step.
const ROW_SHIFT = BIN_BITS
const BIN_MASK = BINS - 1

/** How the loss of every row answers a step: its first and its second derivative. */
interface Gradients {
  readonly slopes: Float64Array
  readonly curvatures: Float64Array
}

/** Nodes of one level, whose splits are looked for. */
interface Level {
  /** Number of its first node, which is one less than it has nodes. */
  readonly first: number
  /** 0 or 1: which half of the rows teaches. */
  readonly half: number
  /** Slope and curvature of every node. */
  readonly sums: Float64Array
}

/** Grows trees on the same rows; memory is kept from one tree to the next. */
export class TreeGrower {
  readonly #nodes: Uint8Array
  /** Slope and curvature of every row side by side: one place of memory for each entry that is counted. */
  readonly #gradients: Float64Array
  readonly #histogram: Float64Array
  readonly #splits: number

  constructor(
    private readonly binned: BinnedColumns,
    private readonly options: GrowthOptions,
  ) {
    this.#nodes = new Uint8Array(binned.rowCount)
    this.#gradients = new Float64Array(binned.rowCount * SUMS)
    this.#splits = splitsOf(options.depth)
    this.#histogram = new Float64Array((this.#splits + 1) * HISTOGRAM)
  }

  /**
   * Grows a tree by the second-order gain of each split, level by level.
   *
   * @param among places of the columns that may be looked at, rising
   * @param half 0 or 1: which half of the rows teaches
   * @see Chen & Guestrin, "XGBoost: A Scalable Tree Boosting System", KDD 2016
   */
  grow({ slopes, curvatures }: Gradients, among: Int32Array, half: number): GrownTree {
    const columns = new Int32Array(this.#splits)
    const thresholds = new Float32Array(this.#splits).fill(NO_SPLIT)
    const sums = new Float64Array((stepsOf(this.options.depth) + 1) * SUMS)
    this.#nodes.fill(0)
    const gradients = this.#gradients
    for (let row = 0; row < slopes.length; row++) {
      gradients[row * SUMS] = slopes[row]
      gradients[row * SUMS + 1] = curvatures[row]
    }
    for (let level = 0; level < this.options.depth; level++) {
      const first = (1 << level) - 1
      this.#sumNodes(half, sums)
      const best = this.#bestSplits({ first, half, sums }, among)
      best.forEach(({ column, edge }, at) => {
        if (column < 0) return
        columns[first + at] = this.binned.columns[column]
        thresholds[first + at] = this.binned.edges[column][edge]
      })
      this.#split(first, best)
    }
    this.#sumNodes(half, sums)
    const steps = this.#stepsOf(sums)
    const firstLeaf = this.#splits
    const leaves = this.#nodes.map((node) => node - firstLeaf)
    return { columns, thresholds, steps, leaves, values: leavesOf({ count: 1, depth: this.options.depth, steps }) }
  }

  #sumNodes(half: number, sums: Float64Array): void {
    const nodes = this.#nodes
    const gradients = this.#gradients
    const { middle } = this.binned
    const to = half === 0 ? middle : nodes.length
    for (let row = half === 0 ? 0 : middle; row < to; row++) {
      const at = nodes[row] * SUMS
      sums[at] += gradients[row * SUMS]
      sums[at + 1] += gradients[row * SUMS + 1]
    }
  }

  #bestSplits(level: Level, among: Int32Array): BestSplit[] {
    const { first, sums } = level
    const nodes = first + 1
    const best = Array.from({ length: nodes }, (): BestSplit => ({ gain: 0, column: -1, edge: 0 }))
    for (const column of among) {
      this.#fillHistogram(column, level)
      for (let at = 0; at < nodes; at++) {
        const from = (first + at) * SUMS
        this.#tryColumn(best[at], column, { at, slope: sums[from], curvature: sums[from + 1] })
      }
    }
    return best
  }

  #fillHistogram(column: number, { first, half }: Level): void {
    const { offsets, middles, entries } = this.binned
    const histogram = this.#histogram
    const nodes = this.#nodes
    const gradients = this.#gradients
    histogram.fill(0, 0, (first + 1) * HISTOGRAM)
    const to = half === 0 ? middles[column] : offsets[column + 1]
    for (let place = half === 0 ? offsets[column] : middles[column]; place < to; place++) {
      const entry = entries[place]
      const row = entry >>> ROW_SHIFT
      const at = (nodes[row] - first) * HISTOGRAM + (entry & BIN_MASK) * SUMS
      histogram[at] += gradients[row * SUMS]
      histogram[at + 1] += gradients[row * SUMS + 1]
    }
  }

  /** Splits of one node by one column, from the highest edge down: what is not stored stays below. */
  #tryColumn(
    best: BestSplit,
    column: number,
    node: { readonly at: number; readonly slope: number; readonly curvature: number },
  ): void {
    const { ridge, leastCurvature } = this.options
    const { slope, curvature } = node
    const histogram = this.#histogram
    const whole = (slope * slope) / (curvature + ridge)
    let above = 0
    let bend = 0
    for (let edge = this.binned.edges[column].length - 1; edge >= 0; edge--) {
      const at = node.at * HISTOGRAM + (edge + 1) * SUMS
      above += histogram[at]
      bend += histogram[at + 1]
      if (bend < leastCurvature) continue
      const rest = curvature - bend
      if (rest < leastCurvature) return
      const below = slope - above
      const gain = (above * above) / (bend + ridge) + (below * below) / (rest + ridge) - whole
      if (gain <= best.gain) continue
      best.gain = gain
      best.column = column
      best.edge = edge
    }
  }

  /** Moves every row one level down: one pass over each column that splits a node, however many it splits. */
  #split(first: number, best: readonly BestSplit[]): void {
    const { offsets, entries } = this.binned
    const nodes = this.#nodes
    for (let row = 0; row < nodes.length; row++) nodes[row] = 2 * nodes[row] + 1
    const edges = new Uint8Array(2 * (this.#splits + 1))
    for (const column of new Set(best.map((split) => split.column))) {
      if (column < 0) continue
      // Of nodes below: those that another column splits, and those whose rows have moved already, stay.
      edges.fill(NO_EDGE)
      best.forEach((split, at) => {
        if (split.column === column) edges[2 * (first + at) + 1] = split.edge
      })
      for (let place = offsets[column]; place < offsets[column + 1]; place++) {
        const entry = entries[place]
        const row = entry >>> ROW_SHIFT
        if ((entry & BIN_MASK) > edges[nodes[row]]) nodes[row]++
      }
    }
  }

  /** The difference of every node's own step to its parent's. */
  #stepsOf(sums: Float64Array): Float64Array {
    const { shrinkage, ridge } = this.options
    const valueOf = (node: number): number => (-shrinkage * sums[node * SUMS]) / (sums[node * SUMS + 1] + ridge)
    const steps = new Float64Array(stepsOf(this.options.depth))
    for (let node = 1; node <= steps.length; node++) {
      const parent = (node - 1) >> 1
      const isEmpty = sums[node * SUMS + 1] === 0
      steps[node - 1] = isEmpty ? 0 : Math.round((valueOf(node) - valueOf(parent)) / STEP_UNIT) * STEP_UNIT
    }
    return steps
  }
}
