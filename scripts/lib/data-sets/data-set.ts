import type { Cells } from "../../../src/core/data"
import { kindOf } from "../../../src/core/data"
import { readTable } from "../../../src/files/read-table"

/** One row of a table of the data folder, by column. */
export type Row = Readonly<Record<string, string>>

/** The tables of a data folder; those that the original has nothing for are absent. */
export interface Tables {
  readonly interactions: readonly Row[]
  readonly items?: readonly Row[]
  readonly users?: readonly Row[]
  /** Rows of the original that were left out, by cause. */
  readonly dropped: ReadonlyMap<string, number>
}

/** SHA-256 of the unpacked files that this repository's figures were made from; null where it has none. */
export interface KnownFiles {
  readonly interactions: string | null
  readonly items: string | null
  readonly users: string | null
}

/** A public data set: where it is, and how its original becomes a data folder. */
export interface DataSet {
  readonly title: string
  readonly page: string
  readonly licence: string
  /** What to download, and how to make the file or files that are read. */
  readonly steps: readonly string[]
  readonly known: KnownFiles
  /** @param files original files in the order of `steps` */
  convert(files: readonly string[]): Promise<Tables>
}

/** Calls `take` for each row of a table; rows that cannot be read are counted as dropped. */
export async function eachRow(
  file: string,
  required: readonly string[],
  take: (cells: (column: string) => string) => string | null,
): Promise<Map<string, number>> {
  const dropped = new Map<string, number>()
  for await (const rows of readTable(file, { required: required.map(kindOf) }))
    for (const { cells, problem } of rows) {
      const cause = problem === null ? take(textOf(cells)) : "unreadable"
      if (cause !== null) dropped.set(cause, (dropped.get(cause) ?? 0) + 1)
    }
  return dropped
}

const textOf =
  (cells: Cells) =>
  (column: string): string =>
    (cells(kindOf(column)) ?? "").trim()

/** The middle of the values, of two the lower. */
export function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? Number.NaN
}

/** The value that occurs most often, of several the first. */
export function mostFrequent(values: readonly string[]): string {
  const counts = new Map<string, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0] ?? ""
}

/** `2009-12-01 07:45:00` or an instant with a zone, as ISO 8601 in UTC; null for what is no time. */
export function utcOf(text: string): string | null {
  const hasZone = /(?:Z|[+-]\d\d:?\d\d)$/.test(text)
  const at = new Date(hasZone ? text : `${text.replace(" ", "T")}Z`)
  return Number.isNaN(at.getTime()) ? null : at.toISOString().replace(".000Z", "Z")
}
