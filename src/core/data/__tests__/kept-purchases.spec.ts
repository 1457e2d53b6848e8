import type { BehaviorType } from "../../contract/behavior"
import type { InteractionLog } from "../../contract/interaction-log"
import { InteractionLogBuilder } from "../interaction-log-builder"
import { keptQuantities, keptRowsOf, withoutReturned } from "../kept-purchases"

/** Rows as shopper, product, behavior, quantity, order; the next a second later. */
type Row = readonly [user: string, item: string, behavior: BehaviorType, quantity?: number, order?: string]

function logOf(rows: readonly Row[]): InteractionLog {
  const log = new InteractionLogBuilder()
  rows.forEach(([userId, itemId, behavior, quantity = 1, sessionId = ""], at) =>
    log.add({ ...{ userId, itemId, behavior, quantity, sessionId }, time: 1_000 * (at + 1), price: 10 }),
  )
  return log.finish()
}

/** Units kept of every row that is left, as product and units. */
const left = (rows: readonly Row[]): string[] => {
  const log = withoutReturned(logOf(rows))
  return Array.from(log.item, (item, row) => `${log.itemIds[item]} ${log.quantity[row]}`)
}

describe("what was kept", () => {
  test("kept: without a return all is as it stands, and the log is the same", () => {
    const log = logOf([["a", "p", "purchase", 2]])
    expect(withoutReturned(log)).toBe(log)
    expect(keptRowsOf(log)(0)).toBe(true)
    expect(
      keptQuantities(
        log,
        () => 0,
        () => -1,
      ),
    ).toBeNull()
  })

  test("kept: a return takes its units from the latest purchase before it, and what is left over from the one before", () => {
    expect(
      left([
        ["a", "p", "purchase", 3],
        ["a", "p", "purchase", 2],
        ["a", "p", "return", 4],
      ]),
    ).toEqual(["p 1", "p 4"])
  })

  test("kept: those of its own order come first, also where another was later", () => {
    expect(
      left([
        ["a", "p", "purchase", 2, "first"],
        ["a", "p", "purchase", 2, "second"],
        ["a", "p", "return", 1, "first"],
      ]),
    ).toEqual(["p 1", "p 2", "p 1"])
  })

  test("kept: nothing is taken of another product, another shopper, or of what comes after", () => {
    expect(
      left([
        ["a", "p", "purchase", 1],
        ["a", "q", "purchase", 1],
        ["b", "p", "purchase", 1],
        ["a", "p", "return", 5],
        ["a", "p", "purchase", 1],
      ]),
    ).toEqual(["q 1", "p 1", "p 5", "p 1"])
  })

  test("kept: a purchase of which nothing was kept is no answer; views, carts and returns stay rows", () => {
    const log = logOf([
      ["a", "p", "view"],
      ["a", "p", "purchase", 1],
      ["a", "p", "return", 1],
      ["a", "q", "purchase", 2],
      ["a", "q", "return", 1],
    ])
    const isKept = keptRowsOf(log)
    expect([0, 1, 2, 3, 4].map(isKept)).toEqual([true, false, true, true, true])
    expect(withoutReturned(log).length).toBe(4)
  })

  test("kept: of nobody a visit stands for the shopper, and two visits are two", () => {
    expect(
      left([
        ["", "p", "purchase", 1, "one"],
        ["", "p", "purchase", 1, "two"],
        ["", "p", "return", 1, "two"],
      ]),
    ).toEqual(["p 1", "p 1"])
  })

  test("kept: a return of which no purchase is known, or of whom nothing is known, takes nothing", () => {
    expect(
      left([
        ["a", "p", "return", 1],
        ["a", "p", "purchase", 1],
      ]),
    ).toEqual(["p 1", "p 1"])
    const unknown = logOf([
      ["", "p", "purchase", 1],
      ["", "p", "return", 1],
    ])
    expect(withoutReturned(unknown)).toBe(unknown)
  })
})
