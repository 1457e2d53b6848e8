import { createRandom } from "../../random/seeded-random"
import { trainRankSvm } from "../../svm"
import type { RankProblem } from "../../svm"
import { binColumns } from "../binned-columns"
import { boostTrees } from "../boost-trees"
import type { BoostOptions } from "../boost-trees"
import { TreeGrower } from "../grow-tree"
import { RankGradients } from "../rank-gradients"
import { treeParts, treesValue } from "../rank-trees"

const COLUMNS = 5
const LIST = 12

const OPTIONS: BoostOptions = {
  columns: Int32Array.from({ length: COLUMNS }, (_, at) => at),
  depth: 3,
  rounds: 20,
  columnShare: 1,
  rowsAtMost: 1e6,
  seed: 3,
  shrinkage: 0.3,
  ridge: 1,
  leastCurvature: 1,
}

interface Shop {
  readonly problem: RankProblem
  readonly rows: Float32Array
}

/** Lists of random rows, half of whose numbers are 0; what is chosen hangs on the row alone. */
function shopOf(lists: number, isChosen: (row: Float32Array) => boolean): Shop {
  const random = createRandom(1)
  const rows = Float32Array.from({ length: lists * LIST * COLUMNS }, () => Math.max(0, 2 * random.next() - 1))
  const relevance = Uint8Array.from({ length: lists * LIST }, (_, row) => (isChosen(rowOf(rows, row)) ? 1 : 0))
  const groupOffsets = Int32Array.from({ length: lists + 1 }, (_, list) => list * LIST)
  return { rows, problem: { rows, columnCount: COLUMNS, groupOffsets, relevance } }
}

const rowOf = (rows: Float32Array, row: number): Float32Array => rows.subarray(row * COLUMNS, (row + 1) * COLUMNS)

/** Share of the pairs of a list that a score puts in the right order. */
function pairsRight({ problem, rows }: Shop, score: (row: Float32Array) => number): number {
  let right = 0
  let pairs = 0
  for (let list = 0; list + 1 < problem.groupOffsets.length; list++) {
    for (let better = list * LIST; better < (list + 1) * LIST; better++) {
      for (let worse = list * LIST; worse < (list + 1) * LIST; worse++) {
        if (problem.relevance[better] <= problem.relevance[worse]) continue
        pairs++
        if (score(rowOf(rows, better)) > score(rowOf(rows, worse))) right++
      }
    }
  }
  return right / pairs
}

/** Chosen is what has one of two things, and not both: no line tells it from the rest. */
const eitherOr = (row: Float32Array): boolean => row[0] > 0 !== row[3] > 0

describe("boosted trees", () => {
  it("find what hangs on two columns together, which a line cannot", () => {
    const shop = shopOf(200, eitherOr)
    const trees = boostTrees(shop.problem, OPTIONS)
    const { weights } = trainRankSvm(shop.problem, { cost: 1 })
    expect(pairsRight(shop, (row) => treesValue(trees, row))).toBeGreaterThan(0.99)
    expect(
      pairsRight(shop, (row) => row.reduce((sum, value, column) => sum + value * weights[column], 0)),
    ).toBeLessThan(0.7)
  })

  it("have parts of columns that sum to the score exactly, in any order", () => {
    const shop = shopOf(100, (row) => row[1] + row[2] * row[3] > 0.4)
    const trees = boostTrees(shop.problem, OPTIONS)
    for (let row = 0; row < 300; row++) {
      const parts = treeParts(trees, rowOf(shop.rows, row))
      const score = treesValue(trees, rowOf(shop.rows, row))
      expect(parts.reduce((sum, part) => sum + part, 0)).toBe(score)
      expect(parts.reduceRight((sum, part) => sum + part, 0)).toBe(score)
    }
  })

  it("are the same for the same seed, and others for another", () => {
    const { problem } = shopOf(100, eitherOr)
    const share = { ...OPTIONS, columnShare: 0.4 }
    expect(boostTrees(problem, share)).toEqual(boostTrees(problem, share))
    expect(boostTrees(problem, { ...share, seed: 4 })).not.toEqual(boostTrees(problem, share))
  })

  it("do not hang on whether rows lie in blocks or gated columns follow them", () => {
    const { problem, rows } = shopOf(60, eitherOr)
    const rowsPerBlock = 360
    const blocks = [rows.subarray(0, rowsPerBlock * COLUMNS), rows.subarray(rowsPerBlock * COLUMNS)]
    const gated = { count: 2, gates: new Uint8Array(60 * LIST) }
    const same = boostTrees({ ...problem, rows: { blocks, rowsPerBlock }, columnCount: COLUMNS + 2, gated }, OPTIONS)
    expect(same).toEqual(boostTrees(problem, OPTIONS))
  })

  it("learn nothing from lists without weight", () => {
    const { problem } = shopOf(100, eitherOr)
    const groupWeights = Float64Array.from({ length: 100 }, (_, list) => (list < 50 ? 1 : 0))
    const relevance = problem.relevance.map((value, row) => (row < 50 * LIST ? value : row % 2))
    const trees = boostTrees({ ...problem, groupWeights }, OPTIONS)
    expect(boostTrees({ ...problem, groupWeights, relevance }, OPTIONS)).toEqual(trees)
    expect(trees.steps.some((step) => step !== 0)).toBe(true)
    const { steps } = boostTrees({ ...problem, groupWeights: new Float64Array(100) }, OPTIONS)
    expect(steps.every((step) => step === 0)).toBe(true)
  })

  it("take an even sample of the lists where rows are too many", () => {
    const { problem } = shopOf(200, eitherOr)
    const sampled = boostTrees(problem, { ...OPTIONS, rowsAtMost: 100 * LIST })
    const relevance = problem.relevance.slice()
    // Every second list is looked at: what the others hold changes nothing.
    for (let row = LIST; row < relevance.length; row++) if (Math.floor(row / LIST) % 2 === 1) relevance[row] = row % 2
    expect(boostTrees({ ...problem, relevance }, { ...OPTIONS, rowsAtMost: 100 * LIST })).toEqual(sampled)
  })
})

describe("a grown tree", () => {
  it("says of every row that taught it what is said when it is asked", () => {
    const { problem, rows } = shopOf(50, eitherOr)
    const count = 50 * LIST
    const all = Int32Array.from({ length: count }, (_, row) => row)
    const random = createRandom(8)
    const slopes = Float64Array.from({ length: count }, () => random.next() - 0.5)
    const curvatures = Float64Array.from({ length: count }, () => random.next())
    const { columns } = OPTIONS
    const grower = new TreeGrower(binColumns(problem, { rows: all, columns, middle: count / 2 }), OPTIONS)
    const { leaves, values, ...tree } = grower.grow({ slopes, curvatures }, columns, 0)
    for (let row = 0; row < count; row++) {
      expect(treesValue({ count: 1, depth: OPTIONS.depth, ...tree }, rowOf(rows, row))).toBe(values[leaves[row]])
    }
    expect(new Set(leaves).size).toBeGreaterThan(4)
  })
})

describe("gradients of pairs", () => {
  it("are the slope and the curvature of the pairwise logistic loss", () => {
    const lists = {
      offsets: Int32Array.of(0, 4, 7),
      chosen: Uint8Array.of(1, 0, 0, 1, 0, 1, 0),
      listWeights: Float64Array.of(1.5, 0.25),
      rowWeights: Float64Array.of(1, 2, 0.5, 1, 1, 3, 1),
    }
    const scores = Float64Array.of(0.3, -0.2, 0.9, 1.1, -0.4, 0.1, 0.6)
    const loss = (at: Float64Array): number => {
      let sum = 0
      for (let list = 0; list < 2; list++) {
        for (let i = lists.offsets[list]; i < lists.offsets[list + 1]; i++) {
          for (let j = lists.offsets[list]; j < lists.offsets[list + 1]; j++) {
            if (lists.chosen[i] === 0 || lists.chosen[j] === 1) continue
            const weight = lists.listWeights[list] * lists.rowWeights[i] * lists.rowWeights[j]
            sum += weight * Math.log1p(Math.exp(at[j] - at[i]))
          }
        }
      }
      return sum
    }
    const gradients = new RankGradients(lists)
    gradients.add(
      Uint8Array.from(scores, (_, row) => row),
      scores,
    )
    gradients.update()
    const moved = (row: number, by: number): number =>
      loss(scores.map((score, at) => (at === row ? score + by : score)))
    scores.forEach((_, row) => {
      const step = 1e-4
      expect(gradients.slopes[row]).toBeCloseTo((moved(row, step) - moved(row, -step)) / (2 * step), 6)
      const bend = (moved(row, step) + moved(row, -step) - 2 * loss(scores)) / (step * step)
      expect(gradients.curvatures[row]).toBeCloseTo(bend, 4)
    })
  })
})
