import { describeFailures, describeRetries, describeSlowest, outcomesByFolder } from "../lib/test-report"
import type { Report } from "../lib/test-report"

const aTest = (n: number, status: string, lines: number) => ({
  ...{ fullName: `claim ${n}`, status },
  failureMessages:
    status === "failed" ? [Array.from({ length: lines }, (_, at) => `reason ${n}.${at}`).join("\n")] : [],
})
const aReport = (file: string, assertionResults: ReturnType<typeof aTest>[], seconds = 1): Report => ({
  ...{ numPassedTests: 0, numFailedTests: 0, numPendingTests: 0 },
  testResults: [
    {
      ...{
        name: `/root/${file}`,
        status: "failed",
        message: "it did not load",
        startTime: 0,
        endTime: seconds * 1_000,
      },
      assertionResults,
    },
  ],
})
const lines = (texts: readonly string[]): string[] => texts.join("\n").split("\n")

test("test-report: fifty failures of a hundred lines fit two screens, and each is named", () => {
  const failed = Array.from({ length: 50 }, (_, n) => aTest(n, "failed", 100))
  const shown = lines(describeFailures([aReport("a.spec.ts", failed)], "/root"))
  expect(shown.length).toBeLessThanOrEqual(150)
  expect(shown.filter((line) => line.startsWith("FAILED a.spec.ts: claim "))).toHaveLength(50)
  expect(shown[1]).toBe("reason 0.0")
})

test("test-report: a file that did not load is a failure with its reason", () => {
  expect(describeFailures([aReport("b.spec.ts", [])], "/root")).toEqual(["FAILED b.spec.ts\nit did not load"])
})

test("test-report: a test that passed at the second try is named with what failed first", () => {
  const retried = { ...aTest(1, "passed", 0), invocations: 2, retryReasons: ["\u001b[31mtoo late\u001b[39m"] }
  expect(describeRetries([aReport("c.spec.ts", [retried])], "/root")).toEqual([
    "PASSED AT THE SECOND TRY c.spec.ts: claim 1\ntoo late",
  ])
})

test("test-report: the slowest files stand first, eight of them", () => {
  const reports = Array.from({ length: 12 }, (_, n) => aReport(`${n}.spec.ts`, [], n))
  expect(lines([describeSlowest(reports, "/root")]).map((line) => line.trim())).toEqual(
    [11, 10, 9, 8, 7, 6, 5, 4].map((n) => `${n} s  ${n}.spec.ts`),
  )
})

describe("test-report: stages that shared a run", () => {
  const stages = [
    { name: "integration", folders: ["module", "http"] },
    { name: "browser", folders: ["browser"] },
  ]
  const passedIn = (folder: string): Report => {
    const report = aReport(`integration-tests/${folder}/a.spec.ts`, [], 2)
    return { ...report, testResults: report.testResults.map((file) => ({ ...file, status: "passed" })) }
  }
  const ended = (reports: readonly Report[], passed: boolean) =>
    outcomesByFolder(reports, stages, passed).map((outcome) => [outcome.name, outcome.passed, outcome.seconds])

  test("test-report: each stage ended as the files of its own folders did", () => {
    const reports = [passedIn("module"), passedIn("http"), aReport("integration-tests/browser/b.spec.ts", [])]
    expect(ended(reports, false)).toEqual([
      ["integration", true, 4],
      ["browser", false, 1],
    ])
  })

  test("test-report: a stage that left no file's result has not passed", () => {
    expect(ended([passedIn("http")], true)).toEqual([
      ["integration", true, 2],
      ["browser", false, 0],
    ])
  })

  test("test-report: where the run failed and no file says why, no stage has passed", () => {
    const outcomes = ended([passedIn("http"), passedIn("browser")], false)
    expect(outcomes.map(([, passed]) => passed)).toEqual([false, false])
  })
})
