import type { InteractionRow } from "../../data/interaction-log-builder"
import { rowsByKey } from "../../data/rows-by-key"
import { logOf } from "../../recommender/__tests__/shop"
import { buildNeighborIndex, indexVectors, NeighborSearch } from "../neighbors"
import type { NeighborIndex, NeighborIndexOptions } from "../neighbors"
import { ownerCode } from "../owner-code"
import { packRows } from "../packed-table"
import { DAY_MS } from "../profile"
import { rowsByVisit } from "../visits"
import { aRow, NOW, unpacked } from "./small-logs"

/** Packed numbers are off by this share of themselves at most. */
const OFF_AT_MOST = 0.027

function expectNear(found: readonly number[], right: readonly number[]): void {
  expect(found).toHaveLength(right.length)
  found.forEach((value, at) => expect(Math.abs(value - right[at])).toBeLessThanOrEqual(OFF_AT_MOST * right[at]))
}

/** Index of shoppers whose rows weigh their quantity, all of it recent. */
function indexOf(rows: readonly InteractionRow[], changes: Partial<NeighborIndexOptions> = {}): NeighborIndex {
  const log = logOf(rows)
  return buildNeighborIndex(log, rowsByKey(log.user, log.userIds.length), {
    itemCount: log.itemIds.length,
    weight: (row) => log.quantity[row],
    recency: () => 1,
    ...{ itemsAtMost: 10, vectorsAtMost: 10, holdersAtMost: 10 },
    ...changes,
  })
}

const ownersOf = ({ owners }: NeighborIndex): number[][] =>
  Array.from({ length: owners.length / 2 }, (_, at) => [owners[2 * at], owners[2 * at + 1]])

/** A pair of products for each of three shoppers, the first long ago. */
const THREE = [
  aRow({ daysAgo: 9, userId: "u", itemId: "a" }),
  aRow({ daysAgo: 8, userId: "u", itemId: "b" }),
  aRow({ daysAgo: 7, userId: "v", itemId: "a" }),
  aRow({ daysAgo: 6, userId: "w", itemId: "c" }),
  aRow({ daysAgo: 5, userId: "w", itemId: "a" }),
  aRow({ daysAgo: 4, userId: "v", itemId: "c" }),
]

describe("buildNeighborIndex", () => {
  test("buildNeighborIndex: a shopper's weights make a vector of length 1, beside the part of each that is recent", () => {
    const rows = [
      aRow({ daysAgo: 9, itemId: "a", quantity: 1 }),
      aRow({ daysAgo: 8, itemId: "b", quantity: 4 }),
      aRow({ daysAgo: 2, itemId: "a", quantity: 2 }),
    ]
    const { vectors } = indexOf(rows, { recency: (time) => (NOW - time > 5 * DAY_MS ? 0.25 : 1) })
    const { items, columns } = unpacked(vectors, 0)
    expect(items).toEqual([0, 1])
    // "a" weighs 3 and "b" 4; recent are 1/4 + 2 and 4/4.
    expectNear(columns[0], [0.6, 0.8])
    expectNear(columns[1], [2.25 / 5, 1 / 5])
  })

  test("buildNeighborIndex: whoever chose last stands first", () => {
    const index = indexOf(THREE)
    expect(ownersOf(index)).toEqual(["v", "w", "u"].map(ownerCode))
    expect([0, 1, 2].map((vector) => unpacked(index.vectors, vector).items)).toEqual([
      [0, 2],
      [0, 2],
      [0, 1],
    ])
  })

  test("buildNeighborIndex: of more vectors than may be, those of the newest rows are kept", () => {
    expect(ownersOf(indexOf(THREE, { vectorsAtMost: 2 }))).toEqual(["v", "w"].map(ownerCode))
  })

  test("buildNeighborIndex: a key of no rows takes no vector's place", () => {
    const log = logOf(THREE)
    // The first two keys are nobody's.
    const keys = rowsByKey(
      log.user.map((user) => user + 2),
      5,
    )
    const index = buildNeighborIndex(log, keys, {
      ...{ itemCount: 3, weight: () => 1, recency: () => 1 },
      ...{ itemsAtMost: 10, vectorsAtMost: 3, holdersAtMost: 10 },
    })
    expect(ownersOf(index)).toEqual(["v", "w", "u"].map(ownerCode))
  })

  test("buildNeighborIndex: one product teaches nothing, nor does a second of no weight", () => {
    const rows = [aRow({ daysAgo: 9 }), aRow({ daysAgo: 8 }), aRow({ daysAgo: 1, itemId: "b", quantity: 0 })]
    const index = indexOf([...rows, ...THREE.map((row) => ({ ...row, userId: `other ${row.userId}` }))])
    expect(ownersOf(index)).toEqual(["v", "w", "u"].map((user) => ownerCode(`other ${user}`)))
    // What the lone product left behind is in nobody else's vector.
    for (const vector of [0, 1, 2]) {
      const { items, columns } = unpacked(index.vectors, vector)
      expect(items).toEqual(
        [
          [0, 2],
          [0, 2],
          [0, 1],
        ][vector],
      )
      for (const column of columns) expectNear(column, [Math.SQRT1_2, Math.SQRT1_2])
    }
  })

  test("buildNeighborIndex: a vector holds the newest products, with all that the shopper chose of those", () => {
    const rows = ["b", "a", "b", "c"].map((itemId, at) => aRow({ daysAgo: 9 - at, itemId }))
    const index = indexOf(rows, { itemsAtMost: 2 })
    const { items, columns } = unpacked(index.vectors, 0)
    // In order of appearance "b" is 0, "a" 1 and "c" 2.
    expect(items).toEqual([0, 2])
    expectNear(columns[0], [2 / Math.sqrt(5), 1 / Math.sqrt(5)])
  })

  test("buildNeighborIndex: a product is looked up in the newest vectors that hold it", () => {
    const { holders } = indexOf(THREE, { holdersAtMost: 2 })
    expect([0, 1, 2].map((item) => unpacked(holders, item).items)).toEqual([[0, 1], [2], [0, 1]])
    const all = indexOf(THREE).holders
    expect(unpacked(all, 0).items).toEqual([0, 1, 2])
    expectNear(unpacked(all, 1).columns[0], [Math.SQRT1_2])
  })

  test("buildNeighborIndex: an owner is kept under the name that is asked for", () => {
    expect(ownersOf(indexOf(THREE, { ownerName: (id) => `hash of ${id}` }))[0]).toEqual(ownerCode("hash of v"))
  })

  test("buildNeighborIndex: a visit is the shopper's who made themselves known in it, else the session's", () => {
    const log = logOf([
      aRow({ daysAgo: 3, userId: "", sessionId: "s1" }),
      aRow({ daysAgo: 3, userId: "u", sessionId: "s1", itemId: "b" }),
      aRow({ daysAgo: 2, userId: "", sessionId: "s2" }),
      aRow({ daysAgo: 2, userId: "", sessionId: "s2", itemId: "b" }),
    ])
    const index = buildNeighborIndex(log, rowsByVisit(log), {
      ...{ itemCount: 2, weight: () => 1, recency: () => 1 },
      ...{ itemsAtMost: 10, vectorsAtMost: 10, holdersAtMost: 10 },
    })
    expect(ownersOf(index)).toEqual(["s2", "u"].map(ownerCode))
  })

  test("buildNeighborIndex: a log in which nobody is known has no vector", () => {
    const index = indexOf([aRow({ daysAgo: 2, userId: "" }), aRow({ daysAgo: 1, userId: "", itemId: "b" })])
    expect([...index.owners, ...index.vectors.bytes, ...index.holders.bytes]).toEqual([])
    expect(new NeighborSearch(index).nearest(new Map([[0, 1]]), 3, 1)).toEqual([])
  })
})

describe("NeighborSearch", () => {
  /** Vectors over three products; numbers are powers of two where an answer must be exact. */
  function searchOf(vectors: readonly (readonly number[])[]): NeighborSearch {
    const entries = vectors.map((vector) => [...vector.entries()].filter(([, weight]) => weight > 0))
    const offsets = new Int32Array(vectors.length + 1)
    entries.forEach((own, at) => (offsets[at + 1] = offsets[at] + own.length))
    const weights = Float32Array.from(entries.flat(), ([, weight]) => weight)
    const columns = [weights, weights]
    const items = Int32Array.from(entries.flat(), ([item]) => item)
    const packed = packRows({ offsets, items, columns }, 3)
    const owners = new Int32Array(2 * vectors.length)
    return new NeighborSearch(indexVectors({ vectors: packed, owners }, { itemCount: 3, holdersAtMost: 10 }))
  }

  const found = (search: NeighborSearch, query: readonly (readonly [number, number])[], count = 5, selfAbove = 2) =>
    search.nearest(new Map(query), count, selfAbove)

  test("nearest: vectors stand by their cosine with the query, whatever its length", () => {
    const search = searchOf([
      [0, 1, 0],
      [0.6, 0.8, 0],
      [1, 0, 0],
      [0, 0, 1],
    ])
    for (const length of [1, 1000]) {
      const near = found(search, [
        [0, 4 * length],
        [1, 3 * length],
      ])
      expect(near.map(({ vector }) => vector)).toEqual([1, 2, 0])
      expectNear(
        near.map(({ similarity }) => similarity),
        [0.96, 0.8, 0.6],
      )
    }
  })

  test("nearest: equal cosines stand by the vector's number", () => {
    const search = searchOf([
      [0, 1, 0],
      [1, 0, 0],
      [0.5, 0, 0],
      [1, 0, 0],
      [1, 0, 0],
    ])
    expect(found(search, [[0, 2]], 2)).toEqual([
      { vector: 1, similarity: 1 },
      { vector: 3, similarity: 1 },
    ])
    expect(found(search, [[0, 2]])).toHaveLength(4)
  })

  test("nearest: a vector above the threshold is the shopper in person, and takes no other's place", () => {
    const search = searchOf([
      [1, 0, 0],
      [0.5, 0, 0],
      [0.25, 0, 0],
    ])
    expect(found(search, [[0, 1]], 1, 0.9)).toEqual([{ vector: 1, similarity: 0.5 }])
    expect(found(search, [[0, 1]], 1, 1)).toEqual([{ vector: 0, similarity: 1 }])
  })

  test("nearest: a vector that holds many of the products is one among the nearest", () => {
    const search = searchOf([
      [0.7, 0.7, 0],
      [1, 0, 0],
      [0, 0.5, 0],
    ])
    const near = found(
      search,
      [
        [0, 1],
        [1, 1],
      ],
      2,
      0.9,
    )
    expect(near.map(({ vector }) => vector)).toEqual([1, 2])
  })

  test("nearest: an answer leaves nothing behind for the next", () => {
    const search = searchOf([
      [0.5, 0, 0],
      [0, 1, 0],
    ])
    const first = found(search, [[0, 1]])
    expect(found(search, [[1, 1]])).toEqual([{ vector: 1, similarity: 1 }])
    expect(found(search, [[0, 1]])).toEqual(first)
  })

  test("nearest: nothing is near to no products, nor to those that no vector holds", () => {
    const search = searchOf([[1, 0, 0]])
    expect(found(search, [])).toEqual([])
    expect(
      found(search, [
        [0, 0],
        [2, 1],
        [99, 1],
      ]),
    ).toEqual([])
  })
})
