import fc from "fast-check"
import { cooccurrenceTable, firstOfRows, ItemTableBuilder, setMasses, setsByItem } from "../item-table"
import type { ItemSets } from "../item-table"
import { entriesOf } from "./small-logs"

/** Sets of products, each with its weight. */
function setsOf(sets: readonly (readonly [items: readonly number[], weight: number])[]): ItemSets {
  const offsets = new Int32Array(sets.length + 1)
  sets.forEach(([items], at) => (offsets[at + 1] = offsets[at] + items.length))
  return {
    offsets,
    items: Int32Array.from(sets.flatMap(([items]) => items)),
    weights: Float64Array.from(sets, ([, weight]) => weight),
  }
}

const rounded = (entries: readonly (readonly [number, number])[]): unknown =>
  entries.map(([item, weight]) => [item, Number(weight.toFixed(5))])

describe("ItemTableBuilder", () => {
  test("ItemTableBuilder: a row holds the strongest of its candidates, equal ones by product", () => {
    const builder = new ItemTableBuilder(3, 3)
    builder.push(Int32Array.of(0, 1, 2, 3, 4), 4, Float64Array.of(1, 4, 2, 1, 9))
    builder.push(new Int32Array(0), 0, new Float64Array(0))
    builder.push(Int32Array.of(2), 1, Float64Array.of(0, 0, 7))
    const table = builder.finish()
    expect([0, 1, 2].map((row) => entriesOf(table, row))).toEqual([
      [
        [1, 4],
        [2, 2],
        [0, 1],
      ],
      [],
      [[2, 7]],
    ])
  })

  test("ItemTableBuilder: one entry more than there is room for at first is kept", () => {
    // For one product there is room for 8 + 16.
    const builder = new ItemTableBuilder(1, 30)
    builder.push(
      Int32Array.from({ length: 25 }, (_, at) => at),
      25,
      new Float64Array(25).fill(2),
    )
    expect(entriesOf(builder.finish(), 0)).toEqual(Array.from({ length: 25 }, (_, at) => [at, 2]))
  })

  test("ItemTableBuilder: long rows lose nothing of the rows before them", () => {
    const count = 60
    const builder = new ItemTableBuilder(count, count)
    const weights = Float64Array.from({ length: count }, (_, at) => count - at)
    for (let row = 0; row < count; row++) {
      builder.push(
        Int32Array.from({ length: row }, (_, at) => at),
        row,
        weights,
      )
    }
    const table = builder.finish()
    expect(table.items).toHaveLength((count * (count - 1)) / 2)
    for (let row = 0; row < count; row++)
      expect(entriesOf(table, row)).toEqual(Array.from({ length: row }, (_, at) => [at, count - at]))
  })
})

describe("firstOfRows", () => {
  test("firstOfRows: each row keeps its first entries, and shorter rows all", () => {
    const table = {
      offsets: Int32Array.of(0, 3, 3, 4, 6),
      items: Int32Array.of(5, 1, 3, 0, 2, 4),
      weights: Float32Array.of(9, 8, 7, 6, 5, 4),
    }
    const cut = firstOfRows(table, 2)
    expect([0, 1, 2, 3].map((row) => entriesOf(cut, row))).toEqual([
      [
        [5, 9],
        [1, 8],
      ],
      [],
      [[0, 6]],
      [
        [2, 5],
        [4, 4],
      ],
    ])
    expect(cut.items).toHaveLength(5)
    expect(firstOfRows(table, 3)).toEqual(table)
  })
})

describe("sets by product", () => {
  const sets = setsOf([
    [[2, 0], 0.5],
    [[1], 3],
    [[0, 1, 2], 2],
  ])

  test("setMasses: the weight of the sets that hold a product, 0 where none does", () => {
    expect([...setMasses(sets, 4)]).toEqual([2.5, 5, 2.5, 0])
  })

  test("setsByItem: which sets hold each product, in their order", () => {
    const { offsets, rows } = setsByItem(sets, 4)
    expect([...offsets]).toEqual([0, 2, 4, 6, 6])
    expect([...rows]).toEqual([0, 2, 1, 2, 0, 2])
  })
})

describe("cooccurrenceTable", () => {
  test("cooccurrenceTable: sets count by their weight, and shrinkage is added to the root of a product's own", () => {
    const sets = setsOf([
      [[0, 1], 0.5],
      [[2, 0, 1], 2],
    ])
    const table = cooccurrenceTable(sets, { itemCount: 3, neighbors: 5, shrinkage: 1 })
    // n = 2.5, 2.5 and 2: 2.5 / (√2.5 + 1) and 2 / (√2.5 + 1), and 2 / (√2 + 1) back.
    expect(rounded(entriesOf(table, 0))).toEqual([
      [1, 0.96856],
      [2, 0.77485],
    ])
    expect(rounded(entriesOf(table, 2))).toEqual([
      [0, 0.82843],
      [1, 0.82843],
    ])
  })

  test("cooccurrenceTable: neighbors are chosen by cosine, which a product in every set does not win", () => {
    const everywhere = Array.from({ length: 20 }, (): [number[], number] => [[1, 3], 1])
    const sets = setsOf([[[0, 1], 3], [[0, 2], 2], ...everywhere])
    const neighbors = (count: number): number[] =>
      entriesOf(cooccurrenceTable(sets, { itemCount: 4, neighbors: count, shrinkage: 0 }), 0).map(([item]) => item)
    // The cosines of 0 are 3 / √(5 · 23) with 1, and 2 / √(5 · 2) with 2.
    expect(neighbors(1)).toEqual([2])
    expect(neighbors(2)).toEqual([2, 1])
  })

  test("cooccurrenceTable: a set whose weight is too small for a number brings nobody together", () => {
    const sets = setsOf([
      [[0, 1], 0],
      [[1, 2], 1],
    ])
    const table = cooccurrenceTable(sets, { itemCount: 3, neighbors: 5, shrinkage: 1 })
    expect([0, 1, 2].map((item) => entriesOf(table, item).map(([other]) => other))).toEqual([[], [2], [1]])
  })

  test("cooccurrenceTable: weights are those of a count over all pairs", () => {
    const set = fc.tuple(fc.uniqueArray(fc.nat(5), { minLength: 1, maxLength: 6 }), fc.integer({ min: 1, max: 9 }))
    fc.assert(
      fc.property(fc.array(set, { maxLength: 12 }), fc.integer({ min: 0, max: 2 }), (drawn, shrinkage) => {
        const table = cooccurrenceTable(setsOf(drawn), { itemCount: 6, neighbors: 5, shrinkage })
        const weightOf = (...items: readonly number[]): number =>
          drawn.reduce((sum, [own, weight]) => sum + (items.every((item) => own.includes(item)) ? weight : 0), 0)
        for (let item = 0; item < 6; item++) {
          const found = new Map(entriesOf(table, item))
          const right = [0, 1, 2, 3, 4, 5].map((other) =>
            other === item ? 0 : weightOf(item, other) / Math.max(1, Math.sqrt(weightOf(item)) + shrinkage),
          )
          expect(found.has(item)).toBe(false)
          expect(Math.max(...right.map((weight, other) => Math.abs((found.get(other) ?? 0) - weight)))).toBeLessThan(
            1e-4,
          )
        }
      }),
      { seed: 20260101, numRuns: 100 },
    )
  })
})
