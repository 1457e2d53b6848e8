import { z } from "@medusajs/framework/zod"
import { VISITOR_FIELD } from "../behavior/metadata"
import type { Queryable } from "../database/prepared-statements"
import { queryRows } from "../database/query-rows"
import { importedVisitor } from "./imported-visitor"
import type { ShopperHash } from "./shopper-hashes"

/** Whose behavior: the customer's, the visitor's, or both as one. */
export interface ShopperKey {
  readonly customerId?: string | null
  readonly visitorId?: string | null
}

/** All names under which behavior of one shopper may be stored. */
export interface ShopperIdentity {
  readonly customers: string[]
  readonly visitors: string[]
  /** Orders and carts that are theirs today. */
  readonly baskets: string[]
  /** Whether Medusa has no such customer any more. */
  readonly isGone: boolean
}

const nameRow = z.object({ name: z.string() })
const customerRow = z.object({ email: z.string().nullable(), deleted_at: z.date().nullable() })

/**
 * Visitor ids of a customer: those linked, those that their carts and orders name, and the carts themselves, which are
 * visitors where no consent is asked for. What is linked to somebody else is somebody else's.
 */
const VISITORS = `
  with named as (
    select unnest(array[id, metadata ->> '${VISITOR_FIELD}']) as name from cart where customer_id = any(?::text[])
    union select metadata ->> '${VISITOR_FIELD}' from "order" where customer_id = any(?::text[]))
  select visitor_id as name from recommendation_visitor where customer_id = any(?::text[])
  union
  select name from named where name is not null
     and not exists (select 1 from recommendation_visitor v
                      where v.visitor_id = name and v.customer_id <> all(?::text[]))`

const BASKETS = `
  select id as name from "order" where customer_id = any(?::text[])
  union all select id from cart where customer_id = any(?::text[])`

/** Finds out under which names a shopper is stored; a visitor id alone only where it is nobody's yet. */
export async function identify(
  executor: Queryable,
  { customerId, visitorId }: ShopperKey,
  hash: ShopperHash,
): Promise<ShopperIdentity> {
  const own = visitorId ? [visitorId] : []
  if (!customerId) return { customers: [], visitors: own, baskets: [], isGone: false }
  const customers = [customerId]
  const [customer] = await queryRows(
    executor,
    { sql: "select email, deleted_at from customer where id = ?", bindings: [customerId] },
    customerRow,
  )
  const visitors = await queryRows(
    executor,
    { sql: VISITORS, bindings: [customers, customers, customers, customers] },
    nameRow,
  )
  const baskets = await queryRows(executor, { sql: BASKETS, bindings: [customers, customers] }, nameRow)
  const imported = [customerId, ...(customer?.email ? [customer.email] : [])].map((name) => importedVisitor(hash, name))
  return {
    customers,
    visitors: [...new Set([...visitors.map(({ name }) => name), ...own, ...imported])],
    baskets: baskets.map(({ name }) => name),
    isGone: !customer || customer.deleted_at !== null,
  }
}
