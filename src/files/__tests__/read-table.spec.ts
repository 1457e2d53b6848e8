import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import path from "node:path"
import { gzipSync } from "node:zlib"
import { DATA_TABLES } from "../data-tables"
import { readTable } from "../read-table"
import type { TableOptions, TableRow } from "../read-table"
import { CutFileError } from "../text-lines"

const HEADER = "user_id,item_id,behavior_type"
let folder: string

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "read-table-"))
})
afterAll(() => rmSync(folder, { recursive: true }))

function aFile(content: string | Buffer, name = "table.csv"): string {
  const file = path.join(folder, name)
  writeFileSync(file, content)
  return file
}

async function read(file: string, options: Partial<TableOptions> = {}): Promise<TableRow[]> {
  const rows: TableRow[] = []
  for await (const batch of readTable(file, { ...DATA_TABLES.interactions, ...options })) rows.push(...batch)
  return rows
}

const items = (rows: readonly TableRow[]): (string | undefined)[] => rows.map(({ cells }) => cells("item_id"))

const swapped = (text: string): Buffer => Buffer.from(text, "utf16le").swap16()

describe("readTable", () => {
  test.each([
    ["LF", "\n"],
    ["CR LF", "\r\n"],
    ["CR alone", "\r"],
  ])("readTable: lines that end in %s are rows, each with its number", async (_, end) => {
    const rows = await read(aFile([HEADER, "u,a,view", "", "u,b,view", "u,c,view"].join(end)))
    expect(rows.map(({ line, cells }) => [line, cells("item_id")])).toEqual([
      [2, "a"],
      [4, "b"],
      [5, "c"],
    ])
  })

  test("readTable: a header that ends in CR LF over rows that end in LF hides no row", async () => {
    const rows = Array.from({ length: 100 }, (_, at) => `u,i${at},view`)
    expect(await read(aFile(`${HEADER}\r\n${rows.join("\n")}\n`))).toHaveLength(100)
  })

  test("readTable: line ends between two pieces of a large file count once", async () => {
    const rows = Array.from({ length: 40_000 }, (_, at) => `user-${at % 97},item-${at},view`)
    const read40 = await read(aFile([HEADER, ...rows].join("\r\n")))
    expect(read40.map(({ line }) => line)).toEqual(rows.map((_, at) => at + 2))
    expect(items(read40)).toEqual(rows.map((_, at) => `item-${at}`))
  })

  test.each([
    ["UTF-8 with a byte order mark", Buffer.from(`\uFEFF${HEADER}\nu,Café,view`)],
    ["UTF-16 of the one order", Buffer.from(`\uFEFF${HEADER}\r\nu,Café,view`, "utf16le")],
    ["UTF-16 of the other order", swapped(`\uFEFF${HEADER}\r\nu,Café,view`)],
    ["UTF-16 without a mark", Buffer.from(`${HEADER}\r\nu,Café,view`, "utf16le")],
    ["Windows-1252", Buffer.from(`${HEADER}\nu,Café,view`, "latin1")],
    [
      "a mix of two exports",
      Buffer.concat([Buffer.from(`${HEADER}\nu,Café,view\n`), Buffer.from("u,Café,view", "latin1")]),
    ],
  ])("readTable: %s is read as it was meant", async (_, content) => {
    expect(new Set(items(await read(aFile(content))))).toEqual(new Set(["Café"]))
  })

  test("readTable: rows in another encoding are bad until it is named", async () => {
    const bytes = Buffer.from([0x83, 0x4a, 0x83, 0x62, 0x83, 0x76, 0x83, 0x89, 0x93, 0xfa, 0x96, 0x7b, 0x8c, 0xea])
    const file = aFile(Buffer.concat([Buffer.from(`${HEADER}\nu,`), bytes, Buffer.from(",view\nu,b,view")]))
    const rows = await read(file)
    expect(rows.map(({ line, problem }) => [line, problem === null])).toEqual([
      [2, false],
      [3, true],
    ])
    expect(rows[0].problem).toContain("name its encoding")
    expect(items(await read(file, { encoding: "shift_jis" }))).toEqual(["カップラ日本語", "b"])
  })

  test("readTable: NDJSON is seen from its first line, with a byte order mark too", async () => {
    const lines = [
      { item_id: "a", behavior_type: "view", quantity: 2 },
      { Item_ID: "b", behavior_type: "view" },
    ]
    const rows = await read(
      aFile(`\uFEFF${lines.map((line) => JSON.stringify(line)).join("\n")}\nnot json\n[1]\n`, "x.csv"),
    )
    expect(items(rows)).toEqual(["a", "b", undefined, undefined])
    expect(rows.map(({ problem }) => problem)).toEqual([null, null, ...Array(2).fill("the row is no JSON object")])
    expect(rows[0].cells("quantity")).toBe("2")
  })

  test("readTable: a JSON number too long to be exact is a bad row, not another id", async () => {
    const [row] = await read(aFile('{"item_id":12345678901234567890,"behavior_type":"view"}'))
    expect(row.problem).toContain("item_id is a number too long")
  })

  test("readTable: a packed file is seen by its content, whatever its name", async () => {
    expect(items(await read(aFile(gzipSync(`${HEADER}\nu,a,view`), "table.csv")))).toEqual(["a"])
    expect(items(await read(aFile(`${HEADER}\nu,a,view`, "table.csv.gz")))).toEqual(["a"])
  })

  test("readTable: of a packed file that is cut off, all whole rows are read, and it is named", async () => {
    const rows = Array.from({ length: 20_000 }, (_, at) => `user-${(at * 7_919) % 9_973},item-${at},view`)
    const packed = gzipSync([HEADER, ...rows].join("\n"))
    const file = aFile(packed.subarray(0, packed.length / 2), "cut.csv.gz")
    const found: TableRow[] = []
    const reading = (async () => {
      for await (const batch of readTable(file, DATA_TABLES.interactions)) found.push(...batch)
    })()
    await expect(reading).rejects.toThrow(CutFileError)
    await expect(reading).rejects.toThrow(`${file} is cut off or damaged`)
    expect(found.length).toBeGreaterThan(5_000)
    expect(items(found)).toEqual(found.map((_, at) => `item-${at}`))
  })

  test.each([
    ["an empty file", "", "the file is empty"],
    ["a workbook", "PK\u0003\u0004 and so on", "is a zip archive or a workbook"],
    ["a JSON document", '[{"item_id":"a"}]', "write one object a line"],
    ["a table without the columns", "a,b\n1,2", "line 1 names no column item_id, behavior_type"],
  ])("readTable: %s is refused, with the file's name and what to do", async (_, content, words) => {
    const file = aFile(content)
    await expect(read(file)).rejects.toThrow(file)
    await expect(read(file)).rejects.toThrow(words)
    await expect(read(file, { encoding: "no-such" })).rejects.toThrow(/is no encoding|zip archive/)
  })
})
