import { rowsByKey } from "../../data/rows-by-key"
import { logOf } from "../../recommender/__tests__/shop"
import { collectItemSets } from "../item-sets"
import type { CollectItemSetsOptions } from "../item-sets"
import { DAY_MS, isPositive } from "../profile"
import { aRow, NOW } from "./small-logs"

/** Products of each set by letter, and what its weight is asked for: how many, and of how many days ago. */
function setsOf(rows: readonly Parameters<typeof aRow>[0][], changes: Partial<CollectItemSetsOptions> = {}): unknown {
  const log = logOf(rows.map(aRow))
  const asked: [size: number, daysAgo: number][] = []
  const { offsets, items, weights } = collectItemSets(log, rowsByKey(log.user, log.userIds.length), {
    accepts: isPositive,
    itemsAtMost: 10,
    weight: (size, time) => asked.push([size, (NOW - time) / DAY_MS]),
    ...changes,
  })
  const sets = [...weights.keys()].map((set) =>
    Array.from(items.subarray(offsets[set], offsets[set + 1]), (item) => log.itemIds[item]).join(""),
  )
  return { sets, asked, weights: [...weights], length: items.length }
}

describe("collectItemSets", () => {
  test("collectItemSets: a set holds each product once, by its newest row, the newest first", () => {
    const rows = ["a", "b", "a", "c"].map((itemId, at) => ({ daysAgo: 9 - at, itemId }))
    expect(setsOf(rows)).toEqual({ sets: ["cab"], asked: [[3, 6]], weights: [1], length: 3 })
  })

  test("collectItemSets: each key has a set of its own, of its own weight", () => {
    const rows = [
      { daysAgo: 9, itemId: "a" },
      { daysAgo: 8, itemId: "a", userId: "v" },
      { daysAgo: 7, itemId: "b", userId: "v" },
      { daysAgo: 6, itemId: "c" },
    ]
    expect(setsOf(rows)).toMatchObject({
      sets: ["ca", "ba"],
      asked: [
        [2, 6],
        [2, 7],
      ],
      weights: [1, 2],
    })
  })

  test("collectItemSets: more products than may be are cut to the newest", () => {
    const rows = ["a", "b", "c", "d"].map((itemId, at) => ({ daysAgo: 9 - at, itemId }))
    expect(setsOf(rows, { itemsAtMost: 2 })).toMatchObject({ sets: ["dc"], asked: [[2, 6]] })
    expect(setsOf(rows, { itemsAtMost: 4 })).toMatchObject({ sets: ["dcba"] })
  })

  test("collectItemSets: one product is a set that has its weight, and a key of no product has none", () => {
    const rows = [
      { daysAgo: 9, itemId: "a", userId: "v", behavior: "dismiss" as const },
      { daysAgo: 8, itemId: "b" },
      { daysAgo: 7, itemId: "b", userId: "w" },
    ]
    expect(setsOf(rows)).toMatchObject({
      sets: ["b", "b"],
      asked: [
        [1, 8],
        [1, 7],
      ],
    })
  })

  test("collectItemSets: behavior that does not count is neither a product of the set nor its newest row", () => {
    const rows = [
      { daysAgo: 9, itemId: "a" },
      { daysAgo: 8, itemId: "b" },
      { daysAgo: 1, itemId: "c", behavior: "impression" as const },
      { daysAgo: 0.5, itemId: "a", behavior: "dismiss" as const },
    ]
    expect(setsOf(rows)).toMatchObject({ sets: ["ba"], asked: [[2, 8]], length: 2 })
  })
})
