import { createReadStream } from "node:fs"
import { pipeline } from "node:stream"
import type { Readable } from "node:stream"
import { createInterface } from "node:readline"
import { createGunzip } from "node:zlib"
import { parse } from "csv-parse"
import type { Cells } from "../../../../core/data"

/** One row of a file, by column, and where it stands. */
export interface FileRow {
  /** 1-based; of a CSV the header is line 1. */
  readonly line: number
  readonly cells: Cells
  /** The row as it came, for the file of bad rows. */
  readonly raw: readonly string[] | string
}

/** Rows of a `.csv`, `.ndjson` or `.jsonl` file, plain or gzipped, streamed. */
export async function* readRows(path: string): AsyncGenerator<FileRow> {
  const plain = path.replace(/\.gz$/i, "")
  const stream = open(path)
  if (/\.(ndjson|jsonl)$/i.test(plain)) yield* ndjsonRows(stream)
  else yield* csvRows(stream)
}

function open(path: string): Readable {
  const file = createReadStream(path)
  if (!/\.gz$/i.test(path)) return file
  // A broken file ends the stream with its error, which the reader of the rows then meets.
  return pipeline(file, createGunzip(), () => undefined)
}

async function* csvRows(stream: Readable): AsyncGenerator<FileRow> {
  const options = { bom: true, relax_column_count: true, relax_quotes: true, skip_empty_lines: true }
  const records: AsyncIterable<unknown> = pipeline(stream, parse(options), () => undefined)
  let columns: ReadonlyMap<string, number> | null = null
  let line = 0
  for await (const record of records) {
    line += 1
    const raw = Array.isArray(record) ? record.map(String) : []
    if (columns === null) {
      columns = new Map(raw.map((name, at) => [name.trim(), at]))
      continue
    }
    const places = columns
    yield {
      line,
      raw,
      cells: (column) => {
        const at = places.get(column)
        return at === undefined ? undefined : raw[at]
      },
    }
  }
}

async function* ndjsonRows(stream: Readable): AsyncGenerator<FileRow> {
  let line = 0
  for await (const text of createInterface({ input: stream, crlfDelay: Infinity })) {
    line += 1
    if (text.trim() === "") continue
    const fields = fieldsOf(text)
    yield { line, raw: text, cells: (column) => fields.get(column) }
  }
}

/** Fields of one JSON line as text; none where the line is no object, so that it counts as a bad row. */
function fieldsOf(text: string): ReadonlyMap<string, string> {
  let parsed: unknown
  try {
    parsed = JSON.parse(text)
  } catch {
    return new Map()
  }
  if (typeof parsed !== "object" || parsed === null) return new Map()
  const fields = new Map<string, string>()
  for (const [name, value] of Object.entries(parsed)) {
    if (typeof value === "string" || typeof value === "number") fields.set(name, String(value))
  }
  return fields
}
