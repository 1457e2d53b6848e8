import type { InteractionLog } from "../../contract"
import type { InteractionRow } from "../../data/interaction-log-builder"
import { logOf } from "../../recommender/__tests__/shop"
import { countPopularity } from "../popularity"
import { countSegments, SEGMENT_COLUMN, segmentNames } from "../segments"
import type { SegmentTable } from "../segments"
import { aRow, NOW } from "./small-logs"

function tableOf(
  rows: readonly InteractionRow[],
  segmentsOf: (user: string) => readonly string[],
  repeatsOf: (row: number) => number = () => 1,
): { log: InteractionLog; table: SegmentTable } {
  const log = logOf(rows)
  const repeats = Uint16Array.from({ length: log.length }, (_, row) => repeatsOf(row))
  const popularity = countPopularity(log, NOW, repeats)
  return { log, table: countSegments(log, NOW, { userSegments: log.userIds.map(segmentsOf), repeats, popularity }) }
}

/** Products of a segment and their counts, in the order of the table. */
function segmentOf({ log, table }: ReturnType<typeof tableOf>, name: string): [id: string, count: number][] {
  const at = table.names.indexOf(name)
  const places = Array.from({ length: table.items.length }, (_, place) => place)
  return places
    .slice(table.offsets[at], table.offsets[at + 1])
    .map((place) => [log.itemIds[table.items[place]], table.counts[place]])
}

describe("segmentNames", () => {
  test("segmentNames: country, gender and a band of ten years", () => {
    const named = segmentNames({ country: "France", gender: "f", age: 39 })
    expect(named).toEqual(["country:France", "gender:f", "age:30"])
    const bands = [9, 10, 39.9, 40].map((age) => segmentNames({ country: null, gender: null, age }))
    expect(bands).toEqual([["age:0"], ["age:10"], ["age:30"], ["age:40"]])
  })

  test("segmentNames: what is not known of a shopper names no segment", () => {
    expect([undefined, null, { country: null, gender: null, age: null }].map(segmentNames)).toEqual([[], [], []])
  })
})

describe("countSegments", () => {
  test("countSegments: each segment has its shoppers' choices, strongest first, half as much after sixty days", () => {
    const rows = [
      aRow({ daysAgo: 120, itemId: "a" }),
      aRow({ daysAgo: 60, itemId: "b" }),
      aRow({ daysAgo: 0, itemId: "b", userId: "v" }),
      aRow({ daysAgo: 60, itemId: "c", userId: "w" }),
    ]
    const segments = new Map([
      ["u", ["country:fr", "gender:f"]],
      ["v", ["country:fr"]],
    ])
    const counted = tableOf(rows, (user) => segments.get(user) ?? [])
    expect(counted.table.names).toEqual(["country:fr", "gender:f"])
    expect(segmentOf(counted, "country:fr")).toEqual([
      ["b", 1.5],
      ["a", 0.25],
    ])
    expect(segmentOf(counted, "gender:f")).toEqual([
      ["b", 0.5],
      ["a", 0.25],
    ])
  })

  test("countSegments: a shopper's k-th choice of a product counts 1/k, and other behavior nothing", () => {
    const rows = [
      aRow({ daysAgo: 60 }),
      aRow({ daysAgo: 60 }),
      aRow({ daysAgo: 60, itemId: "b" }),
      aRow({ daysAgo: 0 }),
    ]
    const counted = tableOf(
      rows,
      () => ["age:30"],
      (row) => [1, 2, 0, 4][row],
    )
    // 1/2 (1 + 1/2) + 1/4.
    expect(segmentOf(counted, "age:30")).toEqual([["a", 1]])
  })

  test("countSegments: choices of nobody are in no segment, and in the whole", () => {
    const counted = tableOf([aRow({ daysAgo: 60, userId: "" }), aRow({ daysAgo: 0 })], () => ["age:30"])
    expect(segmentOf(counted, "age:30")).toEqual([["a", 1]])
    expect([...counted.table.whole]).toEqual([1.5])
  })

  test("countSegments: the whole is a copy of the shop's counts, faded alike", () => {
    const log = logOf([aRow({ daysAgo: 60 }), aRow({ daysAgo: 0, itemId: "b" })])
    const repeats = Uint16Array.of(1, 1)
    const popularity = countPopularity(log, NOW, repeats)
    const { whole } = countSegments(log, NOW, { userSegments: [["age:30"]], repeats, popularity })
    popularity.add(0, NOW, 7)
    expect([...whole]).toEqual([0.5, 1])
    expect(popularity.counts[SEGMENT_COLUMN][0]).toBe(7.5)
  })

  test("countSegments: a segment in which nobody chose anything is left out", () => {
    const counted = tableOf(
      [aRow({ daysAgo: 1 }), aRow({ daysAgo: 0, userId: "v", behavior: "view" })],
      (user) => [`name:${user}`],
      (row) => 1 - row,
    )
    expect(counted.table.names).toEqual(["name:u"])
    expect([...counted.table.offsets]).toEqual([0, 1])
  })

  test("countSegments: the segment of most products comes first, equal ones by name", () => {
    const rows = [
      aRow({ daysAgo: 3, userId: "z" }),
      aRow({ daysAgo: 2, userId: "b" }),
      aRow({ daysAgo: 2, userId: "m" }),
      aRow({ daysAgo: 1, userId: "m", itemId: "b" }),
    ]
    expect(tableOf(rows, (user) => [user]).table.names).toEqual(["m", "b", "z"])
  })

  test("countSegments: where times are only an order, nothing fades", () => {
    const counted = tableOf([aRow({ daysAgo: 0, time: Number.NaN }), aRow({ daysAgo: 0 })], () => ["age:30"])
    expect(segmentOf(counted, "age:30")).toEqual([["a", 2]])
  })

  test("countSegments: of a segment the four hundred strongest products are kept", () => {
    const rows = Array.from({ length: 401 }, (_, at) => aRow({ daysAgo: 401 - at, itemId: `p${at}` }))
    const kept = segmentOf(
      tableOf(rows, () => ["age:30"]),
      "age:30",
    )
    expect(kept.map(([id]) => id)).toEqual(Array.from({ length: 400 }, (_, at) => `p${400 - at}`))
  })

  test("countSegments: two hundred segments are kept, those of most products", () => {
    const rows = Array.from({ length: 201 }, (_, at) => aRow({ daysAgo: 201 - at, userId: `u${at}` }))
    const more = aRow({ daysAgo: 0, userId: "u99", itemId: "b" })
    const { names } = tableOf([...rows, more], (user) => [user]).table
    const sorted = rows.map(({ userId }) => userId).sort()
    expect(names).toEqual(["u99", ...sorted.filter((name) => name !== "u99").slice(0, 199)])
  })
})
