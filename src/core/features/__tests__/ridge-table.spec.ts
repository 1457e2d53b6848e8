import { cooccurrenceTable } from "../item-table"
import type { ItemSets, ItemTable } from "../item-table"
import { ridgeTable } from "../ridge-table"
import type { RidgeOptions } from "../ridge-table"
import { entriesOf } from "./small-logs"

/** Sets of products, each of weight 1. */
function setsOf(sets: readonly (readonly number[])[]): ItemSets {
  const offsets = new Int32Array(sets.length + 1)
  sets.forEach((set, at) => (offsets[at + 1] = offsets[at] + set.length))
  return { offsets, items: Int32Array.from(sets.flat()), weights: new Float64Array(sets.length).fill(1) }
}

/** Three products: 0 and 1 in four sets, 1 and 2 in two, 0 alone in one. */
const SETS = setsOf([[0, 1], [0, 1], [0, 1], [0, 1], [1, 2], [1, 2], [0]])
const OPTIONS: RidgeOptions = { itemCount: 3, neighborhood: 3, ridge: 2, neighbors: 3 }

function ridgeOf(sets: ItemSets, options: RidgeOptions = OPTIONS, shrinkage = 0): ItemTable {
  const table = cooccurrenceTable(sets, { itemCount: options.itemCount, neighbors: 300, shrinkage })
  return ridgeTable(sets, { table, shrinkage }, options)
}

const rows = (table: ItemTable): unknown[] =>
  Array.from({ length: table.offsets.length - 1 }, (_, item) =>
    entriesOf(table, item).map(([target, weight]) => [target, Number(weight.toFixed(5))]),
  )

describe("ridgeTable", () => {
  // Masses 5, 6 and 2. By 1 alone 0 is 4 / (6 + 2) and 2 is 2 / 8; by 0 and 2, which are never together, 1 is 4 / (5 + 2)
  // and 2 / (2 + 2).
  const SOLVED = [
    [[1, 0.57143]],
    [
      [0, 0.5],
      [2, 0.25],
    ],
    [[1, 0.5]],
  ]

  test("ridgeTable: weights solve (G + λ) b = g, and a row holds what its product predicts, strongest first", () => {
    expect(rows(ridgeOf(SETS))).toEqual(SOLVED)
  })

  test("ridgeTable: shrinkage of the co-occurrence is undone", () => {
    expect(rows(ridgeOf(SETS, OPTIONS, 1))).toEqual(SOLVED)
  })

  test("ridgeTable: what neighbors have in common counts once", () => {
    // 1 and 2 always stand together: (G + λ) is 5 and 3 beside each other, b = 3 / 8 each, where each alone were 3 / 5.
    const table = ridgeOf(
      setsOf([
        [0, 1, 2],
        [0, 1, 2],
        [0, 1, 2],
      ]),
    )
    expect(rows(table)).toEqual([
      [
        [1, 0.375],
        [2, 0.375],
      ],
      [
        [0, 0.375],
        [2, 0.375],
      ],
      [
        [0, 0.375],
        [1, 0.375],
      ],
    ])
  })

  test("ridgeTable: what speaks against a product is left out", () => {
    // By 1 and 2, 0 is [9 4; 4 6]⁻¹ (4, 1) = (20, −7) / 38; by 0 and 2, 1 is 4 / (6 + 1) of each.
    const often = Array.from({ length: 4 }, () => [
      [0, 1],
      [1, 2],
    ]).flat()
    expect(rows(ridgeOf(setsOf([...often, [0, 2]]), { ...OPTIONS, ridge: 1 }))).toEqual([
      [[1, 0.57143]],
      [
        [0, 0.52632],
        [2, 0.52632],
      ],
      [[1, 0.57143]],
    ])
  })

  test("ridgeTable: what the neighbors of one product have in common is no matter to the next", () => {
    const sets = setsOf([
      [0, 1, 2],
      [0, 1, 2],
      [3, 4],
      [4, 5],
    ])
    const table = ridgeOf(sets, { ...OPTIONS, itemCount: 6 })
    // 3 and 5 are never together: each is 1 / (1 + 2).
    expect([3, 5].map((item) => rows(table)[item])).toEqual([[[4, 0.33333]], [[4, 0.33333]]])
  })

  test("ridgeTable: the more evidence is asked for, the less a neighbor predicts", () => {
    const [[[, weight]]] = [entriesOf(ridgeOf(SETS, { ...OPTIONS, ridge: 10 }), 2)]
    expect(weight).toBeCloseTo(2 / 12, 6)
  })

  test("ridgeTable: a product speaks for so many others, the strongest", () => {
    const [, one] = [0, 1].map((item) => entriesOf(ridgeOf(SETS, { ...OPTIONS, neighbors: 1 }), item))
    expect(one).toEqual([[0, 0.5]])
  })

  test("ridgeTable: only the nearest may predict", () => {
    // The nearest of 1 is 0: 4 / √30 beside 2 / √12.
    expect(rows(ridgeOf(SETS, { ...OPTIONS, neighborhood: 1 }))).toEqual([SOLVED[0], SOLVED[1], []])
  })

  test("ridgeTable: products of no neighbors predict nothing, and an empty shop has an empty table", () => {
    expect(rows(ridgeOf(setsOf([[0], [1], [2, 3]]), { ...OPTIONS, itemCount: 4 }))).toEqual([
      ...[[], [], [[3, 0.33333]], [[2, 0.33333]]],
    ])
    expect(rows(ridgeOf(setsOf([]), { ...OPTIONS, itemCount: 0 }))).toEqual([])
  })

  test("ridgeTable: one direction of a cut table will do for both", () => {
    // Of three sets of 0, 1 and 2, what 1 and 2 have together stands in the row of either.
    const sets = setsOf([
      [0, 1, 2],
      [0, 1, 2],
      [0, 1, 2],
    ])
    const weights = new Float32Array(3).fill(Math.sqrt(3))
    const tables = [
      { offsets: Int32Array.of(0, 2, 3, 3), items: Int32Array.of(1, 2, 2), weights },
      { offsets: Int32Array.of(0, 2, 2, 3), items: Int32Array.of(1, 2, 1), weights },
    ]
    for (const table of tables) {
      const ridge = ridgeTable(sets, { table, shrinkage: 0 }, OPTIONS)
      for (const item of [1, 2]) expect(new Map(entriesOf(ridge, item)).get(0)).toBeCloseTo(0.375, 5)
    }
  })

  test("ridgeTable: numbers that no sets could have are divided by the mass of each neighbor", () => {
    // What 1 and 2 share is claimed to be 40 of 3: b = 3 / (4 · 3 + 2) each, in place of a system that has no solution.
    const sets = setsOf([
      [0, 1, 2],
      [0, 1, 2],
      [0, 1, 2],
    ])
    const root = Math.sqrt(3)
    const table = {
      offsets: Int32Array.of(0, 2, 3, 3),
      items: Int32Array.of(1, 2, 2),
      weights: Float32Array.of(3 / root, 3 / root, 40 / root),
    }
    const ridge = ridgeTable(sets, { table, shrinkage: 0 }, OPTIONS)
    for (const item of [1, 2]) expect(new Map(entriesOf(ridge, item)).get(0)).toBeCloseTo(3 / 14, 5)
  })

  test("ridgeTable: places in a neighborhood are numbered by a byte", () => {
    expect(() => ridgeOf(SETS, { ...OPTIONS, neighborhood: 256 })).toThrow(
      new RangeError("256 neighbors are more than a byte can number"),
    )
    expect(rows(ridgeOf(SETS, { ...OPTIONS, neighborhood: 255 }))).toEqual(SOLVED)
  })

  test("ridgeTable: the last of 255 neighbors is one", () => {
    const pairs = Array.from({ length: 255 }, (_, at) => [0, at + 1])
    const table = ridgeOf(setsOf(pairs), { itemCount: 256, neighborhood: 255, ridge: 1, neighbors: 255 })
    // Each is with 0 once and with nothing else: 0 is 1 / (1 + 1) by each of them, and each is 1 / (255 + 1) by 0.
    for (let item = 1; item < 256; item++) expect(entriesOf(table, item)).toEqual([[0, 0.5]])
    expect(entriesOf(table, 0)).toEqual(pairs.map(([, item]) => [item, 1 / 256]))
  })
})
