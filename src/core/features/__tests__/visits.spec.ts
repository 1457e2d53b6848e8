import { logOf } from "../../recommender/__tests__/shop"
import { personOf, rowsByPerson, rowsByVisit } from "../visits"
import { aRow } from "./small-logs"

function keysOf({ offsets, rows }: ReturnType<typeof rowsByVisit>): number[][] {
  return Array.from({ length: offsets.length - 1 }, (_, key) => [...rows.subarray(offsets[key], offsets[key + 1])])
}

describe("rowsByVisit", () => {
  test("rowsByVisit: a shopper's day begins at midnight of UTC", () => {
    const days = [3 + 1e-6, 3, 2.5, 2 + 1e-6, 2]
    const log = logOf(days.map((daysAgo) => aRow({ daysAgo })))
    expect(keysOf(rowsByVisit(log))).toEqual([[0], [1, 2, 3], [4]])
  })

  test("rowsByVisit: one shopper's last day is not another's first", () => {
    const log = logOf([
      aRow({ daysAgo: 9.5, userId: "u" }),
      aRow({ daysAgo: 9.25, userId: "v" }),
      aRow({ daysAgo: 8.5, userId: "u" }),
      aRow({ daysAgo: 7.5, userId: "u" }),
      aRow({ daysAgo: 7.25, userId: "v" }),
    ])
    expect(keysOf(rowsByVisit(log))).toEqual([[0], [1], [2], [3], [4]])
  })

  test("rowsByVisit: three days may be touched by little more than one", () => {
    const log = logOf([
      aRow({ daysAgo: 2.1, userId: "u" }),
      aRow({ daysAgo: 2.05, userId: "v" }),
      aRow({ daysAgo: 0.9, userId: "u" }),
    ])
    expect(keysOf(rowsByVisit(log))).toEqual([[0], [1], [2]])
  })

  test("rowsByVisit: sessions are the first visits, by their codes, and may last for days", () => {
    const log = logOf([
      aRow({ daysAgo: 9 }),
      aRow({ daysAgo: 8, sessionId: "s" }),
      aRow({ daysAgo: 7, sessionId: "t" }),
      aRow({ daysAgo: 6, sessionId: "s", userId: "" }),
      aRow({ daysAgo: 5, userId: "" }),
    ])
    expect(keysOf(rowsByVisit(log))).toEqual([[1, 3], [2], [0]])
  })

  test("rowsByVisit: does not change the log", () => {
    const log = logOf([aRow({ daysAgo: 9 }), aRow({ daysAgo: 8 })])
    rowsByVisit(log)
    expect([...log.session]).toEqual([-1, -1])
  })

  test("rowsByVisit: a log of no rows has no visits", () => {
    expect(keysOf(rowsByVisit(logOf([])))).toEqual([])
  })
})

describe("rowsByPerson", () => {
  const log = logOf([
    aRow({ daysAgo: 9, userId: "", sessionId: "s" }),
    aRow({ daysAgo: 8, userId: "u", sessionId: "s" }),
    aRow({ daysAgo: 7, userId: "", sessionId: "t" }),
    aRow({ daysAgo: 6, userId: "v" }),
    aRow({ daysAgo: 5, userId: "" }),
    aRow({ daysAgo: 4, userId: "u" }),
  ])

  test("personOf: a shopper, else the session behind all shoppers, else nobody", () => {
    expect([0, 1, 2, 3, 4, 5].map((row) => personOf(log, row))).toEqual([2, 0, 3, 1, -1, 0])
  })

  test("rowsByPerson: has a key for every shopper and every session", () => {
    expect(keysOf(rowsByPerson(log))).toEqual([[1, 5], [3], [0], [2]])
  })
})
