import { mkdirSync, rmSync } from "node:fs"
import path from "node:path"
import { startEmbeddedPostgres } from "./embedded-postgres"
import { logOf, runLogged } from "./lib/logged-run"
import { describeFailures, describeRetries, describeSlowest, readReport } from "./lib/test-report"
import type { Report } from "./lib/test-report"

/**
 * `npm test`: every suite, in the order in which a fault shows soonest. Brings
 * its own Postgres; a stage that fails does not stop the ones behind it, so one
 * run names all. `npm test -- NAME …` runs only the stages so named.
 */

interface Stage {
  readonly name: string
  /** Commands run side by side. */
  readonly commands: readonly (readonly string[])[]
  /** Whether it needs the database. */
  readonly database?: boolean
  /** Further options of Node. */
  readonly node?: string
}

const root = path.join(__dirname, "..")
const reportFolder = path.join(root, ".cache", "test-reports")
const bin = (name: string): string => path.join(root, "node_modules", ".bin", name)

const jest = (...projects: string[]): readonly string[] => [
  bin("jest"),
  "--selectProjects",
  ...projects,
  "--maxWorkers=2",
  "--testTimeout=120000",
  // What the shops under test log would bury the one line that matters.
  "--silent",
  "--json",
  `--outputFile=${path.join(reportFolder, `${projects.join("-")}.json`)}`,
]

const STAGES: readonly Stage[] = [
  {
    name: "static",
    commands: [
      // Not static, but here it hinders nobody: two specs of the browser stage wait for it.
      [process.execPath, path.join(root, "scripts", "ts-run.js"), path.join(root, "scripts", "prepare-dashboard.ts")],
      [bin("prettier"), "--check", "--log-level", "warn", "."],
      [bin("eslint"), ".", "--max-warnings", "0"],
      ...[
        "tsconfig.json",
        "tsconfig.tests.json",
        "tsconfig.admin.json",
        "storefront-widget/tsconfig.json",
        "demo/storefront/tsconfig.json",
      ].map((project) => [bin("tsc"), "--noEmit", "-p", project]),
      [bin("knip")],
      [process.execPath, path.join(root, "scripts", "lint-openapi.mjs")],
    ],
  },
  // What reaches for an object's prototype throws.
  { name: "unit", commands: [jest("core", "unit", "widget")], node: "--disable-proto=throw" },
  { name: "integration", commands: [jest("module", "http")], database: true },
  { name: "reliability", commands: [jest("reliability")], database: true },
  { name: "security", commands: [jest("security")], database: true },
  { name: "browser", commands: [jest("browser")], database: true },
  { name: "package", commands: [jest("package")], database: true },
]

const isJest = (command: readonly string[]): boolean => command.some((part) => part.startsWith("--outputFile="))

interface StageRun {
  readonly stage: Stage
  readonly env: NodeJS.ProcessEnv
}

/** Lines of a tool that are shown; its log has all of them. */
const TOOL_LINES = 30

/** Of jest no more than which files failed, for their reasons stand at the end; of other tools their first lines. */
async function run(command: readonly string[], { stage, env }: StageRun): Promise<number> {
  const tests = isJest(command)
  let lines = 0
  const { code, lastLines } = await runLogged({
    ...{ command, cwd: root, env, log: logOf(reportFolder, stage.name) },
    shows: (line) => (tests ? line.startsWith("FAIL ") : lines++ < TOOL_LINES),
  })
  if (code === 0) return code
  if (tests && readReports().length === 0) console.error(lastLines.join("\n"))
  console.error(`failed (${code}): ${command.map((part) => path.basename(part)).join(" ")}`)
  return code
}

/** Two at a time, for the machine this is meant for has two cores. */
async function runCommands(stageRun: StageRun): Promise<boolean> {
  const waiting = [...stageRun.stage.commands]
  const codes: number[] = []
  const worker = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) codes.push(await run(next, stageRun))
  }
  await Promise.all([worker(), worker()])
  return codes.every((code) => code === 0)
}

/** What the stages' jest runs have written, those that ran. */
function readReports(): Report[] {
  return STAGES.flatMap(({ commands }) => commands).flatMap((command) => {
    const file = command.find((part) => part.startsWith("--outputFile="))?.slice("--outputFile=".length)
    const report = file === undefined ? null : readReport(file)
    return report ? [report] : []
  })
}

async function main(): Promise<void> {
  const wanted = process.argv.slice(2)
  const unknown = wanted.filter((name) => !STAGES.some((stage) => stage.name === name))
  if (unknown.length > 0) throw new Error(`no stage ${unknown.join(", ")}: ${STAGES.map((s) => s.name).join(", ")}`)
  const stages = STAGES.filter((stage) => wanted.length === 0 || wanted.includes(stage.name))
  rmSync(reportFolder, { recursive: true, force: true })
  mkdirSync(reportFolder, { recursive: true })

  const postgres = stages.some((stage) => stage.database)
    ? await startEmbeddedPostgres({ dataDir: path.join(root, ".test-postgres") })
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
  const outcomes: string[] = []
  let green = true
  try {
    for (const stage of stages) {
      const begun = Date.now()
      console.log(`\n=== ${stage.name}`)
      const options = [env.NODE_OPTIONS, stage.node].filter(Boolean).join(" ")
      const passed = await runCommands({ stage, env: { ...env, NODE_OPTIONS: options } })
      green &&= passed
      outcomes.push(`${passed ? "ok    " : "FAILED"} ${stage.name} (${Math.round((Date.now() - begun) / 1000)} s)`)
    }
  } finally {
    await postgres?.stop()
  }
  console.log(`\n${outcomes.join("\n")}`)
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
