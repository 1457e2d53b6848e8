import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs"
import os from "node:os"
import path from "node:path"
import { z } from "zod"
import { ITEMS } from "../integration-tests/reliability/items"
import type { Item, Limit } from "../integration-tests/reliability/items"

/**
 * `node scripts/ts-run.js scripts/reliability-table.ts`: each promise with its figure, its verdict and the command that
 * shows it, from what the test stages and the measurements left behind in `.cache`. `--write` puts into
 * docs/RELIABILITY.md the lines of which all ran; of the others the line that stands there is kept, with its day.
 */

const root = path.join(__dirname, "..")
const REPORTS = path.join(root, ".cache", "test-reports")
const FINDINGS = path.join(root, ".cache", "reliability")
const PAGE = path.join(root, "docs", "RELIABILITY.md")
const BEGIN = "<!-- table: written by scripts/reliability-table.ts -->"
const END = "<!-- end of table -->"

const reportSchema = z.object({
  testResults: z.array(z.object({ assertionResults: z.array(z.object({ fullName: z.string(), status: z.string() })) })),
})
const trialSchema = z.object({
  items: z.array(z.string()),
  what: z.string(),
  times: z.number(),
  outcome: z.string(),
  test: z.string(),
})
const measurementSchema = z.object({
  command: z.string(),
  // Measurements of older releases say neither.
  measuredAt: z.string().default(""),
  lines: z.array(
    z.object({
      items: z.array(z.string()),
      what: z.string(),
      outcome: z.string(),
      figures: z.record(z.string(), z.number()).default({}),
    }),
  ),
})

/** One test as its stage left it. */
export interface Outcome {
  readonly fullName: string
  readonly status: string
}

export type RecordedTrial = z.output<typeof trialSchema>
export type Measurement = z.output<typeof measurementSchema>

/** All that was left behind. */
export interface Findings {
  readonly outcomes: readonly Outcome[]
  readonly trials: readonly RecordedTrial[]
  /** By name. */
  readonly measurements: ReadonlyMap<string, Measurement>
  /** Day of the newest report of tests, `2026-11-30`; empty where there is none. */
  readonly testedAt: string
}

/** A line of the table. */
export interface Row {
  readonly id: string
  readonly promise: string
  readonly figure: string
  readonly verdict: string
  readonly command: string
}

const NUMBER = new Intl.NumberFormat("en", { maximumFractionDigits: 2 })
const valueOf = (value: number, unit: string): string => `${NUMBER.format(value)}${unit}`
const boundOf = ({ words, atMost, unit }: Limit): string => `${words} at most ${valueOf(atMost, unit)}`

/** What was measured against each limit; a figure that was not measured keeps none. */
function againstLimits(item: Item, { measurements }: Findings) {
  const limits = item.limits ?? []
  const lines = (item.measurements ?? []).flatMap((name) => {
    const measured = measurements.get(name)
    return (measured?.lines ?? [])
      .filter(({ items }) => items.includes(item.id))
      .map((line) => ({ ...line, command: measured?.command ?? "", measuredAt: measured?.measuredAt ?? "" }))
  })
  const figures = new Map(lines.flatMap((line) => Object.entries(line.figures)))
  const described = limits.map(({ figure, words, unit }) => {
    const value = figures.get(figure)
    return value === undefined ? `${words} not measured` : `${words} ${valueOf(value, unit)}`
  })
  const broken = limits.filter(({ figure, atMost }) => (figures.get(figure) ?? 0) > atMost)
  const unmeasured = limits.filter(({ figure }) => !figures.has(figure))
  return { lines, described, broken, unmeasured }
}

/** What the tests of an item came to. */
function testsOf(item: Item, { outcomes, trials }: Findings) {
  const own = outcomes.filter(({ fullName }) => item.tests.some((words) => fullName.includes(words)))
  const ran = own.filter(({ status }) => status === "passed" || status === "failed")
  const failed = ran.filter(({ status }) => status === "failed").length
  const passed = new Set(ran.filter(({ status }) => status === "passed").map(({ fullName }) => fullName))
  const newest = new Map(trials.filter(({ items }) => items.includes(item.id)).map((trial) => [trial.what, trial]))
  const kept = [...newest.values()].filter(({ test }) => passed.has(test))
  const without = item.tests.filter((words) => !ran.some(({ fullName }) => fullName.includes(words)))
  return { ran: ran.length, failed, kept, without }
}

/** Whether all that shows an item ran: each of its tests, and what each of its limits is held against. */
export function isWhole(item: Item, findings: Findings): boolean {
  const { lines, unmeasured } = againstLimits(item, findings)
  const isMeasured = (item.measurements ?? []).length === 0 || (lines.length > 0 && unmeasured.length === 0)
  return isMeasured && testsOf(item, findings).without.length === 0
}

/** One line of an item: nothing but what ran. */
export function rowOf(item: Item, findings: Findings): Row {
  const { lines, described, broken, unmeasured } = againstLimits(item, findings)
  const { ran, failed, kept, without } = testsOf(item, findings)
  const times = kept.reduce((sum, trial) => sum + trial.times, 0)
  const days = [...lines.map(({ measuredAt }) => measuredAt), ...(ran > 0 ? [findings.testedAt] : [])]
  const dates = [...new Set(days.filter((date) => date !== ""))].sort()
  const measured = lines.length === 0 ? [] : item.limits === undefined ? lines.map(({ outcome }) => outcome) : described
  const figure = [
    ...(ran > 0 ? [valueOf(ran, ran === 1 ? " test" : " tests")] : []),
    ...(times > 0 ? [valueOf(times, times === 1 ? " trial" : " trials")] : []),
    ...measured,
    ...(dates.length > 0 ? [`(${dates.join(", ")})`] : []),
  ]
  const open = [
    ...(ran === 0 && lines.length === 0 ? ["nothing ran"] : without.map((words) => `“${words}”`)),
    ...(lines.length > 0 ? unmeasured.map(({ words }) => words) : []),
    ...(ran > 0 && lines.length === 0 && item.limits !== undefined ? item.limits.map(({ words }) => words) : []),
    ...(item.open === undefined ? [] : [item.open]),
  ]
  const isMissed = failed > 0 || broken.length > 0
  const isKept = !isMissed && (ran > 0 || (lines.length > 0 && unmeasured.length < (item.limits?.length ?? 1)))
  const verdict = [
    ...(isMissed ? [failed > 0 ? `**missed**: ${failed} of ${ran} tests failed` : "**missed**"] : []),
    ...(isKept ? ["kept"] : []),
    ...(open.length > 0 ? [`not measured: ${open.join("; ")}`] : []),
  ]
  const commands = [
    ...(item.tests.length > 0 ? [times > 0 ? "npm run test:reliability" : "npm test"] : []),
    ...lines.map(({ command }) => command),
  ]
  return {
    id: item.id,
    promise: [item.what, ...(item.limits ?? []).map(boundOf)].join(", "),
    figure: figure.join("; ") || "none",
    verdict: verdict.join("; "),
    command: [...new Set(commands)].map((command) => `\`${command}\``).join(", "),
  }
}

/** The rows as a Markdown table. */
export function tableOf(rows: readonly Row[]): string {
  const cell = (text: string): string => text.replaceAll("|", "\\|").replaceAll("\n", " ")
  return [
    "| | promise | figure | verdict | command |",
    "| --- | --- | --- | --- | --- |",
    ...rows.map((row) => `| ${[row.id, row.promise, row.figure, row.verdict, row.command].map(cell).join(" | ")} |`),
  ].join("\n")
}

/** What the trials of a detailed item came to, each with its figures. */
export function detailsOf(item: Item, findings: Findings): string[] {
  if (!item.isDetailed) return []
  const line = ({ times, what, outcome }: RecordedTrial): string =>
    `- ${item.id}, ${valueOf(times, " ×")} ${what}: ${outcome}`
  return testsOf(item, findings).kept.map(line)
}

const CELLS = /(?<!\\)\|/

/** The row of an item as it stands in a page, null where none does. */
export function standingRow(page: string, id: string): Row | null {
  const line = page.split("\n").find((text) => text.startsWith(`| ${id} |`))
  const cells = line?.split(CELLS).slice(1, -1)
  const [, promise, figure, verdict, command] = (cells ?? []).map((cell) => cell.trim().replaceAll("\\|", "|"))
  if (promise === undefined || figure === undefined || verdict === undefined || command === undefined) return null
  return { id, promise, figure, verdict, command }
}

/** Table and details: of items of which all ran what came out, of the others what stands in the page. */
export function renewed(items: readonly Item[], findings: Findings, page: string): string {
  const rows = items.map((item) => {
    const standing = isWhole(item, findings) ? null : standingRow(page, item.id)
    return standing ?? rowOf(item, findings)
  })
  const standingDetails = page.split("\n")
  const details = items.flatMap((item) =>
    isWhole(item, findings)
      ? detailsOf(item, findings)
      : standingDetails.filter((line) => line.startsWith(`- ${item.id}, `)),
  )
  return details.length === 0 ? tableOf(rows) : `${tableOf(rows)}\n\n${details.join("\n")}`
}

function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder).map((file) => path.join(folder, file))
  } catch {
    return []
  }
}

const textOf = (file: string): string => readFileSync(file, "utf8")

/** Reads what stages and measurements left in `.cache`. */
function readFindings(): Findings {
  const reports = filesIn(REPORTS).filter((file) => file.endsWith(".json"))
  const newest = Math.max(...reports.map((file) => statSync(file).mtimeMs))
  const outcomes = reports
    .flatMap((file) => reportSchema.parse(JSON.parse(textOf(file))).testResults)
    .flatMap(({ assertionResults }) => assertionResults)
  const files = filesIn(FINDINGS)
  const trials = files
    .filter((file) => file.endsWith(".ndjson"))
    .flatMap((file) => textOf(file).split("\n"))
    .filter((line) => line !== "")
    .map((line) => trialSchema.parse(JSON.parse(line)))
  const measurements = new Map(
    files
      .filter((file) => file.endsWith(".json"))
      .map((file) => [path.basename(file, ".json"), measurementSchema.parse(JSON.parse(textOf(file)))]),
  )
  return { outcomes, trials, measurements, testedAt: reports.length === 0 ? "" : dayOf(newest) }
}

const dayOf = (time: number): string => new Date(time).toISOString().slice(0, 10)

/** Where it ran: figures without their machine say nothing. */
const machine = (): string =>
  `${os.cpus().length} cores, ${Math.round(os.totalmem() / 2 ** 30)} GiB, Node ${process.versions.node}`

function main(): void {
  const findings = readFindings()
  const page = textOf(PAGE)
  const table = renewed(ITEMS, findings, page)
  console.log(table)
  if (!process.argv.includes("--write")) return
  const [before = "", rest = ""] = page.split(BEGIN)
  const after = rest.split(END)[1] ?? ""
  writeFileSync(PAGE, `${before}${BEGIN}\n\nRun on ${machine()}, on the day beside each.\n\n${table}\n\n${END}${after}`)
}

if (process.argv[1] === __filename) main()
