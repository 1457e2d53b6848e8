import { readdirSync, readFileSync } from "node:fs"
import path from "node:path"
import { ITEMS } from "../../integration-tests/reliability/items"
import { rowOf, tableOf } from "../reliability-table"
import type { Findings } from "../reliability-table"

const root = path.join(__dirname, "..", "..")
const NOTHING: Findings = { outcomes: [], trials: [], measurements: new Map() }
const item = { id: "R99", what: "a fault", tests: ["the moon falls"] }

/** Texts of every spec of the repository but this one, and of the tests that two specs share. */
function specs(): string {
  const folders = ["integration-tests", "src", "storefront-widget/src", "bench", "demo", "scripts"]
  return folders
    .flatMap((folder) =>
      readdirSync(path.join(root, folder), { recursive: true, encoding: "utf8" }).map((file) =>
        path.join(root, folder, file),
      ),
    )
    .filter((file) => /(\.spec|-trials)\.tsx?$/.test(file) && file !== __filename && !file.includes("node_modules"))
    .map((file) => readFileSync(file, "utf8"))
    .join("\n")
}

test("reliability table: every test that it names is there", () => {
  const all = specs()
  const missing = ITEMS.flatMap(({ id, tests }) => tests.filter((words) => !all.includes(words)).map((w) => [id, w]))
  expect(missing).toEqual([])
})

test("reliability table: numbers are named once", () => {
  expect(new Set(ITEMS.map(({ id }) => id)).size).toBe(ITEMS.length)
})

test("reliability table: what did not run is not told as done", () => {
  expect(rowOf(item, NOTHING)).toMatchObject({
    tried: "nothing",
    times: "0",
    outcome: expect.stringMatching(/not run/),
  })
  const skipped = { ...NOTHING, outcomes: [{ fullName: "the moon falls twice", status: "pending" }] }
  expect(rowOf(item, skipped)).toMatchObject({ times: "0" })
})

test("reliability table: a failure shows, and the trials of a test that failed do not", () => {
  const trial = { items: ["R99"], what: "moons", times: 3, outcome: "caught", test: "the moon falls twice" }
  const found = (status: string): Findings => ({
    ...NOTHING,
    outcomes: [{ fullName: trial.test, status }],
    trials: [trial],
  })
  expect(rowOf(item, found("failed")).outcome).toBe("1 of 1 FAILED")
  expect(rowOf(item, found("passed"))).toMatchObject({ times: "1 test; 3 × moons", outcome: "all passed; caught" })
})

test("reliability table: a cell cannot break the table", () => {
  const row = { id: "S0", what: "a|b", tried: "c\nd", times: "1", outcome: "" }
  expect(tableOf([row]).split("\n")).toHaveLength(3)
})
