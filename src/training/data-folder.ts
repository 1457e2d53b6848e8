import { createReadStream, existsSync } from "node:fs"
import { join } from "node:path"
import { createGunzip } from "node:zlib"
import { parse } from "csv-parse"
import type { CatalogItem, Dataset, ShopperSegment } from "../core/contract"
import { InteractionLogBuilder, parseInteraction, parseItem, parseSegment } from "../core/data"
import type { Cells, ParsedRow } from "../core/data"

/** How the rows of one file fared. */
export interface FileReport {
  readonly file: string
  readonly rows: number
  readonly badRows: number
  /** What was wrong, each kind with its count and the line of its first row. */
  readonly problems: ReadonlyMap<string, { readonly count: number; readonly firstLine: number }>
}

/** A data folder that has been read: interactions, and what was said of products and shoppers. */
export interface DataFolder {
  readonly dataset: Dataset
  readonly reports: readonly FileReport[]
}

/**
 * Reads a data folder: `interactions.csv` and, where they are, `items.csv` and `users.csv`, each plain or
 * `.csv.gz`. Unknown columns are passed over; bad rows are left out and counted.
 *
 * @throws Error when there is no interactions file
 */
export async function readDataFolder(folder: string): Promise<DataFolder> {
  const builder = new InteractionLogBuilder()
  const items = new Map<string, CatalogItem>()
  const segments = new Map<string, ShopperSegment>()
  const reports: FileReport[] = []
  const interactions = findFile(folder, "interactions")
  if (interactions === null) throw new Error(`${folder} holds neither interactions.csv.gz nor interactions.csv`)
  reports.push(await readTable(interactions, parseInteraction, (row) => builder.add(row)))
  const itemFile = findFile(folder, "items")
  if (itemFile !== null) reports.push(await readTable(itemFile, parseItem, (item) => items.set(item.id, item)))
  const userFile = findFile(folder, "users")
  if (userFile !== null) {
    reports.push(await readTable(userFile, parseSegment, ({ id, segment }) => segments.set(id, segment)))
  }
  return { dataset: { log: builder.finish(), items, segments }, reports }
}

function findFile(folder: string, name: string): string | null {
  const paths = [join(folder, `${name}.csv.gz`), join(folder, `${name}.csv`)]
  return paths.find((path) => existsSync(path)) ?? null
}

async function readTable<T>(
  file: string,
  parseRow: (cells: Cells) => ParsedRow<T>,
  accept: (row: T) => void,
): Promise<FileReport> {
  const problems = new Map<string, { count: number; firstLine: number }>()
  let columns: ReadonlyMap<string, number> | null = null
  let record: readonly string[] = []
  let rows = 0
  let badRows = 0
  const cells: Cells = (column) => {
    const at = columns?.get(column)
    return at === undefined ? undefined : record[at]
  }
  const take = (next: readonly string[]): void => {
    if (columns === null) {
      columns = new Map(next.map((name, at) => [name.trim(), at]))
      return
    }
    rows++
    record = next
    const parsed = parseRow(cells)
    if ("row" in parsed) {
      accept(parsed.row)
      return
    }
    badRows++
    const known = problems.get(parsed.problem)
    if (known === undefined) problems.set(parsed.problem, { count: 1, firstLine: rows + 1 })
    else known.count++
  }
  await streamRecords(file, take)
  return { file, rows, badRows, problems }
}

/** Every record of a file, the header too. Lines with too few or too many cells come as they are. */
async function streamRecords(file: string, take: (record: readonly string[]) => void): Promise<void> {
  const source = createReadStream(file)
  const parser = parse({ bom: true, relax_column_count: true, relax_quotes: true, skip_empty_lines: true })
  await new Promise<void>((resolve, reject) => {
    parser.on("readable", () => {
      for (let record: unknown = parser.read(); record !== null; record = parser.read()) {
        if (Array.isArray(record)) take(record.map(String))
      }
    })
    parser.on("error", reject)
    parser.on("end", resolve)
    source.on("error", reject)
    if (!file.endsWith(".gz")) {
      source.pipe(parser)
      return
    }
    const gunzip = createGunzip()
    gunzip.on("error", reject)
    source.pipe(gunzip).pipe(parser)
  })
}
