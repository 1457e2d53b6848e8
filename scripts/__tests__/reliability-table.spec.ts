import { readdirSync, readFileSync } from "node:fs"
import path from "node:path"
import { ITEMS } from "../../integration-tests/reliability/items"
import { detailsOf, renewed, rowOf, standingRow, tableOf } from "../reliability-table"
import type { Findings } from "../reliability-table"

const root = path.join(__dirname, "..", "..")
const NOTHING: Findings = { outcomes: [], trials: [], measurements: new Map(), testedAt: "" }
const item = { id: "R99", what: "a fault", tests: ["the moon falls"] }

/** Texts of every spec of the repository but this one, and of the tests that two specs share. */
function specs(): string {
  const folders = ["integration-tests", "src", "packages", "storefront-widget/src", "bench", "demo", "scripts"]
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

test("reliability table: what did not run is not listed as done", () => {
  expect(rowOf(item, NOTHING)).toMatchObject({ figure: "none", verdict: "not measured: nothing ran" })
  const skipped = { ...NOTHING, outcomes: [{ fullName: "the moon falls twice", status: "pending" }] }
  expect(rowOf(item, skipped)).toMatchObject({ figure: "none", verdict: "not measured: nothing ran" })
})

test("reliability table: a failure shows, and the trials of a test that failed do not", () => {
  const trial = { items: ["R99"], what: "moons", times: 3, outcome: "caught", test: "the moon falls twice" }
  const found = (status: string): Findings => ({
    ...NOTHING,
    outcomes: [{ fullName: trial.test, status }],
    trials: [trial],
  })
  expect(rowOf(item, found("failed"))).toMatchObject({
    figure: "1 test",
    verdict: "**missed**: 1 of 1 tests failed",
    command: "`npm test`",
  })
  expect(rowOf(item, found("passed"))).toMatchObject({
    figure: "1 test; 3 trials",
    verdict: "kept",
    command: "`npm run test:reliability`",
  })
})

describe("reliability table: a measurement", () => {
  const limits = [
    { figure: "p99", words: "p99", atMost: 150, unit: " ms" },
    { figure: "lost", words: "lost", atMost: 0, unit: "" },
  ]
  const load = { id: "L99", what: "rain", tests: [], measurements: ["rain"], limits }
  const measured = (figures: Record<string, number>): Findings => ({
    ...NOTHING,
    measurements: new Map([
      [
        "rain",
        {
          ...{ command: "npm run rain", measuredAt: "2026-11-30" },
          lines: [{ items: ["L99"], what: "a day of it", outcome: "wet", figures }],
        },
      ],
    ]),
  })

  test.each([
    [{ p99: 150, lost: 0 }, "p99 150 ms; lost 0; (2026-11-30)", "kept"],
    [{ p99: 1685.7, lost: 0 }, "p99 1,685.7 ms; lost 0; (2026-11-30)", "**missed**"],
    [{ p99: 30 }, "p99 30 ms; lost not measured; (2026-11-30)", "kept; not measured: lost"],
    [{}, "p99 not measured; lost not measured; (2026-11-30)", "not measured: p99; lost"],
  ])("of %j: is held against its limits", (figures, figure, verdict) => {
    expect(rowOf(load, measured(figures))).toEqual({
      ...{ id: "L99", promise: "rain, p99 at most 150 ms, lost at most 0", command: "`npm run rain`" },
      ...{ figure, verdict },
    })
  })

  test("that was not made has no figure", () => {
    expect(rowOf(load, NOTHING)).toMatchObject({ figure: "none", verdict: "not measured: nothing ran" })
  })
})

test("reliability table: of detailed items what came out stands below, of others it does not", () => {
  const trial = { items: ["R99"], what: "moons", times: 3, outcome: "caught", test: "the moon falls" }
  const found = { ...NOTHING, outcomes: [{ fullName: trial.test, status: "passed" }], trials: [trial] }
  expect(detailsOf(item, found)).toEqual([])
  expect(detailsOf({ ...item, isDetailed: true }, found)).toEqual(["- R99, 3 × moons: caught"])
})

describe("reliability table: written again", () => {
  const other = { id: "R98", what: "another", tests: ["the sun falls", "at noon"], isDetailed: true }
  const trial = { items: ["R98"], what: "suns", times: 2, outcome: "caught", test: "the sun falls" }
  const today: Findings = {
    ...NOTHING,
    testedAt: "2026-12-03",
    trials: [trial],
    outcomes: ["the moon falls", "the sun falls"].map((fullName) => ({ fullName, status: "passed" })),
  }
  const row = { promise: "a|b", figure: "9 tests; (2026-11-26)", verdict: "kept", command: "`npm test`" }
  const page = `${tableOf([
    { ...row, id: "R98" },
    { ...row, id: "R99" },
  ])}\n\n- R98, 7 × suns: fell`

  test("what ran whole has its figures and their day, what did not keeps those of before", () => {
    const written = renewed([other, item], today, page)
    expect(standingRow(written, "R98")).toEqual({ ...row, id: "R98" })
    expect(standingRow(written, "R99")).toMatchObject({ promise: "a fault", figure: "1 test; (2026-12-03)" })
    expect(written).toContain("\n\n- R98, 7 × suns: fell")
    expect(written).not.toContain("2 × suns")
  })

  test("what never ran is not listed as done", () => {
    expect(standingRow(renewed([other], NOTHING, ""), "R98")).toMatchObject({ verdict: "not measured: nothing ran" })
  })
})

test("reliability table: a cell cannot break the table", () => {
  const row = { id: "S0", promise: "a|b", figure: "c\nd", verdict: "kept", command: "" }
  expect(tableOf([row]).split("\n")).toHaveLength(3)
})
