import fc from "fast-check"
import { createRandom } from "../../random/seeded-random"
import { splitsOf, STEP_UNIT, stepsOf } from "../../trees/rank-trees"
import type { RankTrees } from "../../trees/rank-trees"
import { scoreOf } from "../../trees/scorer"
import { FEATURE_COUNT, FEATURE_NAMES, PERSONAL_FEATURES } from "../feature-map"
import type { History } from "../history"
import { ListFeatures } from "../list-features"
import { ColumnRanker } from "../rank-column"
import { SignalBoard } from "../signal-board"
import { BOARD_SIGNALS, SIGNAL_INDEX, SIGNALS } from "../signals"

const RUNS = { seed: 20260101, numRuns: 80 }
const ITEMS = 40
const single = fc.float({ min: 0, max: Math.fround(1e6), noNaN: true })
const marks = fc.array(fc.record({ item: fc.nat(ITEMS - 1), signal: fc.nat(SIGNALS.length - 1), value: single }), {
  maxLength: 300,
})
const history: History = {
  items: new Map(),
  hasTaste: false,
  baskets: 5,
  basketTimes: [],
  repeatShare: 0.25,
  daysSinceLast: 90,
  gapDays: Number.NaN,
  visitItems: [],
}

function boardOf(values: readonly { item: number; signal: number; value: number }[]): SignalBoard {
  const board = new SignalBoard(ITEMS, BOARD_SIGNALS.length)
  for (const { item, signal, value } of values) board.set(item, signal, value)
  return board
}

describe("SignalBoard", () => {
  it("is as good as new once it was cleared", () => {
    fc.assert(
      fc.property(marks, (values) => {
        const board = boardOf(values)
        board.clear()
        expect(board.touched).toHaveLength(0)
        expect(SIGNALS.every((_, signal) => board.readable(signal) === null)).toBe(true)
        for (let item = 0; item < ITEMS; item++) board.touch(item)
        expect(SIGNALS.every((_, signal) => board.writable(signal).every((value) => value === 0))).toBe(true)
      }),
      RUNS,
    )
  })

  it("tells the products touched, each once, in order of first touch", () => {
    const board = new SignalBoard(ITEMS, 2)
    board.touchRow(Int32Array.of(9, 3, 9, 7), 1, 4)
    board.add(3, 1, 2)
    board.add(0, 1, 4)
    expect([...board.touched]).toEqual([3, 9, 7, 0])
    expect([...board.slotsOf(Int32Array.of(7, 8, 3))]).toEqual([2, 4, 0])
    expect([board.get(3, 1), board.get(8, 1), board.get(5, 1)]).toEqual([2, 0, 0])
  })

  it("adds to a row of products, and knows where a signal ends", () => {
    const board = new SignalBoard(ITEMS, 3)
    board.touchRow(Int32Array.of(9, 3), 0, 2)
    board.addRow(0, 2, Float32Array.of(5, 0.5, 0.25), 1)
    board.touchRow([3, 7], 0, 2)
    board.addToRow(1, 4)
    board.add(3, 0, 1)
    expect([9, 3, 7].map((item) => [board.get(item, 0), board.get(item, 1)])).toEqual([
      [1, 0],
      [1.5, 4],
      [0, 4],
    ])
    board.touch(11)
    expect([0, 1, 2].map((signal) => board.endOf(signal))).toEqual([3, 3, 0])
  })
})

describe("ColumnRanker", () => {
  const ranker = new ColumnRanker()
  // Numbers far apart, equal ones, and many so near each other that they share their first bits.
  const near = fc.nat(2000).map((steps) => Math.fround(1 + steps * 2 ** -23))
  const anyColumn = fc.array(fc.oneof(single, near, fc.constant(0), fc.constantFrom(1, 2, 3)), { maxLength: 1500 })
  const sortedBy = (list: readonly number[], atMost?: number): number[] => {
    const column = Float32Array.from(list)
    ranker.take(column, Int32Array.from(column.keys()))
    ranker.sort(atMost)
    const found = Array.from({ length: ranker.length }, (_, at) => ranker.values[at])
    expect(found.every((value, at) => column[ranker.places[at]] === value)).toBe(true)
    expect(new Set(ranker.places.subarray(0, ranker.length)).size).toBe(ranker.length)
    return found
  }
  const positives = (list: readonly number[]): number[] => list.filter((value) => value > 0).sort((a, b) => b - a)

  it("sorts the positive numbers of any column as a comparison does, and tells where each stood", () => {
    fc.assert(
      fc.property(anyColumn, (list) => {
        expect(sortedBy(list)).toEqual(positives(list))
      }),
      RUNS,
    )
  })

  it("sorts the head alone where no more is asked for, with all that equals its least", () => {
    fc.assert(
      fc.property(anyColumn, fc.integer({ min: 1, max: 500 }), (list, atMost) => {
        const all = positives(list)
        const head = all.filter((value) => value >= (all[atMost - 1] ?? 0))
        expect(sortedBy(list, atMost).slice(0, head.length)).toEqual(head)
      }),
      RUNS,
    )
  })
})

describe("ListFeatures", () => {
  const features = new ListFeatures()

  it("are value over maximum, its root, and a rank that counts what is greater, by the list alone", () => {
    fc.assert(
      fc.property(marks, (values) => {
        const board = boardOf(values)
        features.read(board, {
          slots: board.slotsOf(board.touched),
          own: new SignalBoard(ITEMS, BOARD_SIGNALS.length),
          history,
          youngShare: 0,
        })
        for (const [at, item] of board.touched.entries()) {
          const row = features.row(at)
          for (const signal of SIGNALS) {
            const mine = board.get(item, SIGNAL_INDEX[signal])
            const all = Array.from(board.touched, (other) => board.get(other, SIGNAL_INDEX[signal]))
            const value = mine > 0 ? mine / Math.max(...all) : 0
            const rank = mine > 0 ? 1 - Math.log1p(all.filter((other) => other > mine).length) / Math.log(401) : 0
            const column = FEATURE_NAMES.indexOf(`any.${signal}.value`)
            expect([...row.subarray(column, column + 3)]).toEqual([value, Math.sqrt(value), rank].map(Math.fround))
          }
        }
      }),
      { ...RUNS, numRuns: 60 },
    )
  })

  it("give decision values that are the dot products of rows and weights, gates and habits included", () => {
    const weights = Float64Array.from({ length: FEATURE_COUNT }, (_, at) => Math.sin(at + 1))
    fc.assert(
      fc.property(marks, (values) => {
        const board = boardOf(values)
        features.read(board, {
          slots: board.slotsOf(board.touched),
          own: new SignalBoard(ITEMS, BOARD_SIGNALS.length),
          history,
          youngShare: 0,
        })
        const scores = features.decisionValues(weights)
        expect(scores).toHaveLength(board.touched.length)
        scores.forEach((score, at) => {
          const row = features.row(at)
          expect(score).toBeCloseTo(
            weights.reduce((sum, weight, k) => sum + weight * row[k], 0),
            9,
          )
          const block = SIGNALS.length * 3
          const gated = row.subarray(row.length - block)
          expect([...gated]).toEqual(features.isAgain(at) ? [...row.subarray(0, block)] : Array(block).fill(0))
        })
      }),
      { ...RUNS, numRuns: 60 },
    )
  })

  it("give scores that are what weights and trees say of each row, whatever an earlier list left behind", () => {
    const [count, depth] = [7, 4]
    const random = createRandom(5)
    const { plainCount } = PERSONAL_FEATURES
    const trees: RankTrees = {
      ...{ count, depth },
      columns: Int32Array.from({ length: count * splitsOf(depth) }, () => random.nextInt(plainCount)),
      thresholds: Float32Array.from({ length: count * splitsOf(depth) }, () => 0.6 * random.next()),
      steps: Float64Array.from({ length: count * stepsOf(depth) }, () => random.nextInt(1000) * STEP_UNIT),
    }
    // Habits are few among all columns, and half of the splits are to look at what the tests fill.
    for (let split = 0; split < trees.columns.length; split += 3) trees.columns[split] = plainCount - 1 - (split % 8)
    const scorer = { weights: Float64Array.from({ length: FEATURE_COUNT }, (_, at) => Math.sin(at + 1)), trees }
    fc.assert(
      fc.property(marks, (values) => {
        const board = boardOf(values)
        const own = new SignalBoard(ITEMS, BOARD_SIGNALS.length)
        features.read(board, { slots: board.slotsOf(board.touched), own, history, youngShare: 0 })
        const scores = features.scores(scorer)
        scores.forEach((score, at) => expect(score).toBeCloseTo(scoreOf(features.row(at), scorer), 9))
      }),
      { ...RUNS, numRuns: 60 },
    )
  })
})
