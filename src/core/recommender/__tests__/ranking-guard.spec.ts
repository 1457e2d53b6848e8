import { FEATURE_NAMES, PERSONAL_FEATURES } from "../../features/feature-map"
import type { History } from "../../features/history"
import { ListFeatures } from "../../features/list-features"
import { SignalBoard } from "../../features/signal-board"
import { BOARD_SIGNALS, SIGNAL_INDEX } from "../../features/signals"
import { createRandom } from "../../random/seeded-random"
import { newTeachingSet } from "../teaching/fit-ranker"
import { decideGuard, guarded, simpleRankings, UNGUARDED } from "../teaching/ranking-guard"
import type { ShopperList } from "../ranking/shopper-list"
import type { TeachingSet } from "../teaching/teaching-set"

const CANDIDATES = 14
/** Products that the shopper chose before. */
const OLD = [0, 1, 2]
const PAST = {
  baskets: 1,
  first: 0,
  last: 0,
  lastAge: 10,
  faded90: 1,
  faded20: 1,
  quantity: 1,
  inLastBasket: false,
  interest30: 0,
  interest3: 0,
  visit: 0,
  carted: 0,
  wished: 0,
  disliked: 0,
  lastBasket: 0,
}
const HISTORY: History = {
  items: new Map(OLD.map((item) => [item, PAST])),
  hasTaste: true,
  baskets: 3,
  repeatShare: 0.2,
  daysSinceLast: 10,
  basketTimes: [],
  gapDays: 10,
  visitItems: [],
}

/** A list in which what sells all along is chosen, and newness says the opposite. */
function aList(random: { next: () => number }): { readonly list: ShopperList; readonly truth: ReadonlySet<number> } {
  const board = new SignalBoard(CANDIDATES, BOARD_SIGNALS.length)
  const items = Int32Array.from({ length: CANDIDATES }, (_, at) => at)
  board.clear()
  let chosen = OLD.length
  let most = 0
  for (const item of items) {
    const sold = 0.1 + random.next()
    board.set(item, SIGNAL_INDEX.popular360, sold)
    board.set(item, SIGNAL_INDEX.newness, 1.2 - sold)
    if (OLD.includes(item)) board.set(item, SIGNAL_INDEX.frequency, 1)
    if (!OLD.includes(item) && sold > most) {
      most = sold
      chosen = item
    }
  }
  const features = new ListFeatures()
  features.read(board, {
    slots: board.slotsOf(items),
    own: new SignalBoard(0, BOARD_SIGNALS.length),
    history: HISTORY,
    youngShare: 0,
  })
  const list = {
    candidates: { items, sources: new Uint32Array(CANDIDATES), taught: CANDIDATES },
    history: HISTORY,
    now: 0,
    channel: -1,
    features,
  }
  return { list, truth: new Set([chosen, 0]) }
}

function taught(count: number): TeachingSet {
  const random = createRandom(7)
  const lists = newTeachingSet(1)
  for (let at = 0; at < count; at++) {
    const { list, truth } = aList(random)
    lists.add(list, truth)
  }
  return lists
}

function weightsOf(parts: Readonly<Record<string, number>>): Float64Array {
  return Float64Array.from(FEATURE_NAMES, (name) => parts[name] ?? 0)
}

/** Ranks repeats first, as is right here, and new products by what is wrong. */
const WRONG_FOR_NOVEL = weightsOf({ again: 5, "any.newness.value": 1, "again.newness.value": 1 })
const SALES = simpleRankings(PERSONAL_FEATURES).findIndex(({ name }) => name === "sales")

describe("the guard of a ranking", () => {
  test("decideGuard: a ranking that best sellers surely beat falls back to them", () => {
    const decision = decideGuard(taught(80), { weights: weightsOf({ "any.newness.value": 1, again: -5 }), from: 0 })
    expect(decision.all).not.toBeNull()
    const weights = guarded(taught(80), WRONG_FOR_NOVEL, { all: SALES, novel: null })
    expect(weights).toEqual(simpleRankings(PERSONAL_FEATURES)[SALES].weights)
  })

  test("decideGuard: lists too few to tell leave the learned ranking", () => {
    const decision = decideGuard(taught(12), { weights: weightsOf({ "any.newness.value": 1 }), from: 0 })
    expect(decision).toEqual(UNGUARDED)
  })

  test("decideGuard: lists that taught the weights do not judge them", () => {
    const lists = taught(80)
    const decision = decideGuard(lists, { weights: weightsOf({ "any.newness.value": 1 }), from: lists.listCount - 5 })
    expect(decision).toEqual(UNGUARDED)
  })

  test("decideGuard: what is as good as every simple ranking is kept", () => {
    const good = weightsOf({ "any.popular360.value": 1, again: 0.2 })
    expect(decideGuard(taught(80), { weights: good, from: 0 }).novel).toBeNull()
  })

  test("guarded: where new products follow a fallback, their youth says no more", () => {
    const keen = weightsOf({ again: 5, young: 2, "young:share": 3, "any.newness.value": 1 })
    const youth = (weights: Float64Array): number[] =>
      ["young", "young:share"].map((name) => weights[FEATURE_NAMES.indexOf(name)])
    expect(youth(guarded(taught(80), keen, UNGUARDED))).toEqual([2, 3])
    expect(youth(guarded(taught(80), keen, { all: null, novel: SALES }))).toEqual([0, 0])
  })

  test("guarded: new products follow the fallback, repeats keep their order and stand above as before", () => {
    const lists = taught(80)
    expect(guarded(lists, WRONG_FOR_NOVEL, UNGUARDED)).toBe(WRONG_FOR_NOVEL)
    const weights = guarded(lists, WRONG_FOR_NOVEL, { all: null, novel: SALES })
    const random = createRandom(99)
    for (let at = 0; at < 50; at++) {
      const { list, truth } = aList(random)
      const before = list.features.decisionValues(WRONG_FOR_NOVEL)
      const after = list.features.decisionValues(weights)
      const novel = [...list.candidates.items].filter((item) => !OLD.includes(item))
      const best = novel.reduce((top, item) => (after[item] > after[top] ? item : top))
      expect(truth.has(best)).toBe(true)
      const shifts = OLD.map((item) => after[item] - before[item])
      for (const shift of shifts) expect(shift).toBeCloseTo(shifts[0], 9)
      expect(Math.min(...OLD.map((item) => after[item]))).toBeGreaterThan(after[best])
    }
  })
})
