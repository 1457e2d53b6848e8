import { InteractionLogBuilder } from "../../data/interaction-log-builder"
import type { BehaviorType } from "../../contract/behavior"
import { cutAt, leaveLastOut, nextBasketCases, nextItemCases, temporalSplit } from "../temporal-split"
import { evaluateMethod } from "../evaluate"

const DAY = 86_400_000

interface Row {
  readonly user?: string
  readonly item: string
  readonly day?: number
  readonly type?: BehaviorType
  readonly session?: string
}

function aLog(rows: readonly Row[]) {
  const builder = new InteractionLogBuilder()
  for (const { user = "u", item, day, type = "purchase", session = "" } of rows) {
    const time = day === undefined ? Number.NaN : day * DAY
    builder.add({ userId: user, itemId: item, behavior: type, time, quantity: 1, price: 1, sessionId: session })
  }
  return builder.finish()
}

describe("temporal split", () => {
  test("temporalSplit: everything before the cut is seen, nothing after it", () => {
    const log = aLog(Array.from({ length: 100 }, (_, day) => ({ user: `u${day % 5}`, item: `i${day % 7}`, day })))
    const split = temporalSplit(log)
    expect(split.kind).toBe("next_basket")
    expect(split.cut).toBe(85 * DAY)
    expect(Math.max(...split.train.time)).toBeLessThan(split.cut)
    for (const { rows } of split.cases) {
      expect(Math.max(...[...rows].map((row) => log.time[row]))).toBeLessThan(split.cut)
    }
  })

  test("cutAt: counts purchases alone where the goal is purchase", () => {
    const log = aLog([
      { item: "a", day: 1 },
      { item: "a", day: 2, type: "view" },
      { item: "a", day: 3 },
    ])
    expect(cutAt(log, "purchase", 0.5)).toBe(3 * DAY)
  })

  test("nextBasketCases: truth is the distinct products of the first session after the cut", () => {
    const log = aLog([
      { item: "a", day: 1, session: "s1" },
      { item: "b", day: 5, session: "s2" },
      { item: "b", day: 5, session: "s2" },
      { item: "c", day: 5, session: "s2" },
      { item: "d", day: 6, session: "s3" },
      { user: "fresh", item: "a", day: 7, session: "s4" },
    ])
    const cases = nextBasketCases(log, "purchase", { cut: 4 * DAY, until: Infinity })
    expect(cases.map(({ truth }) => [...truth].map((item) => log.itemIds[item]))).toEqual([["b", "c"], ["a"]])
    expect(cases.map(({ isKnown }) => isKnown)).toEqual([true, false])
  })

  test("nextBasketCases: without sessions a basket is a day", () => {
    const log = aLog([
      { item: "a", day: 1 },
      { item: "b", day: 5.1 },
      { item: "c", day: 5.9 },
      { item: "d", day: 6.1 },
    ])
    const [only] = nextBasketCases(log, "purchase", { cut: 4 * DAY, until: Infinity })
    expect([...only.truth].map((item) => log.itemIds[item])).toEqual(["b", "c"])
  })

  test("nextItemCases: visits are revealed one item at a time", () => {
    const log = aLog(
      ["a", "b", "c"].map((item, at) => ({ user: "", item, day: 10 + at / 100, type: "view" as const, session: "s" })),
    )
    const cases = nextItemCases(log, { cut: 5 * DAY, until: Infinity })
    expect(cases.map(({ rows, truth }) => [rows.length, log.itemIds[truth[0]]])).toEqual([
      [1, "b"],
      [2, "c"],
    ])
  })

  test("leaveLastOut: without times the last positive of each shopper is the truth and is not seen", () => {
    const log = aLog([
      { user: "x", item: "a", type: "view" },
      { user: "x", item: "b", type: "view" },
      { user: "y", item: "a", type: "view" },
    ])
    const split = leaveLastOut(log, "interest", 1)
    expect(log.hasTime).toBe(false)
    expect(split.cases.map(({ truth }) => log.itemIds[truth[0]])).toEqual(["b"])
    expect([...split.train.item].map((item) => log.itemIds[item])).toEqual(["a", "a"])
  })

  test("leaveLastOut: a session of nobody is somebody", () => {
    const log = aLog(["a", "b", "c"].map((item) => ({ user: "", item, type: "view" as const, session: "s" })))
    const split = temporalSplit(log)
    expect(split.kind).toBe("leave_last_out")
    expect(split.cases.map(({ user, truth }) => [user, log.itemIds[truth[0]]])).toEqual([[-1, "c"]])
  })

  test("temporalSplit: baskets of nobody are revealed one item at a time", () => {
    const log = aLog(
      Array.from({ length: 100 }, (_, at) => ({ user: "", item: `i${at % 7}`, day: at >> 1, session: `s${at >> 1}` })),
    )
    const split = temporalSplit(log)
    expect([split.kind, split.goal]).toEqual(["next_item", "purchase"])
    expect(split.cases).toHaveLength(8)
    expect(split.cases.every(({ rows, truth }) => rows.length === 1 && truth.length === 1)).toBe(true)
  })

  test("temporalSplit: where all happened at one instant, row order is time order", () => {
    const log = aLog(["a", "b", "c", "d"].map((item) => ({ item, day: 3 })))
    expect(log.hasTime).toBe(false)
    expect(temporalSplit(log).cases.map(({ truth }) => log.itemIds[truth[0]])).toEqual(["d"])
  })

  test("nextItemCases: without sessions a visit is a shopper's day", () => {
    const days = [1, 10, 10.1, 11, 11.1]
    const log = aLog(days.map((day, at) => ({ item: "abcde"[at], day, type: "view" as const })))
    const cases = nextItemCases(log, { cut: 5 * DAY, until: Infinity })
    expect(cases.map(({ truth }) => log.itemIds[truth[0]])).toEqual(["c", "e"])
    expect(cases.map(({ rows }) => rows.length)).toEqual([2, 2])
  })
})

describe("evaluation", () => {
  test("evaluateMethod: novel leaves out what was bought before from list and truth", () => {
    const rows = Int32Array.of(0)
    const testCase = { user: 0, rows, now: 1, truth: Int32Array.of(1, 2), isKnown: true }
    const result = evaluateMethod([testCase], () => [1, 2, 3], {
      productCount: 10,
      boughtBefore: () => new Set([1]),
    })
    expect(result.all.recall10).toBe(1)
    expect(result.novel.mrr).toBe(1)
    expect(result.novel.coverage).toBeCloseTo(0.2, 12)
    expect(result.new.shoppers).toBe(0)
  })
})
