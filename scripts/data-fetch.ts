import { createHash } from "node:crypto"
import { createReadStream, mkdirSync, statSync, writeFileSync } from "node:fs"
import path from "node:path"
import { pipeline } from "node:stream/promises"
import { parseArgs } from "node:util"
import { gzipSync } from "node:zlib"
import { stringify } from "csv-stringify/sync"
import { clickstream } from "./lib/data-sets/clickstream"
import { completeJourney } from "./lib/data-sets/complete-journey"
import type { DataSet, Row, Tables } from "./lib/data-sets/data-set"
import { onlineRetail } from "./lib/data-sets/online-retail"
import { retailrocket } from "./lib/data-sets/retailrocket"

/*
 * `npm run data:fetch -- NAME [--file ORIGINAL …] [--out DIR]`: says where a public data set is, and makes the data folder
 * that benches and imports read from the original. It downloads nothing. The last line is JSON.
 */

const SETS: ReadonlyMap<string, DataSet> = new Map([
  ["online_retail_2010", onlineRetail],
  ["uci_clickstream_2008", clickstream],
  ["completejourney_sample", completeJourney],
  ["retailrocket", retailrocket],
])
const USAGE = `npm run data:fetch -- NAME [--file ORIGINAL …] [--out DIR]; NAME is ${[...SETS.keys()].join(", ")}`
const TABLES = ["interactions", "items", "users"] as const

async function sha256(file: string): Promise<string> {
  const hash = createHash("sha256")
  await pipeline(createReadStream(file), hash)
  return hash.digest("hex")
}

function print(name: string, { title, page, licence, steps }: DataSet): void {
  console.log(`${name}: ${title}\n  ${page} (${licence})`)
  for (const [at, step] of steps.entries()) console.log(`  ${at + 1}. ${step}`)
}

/** Writes a table, and says how it compares with the one behind this repository's figures. */
function write(folder: string, rows: readonly Row[], table: (typeof TABLES)[number]): string {
  const columns = Object.keys(rows[0] ?? {})
  const text = stringify(rows as Row[], { header: true, columns })
  writeFileSync(path.join(folder, `${table}.csv.gz`), gzipSync(text, { level: 9 }))
  return createHash("sha256").update(text).digest("hex")
}

async function convert(
  name: string,
  set: DataSet,
  options: { files: readonly string[]; out: string },
): Promise<object> {
  const originals = []
  for (const file of options.files) {
    const [bytes, hash] = [statSync(file).size, await sha256(file)]
    console.log(`${path.basename(file)}: ${bytes} bytes, SHA-256 ${hash}`)
    console.log("  the original's own hash is unknown here: compare it with what the source or another copy says")
    originals.push({ file: path.basename(file), bytes, sha256: hash })
  }
  const tables: Tables = await set.convert(options.files)
  if (tables.interactions.length === 0) throw new Error(`${name}: no row of ${options.files.join(", ")} could be used`)
  mkdirSync(options.out, { recursive: true })
  const written = TABLES.flatMap((table) => {
    const rows = tables[table]
    if (rows === undefined || rows.length === 0) return []
    const hash = write(options.out, rows, table)
    const known = set.known[table]
    const same = known === null ? null : known === hash
    const words = {
      true: "the same as behind our figures",
      false: "not the same as behind our figures",
      null: "no other to compare with",
    }
    console.log(`${table}.csv.gz: ${rows.length} rows, ${words[String(same) as keyof typeof words]}`)
    return [{ table, rows: rows.length, sha256: hash, same }]
  })
  for (const [cause, count] of tables.dropped) console.log(`left out: ${count} x ${cause}`)
  return { name, out: options.out, originals, written, dropped: Object.fromEntries(tables.dropped) }
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { file: { type: "string", multiple: true, default: [] }, out: { type: "string" } },
  })
  const [name = ""] = positionals
  const set = SETS.get(name)
  if (set === undefined) throw new Error(USAGE)
  print(name, set)
  const { file: files, out = path.join(".data", name) } = values
  const answer = files.length === 0 ? { name, page: set.page } : await convert(name, set, { files, out })
  console.log(JSON.stringify(answer))
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
})
