import fc from "fast-check"
import { grownRows, packRows, someRows } from "../packed-table"
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
          found.forEach(([, ...numbers], entry) => {
            numbers.forEach((value, column) => {
              const written = Math.fround(sorted[entry][1 + column])
              expect(Math.abs(value - written)).toBeLessThanOrEqual(OFF_AT_MOST * written)
            })
          })
        })
      }),
      { seed: 20260101, numRuns: 200 },
    )
  })

  test("packed again are the same bytes: what is read and written changes no more", () => {
    fc.assert(
      fc.property(fc.array(row, { maxLength: 3 }), (rows) => {
        const table = packRows(plain(rows), ITEMS)
        expect(packRows(plain(rows.map((_, at) => read(table, at))), ITEMS)).toEqual(table)
      }),
      { seed: 20260101, numRuns: 200 },
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
  })
})
