import { existsSync } from "node:fs"
import path from "node:path"
import { INTERACTION_COLUMNS } from "../core/data"
import type { Cells, ParsedRow } from "../core/data"
import { ProblemCounts } from "./problem-counts"
import type { ProblemCount } from "./problem-counts"
import { readTable } from "./read-table"
import type { TableOptions } from "./read-table"

/** The tables of a data folder: columns without which each means nothing, and those that mean something beside. */
export const DATA_TABLES = {
  interactions: { required: ["item_id", "behavior_type"], known: INTERACTION_COLUMNS },
  items: { required: ["item_id"], known: ["title", "category", "price", "tags", "created_at", "first_sold"] },
  users: { required: ["user_id"], known: ["age", "gender", "country"] },
} as const satisfies Record<string, TableOptions>

export type DataTable = keyof typeof DATA_TABLES

const ENDINGS = [".csv.gz", ".csv", ".ndjson.gz", ".ndjson"]

/** How the rows of one file fared. */
export interface FileReport {
  readonly file: string
  readonly rows: number
  readonly badRows: number
  /** What was wrong, each kind with its count and the line of its first row. */
  readonly problems: readonly ProblemCount[]
  /** Rows that were no UTF-8 and were read as Windows-1252. */
  readonly guessed: number
}

/** The file of a data folder that holds a table; null where there is none. */
export function tableIn(folder: string, table: DataTable): string | null {
  return ENDINGS.map((ending) => path.join(folder, table + ending)).find((file) => existsSync(file)) ?? null
}

/** @throws Error naming the folder when it holds no interactions */
export function interactionsIn(folder: string): string {
  const file = tableIn(folder, "interactions")
  if (file !== null) return file
  throw new Error(
    `${folder} is no data folder: it holds none of ${ENDINGS.map((end) => `interactions${end}`).join(", ")}`,
  )
}

/** What is made of one row, and who takes it. */
export interface RowReader<T> {
  readonly parse: (cells: Cells) => ParsedRow<T>
  readonly accept: (row: T) => void
}

/** Reads a table of a data folder; bad rows are left out and counted. */
export async function readRecords<T>(file: string, table: DataTable, reader: RowReader<T>): Promise<FileReport> {
  const problems = new ProblemCounts()
  const counts = { rows: 0, badRows: 0, guessed: 0 }
  for await (const batch of readTable(file, { ...DATA_TABLES[table], onGuess: (rows) => (counts.guessed = rows) })) {
    for (const { cells, line, problem } of batch) {
      counts.rows += 1
      const parsed = problem === null ? reader.parse(cells) : { problem }
      if ("row" in parsed) {
        reader.accept(parsed.row)
        continue
      }
      counts.badRows += 1
      problems.add(parsed.problem, line)
    }
  }
  return { file, ...counts, problems: problems.list() }
}

/** Why a file of interactions is of no use, in words. */
export function noRows({ file, rows, problems }: FileReport): string {
  if (rows === 0) return `${file} has a header and no rows`
  return `none of the ${rows} rows of ${file} can be read: ${problems[0]?.problem ?? "they are bad"}`
}
