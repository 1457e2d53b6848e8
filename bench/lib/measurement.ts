import { mkdirSync, writeFileSync } from "node:fs"
import path from "node:path"

/** `MEASUREMENTS_FOLDER` is another one, for a run on so little that its figures are none. */
const FOLDER = process.env.MEASUREMENTS_FOLDER ?? path.join(__dirname, "..", "..", ".cache", "reliability")

/** One finding, and the loads of `integration-tests/reliability/items.ts` that it speaks of. */
export interface MeasuredLine {
  readonly items: readonly string[]
  readonly what: string
  readonly outcome: string
  /** By the names that the limits of the loads give them. */
  readonly figures?: Readonly<Record<string, number>>
}

/** Leaves what a command measured where `scripts/reliability-table.ts` finds it. */
export function keepMeasurement(name: string, command: string, lines: readonly MeasuredLine[]): void {
  mkdirSync(FOLDER, { recursive: true })
  writeFileSync(
    path.join(FOLDER, `${name}.json`),
    `${JSON.stringify({ command, measuredAt: new Date().toISOString().slice(0, 10), lines }, null, 2)}\n`,
  )
}
