import { readFileSync } from "node:fs"
import { gunzipSync } from "node:zlib"
import { parse } from "csv-parse/sync"
import { z } from "@medusajs/framework/zod"

/** The rows of a packed CSV file, by another reader than ours. */
export function readCsv(file: string): Record<string, string>[] {
  return z.array(z.record(z.string(), z.string())).parse(parse(gunzipSync(readFileSync(file)), { columns: true }))
}
