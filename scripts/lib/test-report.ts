import { readFileSync } from "node:fs"
import path from "node:path"
import { stripVTControlCharacters } from "node:util"
import { z } from "zod"

/** Failures that are shown with their reasons, and lines of each: the log has the rest. */
const FAILURES_SHOWN = 8
const FAILURE_LINES = 12
/** Files shown with their time, the slowest first. */
const SLOWEST_SHOWN = 8

const reportSchema = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      message: z.string(),
      startTime: z.number(),
      endTime: z.number(),
      assertionResults: z.array(
        z.object({
          fullName: z.string(),
          status: z.string(),
          failureMessages: z.array(z.string()),
          /** More than 1: it failed before, for these reasons. */
          invocations: z.number().optional(),
          retryReasons: z.array(z.string()).optional(),
        }),
      ),
    }),
  ),
})
export type Report = z.output<typeof reportSchema>

/** What jest wrote; null where it wrote nothing, or not to the end. */
export function readReport(file: string): Report | null {
  try {
    return reportSchema.parse(JSON.parse(readFileSync(file, "utf8")))
  } catch {
    return null
  }
}

/** The first lines of what a test said, for a screen to hold them. */
function shortened(texts: readonly string[]): string {
  const lines = stripVTControlCharacters(texts.join("\n"))
    .split("\n")
    .filter((line) => line.trim() !== "")
  return lines.slice(0, FAILURE_LINES).join("\n")
}

/** Every failure once more at the very end, where whoever looks at a long log looks first. */
export function describeFailures(reports: readonly Report[], root: string): string[] {
  const failures = reports
    .flatMap(({ testResults }) => testResults)
    .filter(({ status }) => status === "failed")
    .flatMap(({ name, message, assertionResults }) => {
      const failed = assertionResults.filter(({ status }) => status === "failed")
      const file = path.relative(root, name)
      if (failed.length === 0) return [{ title: `FAILED ${file}`, why: [message] }]
      return failed.map(({ fullName, failureMessages, retryReasons = [] }) => ({
        ...{ title: `FAILED ${file}: ${fullName}`, why: [...retryReasons, ...failureMessages] },
      }))
    })
  return failures.map(({ title, why }, at) => (at < FAILURES_SHOWN ? `${title}\n${shortened(why)}` : title))
}

/** Tests that passed only when they were tried again: faults that wait for a bad day. */
export function describeRetries(reports: readonly Report[], root: string): string[] {
  return reports
    .flatMap(({ testResults }) => testResults)
    .flatMap(({ name, assertionResults }) =>
      assertionResults
        .filter(({ status, invocations = 1 }) => status === "passed" && invocations > 1)
        .map(
          ({ fullName, retryReasons = [] }) =>
            `PASSED AT THE SECOND TRY ${path.relative(root, name)}: ${fullName}\n${shortened(retryReasons)}`,
        ),
    )
}

export function describeSlowest(reports: readonly Report[], root: string): string {
  const seconds = reports
    .flatMap(({ testResults }) => testResults)
    .map(({ name, startTime, endTime }) => ({ file: path.relative(root, name), s: (endTime - startTime) / 1_000 }))
    .sort((a, b) => b.s - a.s)
  return seconds
    .slice(0, SLOWEST_SHOWN)
    .map(({ file, s }) => `${s.toFixed(0).padStart(5)} s  ${file}`)
    .join("\n")
}

export interface StageOutcome {
  readonly name: string
  readonly passed: boolean
  readonly seconds: number
}

/**
 * How stages ended that shared one run: each by the files of its folders under `integration-tests`.
 *
 * @param passed whether the run as a whole did; where it did not and no file says why, none of them counts as passed
 */
export function outcomesByFolder(
  reports: readonly Report[],
  stages: readonly { readonly name: string; readonly folders: readonly string[] }[],
  passed: boolean,
): StageOutcome[] {
  const outcomes = stages.map(({ name, folders }) => {
    const files = reports
      .flatMap(({ testResults }) => testResults)
      .filter((file) => folders.some((folder) => file.name.includes(`/integration-tests/${folder}/`)))
    return {
      name,
      passed: files.length > 0 && files.every(({ status }) => status !== "failed"),
      seconds: files.reduce((sum, { startTime, endTime }) => sum + (endTime - startTime) / 1_000, 0),
    }
  })
  const isExplained = passed || outcomes.some((outcome) => !outcome.passed)
  return isExplained ? outcomes : outcomes.map((outcome) => ({ ...outcome, passed: false }))
}
