import { packRows } from "../packed-table"
import type { PackedTable } from "../packed-table"
import { RowReader } from "../row-reader"

/** A table whose rows name these products, each with its place in the row and half of it as numbers. */
function tableOf(rows: readonly (readonly number[])[], itemCount: number): PackedTable {
  const offsets = new Int32Array(rows.length + 1)
  rows.forEach((row, at) => (offsets[at + 1] = offsets[at] + row.length))
  const numbers = rows.flatMap((row) => row.map((_, at) => 2 ** (at % 4)))
  return packRows(
    {
      offsets,
      items: Int32Array.from(rows.flat()),
      columns: [Float32Array.from(numbers), Float32Array.from(numbers, (value) => value / 2)],
    },
    itemCount,
  )
}

describe("RowReader", () => {
  test("RowReader: reads products and numbers of a row, column by column", () => {
    const row = new RowReader()
    expect(row.read(tableOf([[9], [2, 5, 7]], 10), 1)).toBe(3)
    expect([...row.items.subarray(0, 3)]).toEqual([2, 5, 7])
    expect([...row.values(1).subarray(0, 3)]).toEqual([0.5, 1, 2])
    expect([...row.values().subarray(0, 3)]).toEqual([1, 2, 4])
  })

  test("RowReader: a row behind the last is empty, as is one of no entries", () => {
    const row = new RowReader()
    const table = tableOf([[1], [], [3]], 4)
    expect([0, 1, 2, 3, 99].map((at) => row.read(table, at))).toEqual([1, 0, 1, 0, 0])
  })

  test("placeOf: where a product stands in the row at hand, and -1 for those of rows before", () => {
    const row = new RowReader()
    const table = tableOf([[1, 2, 8], [2], []], 10)
    row.read(table, 0)
    expect([1, 2, 8, 3].map((item) => row.placeOf(item))).toEqual([0, 1, 2, -1])
    row.read(table, 1)
    expect([1, 2, 8].map((item) => row.placeOf(item))).toEqual([-1, 0, -1])
    row.read(table, 2)
    expect(row.placeOf(2)).toBe(-1)
    row.read(table, 0)
    row.read(table, 7)
    expect(row.placeOf(1)).toBe(-1)
  })

  test.each([127, 128, 129, 256, 257, 16_383, 16_384, 16_385])("RowReader: reads a row of %d products", (length) => {
    const row = new RowReader()
    const products = Array.from({ length }, (_, at) => at)
    // A short row first, for which there is room for few.
    const table = tableOf([[3], products, [5, 6]], 2 * length)
    expect([0, 1].map((at) => row.read(table, at))).toEqual([1, length])
    expect(row.values()[length - 1]).toBe(2 ** ((length - 1) % 4))
    expect([...row.items.subarray(0, length)]).toEqual(products)
    expect(row.read(table, 2)).toBe(2)
    expect([...row.items.subarray(0, 2), ...row.values(1).subarray(0, 2)]).toEqual([5, 6, 0.5, 1])
  })

  test("RowReader: reads products however far apart", () => {
    const row = new RowReader()
    const products = [0, 127, 128, 256, 16_640, 33_025, 2_130_178, 4_227_331]
    expect(row.read(tableOf([products, [4_194_303]], 4_300_000), 0)).toBe(products.length)
    expect([...row.items.subarray(0, products.length)]).toEqual(products)
  })

  test("RowReader: grows for the numbers of a second column as for those of the first", () => {
    const row = new RowReader()
    const table = tableOf([[3], Array.from({ length: 600 }, (_, at) => at)], 600)
    row.read(table, 0)
    expect([row.values(0)[0], row.values(1)[0]]).toEqual([1, 0.5])
    row.read(table, 1)
    expect([row.values(1)[599], row.values(0)[599]]).toEqual([4, 8])
  })
})
