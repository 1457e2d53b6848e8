import { DelimitedRecords, TableFormatError, kindOf } from "../core/data"
import type { Cells } from "../core/data"
import { FileFormatError, textLines } from "./text-lines"
import type { Lines } from "./text-lines"

/** One row of a file, by column, and where it stands. */
export interface TableRow {
  /** 1-based line that the row begins on. */
  readonly line: number
  readonly cells: Cells
  /** All cells of a CSV row in the order of its columns; none of a JSON row. */
  readonly values: readonly string[]
  /** The row as it came, for the file of bad rows. */
  readonly raw: string
  /** Why the row cannot be read; null where it can. */
  readonly problem: string | null
}

export interface TableOptions {
  /** Columns without which the table means nothing; none: the table has no header. */
  readonly required: readonly string[]
  /** Columns that mean something beside those. */
  readonly known?: readonly string[]
  /** Name of the file's encoding, where it is known. */
  readonly encoding?: string
  /** Called with a CSV table's columns. */
  readonly onHeader?: (columns: readonly string[]) => void
  /** Called at the end, when lines were no UTF-8 and were read as Windows-1252. */
  readonly onGuess?: (lines: number) => void
}

/**
 * Rows of a CSV or NDJSON file, plain or gzipped, in batches as they are read: the one reader of all files. Which of
 * the two it is, its line ends, delimiter and encoding are seen from the file itself. A row that cannot be read comes
 * with its problem and hides no other.
 *
 * @throws FileFormatError when the file is no such table, CutFileError behind the last whole row of a damaged `.gz`
 */
export async function* readTable(path: string, options: TableOptions): AsyncGenerator<readonly TableRow[]> {
  const rows: TableRow[] = []
  const reader = new TableReader(options, (row) => rows.push(row))
  let guessed = 0
  try {
    for await (const lines of textLines(path, options.encoding)) {
      guessed += lines.guessed
      reader.push(lines)
      if (rows.length > 0) yield rows.splice(0)
    }
    reader.end()
  } catch (error) {
    // Rows before the fault have been given out; those of an open quote at a cut are none.
    throw error instanceof TableFormatError ? new FileFormatError(`${path}: ${error.message}`) : error
  }
  if (guessed > 0) options.onGuess?.(guessed)
  if (rows.length > 0) yield rows
}

class TableReader {
  private readonly records: DelimitedRecords
  private columns: ReadonlyMap<string, number> = new Map()
  /** Null before the first line that is not blank. */
  private isJson: boolean | null = null

  constructor(
    options: TableOptions,
    private readonly take: (row: TableRow) => void,
  ) {
    const { required, known = [], onHeader } = options
    this.records = new DelimitedRecords({
      required,
      known: [...new Set([...required, ...known])],
      onHeader: (columns) => {
        this.columns = new Map(columns.map((name, at) => [name, at]))
        onHeader?.(columns)
      },
      onRecord: ({ line, cells, raw, problem }) => {
        const columns = this.columns
        const cellOf: Cells = (column) => {
          const at = columns.get(column)
          return at === undefined ? undefined : cells[at]
        }
        this.take({ line, raw, problem, values: cells, cells: cellOf })
      },
    })
  }

  push({ first, texts, problems }: Lines): void {
    for (const [at, text] of texts.entries()) {
      const line = first + at
      const problem = problems.get(at)
      if (problem !== undefined && this.isJson !== null) {
        this.take({ line, raw: text, problem, values: [], cells: () => undefined })
        continue
      }
      this.isJson ??= text.trim() === "" ? null : isJsonLine(text)
      if (this.isJson) this.json(text, line)
      else this.records.push(text, line)
    }
  }

  /** @throws TableFormatError for a file without any row */
  end(): void {
    this.records.end()
    if (this.isJson === null) throw new TableFormatError("the file is empty")
  }

  private json(text: string, line: number): void {
    if (text.trim() === "") return
    const { fields, problem } = fieldsOf(text)
    this.take({ line, raw: text, problem, values: [], cells: (column) => fields.get(column) })
  }
}

/** @throws TableFormatError for a JSON document over many lines */
function isJsonLine(text: string): boolean {
  const start = text.trimStart()
  if (start.startsWith("[") || /^\{\s*$/.test(start)) {
    throw new TableFormatError("this is one JSON document: write one object a line (NDJSON), without brackets around")
  }
  return start.startsWith("{")
}

interface JsonFields {
  readonly fields: ReadonlyMap<string, string>
  readonly problem: string | null
}

/** Fields of one JSON line as text, by the name of their column. */
function fieldsOf(text: string): JsonFields {
  let parsed: unknown
  try {
    parsed = JSON.parse(text)
  } catch {
    return { fields: new Map(), problem: "the row is no JSON object" }
  }
  if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed))
    return { fields: new Map(), problem: "the row is no JSON object" }
  const fields = new Map<string, string>()
  for (const [name, value] of Object.entries(parsed)) {
    if (typeof value === "number" && Number.isInteger(value) && !Number.isSafeInteger(value)) {
      return { fields, problem: `${kindOf(name)} is a number too long to be read exactly: put it in quotation marks` }
    }
    if (typeof value === "string" || typeof value === "number") fields.set(kindOf(name), String(value))
  }
  return { fields, problem: null }
}
