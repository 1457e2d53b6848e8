import { z } from "@medusajs/framework/zod"
import { readTable } from "../../../../files/read-table"
import type { ModuleContext } from "../../context"
import { queryRows } from "../../database/query-rows"

/** From foreign ids to Medusa's; those it does not know are missing. */
export type IdMapping = (ids: readonly string[]) => Promise<ReadonlyMap<string, string>>

const METADATA = "metadata."
const FILE = "file:"

const PRODUCT_SQL: ReadonlyMap<string, string> = new Map([
  ["id", `select id as key, id from product where id = any(?::text[]) and deleted_at is null`],
  [
    "external_id",
    `select external_id as key, id from product where external_id = any(?::text[]) and deleted_at is null`,
  ],
  ["handle", `select handle as key, id from product where handle = any(?::text[]) and deleted_at is null`],
  [
    "sku",
    `select sku as key, product_id as id from product_variant
      where sku = any(?::text[]) and deleted_at is null and product_id is not null`,
  ],
])
const CUSTOMER_SQL: ReadonlyMap<string, string> = new Map([
  ["id", `select id as key, id from customer where id = any(?::text[]) and deleted_at is null`],
  [
    "email",
    `select lower(email) as key, id from customer
      where lower(email) = any(?::text[]) and deleted_at is null order by has_account`,
  ],
])
const METADATA_SQL = {
  product: "select metadata ->> ? as key, id from product where metadata ->> ? = any(?::text[]) and deleted_at is null",
  customer:
    "select metadata ->> ? as key, id from customer where metadata ->> ? = any(?::text[]) and deleted_at is null",
} as const

const pairRow = z.object({ key: z.string(), id: z.string() })

/**
 * How foreign ids of products or customers are recognised.
 *
 * @param by `id`, `metadata.FIELD` or `file:PATH` (CSV of foreign id and Medusa id); for products
 *   `external_id`, `handle` or `sku` as well, for customers `email`
 * @throws Error naming the ways there are, when `by` is none of them
 */
export async function createIdMapping(
  { knex }: Pick<ModuleContext, "knex">,
  kind: "product" | "customer",
  by: string,
): Promise<IdMapping> {
  if (by.startsWith(FILE)) return mappingFromFile(by.slice(FILE.length))
  const known = new Map<string, string | null>()
  const read = reader({ knex }, kind, by)
  return async (ids) => {
    const missing = [...new Set(ids)].filter((id) => !known.has(id))
    if (missing.length > 0) {
      const rows = await read(missing)
      for (const id of missing) known.set(id, rows.get(by === "email" ? id.toLowerCase() : id) ?? null)
    }
    const found = new Map<string, string>()
    for (const id of ids) {
      const mapped = known.get(id)
      if (mapped) found.set(id, mapped)
    }
    return found
  }
}

function reader({ knex }: Pick<ModuleContext, "knex">, kind: "product" | "customer", by: string): IdMapping {
  const field = by.startsWith(METADATA) ? by.slice(METADATA.length) : null
  const table = kind === "product" ? PRODUCT_SQL : CUSTOMER_SQL
  const sql = field ? METADATA_SQL[kind] : table.get(by)
  if (sql === undefined)
    throw new Error(
      `${kind}s cannot be recognised by "${by}": ${[...table.keys()].join(", ")}, metadata.FIELD or file:PATH`,
    )
  return async (ids) => {
    const keys = by === "email" ? ids.map((id) => id.toLowerCase()) : [...ids]
    const rows = await queryRows(knex(), { sql, bindings: field ? [field, field, keys] : [keys] }, pairRow)
    return new Map(rows.map((row) => [row.key, row.id]))
  }
}

/** @throws Error naming the line that is no pair */
async function mappingFromFile(path: string): Promise<IdMapping> {
  const pairs = new Map<string, string>()
  for await (const rows of readTable(path, { required: [] })) {
    for (const { line, values } of rows) {
      const [key, id] = values.map((value) => value.trim())
      if (!key || !id) throw new Error(`${path}: line ${line} is no pair of a foreign id and a Medusa id`)
      pairs.set(key, id)
    }
  }
  return async (ids) => {
    const found = new Map<string, string>()
    for (const id of ids) {
      const mapped = pairs.get(id)
      if (mapped !== undefined) found.set(id, mapped)
    }
    return found
  }
}
