import { createReadStream } from "node:fs"
import { createGunzip } from "node:zlib"
import { parse } from "csv-parse"
import type { Options } from "csv-parse"

/** The records of a gzipped CSV file, streamed; by column name unless `options` say otherwise. */
export function csvRows(file: string, options: Options = { columns: true }): AsyncIterable<unknown> {
  const parser = parse({ relax_column_count: true, skip_empty_lines: true, bom: true, ...options })
  const source = createReadStream(file)
  const unzipped = source.pipe(createGunzip())
  source.on("error", (error) => parser.destroy(error))
  unzipped.on("error", (error) => parser.destroy(new Error(`${file} cannot be unpacked: ${error.message}`)))
  return unzipped.pipe(parser)
}
