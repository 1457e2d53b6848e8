import * as fc from "fast-check"
import { DelimitedRecords, TableFormatError } from ".."
import type { DelimitedRecord } from ".."

const HEADER = "user_id,item_id,behavior_type"
const required = ["item_id", "behavior_type"]

function read(lines: readonly string[], columns: readonly string[] = required): DelimitedRecord[] {
  const records: DelimitedRecord[] = []
  const table = new DelimitedRecords({
    ...{ required: columns, known: columns, onHeader: () => undefined },
    onRecord: (record) => records.push(record),
  })
  for (const [at, line] of lines.entries()) table.push(line, at + 1)
  table.end()
  return records
}

const good = (records: readonly DelimitedRecord[]): (readonly string[])[] =>
  records.filter(({ problem }) => problem === null).map(({ cells }) => cells)
const badLines = (records: readonly DelimitedRecord[]): number[] =>
  records.filter(({ problem }) => problem !== null).map(({ line }) => line)
const rows = (count: number): string[] => Array.from({ length: count }, (_, at) => `u${at},i${at},view`)

describe("rows of a delimited table", () => {
  test("DelimitedRecords: every row that is not blank comes out once, as its cells or with its problem", () => {
    const cell = fc.constantFrom("a", "", " ", '"', '""', '"a"', '5" x', '"b', "c, d", '"e, f"', "g;h", "i\tj")
    const line = fc.array(cell, { minLength: 1, maxLength: 5 }).map((cells) => cells.join(","))
    fc.assert(
      fc.property(fc.array(line, { maxLength: 12 }), (lines) => {
        const records = read([HEADER, ...lines])
        const written = records.flatMap(({ raw }) => raw.split("\n")).filter((text) => text.trim() !== "")
        expect(written).toEqual(lines.filter((text) => text.trim() !== ""))
        for (const { cells, problem } of records) if (problem === null) expect(cells).toHaveLength(3)
      }),
      { seed: 20260101, numRuns: 500 },
    )
  })

  test("DelimitedRecords: what RFC 4180 writes is read back, line ends and quotation marks within cells too", () => {
    const cell = fc.oneof(fc.stringMatching(/^([a-z]{1,3}["\n]){0,4}$/), fc.stringMatching(/^([a-z]{1,3}[",]){0,4}$/))
    const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 8 }), (table) => {
        const text = table.map(([a, b]) => `x,${quoted(a)},${quoted(b)},y`).join("\n")
        const records = read(["one,two,three,four", ...text.split("\n")], ["one"])
        expect(good(records)).toEqual(table.map(([a, b]) => ["x", a, b, "y"]))
      }),
      { seed: 20260101, numRuns: 300 },
    )
  })

  test("DelimitedRecords: a row with too few or too many cells is bad, with its line", () => {
    const records = read([HEADER, "u,i,view", "u,i", "u,i,view,", "", "u,i,click"])
    expect(good(records)).toHaveLength(2)
    expect(badLines(records)).toEqual([3, 4])
    expect(records[1].problem).toContain("2 cells where the header has 3")
  })

  test("DelimitedRecords: a quotation mark that never closes costs its own row alone", () => {
    const lines = [HEADER, ...rows(3), 'u,i,"view', ...rows(500)]
    const records = read(lines)
    expect(good(records)).toHaveLength(503)
    expect(badLines(records)).toEqual([5])
  })

  test.each([
    ["at the ends of rows far apart", 'u,i,"view', 'u,i,view"'],
    ["at the starts of two cells", 'u,"i,view', 'u,"i,view'],
    ["around whole rows", '"u,i,view', 'u,i",view'],
  ])("DelimitedRecords: two stray quotation marks %s swallow no row between", (_, first, second) => {
    const records = read([HEADER, ...rows(5), first, ...rows(50), second, ...rows(5)])
    expect(good(records).length + badLines(records).length).toBe(62)
    expect(good(records).length).toBeGreaterThanOrEqual(60)
  })

  test("DelimitedRecords: inch marks and names in quotation marks are plain characters", () => {
    const records = read([HEADER, 'u,8" plate,view', 'u,"8" plate",view', 'u,"Fern" mug,view', 'u, "a, b" ,view'])
    expect(good(records).map(([, item]) => item)).toEqual(['8" plate', '8" plate', '"Fern" mug', "a, b"])
  })

  test.each([";", "\t", "|"])("DelimitedRecords: a table delimited by %j is read by its header", (delimiter) => {
    const records = read([HEADER.replaceAll(",", delimiter), ["u", "1,5", "view"].join(delimiter)])
    expect(good(records)).toEqual([["u", "1,5", "view"]])
  })

  test("DelimitedRecords: capitals, spaces and quotation marks in the header are no other columns", () => {
    expect(good(read([' "User ID" , ITEM-ID ,Behavior_Type', "u,i,view"]))).toEqual([["u", "i", "view"]])
  })

  test("DelimitedRecords: a joined export brings its own header, in another order too", () => {
    const headers: string[][] = []
    const records: DelimitedRecord[] = []
    const table = new DelimitedRecords({
      ...{ required, known: required },
      onHeader: (columns) => headers.push([...columns]),
      onRecord: (record) => records.push(record),
    })
    const lines = [HEADER, "u,i,view", HEADER, "u,j,view", "item_id;behavior_type", "k;view"]
    for (const [at, line] of lines.entries()) table.push(line, at + 1)
    expect(headers.at(-1)).toEqual(["item_id", "behavior_type"])
    expect(good(records)).toEqual([
      ["u", "i", "view"],
      ["u", "j", "view"],
      ["k", "view"],
    ])
  })

  test("DelimitedRecords: a first line without the columns, or with one of them twice, is refused by name", () => {
    expect(() => read(["u1,i1,view"])).toThrow(TableFormatError)
    expect(() => read(["u1,i1,view"])).toThrow("line 1 names no column item_id, behavior_type")
    expect(() => read([`${HEADER},item_id`])).toThrow("line 1 names the column item_id twice")
  })
})
