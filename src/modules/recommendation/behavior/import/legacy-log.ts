import { DataSource, EntitySchema, MoreThan } from "typeorm"
import type { DataSourceOptions, EntitySchemaOptions } from "typeorm"
import { z } from "@medusajs/framework/zod"
import { BEHAVIOR_TYPES } from "../../../../core/contract"
import type { BehaviorType } from "../../../../core/contract"
import type { NewBehaviorEvent } from "../event"
import type { StoreEvents } from "./import-file"
import type { IdMapping } from "./id-mapping"
import type { ImportRuns } from "./import-runs"

/** Databases that an old log is read from, through TypeORM; each driver is the shop's own to install. */
export type LegacyConnection = Extract<DataSourceOptions, { type: "mysql" | "mariadb" | "postgres" | "sqljs" }>

export interface LegacyImportOptions {
  readonly connection: LegacyConnection
  readonly products: IdMapping
  readonly customers: IdMapping
  readonly onProgress?: (read: number) => void
}

export interface LegacyImportParts {
  readonly runs: ImportRuns
  readonly store: StoreEvents
}

export interface LegacyImportReport {
  readonly read: number
  readonly stored: number
  readonly bad: number
}

const ROWS_A_PAGE = 2_000
export const LEGACY_TABLE = "user_behavior_log"
const LEGACY_SOURCE = `typeorm:${LEGACY_TABLE}`

/** Other words for the same behavior, as such logs have them. */
const SYNONYMS: ReadonlyMap<string, BehaviorType> = new Map<string, BehaviorType>([
  ...BEHAVIOR_TYPES.map((type): [string, BehaviorType] => [type, type]),
  ["page_view", "view"],
  ["product_view", "view"],
  ["cart", "add_to_cart"],
  ["add_cart", "add_to_cart"],
  ["remove_cart", "remove_from_cart"],
  ["wishlist", "add_to_wishlist"],
  ["favorite", "add_to_wishlist"],
  ["like", "add_to_wishlist"],
  ["unlike", "remove_from_wishlist"],
  ["buy", "purchase"],
  ["order", "purchase"],
  ["refund", "return"],
])

const text = z.union([z.string(), z.number(), z.bigint()]).transform(String)
const additional = z
  .looseObject({
    quantity: z.coerce.number().positive().max(1_000_000).optional().catch(undefined),
    price: z.coerce.number().min(0).optional().catch(undefined),
    currency_code: z.string().max(3).optional().catch(undefined),
    session_id: text.optional().catch(undefined),
    order_id: text.optional().catch(undefined),
  })
  .catch({})
const legacyRow = z.object({
  id: text,
  user_id: text.nullable(),
  product_id: text.nullable(),
  behavior_type: z.string().nullable(),
  additional_data: z
    .unknown()
    .transform((value) => additional.parse(typeof value === "string" ? parseJson(value) : value)),
  created_at: z.union([z.date(), z.string()]).nullable().transform(instant),
})

type LegacyRow = z.output<typeof legacyRow>

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
    ...options.connection,
    entities: [schemaFor(options.connection.type)],
  }).initialize()
  try {
    const repository = source.getRepository<Record<string, unknown>>(LEGACY_TABLE)
    const held = await parts.runs.begin(LEGACY_SOURCE, await repository.count())
    if (held === null) throw new Error("this log is being imported by another process")
    const sum = { read: 0, stored: 0, bad: 0 }
    for (let cursor = held.cursor; ;) {
      const rows = z.array(legacyRow).parse(
        await repository.find({
          ...(cursor === "" ? {} : { where: { id: MoreThan(cursor) } }),
          order: { id: "ASC" },
          take: ROWS_A_PAGE,
        }),
      )
      const last = rows.at(-1)
      if (!last) break
      const events = await toEvents(rows, options)
      const stored = await parts.store(events)
      cursor = last.id
      sum.read += rows.length
      sum.stored += stored
      sum.bad += rows.length - events.length
      const page = { read: rows.length, stored, bad: rows.length - events.length, cursor }
      if (!(await parts.runs.advance(held, page))) return sum
      options.onProgress?.(sum.read)
    }
    await parts.runs.finish(held)
    return sum
  } finally {
    await source.destroy()
  }
}

async function toEvents(rows: readonly LegacyRow[], options: LegacyImportOptions): Promise<NewBehaviorEvent[]> {
  const products = await options.products(rows.flatMap((row) => row.product_id ?? []))
  const customers = await options.customers(rows.flatMap((row) => row.user_id ?? []))
  return rows.flatMap((row) => {
    const type = SYNONYMS.get((row.behavior_type ?? "").trim().toLowerCase())
    const productId = products.get(row.product_id ?? "")
    if (type === undefined || productId === undefined || row.created_at === null) return []
    const customerId = customers.get(row.user_id ?? "") ?? null
    const { quantity, price, currency_code, session_id, order_id } = row.additional_data
    return [
      {
        id: `legacy:${row.id}`,
        type,
        productId,
        customerId,
        visitorId: customerId === null && row.user_id !== null ? `legacy:${row.user_id}` : null,
        quantity: quantity ?? 1,
        price: price ?? null,
        currencyCode: currency_code ?? null,
        sessionId: session_id ?? null,
        basketId: order_id ?? null,
        source: "import" as const,
        occurredAt: row.created_at,
      },
    ]
  })
}

/** Column types differ by driver; ids stay text, for a bigint does not fit a number. */
function schemaFor(driver: LegacyConnection["type"]): EntitySchema<Record<string, unknown>> {
  const options: Pick<EntitySchemaOptions<Record<string, unknown>>, "name" | "tableName" | "columns"> = {
    name: LEGACY_TABLE,
    tableName: LEGACY_TABLE,
    columns: {
      id: { type: "bigint", primary: true },
      user_id: { type: "varchar", nullable: true },
      product_id: { type: "varchar", nullable: true },
      behavior_type: { type: "varchar", nullable: true },
      additional_data: { type: "text", nullable: true },
      created_at: { type: driver === "postgres" ? "timestamp with time zone" : "datetime", nullable: true },
    },
  }
  return new EntitySchema(options)
}

function parseJson(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return {}
  }
}

/** Times without a zone are taken as UTC. */
function instant(value: Date | string | null): Date | null {
  if (value === null) return null
  const date =
    value instanceof Date ? value : new Date(/[zZ]|[+-]\d\d:?\d\d$/.test(value) ? value : `${value.replace(" ", "T")}Z`)
  return Number.isNaN(date.getTime()) ? null : date
}
