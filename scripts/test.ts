import { mkdirSync, readdirSync, rmSync } from "node:fs"
import path from "node:path"
import { startEmbeddedPostgres } from "./embedded-postgres"
import { logOf, runLogged } from "./lib/logged-run"
import { describeFailures, describeRetries, describeSlowest, outcomesByFolder, readReport } from "./lib/test-report"
import type { Report, StageOutcome } from "./lib/test-report"
import { testCluster } from "./lib/test-cluster"

/**
 * `npm test`: every suite, in the order in which a fault shows soonest. Brings
 * its own Postgres; a stage that fails does not stop the ones behind it, so one
 * run names all. `npm test -- NAME …` runs only the stages so named.
 */

interface Stage {
  readonly name: string
  /** Commands, two of them side by side: the longest first. */
  readonly commands?: readonly (readonly string[])[]
  /** Projects of jest.config.js. */
  readonly projects?: readonly string[]
  /** Whether it needs the database. */
  readonly database?: boolean
  /** Whether it shares one run of jest with its neighbors that do. */
  readonly shared?: boolean
  /** Further options of Node. */
  readonly node?: string
}

const root = path.join(__dirname, "..")
const reportFolder = path.join(root, ".cache", "test-reports")
const bin = (name: string): string => path.join(root, "node_modules", ".bin", name)
const script = (name: string): readonly string[] => [
  process.execPath,
  path.join(root, "scripts", "ts-run.js"),
  path.join(root, "scripts", name),
]

const REPORT_OPTION = "--outputFile="
/** The file that a run of jest writes its report to; undefined of other tools. */
const reportOf = (command: readonly string[]): string | undefined =>
  command.find((part) => part.startsWith(REPORT_OPTION))?.slice(REPORT_OPTION.length)

const jest = (projects: readonly string[]): readonly string[] => [
  bin("jest"),
  "--selectProjects",
  ...projects,
  "--maxWorkers=2",
  "--testTimeout=120000",
  // What the shops under test log would bury the one line that matters.
  "--silent",
  "--json",
  `${REPORT_OPTION}${path.join(reportFolder, `${projects.join("-")}.json`)}`,
]

const STAGES: readonly Stage[] = [
  {
    name: "static",
    commands: [
      [bin("eslint"), ".", "--max-warnings", "0"],
      // Not static, but here they hinder nobody: the stages behind wait for the database and the dashboard.
      script("prepare-database.ts"),
      script("prepare-dashboard.ts"),
      ...[
        "tsconfig.tests.json",
        "tsconfig.admin.json",
        "tsconfig.json",
        "storefront-widget/tsconfig.json",
        "demo/storefront/tsconfig.json",
      ].map((project) => [bin("tsc"), "--noEmit", "-p", project]),
      [bin("prettier"), "--check", "--log-level", "warn", "."],
      [bin("knip")],
      [process.execPath, path.join(root, "scripts", "lint-openapi.mjs")],
    ],
  },
  // What reaches for an object's prototype throws.
  { name: "unit", projects: ["core", "unit", "widget"], node: "--disable-proto=throw" },
  { name: "integration", projects: ["module", "http"], database: true, shared: true },
  { name: "reliability", projects: ["reliability"], database: true, shared: true },
  { name: "security", projects: ["security"], database: true, shared: true },
  { name: "browser", projects: ["browser"], database: true, shared: true },
  // Alone: its build clears public/, from which a demo in the browser stage serves the dashboard.
  { name: "package", projects: ["package"], database: true },
]

/** Stages that run as one: apart, each would end with one file on one core and the other core idle. */
function runsOf(stages: readonly Stage[]): Stage[][] {
  const runs: Stage[][] = []
  for (const stage of stages) {
    const last = runs.at(-1)
    if (stage.shared && last?.[0]?.shared) last.push(stage)
    else runs.push([stage])
  }
  return runs
}

interface StageRun {
  readonly commands: readonly (readonly string[])[]
  readonly log: string
  readonly env: NodeJS.ProcessEnv
}

/** Lines of a tool that are shown; its log has all of them. */
const TOOL_LINES = 30

/** Of jest no more than which files failed, for their reasons stand at the end; of other tools their first lines. */
async function run(command: readonly string[], { log, env }: StageRun): Promise<number> {
  const report = reportOf(command)
  let lines = 0
  const { code, lastLines } = await runLogged({
    ...{ command, cwd: root, env, log },
    shows: (line) => (report ? line.startsWith("FAIL ") : lines++ < TOOL_LINES),
  })
  if (code === 0) return code
  if (report && readReport(report) === null) console.error(lastLines.join("\n"))
  console.error(`failed (${code}): ${command.map((part) => path.basename(part)).join(" ")}`)
  return code
}

/** Two at a time, for the machine this is meant for has two cores. */
async function runCommands(stageRun: StageRun): Promise<boolean> {
  const waiting = [...stageRun.commands]
  const codes: number[] = []
  const worker = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) codes.push(await run(next, stageRun))
  }
  await Promise.all([worker(), worker()])
  return codes.every((code) => code === 0)
}

/** What the runs of jest have written, those that ran to their end. */
function readReports(): Report[] {
  return readdirSync(reportFolder)
    .filter((file) => file.endsWith(".json"))
    .flatMap((file) => readReport(path.join(reportFolder, file)) ?? [])
}

/** Runs stages as one, and says of each how it ended. */
async function runStages(stages: readonly Stage[], env: NodeJS.ProcessEnv): Promise<StageOutcome[]> {
  const begun = Date.now()
  const name = stages.map((stage) => stage.name).join("+")
  console.log(`\n=== ${name}`)
  const projects = stages.flatMap((stage) => stage.projects ?? [])
  const passed = await runCommands({
    commands: [...stages.flatMap((stage) => stage.commands ?? []), ...(projects.length > 0 ? [jest(projects)] : [])],
    log: logOf(reportFolder, name),
    env: { ...env, NODE_OPTIONS: [env.NODE_OPTIONS, stages[0]?.node].filter(Boolean).join(" ") },
  })
  if (stages.length === 1) return [{ name, passed, seconds: (Date.now() - begun) / 1_000 }]
  return outcomesByFolder(
    readReports(),
    stages.map((stage) => ({ name: stage.name, folders: stage.projects ?? [] })),
    passed,
  )
}

async function main(): Promise<void> {
  const wanted = process.argv.slice(2)
  const unknown = wanted.filter((name) => !STAGES.some((stage) => stage.name === name))
  if (unknown.length > 0) throw new Error(`no stage ${unknown.join(", ")}: ${STAGES.map((s) => s.name).join(", ")}`)
  const stages = STAGES.filter((stage) => wanted.length === 0 || wanted.includes(stage.name))
  rmSync(reportFolder, { recursive: true, force: true })
  mkdirSync(reportFolder, { recursive: true })

  const cluster = testCluster(root)
  const postgres = stages.some((stage) => stage.database)
    ? await startEmbeddedPostgres({ dataDir: cluster.dataDir })
    : null
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    // Each shop that starts would begin a process that tries to reach a server outside.
    MEDUSA_DISABLE_TELEMETRY: "true",
    NODE_OPTIONS: "--experimental-vm-modules --no-warnings=ExperimentalWarning",
    ...(postgres
      ? {
          // By name: with the address, Medusa's own test runner waits for ever.
          DB_HOST: "localhost",
          DB_PORT: String(postgres.port),
          DB_USERNAME: postgres.user,
          DB_PASSWORD: postgres.password,
        }
      : {}),
  }
  const outcomes: StageOutcome[] = []
  const begun = Date.now()
  try {
    for (const run of runsOf(stages)) outcomes.push(...(await runStages(run, env)))
  } finally {
    await postgres?.stop()
    if (postgres) cluster.remove()
  }
  const green = outcomes.every(({ passed }) => passed)
  const line = ({ name, passed, seconds }: StageOutcome): string =>
    `${passed ? "ok    " : "FAILED"} ${name} (${Math.round(seconds)} s)`
  console.log(`\n${outcomes.map(line).join("\n")}`)
  console.log(
    `${Math.round((Date.now() - begun) / 1_000)} s; stages that ran beside one another count their files' seconds`,
  )
  const reports = readReports()
  if (reports.length > 0) console.log(`\nThe slowest files:\n${describeSlowest(reports, root)}`)
  for (const retry of describeRetries(reports, root)) console.log(`\n${retry}`)
  for (const failure of describeFailures(reports, root)) console.log(`\n${failure}`)
  const sum = (count: (report: Report) => number): number => reports.reduce((all, report) => all + count(report), 0)
  const [passed, failed, skipped] = [
    sum((report) => report.numPassedTests),
    sum((report) => report.numFailedTests),
    sum((report) => report.numPendingTests),
  ]
  console.log(`\nWhole output: ${path.relative(root, reportFolder)}/*.log`)
  console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`)
  process.exitCode = green && failed === 0 && (passed > 0 || wanted.includes("static")) ? 0 : 1
}

void main().catch((error: unknown) => {
  console.error(error)
  process.exitCode = 1
})
