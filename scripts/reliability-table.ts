import { readdirSync, readFileSync, writeFileSync } from "node:fs"
import os from "node:os"
import path from "node:path"
import { z } from "zod"
import { ITEMS } from "../integration-tests/reliability/items"
import type { Item } from "../integration-tests/reliability/items"

/**
 * `node scripts/ts-run.js scripts/reliability-table.ts`: what was tried, how often and what came out, from what
 * the test stages and the measurements left behind in `.cache`. `--write` puts it into docs/RELIABILITY.md.
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
  lines: z.array(z.object({ items: z.array(z.string()), what: z.string(), outcome: z.string() })),
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
}

/** A line of the table. */
export interface Row {
  readonly id: string
  readonly what: string
  readonly tried: string
  readonly times: string
  readonly outcome: string
}

/** What was found of one item: nothing but what ran. */
export function rowOf(item: Item, { outcomes, trials, measurements }: Findings): Row {
  const own = outcomes.filter(({ fullName }) => item.tests.some((words) => fullName.includes(words)))
  const ran = own.filter(({ status }) => status === "passed" || status === "failed")
  const failed = ran.filter(({ status }) => status === "failed")
  const passed = new Set(ran.filter(({ status }) => status === "passed").map(({ fullName }) => fullName))
  const newest = new Map(trials.filter(({ items }) => items.includes(item.id)).map((trial) => [trial.what, trial]))
  const kept = [...newest.values()].filter(({ test }) => passed.has(test))
  const lines = (item.measurements ?? []).flatMap((name) => {
    const measured = measurements.get(name)
    return (measured?.lines ?? [])
      .filter(({ items }) => items.includes(item.id))
      .map((line) => ({ ...line, command: measured?.command ?? "" }))
  })
  const without = item.tests.filter((words) => !ran.some(({ fullName }) => fullName.includes(words)))
  const tried = [
    ...item.tests.filter((words) => !without.includes(words)).map((words) => `test “${words}”`),
    ...kept.map(({ what }) => what),
    ...lines.map(({ what, command }) => `${what} (\`${command}\`)`),
  ]
  const times = [
    ...(ran.length > 0 ? [`${ran.length} ${ran.length === 1 ? "test" : "tests"}`] : []),
    ...kept.map((trial) => `${trial.times} × ${trial.what}`),
    ...lines.map(() => "1 run"),
  ]
  const untried = item.tests.length === 0 && lines.length === 0 && item.open === undefined
  const open = [
    ...(untried ? ["no test yet"] : []),
    ...(item.open ? [item.open] : []),
    ...without.map((words) => `test “${words}”`),
  ]
  const outcome = [
    ...(ran.length === 0 ? [] : [failed.length === 0 ? "all passed" : `${failed.length} of ${ran.length} FAILED`]),
    ...kept.map((trial) => trial.outcome),
    ...lines.map((line) => line.outcome),
    ...(open.length > 0 ? [`**not run:** ${open.join("; ")}`] : []),
  ]
  return {
    id: item.id,
    what: item.what,
    tried: tried.join("; ") || "nothing",
    times: times.join("; ") || "0",
    outcome: outcome.join("; "),
  }
}

/** The rows as a Markdown table. */
export function tableOf(rows: readonly Row[]): string {
  const cell = (text: string): string => text.replaceAll("|", "\\|").replaceAll("\n", " ")
  return [
    "| | what | tried by | how often | what came out |",
    "| --- | --- | --- | --- | --- |",
    ...rows.map((row) => `| ${[row.id, row.what, row.tried, row.times, row.outcome].map(cell).join(" | ")} |`),
  ].join("\n")
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
  const outcomes = filesIn(REPORTS)
    .filter((file) => file.endsWith(".json"))
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
  return { outcomes, trials, measurements }
}

/** Where it ran: figures without their machine say nothing. */
const machine = (): string =>
  `${os.cpus().length} cores, ${Math.round(os.totalmem() / 2 ** 30)} GiB, Node ${process.versions.node}, ${new Date().toISOString().slice(0, 10)}`

function main(): void {
  const findings = readFindings()
  const table = tableOf(ITEMS.map((item) => rowOf(item, findings)))
  console.log(table)
  if (!process.argv.includes("--write")) return
  const page = textOf(PAGE)
  const [before = "", rest = ""] = page.split(BEGIN)
  const after = rest.split(END)[1] ?? ""
  writeFileSync(PAGE, `${before}${BEGIN}\n\nRun on ${machine()}.\n\n${table}\n\n${END}${after}`)
}

if (process.argv[1] === __filename) main()
