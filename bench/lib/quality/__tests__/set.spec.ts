import { mkdtempSync, writeFileSync } from "node:fs"
import os from "node:os"
import path from "node:path"
import { openSet } from "../set"

/** A data folder whose interactions are these lines. */
function aFolder(lines: readonly string[]): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), "measured-set-"))
  writeFileSync(path.join(folder, "interactions.csv"), `${lines.join("\n")}\n`)
  return folder
}

const HEADER = "user_id,item_id,behavior_type,timestamp"
const rows = (count: number, of: (at: number) => string): string[] => [
  HEADER,
  ...Array.from({ length: count }, (_, at) => of(at)),
]

beforeEach(() => {
  jest.spyOn(console, "error").mockImplementation(() => undefined)
})

describe("opening a folder to measure", () => {
  const unusable: [string, string[], RegExp][] = [
    [
      "no usable row",
      rows(80, (at) => `u${at},p${at},sold,2024-01-01T00:00:00Z`),
      /no row of interactions.*[\s\S]*behavior_type/,
    ],
    [
      "too few rows",
      rows(9, (at) => `u${at},p${at},purchase,2024-01-0${at + 1}T00:00:00Z`),
      /has 9 usable rows, needs 50/,
    ],
    [
      "nobody",
      rows(80, (at) => `,p${at},purchase,2024-01-01T00:00:${(at % 60).toString().padStart(2, "0")}Z`),
      /user_id or a session_id/,
    ],
    ["returns alone", rows(80, (at) => `u${at},p${at},return,`), /no row is a view/],
    ["one product", rows(80, (at) => `u${at},p1,purchase,`), /all rows are of one product/],
  ]
  test.each(unusable)("openSet: a folder with %s is an error that says what is missing", async (_, lines, message) => {
    await expect(openSet(aFolder(lines))).rejects.toThrow(message)
  })

  test("openSet: a folder that is none is an error", async () => {
    await expect(openSet("/nowhere/at/all")).rejects.toThrow("/nowhere/at/all is not a folder")
  })

  test("openSet: a usable folder has its rows and the folder's name", async () => {
    const folder = aFolder(rows(80, (at) => `u${at % 7},p${at % 11},purchase,2024-01-01T00:00:00Z`))
    const { name, dataset } = await openSet(`${folder}/`)
    expect([name, dataset.log.length]).toEqual([path.basename(folder), 80])
  })
})
