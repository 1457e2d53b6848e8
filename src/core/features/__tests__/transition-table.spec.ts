import fc from "fast-check"
import type { InteractionLog } from "../../contract"
import { rowsByKey } from "../../data/rows-by-key"
import { logOf } from "../../recommender/__tests__/shop"
import { isPositive } from "../profile"
import { transitionTable } from "../transition-table"
import type { TransitionOptions } from "../transition-table"
import { rowsByVisit } from "../visits"
import { aRow, entriesOf } from "./small-logs"

/** Visits of products by letter, each row a view unless the letter is a capital: then it was only shown. */
function visitsOf(visits: readonly string[]): InteractionLog {
  return logOf(
    visits.flatMap((visit, at) =>
      Array.from(visit, (letter, step) =>
        aRow({
          daysAgo: 90 - at - step / 1000,
          itemId: letter.toLowerCase(),
          sessionId: `s${at}`,
          behavior: letter === letter.toLowerCase() ? "view" : "impression",
        }),
      ),
    ),
  )
}

/** What follows a product, strongest first, with its share. */
function following(visits: readonly string[], letter: string, options: Partial<TransitionOptions> = {}): unknown {
  const log = visitsOf(visits)
  const table = transitionTable(log, rowsByVisit(log), { accepts: isPositive, reach: 8, neighbors: 10, ...options })
  return entriesOf(table, log.itemIds.indexOf(letter)).map(([item, weight]) => [
    log.itemIds[item],
    Number(weight.toFixed(6)),
  ])
}

describe("transitionTable", () => {
  test("transitionTable: what follows weighs one over the steps, as a share of all that follows", () => {
    // b after 1, c after 2 steps of "a": 1 and 1/2 of 3/2.
    expect(following(["abc"], "a")).toEqual([
      ["b", 0.666667],
      ["c", 0.333333],
    ])
    expect(following(["abc"], "b")).toEqual([["c", 1]])
    expect(following(["abc"], "c")).toEqual([])
  })

  test("transitionTable: a product may follow itself, and every time that it stands in a visit counts", () => {
    // From the first "a": b 1, a 1/2, c 1/3; from the second: c 1. Of 17/6: c 8/17, b 6/17, a 3/17.
    expect(following(["abac"], "a")).toEqual([
      ["c", 0.470588],
      ["b", 0.352941],
      ["a", 0.176471],
    ])
  })

  test("transitionTable: only so many steps reach", () => {
    expect(following(["abc"], "a", { reach: 1 })).toEqual([["b", 1]])
    expect(following(["abcd"], "a", { reach: 2 })).toEqual([
      ["b", 0.666667],
      ["c", 0.333333],
    ])
  })

  test("transitionTable: nothing follows across visits, and visits count together", () => {
    expect(following(["ba", "cb"], "a")).toEqual([])
    expect(following(["ab", "ab", "ac"], "a")).toEqual([
      ["b", 0.666667],
      ["c", 0.333333],
    ])
  })

  test("transitionTable: behavior that does not count is no step", () => {
    expect(following(["aCb", "Ab", "ac"], "a")).toEqual([
      ["c", 0.5],
      ["b", 0.5],
    ])
  })

  test("transitionTable: the strongest are kept, with the shares they had among all", () => {
    expect(following(["abcd"], "a", { neighbors: 1 })).toEqual([["b", 0.545455]])
    // What was left out of one product's row stands in the next one's.
    expect(following(["ab", "ac", "ac", "cb"], "c", { neighbors: 1 })).toEqual([["b", 1]])
  })

  test("transitionTable: weights are those of a walk over all pairs of all visits", () => {
    const visit = fc.array(fc.nat(4), { maxLength: 12 })
    fc.assert(
      fc.property(fc.array(visit, { minLength: 1, maxLength: 6 }), fc.integer({ min: 1, max: 5 }), (visits, reach) => {
        const steps = visits.flatMap((items, at) => items.map((item) => ({ item, visit: at })))
        const log = { ...logOf(steps.map(() => aRow({ daysAgo: 1 }))), itemIds: ["a", "b", "c", "d", "e"] }
        const item = Int32Array.from(steps, (step) => step.item)
        const keys = rowsByKey(
          Int32Array.from(steps, (step) => step.visit),
          visits.length,
        )
        const table = transitionTable({ ...log, item }, keys, { accepts: () => true, reach, neighbors: 5 })
        const sums = Array.from({ length: 5 }, (): number[] => Array(5).fill(0))
        for (const items of visits)
          for (let from = 0; from < items.length; from++)
            for (let to = from + 1; to < items.length && to - from <= reach; to++)
              sums[items[from]][items[to]] += 1 / (to - from)
        sums.forEach((row, from) => {
          const mass = row.reduce((sum, weight) => sum + weight, 0)
          const found = new Map(entriesOf(table, from))
          row.forEach((weight, to) => expect(found.get(to) ?? 0).toBeCloseTo(mass > 0 ? weight / mass : 0, 6))
        })
      }),
      { seed: 20260101, numRuns: 200 },
    )
  })
})
