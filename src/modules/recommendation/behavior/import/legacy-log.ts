import { DataSource, EntitySchema, MoreThan } from "typeorm"
import type { DataSourceOptions, EntitySchemaOptions, Repository } from "typeorm"
import { z } from "@medusajs/framework/zod"
import { idFault, parseInteraction } from "../../../../core/data"
import type { InteractionOptions, InteractionRow } from "../../../../core/data"
import { ProblemCounts } from "../../../../files/problem-counts"
import type { ProblemCount } from "../../../../files/problem-counts"
import { importedVisitor } from "../../privacy/imported-visitor"
import type { NewBehaviorEvent } from "../event"
import type { ImportTarget } from "./import-file"
import type { IdMapping } from "./id-mapping"
import type { HeldImport, ImportRuns } from "./import-runs"

/** Databases that an old log is read from, through TypeORM; each driver is the shop's own to install. */
export type LegacyConnection = Extract<DataSourceOptions, { type: "mysql" | "mariadb" | "postgres" | "sqljs" }>

export interface LegacyImportOptions extends Pick<InteractionOptions, "likedFrom"> {
  readonly connection: LegacyConnection
  readonly products: IdMapping
  readonly customers: IdMapping
  readonly onProgress?: (read: number) => void
}

export interface LegacyImportParts extends Pick<ImportTarget, "store" | "hash" | "now"> {
  readonly runs: ImportRuns
}

export interface LegacyImportReport {
  readonly read: number
  readonly stored: number
  readonly bad: number
  /** What was wrong, each kind with its count and the id of its first row. */
  readonly problems: readonly ProblemCount[]
}

const ROWS_A_PAGE = 2_000
export const LEGACY_TABLE = "user_behavior_log"
const LEGACY_SOURCE = `typeorm:${LEGACY_TABLE}`

const text = z.union([z.string(), z.number(), z.bigint()]).transform(String)
/** What a row may know beside; what cannot be read of it is not known. */
const additional = z
  .looseObject({
    quantity: text.optional().catch(undefined),
    price: text.optional().catch(undefined),
    rating: text.optional().catch(undefined),
    currency_code: z.string().length(3).toLowerCase().optional().catch(undefined),
    session_id: text.optional().catch(undefined),
    order_id: text.optional().catch(undefined),
  })
  .catch({})
const legacyRow = z.object({
  id: text,
  user_id: text.nullish(),
  product_id: text.nullish(),
  behavior_type: text.nullish(),
  additional_data: z
    .unknown()
    .transform((value) => additional.parse(typeof value === "string" ? parseJson(value) : value)),
  created_at: z.union([z.date().transform((date) => date.toISOString()), z.string()]).nullish(),
})

const UNREADABLE = "The old log could not be read on; the import goes on from there when it is started again."

/**
 * Reads an old `user_behavior_log` in keyset pages: each page begins after the
 * last id of the one before, so that a long log costs no more at its end, and an
 * import that was cut off goes on where it stood.
 *
 * @throws Error when the database cannot be reached, or another process imports it
 */
export async function importLegacyLog(
  parts: LegacyImportParts,
  options: LegacyImportOptions,
): Promise<LegacyImportReport> {
  const source = await new DataSource({
    ...withTimesAsText(options.connection),
    entities: [LEGACY_LOG],
  }).initialize()
  try {
    if (/^(mysql|mariadb)$/.test(options.connection.type)) await source.query("set time_zone = '+00:00'")
    const repository = source.getRepository<Record<string, unknown>>(LEGACY_TABLE)
    const held = await parts.runs.begin(LEGACY_SOURCE, await repository.count())
    if (held === null) throw new Error("this log is being imported by another process")
    try {
      return await importPages(repository, held, { ...parts, ...options })
    } catch (error) {
      await parts.runs.finish(held, "failed", UNREADABLE)
      throw error
    }
  } finally {
    await source.destroy()
  }
}

type Work = LegacyImportParts & LegacyImportOptions

async function importPages(
  repository: Repository<Record<string, unknown>>,
  held: HeldImport,
  work: Work,
): Promise<LegacyImportReport> {
  const sum = { read: 0, stored: 0, bad: 0 }
  const problems = new ProblemCounts()
  for (let cursor = held.cursor; ;) {
    const rows = await repository.find({
      ...(cursor === "" ? {} : { where: { id: MoreThan(cursor) } }),
      order: { id: "ASC" },
      take: ROWS_A_PAGE,
    })
    const last = rows.at(-1)
    if (!last) break
    const events = await toEvents(rows, work, problems)
    const stored = await work.store(events)
    cursor = text.parse(last.id)
    sum.read += rows.length
    sum.stored += stored
    sum.bad += rows.length - events.length
    const page = { read: rows.length, stored, bad: rows.length - events.length, cursor }
    if (!(await work.runs.advance(held, page))) return { ...sum, problems: problems.list() }
    work.onProgress?.(sum.read)
  }
  await work.runs.finish(held)
  return { ...sum, problems: problems.list() }
}

interface ReadRow {
  readonly id: string
  readonly row: InteractionRow
  readonly currencyCode: string | null
  readonly orderId: string | null
}

async function toEvents(
  rows: readonly Record<string, unknown>[],
  work: Work,
  problems: ProblemCounts,
): Promise<NewBehaviorEvent[]> {
  const read = rows.flatMap((raw): ReadRow[] => {
    const parsed = readRow(raw, work)
    if ("row" in parsed) return [parsed]
    problems.add(parsed.problem, Number(raw.id))
    return []
  })
  const products = await work.products(read.map(({ row }) => row.itemId))
  const customers = await work.customers(read.flatMap(({ row }) => row.userId || []))
  return read.flatMap(({ id, row, currencyCode, orderId }) => {
    const productId = products.get(row.itemId)
    if (productId === undefined) {
      problems.add("product_id belongs to no product of the shop", Number(id))
      return []
    }
    const customerId = customers.get(row.userId) ?? null
    return [
      {
        id: `legacy:${id}`,
        type: row.behavior,
        productId,
        customerId,
        visitorId: customerId === null && row.userId !== "" ? importedVisitor(work.hash, row.userId) : null,
        quantity: row.quantity,
        price: Number.isNaN(row.price) ? null : row.price,
        currencyCode,
        sessionId: row.sessionId || null,
        basketId: orderId,
        source: "import" as const,
        occurredAt: new Date(row.time),
      },
    ]
  })
}

/** One row of the log by the rules of all imports: what one row holds must not end the import of the others. */
function readRow(raw: Record<string, unknown>, { now, likedFrom }: Work): ReadRow | { readonly problem: string } {
  const row = legacyRow.safeParse(raw)
  if (!row.success) return { problem: `${row.error.issues[0]?.path.join(".") ?? "the row"} cannot be read` }
  const { id, additional_data, created_at } = row.data
  const cells = new Map<string, string | null | undefined>([
    ["item_id", row.data.product_id],
    ["user_id", row.data.user_id],
    ["behavior_type", row.data.behavior_type],
    ["timestamp", created_at],
    ["quantity", additional_data.quantity],
    ["price", additional_data.price],
    ["rating", additional_data.rating],
    ["session_id", additional_data.session_id],
  ])
  const parsed = parseInteraction((column) => cells.get(column) ?? undefined, {
    latest: now,
    ...(likedFrom === undefined ? {} : { likedFrom }),
  })
  if ("problem" in parsed) return parsed
  if (Number.isNaN(parsed.row.time)) return { problem: "created_at is empty" }
  const { order_id: orderId = null, currency_code: currencyCode = null } = additional_data
  const fault = orderId === null ? null : idFault("order_id", orderId)
  return fault === null ? { id, row: parsed.row, currencyCode, orderId } : { problem: fault }
}

/**
 * Times come as text: a driver would take one without a zone for the local time of this machine. In MySQL those with
 * one are shown in the zone of the connection, so there is one connection, in UTC.
 */
function withTimesAsText(connection: LegacyConnection): LegacyConnection {
  if (connection.type === "sqljs") return connection
  const given: unknown = connection.extra
  const extra = typeof given === "object" ? given : {}
  if (connection.type === "postgres") return { ...connection, extra: { ...extra, types: AS_TEXT } }
  return { ...connection, dateStrings: true, extra: { ...extra, connectionLimit: 1 } }
}

const AS_TEXT = { getTypeParser: () => (value: string) => value }

/** All is text: a bigint does not fit a number, and a time without a zone is nobody's local time. */
const LEGACY_COLUMNS: Pick<EntitySchemaOptions<Record<string, unknown>>, "name" | "tableName" | "columns"> = {
  name: LEGACY_TABLE,
  tableName: LEGACY_TABLE,
  columns: {
    id: { type: "bigint", primary: true },
    user_id: { type: "varchar", nullable: true },
    product_id: { type: "varchar", nullable: true },
    behavior_type: { type: "varchar", nullable: true },
    additional_data: { type: "text", nullable: true },
    created_at: { type: "varchar", nullable: true },
  },
}
const LEGACY_LOG = new EntitySchema(LEGACY_COLUMNS)

function parseJson(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return {}
  }
}
