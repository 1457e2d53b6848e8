import { createHash } from "node:crypto"
import { existsSync, statSync } from "node:fs"
import path from "node:path"
import { parseInteraction } from "../../../../core/data"
import type { NewBehaviorEvent } from "../event"
import { BadRows } from "./bad-rows"
import type { IdMapping } from "./id-mapping"
import { readRows } from "./read-rows"
import type { FileRow } from "./read-rows"

/** What one import of a file did. */
export interface FileImportReport {
  readonly file: string
  readonly read: number
  readonly stored: number
  readonly duplicate: number
  readonly bad: number
  /** Where the bad rows stand with their faults; null when there were none. */
  readonly badFile: string | null
}

export interface FileImportOptions {
  /** A data folder, or one CSV or NDJSON file in the same columns. */
  readonly path: string
  readonly products: IdMapping
  /** Shoppers it does not know are kept as visitors of the import. */
  readonly customers: IdMapping
  /** Currency of the prices in the file. */
  readonly currencyCode?: string
  readonly salesChannelId?: string
  /** Told now and then, by rows read so far. */
  readonly onProgress?: (read: number) => void
}

/** Stores events that are new; says how many. */
export type StoreEvents = (events: readonly NewBehaviorEvent[]) => Promise<number>

type Row = Extract<ReturnType<typeof parseInteraction>, { row: unknown }>["row"]

interface Pending {
  readonly row: Row
  readonly source: FileRow
}

const ROWS_A_BATCH = 5_000
const ID_LENGTH = 32

/**
 * Imports interactions of the data folder's contract. A row's id is made of its
 * file, line and content, so that the same file twice stores nothing twice.
 *
 * @throws Error when there is no such file
 */
export async function importFile(store: StoreEvents, options: FileImportOptions): Promise<FileImportReport> {
  const file = findInteractions(options.path)
  const bad = new BadRows(file)
  const counts = { read: 0, stored: 0, duplicate: 0 }
  const clock = await rowClock(file)
  let pending: Pending[] = []
  const flush = async (): Promise<void> => {
    const events = await toEvents(pending, { ...options, file, clock, bad })
    pending = []
    const stored = await store(events)
    counts.stored += stored
    counts.duplicate += events.length - stored
    await bad.flush()
    options.onProgress?.(counts.read)
  }
  try {
    for await (const source of readRows(file)) {
      counts.read += 1
      const parsed = parseInteraction(source.cells)
      if ("problem" in parsed) bad.add(source, parsed.problem)
      else pending.push({ row: parsed.row, source })
      if (pending.length >= ROWS_A_BATCH) await flush()
    }
    await flush()
  } finally {
    await bad.close()
  }
  return { file, ...counts, bad: bad.count, badFile: bad.file }
}

function findInteractions(given: string): string {
  if (!existsSync(given)) throw new Error(`${given} does not exist`)
  if (!statSync(given).isDirectory()) return given
  const names = ["interactions.csv.gz", "interactions.csv", "interactions.ndjson.gz", "interactions.ndjson"]
  const found = names.map((name) => path.join(given, name)).find((file) => existsSync(file))
  if (!found) throw new Error(`${given} holds none of ${names.join(", ")}`)
  return found
}

/** The time of a row that has none: row order is time order, a second each, and the last is as old as the file. */
async function rowClock(file: string): Promise<(line: number) => Date> {
  let last = 0
  for await (const source of readRows(file)) {
    if (source.cells("timestamp")) return () => new Date(Number.NaN)
    last = source.line
  }
  const end = Math.floor(statSync(file).mtimeMs / 1_000) * 1_000
  return (line) => new Date(end - (last - line) * 1_000)
}

interface Conversion extends FileImportOptions {
  readonly file: string
  readonly clock: (line: number) => Date
  readonly bad: BadRows
}

async function toEvents(pending: readonly Pending[], conversion: Conversion): Promise<NewBehaviorEvent[]> {
  const { clock, bad, file, currencyCode, salesChannelId } = conversion
  const products = await conversion.products(pending.map(({ row }) => row.itemId))
  const customers = await conversion.customers(pending.map(({ row }) => row.userId).filter((id) => id !== ""))
  const events: NewBehaviorEvent[] = []
  for (const { row, source } of pending) {
    const productId = products.get(row.itemId)
    const occurredAt = Number.isNaN(row.time) ? clock(source.line) : new Date(row.time)
    if (productId === undefined) bad.add(source, "item_id belongs to no product of the shop")
    else if (Number.isNaN(occurredAt.getTime())) bad.add(source, "timestamp is missing, though other rows have one")
    else {
      const customerId = customers.get(row.userId) ?? null
      const price = Number.isNaN(row.price) ? null : row.price
      events.push({
        id: rowId(file, source),
        type: row.behavior,
        productId,
        customerId,
        visitorId: customerId === null ? strangerOf(row) : null,
        quantity: row.quantity,
        price,
        currencyCode: price === null ? null : (currencyCode ?? null),
        salesChannelId: salesChannelId ?? null,
        sessionId: row.sessionId || null,
        basketId: row.behavior === "purchase" || row.behavior === "return" ? row.sessionId || null : null,
        source: "import",
        occurredAt,
      })
    }
  }
  return events
}

/** An anonymous session is a visitor of its own. */
function strangerOf({ userId, sessionId }: Row): string | null {
  if (userId !== "") return `import:${userId}`
  return sessionId === "" ? null : `import:session:${sessionId}`
}

function rowId(file: string, { line, raw }: FileRow): string {
  const content = typeof raw === "string" ? raw : raw.join("\u001f")
  const hash = createHash("sha256")
    .update(`${path.basename(file)}\u001f${line}\u001f${content}`)
    .digest("hex")
  return `imp_${hash.slice(0, ID_LENGTH)}`
}
