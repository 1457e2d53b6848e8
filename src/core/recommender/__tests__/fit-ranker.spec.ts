import { FEATURE_NAMES } from "../../features/feature-map"
import type { History } from "../../features/history"
import { ListFeatures } from "../../features/list-features"
import { SignalBoard } from "../../features/signal-board"
import { BOARD_SIGNALS, SIGNAL_INDEX } from "../../features/signals"
import { createRandom } from "../../random/seeded-random"
import { expandRow } from "../../svm"
import type { RankProblem } from "../../svm"
import { linear, scoreOf } from "../../trees/scorer"
import { fitRanker, newTeachingSet } from "../teaching/fit-ranker"
import { alone, handPrior } from "../priors/prior-weights"
import type { TeachingSet } from "../teaching/teaching-set"

const CANDIDATES = 12
/** One prior alone: there is nothing to mix. */
const HAND = alone(handPrior())
const SPEAKS = FEATURE_NAMES.indexOf("any.newness.value")
const CARTED = FEATURE_NAMES.indexOf("any.carted.root")
const STRANGER: History = {
  items: new Map(),
  hasTaste: false,
  baskets: 0,
  repeatShare: 0,
  daysSinceLast: 0,
  basketTimes: [],
  gapDays: Number.NaN,
  visitItems: [],
}

/** Lists of strangers in which one signal speaks for what was chosen. */
function listsOf(count: number, { taught = CANDIDATES, chosen = 0 } = {}) {
  const random = createRandom(4)
  const lists = newTeachingSet(1)
  const board = new SignalBoard(CANDIDATES, BOARD_SIGNALS.length)
  const items = Int32Array.from({ length: CANDIDATES }, (_, at) => at)
  for (let list = 0; list < count; list++) {
    board.clear()
    for (const item of items) board.set(item, SIGNAL_INDEX.newness, random.next() * (item === 0 ? 1 : 0.6))
    const features = new ListFeatures()
    features.read(board, {
      slots: board.slotsOf(items),
      own: new SignalBoard(0, BOARD_SIGNALS.length),
      history: STRANGER,
      youngShare: 0,
    })
    lists.add(
      {
        candidates: { items, sources: new Uint32Array(CANDIDATES), taught },
        history: STRANGER,
        now: 0,
        channel: -1,
        features,
      },
      new Set([chosen]),
    )
  }
  return lists
}

/** Rows of a set with their gated columns. */
function rowsOf(lists: TeachingSet): {
  readonly rows: readonly Float64Array[]
  readonly groupOffsets: RankProblem["groupOffsets"]
} {
  const problem = lists.problem()
  const rows = Array.from({ length: problem.relevance.length }, (_, row) => {
    const features = new Float64Array(problem.columnCount)
    expandRow(problem, row, features)
    return features
  })
  return { rows, groupOffsets: problem.groupOffsets }
}

function deviation(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length)
}

describe("fitting the ranker", () => {
  test("fitRanker: without lists it believes the prior", () => {
    expect(fitRanker(newTeachingSet(1), { prior: HAND }).weights).toEqual(handPrior())
  })

  test("TeachingSet: a candidate that does not teach is neither chosen nor passed over", () => {
    expect(listsOf(1).pairCount).toBe(CANDIDATES - 1)
    expect(listsOf(1, { taught: 5 }).pairCount).toBe(4)
    expect(listsOf(1, { taught: 5, chosen: 5 }).pairCount).toBe(0)
  })

  test("fitRanker: learns what the lists say, and keeps the prior where they are silent", () => {
    const prior = handPrior()
    const { weights } = fitRanker(listsOf(200), { prior: HAND })
    expect(weights[SPEAKS]).toBeGreaterThan(prior[SPEAKS] + 0.3)
    expect(weights[CARTED]).toBe(prior[CARTED])
  })

  test("fitRanker: chooses a cost where there are lists to judge by, and goes on with it", () => {
    const few = fitRanker(listsOf(20), { prior: HAND })
    const chosen = fitRanker(listsOf(200), { prior: HAND })
    // One feature ranks alike at every cost, and of equals the lowest is taken.
    expect([few.cost, chosen.cost]).toEqual([0.03, 0.01])
    expect(fitRanker(listsOf(220), { prior: HAND, earlier: chosen }).cost).toBe(chosen.cost)
  })

  test("fitRanker: grows trees from a thousand lists on, half as loud as the weights, and keeps those of an earlier fit", () => {
    expect(fitRanker(listsOf(999), { prior: HAND }).trees).toBeNull()
    const lists = listsOf(1000)
    const { weights, trees, ...rest } = fitRanker(lists, { prior: HAND })
    if (trees === null) throw new Error("a thousand lists grew no trees")
    const { rows, groupOffsets } = rowsOf(lists)
    const spreads = rows.map((row): readonly [number, number] => [
      scoreOf(row, linear(weights)),
      scoreOf(row, { weights, trees }) - scoreOf(row, linear(weights)),
    ])
    const spreadOf = (which: 0 | 1): number => {
      const deviations = Array.from({ length: 500 }, (_, list) =>
        deviation(spreads.slice(groupOffsets[list], groupOffsets[list + 1]).map((both) => both[which])),
      )
      return deviations.reduce((sum, one) => sum + one, 0)
    }
    expect(spreadOf(1) / spreadOf(0)).toBeGreaterThan(0.45)
    expect(spreadOf(1) / spreadOf(0)).toBeLessThan(0.55)
    expect(fitRanker(listsOf(1020), { prior: HAND, earlier: { weights, trees, ...rest } }).trees).toBe(trees)
  })

  test("fitRanker: of two priors the lists choose the one that ranks them", () => {
    const wrong = handPrior()
    wrong[SPEAKS] = -1
    const right = handPrior()
    right[SPEAKS] = 1
    const prior = { priors: [wrong, right], believed: Float64Array.of(0.5, 0.5) }
    const { center, cost } = fitRanker(listsOf(20), { prior })
    expect(center[SPEAKS]).toBeGreaterThan(0.2)
    // Learned priors are left less willingly than hand-set ones.
    expect(cost).toBe(0.001)
  })
})
