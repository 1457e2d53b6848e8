import type { InteractionRow } from "../../data/interaction-log-builder"
import { evaluateMethod } from "../../evaluation/evaluate"
import type { MethodResult } from "../../evaluation/evaluate"
import { popularityBaseline } from "../../evaluation/simple-baselines"
import { temporalSplit } from "../../evaluation/temporal-split"
import type { SplitKind } from "../../evaluation/temporal-split"
import { fitForEvaluation, rankFitted } from "../judging/fit-for-evaluation"
import { logOf, shopRows } from "./shop"

const ROWS = shopRows({ shoppers: 16, days: 64 })
const PURCHASES = ROWS.filter(({ behavior }) => behavior === "purchase")

interface Measured {
  readonly kind: SplitKind
  readonly ours: MethodResult
  readonly popularity: MethodResult
}

/** Evaluates ours and best sellers on a log, with nothing said of products and shoppers. */
function measure(rows: readonly InteractionRow[]): Measured {
  const log = logOf(rows)
  const split = temporalSplit(log)
  const options = {
    productCount: new Set(split.train.item).size,
    boughtBefore: () => new Set<number>(),
  }
  const fitted = fitForEvaluation({ log, items: new Map(), segments: new Map() }, split, { seed: 1 })
  return {
    kind: split.kind,
    ours: evaluateMethod(split.cases, rankFitted(fitted), options),
    popularity: evaluateMethod(split.cases, popularityBaseline(split), options),
  }
}

const without = (rows: readonly InteractionRow[], gone: Partial<InteractionRow>): InteractionRow[] =>
  rows.map((row) => ({ ...row, ...gone }))
const NO_TIME = { time: Number.NaN }
const NO_SESSION = { sessionId: "" }

describe("logs that lack something", () => {
  const cases: [string, SplitKind, InteractionRow[]][] = [
    ["no sessions", "next_basket", without(PURCHASES, NO_SESSION)],
    ["no times", "leave_last_out", without(ROWS, NO_TIME)],
    ["neither times nor sessions", "leave_last_out", without(ROWS, { ...NO_TIME, ...NO_SESSION })],
    ["no shoppers", "next_item", without(PURCHASES, { userId: "" })],
    ["views alone", "next_item", without(PURCHASES, { behavior: "view" })],
    ["views alone, no sessions", "next_item", without(PURCHASES, { behavior: "view", ...NO_SESSION })],
    ["wishes and carts", "next_item", without(ROWS, { behavior: "add_to_wishlist" })],
  ]
  test.each(cases)("evaluation: %s is ranked above best sellers", (_, kind, rows) => {
    const { kind: found, ours, popularity } = measure(rows)
    expect(found).toBe(kind)
    expect(ours.all.shoppers).toBeGreaterThan(9)
    expect(ours.all.ndcg10).toBeGreaterThan(popularity.all.ndcg10)
  })
})

describe("logs that hold hardly anything", () => {
  const cases: [string, InteractionRow[]][] = [
    ["nothing", []],
    ["one row", PURCHASES.slice(0, 1)],
    ["nobody, no session, no time", without(ROWS.slice(0, 200), { userId: "", ...NO_SESSION, ...NO_TIME })],
    ["returns alone", without(PURCHASES.slice(0, 100), { behavior: "return" })],
  ]
  test.each(cases)("evaluation: %s leaves nothing to ask and does not fail", (_, rows) => {
    const { ours } = measure(rows)
    expect([ours.all.shoppers, ours.new.shoppers]).toEqual([0, 0])
  })

  test("evaluation: one product is found by everybody", () => {
    const { ours } = measure(without(PURCHASES, { itemId: "only" }))
    expect(ours.all.shoppers).toBeGreaterThan(0)
    expect(ours.all.ndcg10).toBe(1)
  })

  test("evaluation: rows of one instant are taken in their order", () => {
    const { kind, ours } = measure(without(PURCHASES.slice(0, 300), { time: ROWS[0].time }))
    expect(kind).toBe("leave_last_out")
    expect(ours.all.shoppers).toBeGreaterThan(9)
  })
})
