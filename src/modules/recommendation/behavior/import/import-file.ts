import { existsSync, statSync } from "node:fs"
import { parseInteraction } from "../../../../core/data"
import type { InteractionOptions, InteractionRow } from "../../../../core/data"
import { DATA_TABLES, interactionsIn } from "../../../../files/data-tables"
import type { ProblemCount } from "../../../../files/problem-counts"
import { readTable } from "../../../../files/read-table"
import type { TableRow } from "../../../../files/read-table"
import { CutFileError } from "../../../../files/text-lines"
import { importedVisitor } from "../../privacy/imported-visitor"
import type { ShopperHash } from "../../privacy/shopper-hashes"
import type { NewBehaviorEvent } from "../event"
import { BadRows } from "./bad-rows"
import type { IdMapping } from "./id-mapping"
import { ContentIds } from "./occurrences"

/** What one import of a file did. */
export interface FileImportReport {
  readonly file: string
  readonly read: number
  readonly stored: number
  readonly duplicate: number
  readonly bad: number
  /** What was wrong with them, each kind with its count and the line of its first row. */
  readonly problems: readonly ProblemCount[]
  /** Where the bad rows stand with their faults; null when there were none. */
  readonly badFile: string | null
  /** Rows that were no UTF-8 and were read as Windows-1252. */
  readonly guessed: number
}

export interface FileImportOptions extends Pick<InteractionOptions, "likedFrom"> {
  /** A data folder, or one CSV or NDJSON file in the same columns. */
  readonly path: string
  readonly products: IdMapping
  /** Shoppers it does not know are kept as visitors of the import. */
  readonly customers: IdMapping
  /** Currency of the prices in the file. */
  readonly currencyCode?: string
  readonly salesChannelId?: string
  /** Name of the file's encoding, where it is neither UTF-8, UTF-16 nor Windows-1252. */
  readonly encoding?: string
  /** Called after each batch, and waited for; what it throws ends the import. */
  readonly onProgress?: (counts: ImportCounts) => void | Promise<void>
}

/** Rows of a file so far. */
export interface ImportCounts {
  readonly read: number
  readonly stored: number
  readonly bad: number
}

/** Stores events that are new; says how many. */
export type StoreEvents = (events: readonly NewBehaviorEvent[]) => Promise<number>

/** Where the rows of a file go. */
export interface ImportTarget {
  readonly store: StoreEvents
  /** Those of the ids that are stored, whatever the time of their event. */
  readonly storedIds: (ids: readonly string[]) => Promise<ReadonlySet<string>>
  /** What shoppers are named by whom no customer matches. */
  readonly hash: ShopperHash
  /** When the import began, milliseconds since 1970: no row of the past lies behind it. */
  readonly now: number
}

interface Pending {
  readonly row: InteractionRow
  readonly source: TableRow
}

const ROWS_A_BATCH = 5_000

/**
 * Imports interactions of the data folder's contract. A row's id is made of its content and of how many equal rows
 * came before, so that the same history, under another name, packed, sorted otherwise or with newer rows on top,
 * stores nothing twice.
 *
 * @throws Error when there is no such file, or it is no table; CutFileError, all whole rows being stored, when it ends
 *   too early
 */
export async function importFile(target: ImportTarget, options: FileImportOptions): Promise<FileImportReport> {
  const file = findInteractions(options.path)
  const bad = new BadRows(file)
  const counts = { read: 0, stored: 0, duplicate: 0, guessed: 0 }
  const conversion = { ...options, hash: target.hash, ids: new ContentIds(), clock: await rowClock(file, options), bad }
  const rows = readTable(file, { ...tableOf(options), onGuess: (lines) => (counts.guessed = lines) })
  let pending: Pending[] = []
  const flush = async (): Promise<void> => {
    const events = await toEvents(pending, conversion)
    pending = []
    const stored = await storeOnce(target, events, conversion.clock === null)
    counts.stored += stored
    counts.duplicate += events.length - stored
    await bad.flush()
    await options.onProgress?.({ read: counts.read, stored: counts.stored, bad: bad.count })
  }
  const take = (source: TableRow): void => {
    counts.read += 1
    const limits = { latest: target.now, ...(options.likedFrom === undefined ? {} : { likedFrom: options.likedFrom }) }
    const parsed = source.problem === null ? parseInteraction(source.cells, limits) : { problem: source.problem }
    if ("problem" in parsed) bad.add(source, parsed.problem)
    else pending.push({ row: parsed.row, source })
  }
  try {
    for await (const batch of rows) {
      for (const source of batch) take(source)
      if (pending.length >= ROWS_A_BATCH) await flush()
    }
    await flush()
  } catch (error) {
    if (!(error instanceof CutFileError)) throw error
    await flush()
    throw new CutFileError(
      `${error.message}. ${counts.read} rows before that were read and ${counts.stored} stored. ` +
        "Give the whole file again: it completes them, and stores no row twice.",
    )
  } finally {
    await bad.close()
  }
  return { file, ...counts, bad: bad.count, problems: bad.problems, badFile: bad.file }
}

/** A row without a time gets another one whenever the file changes: only its id shows that it is stored. */
async function storeOnce(target: ImportTarget, events: readonly NewBehaviorEvent[], isTimed: boolean): Promise<number> {
  if (isTimed || events.length === 0) return target.store(events)
  const stored = await target.storedIds(events.map((event) => event.id))
  return target.store(events.filter((event) => !stored.has(event.id)))
}

function tableOf({ encoding }: FileImportOptions): Parameters<typeof readTable>[1] {
  return {
    ...DATA_TABLES.interactions,
    ...(encoding === undefined ? {} : { encoding }),
  }
}

function findInteractions(given: string): string {
  if (!existsSync(given)) throw new Error(`${given} does not exist`)
  return statSync(given).isDirectory() ? interactionsIn(given) : given
}

/**
 * The times of rows where none has one: row order is time order, a second each, and the last is as old as the file.
 * Null where rows have times of their own.
 */
async function rowClock(file: string, options: FileImportOptions): Promise<((line: number) => Date) | null> {
  let last = 0
  for await (const batch of readTable(file, tableOf(options))) {
    if (batch.some(({ cells }) => (cells("timestamp") ?? "").trim() !== "")) return null
    last = batch.at(-1)?.line ?? last
  }
  const end = Math.floor(statSync(file).mtimeMs / 1_000) * 1_000
  return (line) => new Date(end - (last - line) * 1_000)
}

interface Conversion extends FileImportOptions {
  readonly ids: ContentIds
  readonly hash: ShopperHash
  readonly clock: ((line: number) => Date) | null
  readonly bad: BadRows
}

async function toEvents(pending: readonly Pending[], conversion: Conversion): Promise<NewBehaviorEvent[]> {
  const { bad, clock } = conversion
  const products = await conversion.products(pending.map(({ row }) => row.itemId))
  const customers = await conversion.customers(pending.map(({ row }) => row.userId).filter((id) => id !== ""))
  const events: NewBehaviorEvent[] = []
  for (const { row, source } of pending) {
    const productId = products.get(row.itemId)
    const occurredAt = Number.isNaN(row.time) ? clock?.(source.line) : new Date(row.time)
    if (productId === undefined) bad.add(source, "item_id belongs to no product of the shop")
    else if (occurredAt === undefined) bad.add(source, "timestamp is missing, though other rows have one")
    else {
      const shopper = { productId, occurredAt, customerId: customers.get(row.userId) ?? null }
      events.push(toEvent(row, shopper, conversion))
    }
  }
  return events
}

function toEvent(
  row: InteractionRow,
  known: Pick<NewBehaviorEvent, "productId" | "occurredAt"> & { readonly customerId: string | null },
  { ids, hash, currencyCode, salesChannelId }: Conversion,
): NewBehaviorEvent {
  const { itemId, behavior, time, quantity, sessionId } = row
  const price = Number.isNaN(row.price) ? null : row.price
  const stranger = row.userId === "" ? null : importedVisitor(hash, row.userId)
  // An anonymous session is a visitor of its own.
  const session = sessionId === "" ? null : `import:session:${sessionId}`
  const content = [stranger ?? "", itemId, behavior, time, quantity, price ?? "", sessionId].join("\u001f")
  return {
    ...known,
    id: `imp_${ids.next(content)}`,
    type: behavior,
    visitorId: known.customerId === null ? (stranger ?? session) : null,
    quantity,
    price,
    currencyCode: price === null ? null : (currencyCode ?? null),
    salesChannelId: salesChannelId ?? null,
    sessionId: sessionId || null,
    basketId: behavior === "purchase" || behavior === "return" ? sessionId || null : null,
    source: "import",
  }
}
