import { existsSync, statSync } from "node:fs"
import type { Dataset } from "../../../src/core/contract"
import { isGoal, goalOf } from "../../../src/core/features/shop-state"
import { isPositive } from "../../../src/core/features/profile"
import { problemLine } from "../../../src/files/problem-counts"
import { readDataFolder } from "../../../src/training/data-folder"

/** A data folder that can be measured. */
export interface MeasuredSet {
  readonly name: string
  readonly dataset: Dataset
}

/** Rows of behavior below which nothing can be cut off and judged. */
const ROWS_AT_LEAST = 50

/**
 * Reads a data folder and makes sure that something can be measured on it.
 *
 * @throws Error saying which file, column or kind of row is missing
 */
export async function openSet(folder: string): Promise<MeasuredSet> {
  if (!existsSync(folder) || !statSync(folder).isDirectory()) throw new Error(`${folder} is not a folder`)
  const { dataset, reports } = await readDataFolder(folder)
  const problems = reports.flatMap(({ file, problems: found }) => found.map((one) => `${file}: ${problemLine(one)}`))
  for (const { file, rows, badRows } of reports) console.error(`${file}: ${rows} rows, ${badRows} bad`)
  for (const problem of problems) console.error(problem)
  const missing = missingFrom(dataset)
  if (missing !== null) throw new Error([`${folder} cannot be measured: ${missing}`, ...problems].join("\n"))
  return { name: nameOf(folder), dataset }
}

/** Last part of a folder's path. */
export function nameOf(folder: string): string {
  return folder.replace(/\/+$/, "").split("/").pop() ?? folder
}

/** What a dataset lacks to be measured, null where it has all. */
function missingFrom({ log }: Dataset): string | null {
  if (log.length === 0) return "no row of interactions could be read"
  if (log.length < ROWS_AT_LEAST) return `it has ${log.length} usable rows, needs ${ROWS_AT_LEAST}`
  const accepts = isGoal(goalOf(log))
  if (!log.behavior.some(accepts)) return "no row is a view, click, cart, wish, rating or purchase"
  const hasSomebody = log.user.some((user) => user >= 0) || log.session.some((session) => session >= 0)
  if (!hasSomebody) return "no row has a user_id or a session_id"
  if (new Set(log.item.filter((_, row) => isPositive(log.behavior[row]))).size < 2) return "all rows are of one product"
  return null
}
