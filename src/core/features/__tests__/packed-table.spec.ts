import fc from "fast-check"
import { emptyRows, GREATEST_BYTES, grownRows, packRows, someRows } from "../packed-table"
import type { PackedTable, PlainRows } from "../packed-table"
import { RowReader } from "../row-reader"

const ITEMS = 40_000

/** Off by half a step of the code, and by what is rounded off the row's greatest number. */
const OFF_AT_MOST = 2 ** (1 / 32) * (1 + 2 ** -8) - 1

type Entry = readonly [item: number, first: number, second: number]

function plain(rows: readonly (readonly Entry[])[]): PlainRows {
  const entries = rows.flat()
  const offsets = new Int32Array(rows.length + 1)
  rows.forEach((row, at) => (offsets[at + 1] = offsets[at] + row.length))
  return {
    offsets,
    items: Int32Array.from(entries, ([item]) => item),
    columns: [Float32Array.from(entries, ([, first]) => first), Float32Array.from(entries, ([, , second]) => second)],
  }
}

function read(table: PackedTable, at: number): Entry[] {
  const row = new RowReader()
  const length = row.read(table, at)
  // The second column first: columns are read in whatever order.
  const second = row.values(1)
  const first = row.values(0)
  return Array.from({ length }, (_, entry) => [row.items[entry], first[entry], second[entry]])
}

const number = fc.double({ min: 0.01, max: 100, noNaN: true })
const row = fc.uniqueArray(fc.tuple(fc.nat(ITEMS - 1), number, fc.oneof(fc.constant(0), number)), {
  selector: ([item]) => item,
  maxLength: 300,
})

describe("packed rows", () => {
  test("say of every product what was written, by product and within 2.7 %", () => {
    fc.assert(
      fc.property(fc.array(row, { maxLength: 5 }), (rows) => {
        const table = packRows(plain(rows), ITEMS)
        rows.forEach((entries, at) => {
          const sorted = [...entries].sort((a, b) => a[0] - b[0])
          const found = read(table, at)
          expect(found.map(([item]) => item)).toEqual(sorted.map(([item]) => item))
          const isNear = found.every((numbers, entry) =>
            numbers.every((value, column) => {
              const written = Math.fround(sorted[entry][column])
              return Math.abs(value - written) <= OFF_AT_MOST * written
            }),
          )
          expect(isNear).toBe(true)
        })
      }),
      { seed: 20260101, numRuns: 60 },
    )
  })

  test("packed again are the same bytes: what is read and written changes no more", () => {
    fc.assert(
      fc.property(fc.array(row, { maxLength: 3 }), (rows) => {
        const table = packRows(plain(rows), ITEMS)
        expect(packRows(plain(rows.map((_, at) => read(table, at))), ITEMS)).toEqual(table)
      }),
      { seed: 20260101, numRuns: 60 },
    )
  })

  test("small counts beside large ones are exact when rounded", () => {
    const counts = Array.from({ length: 18 }, (_, at) => at + 1)
    const rows = counts.map((count): Entry[] => [
      [1, 1, count],
      [2, 1, 7321],
    ])
    const table = packRows(plain(rows), 3)
    expect(counts.map((_, at) => Math.round(read(table, at)[0][2]))).toEqual(counts)
  })

  test("an entry that is nothing beside its row's greatest is left out, and an empty row has no byte", () => {
    const table = packRows(
      plain([
        [],
        [
          [3, 1, 1],
          [5, 2 ** -17, 1],
          [9, 0, 1],
        ],
        [],
        [[0, 1e-30, 0]],
      ]),
      10,
    )
    expect([0, 1, 2, 3, 4].map((at) => read(table, at).map(([item]) => item))).toEqual([[], [3], [], [0], []])
    expect([table.offsets[1], table.offsets[3] - table.offsets[2]]).toEqual([0, 0])
  })

  test("some rows, and rows that grew, are the rows they were", () => {
    const table = packRows(
      plain([
        [[3, 1, 2]],
        [[5, 4, 0]],
        [
          [1, 1, 1],
          [7, 2, 2],
        ],
      ]),
      10,
    )
    const some = someRows(table, [2, 0])
    expect([read(some, 0), read(some, 1), read(some, 2)]).toEqual([read(table, 2), read(table, 0), []])
    const grown = grownRows(table, 5)
    expect([0, 1, 2, 3, 4].map((at) => read(grown, at))).toEqual([0, 1, 2, 3, 4].map((at) => read(table, at)))
    expect([...grown.offsets]).toEqual([...table.offsets, table.bytes.length, table.bytes.length])
  })

  test("take a byte for a short length or distance, and one more for every seven bits", () => {
    const bytesOf = (items: readonly number[]): number =>
      packRows(plain([items.map((item): Entry => [item, 1, 1])]), Math.max(...items) + 1).bytes.length
    // Beside the distances: one byte of length, and of two columns the greatest number and a code.
    const head = 1 + 2 * GREATEST_BYTES
    expect([0, 127, 128, 16_383, 16_384, 2_097_151, 2_097_152].map((item) => bytesOf([item]) - head - 2)).toEqual([
      ...[1, 1, 2, 2, 3, 3, 4],
    ])
    // The second product is so many places behind the first, less one.
    expect(bytesOf([1000, 1128]) - head).toBe(2 * 2 + 2 + 1)
    expect(bytesOf([1000, 1129]) - head).toBe(2 * 2 + 2 + 2)
  })

  test("begin with a length, the greatest of each column and its codes, then distances", () => {
    // 2 is 0x4000 as an upper half, 1 is 0x3f80; a half of the greatest has the code 239.
    const { bytes } = packRows(
      plain([
        [
          [7, 1, 1],
          [3, 2, 0.5],
        ],
      ]),
      10,
    )
    expect([...bytes]).toEqual([2, 0x00, 0x40, 255, 239, 0x80, 0x3f, 239, 255, 3, 3])
  })

  test("of nothing but what is nothing have no byte", () => {
    expect(packRows(plain([[[1, 0, 5]], [[2, 0, 0]]]), 3).bytes).toHaveLength(0)
  })

  test("find room for however many long distances", () => {
    const items = Array.from({ length: 300 }, (_, at) => (at % 2 === 0 ? 39_000 : 20_000) + at)
    const table = packRows(plain(items.map((item): Entry[] => [[item, 1, 2]])), ITEMS)
    expect(items.map((_, at) => read(table, at))).toEqual(items.map((item) => [[item, 1, 2]]))
  })

  test("of more entries than any row before are all kept", () => {
    const rows = [10, 700, 2].map((length) => Array.from({ length }, (_, at): Entry => [at * 3, 1, 2]))
    const table = packRows(plain(rows), ITEMS)
    rows.forEach((entries, at) => expect(read(table, at)).toEqual(entries))
  })

  test("of a table without entries have no byte, however many", () => {
    const table = emptyRows(3, 2)
    expect([[...table.offsets], table.bytes.length, table.columns]).toEqual([[0, 0, 0, 0], 0, 2])
    expect(emptyRows(1).columns).toBe(1)
    expect([0, 1, 2, 3].map((at) => read(table, at))).toEqual([[], [], [], []])
  })
})
