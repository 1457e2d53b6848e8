import { appendFileSync, mkdirSync } from "node:fs"
import path from "node:path"
import { root } from "./database"

/** What a test tried, for the table in docs/RELIABILITY.md. */
export interface Trial {
  /** Loads, faults and attacks that it belongs to, such as `R8`. */
  readonly items: readonly string[]
  /** What was tried, in few words. */
  readonly what: string
  readonly times: number
  /** What came out, with its figures. */
  readonly outcome: string
}

const FILE = path.join(root, ".cache", "reliability", "trials.ndjson")

/**
 * Writes a trial down. Call it last in a test: the table shows it only when the test that wrote it passed.
 */
export function tried(trial: Trial): void {
  mkdirSync(path.dirname(FILE), { recursive: true })
  const test = expect.getState().currentTestName ?? ""
  appendFileSync(FILE, `${JSON.stringify({ ...trial, test })}\n`)
}
