import { emptyRows, packRows } from "../../features/packed-table"
import type { PackedTable } from "../../features/packed-table"
import type { ShopState, TableName } from "../../features/shop-state"
import { filledTables, rankByTable } from "../ranking/table-ranking"
import { aRow, smallModel } from "./small-model"

type Pairs = readonly (readonly [item: number, weight: number])[]

function tableOf(rows: Readonly<Record<number, Pairs>>): PackedTable {
  const all = Array.from({ length: 5 }, (_, item) => rows[item] ?? [])
  const offsets = new Int32Array(6)
  all.forEach((row, at) => (offsets[at + 1] = offsets[at] + row.length))
  const items = Int32Array.from(all.flatMap((row) => row.map(([item]) => item)))
  return packRows({ offsets, items, columns: [Float32Array.from(all.flatMap((row) => row.map(([, w]) => w)))] }, 5)
}

/** Five products; so many shoppers chose each, and so many looked at it. */
function aState(name: TableName, rows: Readonly<Record<number, Pairs>>, { shoppers = [0, 0, 0, 0, 0], seen = 0 } = {}) {
  const { state } = smallModel({ rows: ["a", "b", "c", "d", "e"].map((id, at) => aRow("u", id, 9 - at)) })
  const interest = Float32Array.of(0, seen, 0, 0, 0)
  state.interestPopularity.counts[3].set(interest)
  return {
    ...state,
    tables: { ...state.tables, [name]: tableOf(rows) },
    facts: { ...state.facts, shoppers: Float32Array.from(shoppers) },
  } satisfies ShopState
}

describe("rankByTable", () => {
  test("rankByTable: what several products name is ranked by the sum of their weights", () => {
    const state = aState("ridge", {
      0: [
        [2, 4],
        [3, 2],
        [4, 1],
      ],
      1: [
        [3, 4],
        [4, 1],
      ],
    })
    // 4 for the third, 2 + 4 for the fourth, 1 + 1 for the fifth.
    expect(rankByTable(state, "ridge", { anchors: [0, 1], depth: 9 })).toEqual([3, 2, 4])
    expect(rankByTable(state, "ridge", { anchors: [0], depth: 9 })).toEqual([2, 3, 4])
  })

  test("rankByTable: the head alone is returned, of equals the product that came first", () => {
    const state = aState("ridge", {
      0: [
        [4, 2],
        [1, 2],
        [3, 2],
        [2, 4],
      ],
    })
    expect(rankByTable(state, "ridge", { anchors: [0], depth: 3 })).toEqual([2, 1, 3])
    expect(rankByTable(state, "ridge", { anchors: [0], depth: 0 })).toEqual([])
    const equal = aState("ridge", { 0: [[3, 2]], 1: [[2, 2]] })
    expect(rankByTable(equal, "ridge", { anchors: [0, 1], depth: 9 })).toEqual([2, 3])
  })

  test("rankByTable: the given products are not in their own list, nor is anything without an entry", () => {
    const state = aState("ridge", {
      0: [[1, 8]],
      1: [
        [0, 8],
        [2, 1],
      ],
    })
    expect(rankByTable(state, "ridge", { anchors: [0, 1], depth: 9 })).toEqual([2])
    expect(rankByTable(state, "ridge", { anchors: [4], depth: 9 })).toEqual([])
    expect(rankByTable(state, "ridge", { anchors: [], depth: 9 })).toEqual([])
  })

  test.each(["basket", "basketNow", "shopper", "interest"] as const)(
    "rankByTable: in the table %s a product that everybody knows counts less",
    (name) => {
      const rows = {
        0: [
          [1, 4],
          [2, 2],
        ],
      } as const
      // 4 / √(1 + 4) is less than 2 / √(1 + 0), and 4 / √(1 + 1) is more.
      expect(rankByTable(aState(name, rows, { shoppers: [0, 4, 0, 0, 0] }), name, { anchors: [0], depth: 9 })).toEqual([
        2, 1,
      ])
      expect(rankByTable(aState(name, rows, { shoppers: [0, 1, 0, 0, 0] }), name, { anchors: [0], depth: 9 })).toEqual([
        1, 2,
      ])
      // Who looked at it counts as much as who chose it, the greater of the two.
      expect(rankByTable(aState(name, rows, { seen: 4 }), name, { anchors: [0], depth: 9 })).toEqual([2, 1])
      expect(
        rankByTable(aState(name, rows, { seen: 2, shoppers: [0, 2, 0, 0, 0] }), name, { anchors: [0], depth: 9 }),
      ).toEqual([1, 2])
    },
  )

  test.each(["basketNowRidge", "basketRidge", "ridge", "interestRidge", "next"] as const)(
    "rankByTable: in the table %s weights count as they are",
    (name) => {
      const rows = {
        0: [
          [1, 4],
          [2, 2],
        ],
      } as const
      const state = aState(name, rows, { shoppers: [0, 1000, 0, 0, 0], seen: 1000 })
      expect(rankByTable(state, name, { anchors: [0], depth: 9 })).toEqual([1, 2])
    },
  )
})

describe("filledTables", () => {
  test("filledTables: names the tables that hold anything, in their order", () => {
    const state = aState("next", { 0: [[1, 1]] })
    const none = emptyRows(5)
    const tables: ShopState["tables"] = {
      ...{ basket: none, basketNow: none, basketNowRidge: none, basketRidge: none, shopper: tableOf({ 2: [[1, 1]] }) },
      ...{ ridge: none, interest: none, interestRidge: none, next: tableOf({ 0: [[1, 1]] }) },
    }
    expect(filledTables({ ...state, tables })).toEqual(["shopper", "next"])
    expect(filledTables({ ...state, tables: { ...tables, shopper: none, next: none } })).toEqual([])
  })
})
