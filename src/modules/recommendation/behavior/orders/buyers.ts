import { z } from "@medusajs/framework/zod"
import type { RecommendationSettings } from "../../options"
import { identityInOrder } from "../../privacy/consent"
import type { Executor } from "../insert-events"
import { reportedAdd, visitorOf } from "../metadata"
import { byIds, grouped } from "./by-ids"
import type { OrderRecord } from "./read-orders"

/** Whose an order is. */
export interface Buyer {
  readonly customerId: string | null
  readonly visitorId: string | null
}

const accountRow = z.object({ id: z.string() })
const cartRow = z.object({ order_id: z.string(), cart_id: z.string() })
const metadataRow = z.object({ id: z.string(), metadata: z.unknown() })

/**
 * Whose each order is today: an account's, also when it was placed as a guest's and handed over later. A guest's is the
 * visitor's whom the order names, or its cart, or a line that the widget put in: what was done in that browser and what
 * was bought then are one shopper's. Where no visitor is known it is nobody's, or where no consent is asked for
 * the guest's customer record, which Medusa keeps one of for each e-mail.
 */
export async function buyersOf(
  executor: Executor,
  records: readonly OrderRecord[],
  settings: Pick<RecommendationSettings, "consent">,
): Promise<Map<string, Buyer>> {
  const customerIds = [...new Set(records.flatMap(({ order }) => order.customer_id ?? []))]
  const accounts = new Set((await byIds(executor, ACCOUNTS, customerIds, accountRow)).map(({ id }) => id))
  const isGuest = ({ order }: OrderRecord): boolean => order.customer_id === null || !accounts.has(order.customer_id)
  const visitors = await visitorsOf(executor, records.filter(isGuest))
  return new Map(
    records.map((record) => {
      const { id, customer_id: customerId } = record.order
      const parties = { recordId: id, customerId, hasAccount: !isGuest(record), customerMetadata: null }
      const identity = identityInOrder({ ...parties, visitorId: visitors.get(id) ?? null }, settings)
      return [id, { customerId: identity.customerId, visitorId: identity.visitorId }]
    }),
  )
}

async function visitorsOf(executor: Executor, records: readonly OrderRecord[]): Promise<Map<string, string>> {
  const visitors = new Map<string, string>()
  for (const { order, lines, history } of records) {
    const own = history.versions.flatMap((version) => version.lines.map(({ lineId }) => lines.get(lineId)?.metadata))
    const visitor = visitorOf(order.metadata) ?? firstNamed(own)
    if (visitor !== null) visitors.set(order.id, visitor)
  }
  const unknown = records.map(({ order }) => order.id).filter((id) => !visitors.has(id))
  const links = await byIds(executor, CARTS, unknown, cartRow)
  const cartIds = links.map((row) => row.cart_id)
  const carts = new Map(
    (await byIds(executor, CART_METADATA, cartIds, metadataRow)).map((row) => [row.id, row.metadata]),
  )
  const lines = grouped(await byIds(executor, CART_LINES, cartIds, metadataRow), (row) => row.id)
  for (const { order_id: orderId, cart_id: cartId } of links) {
    const visitor =
      visitorOf(carts.get(cartId)) ?? firstNamed((lines.get(cartId) ?? []).map(({ metadata }) => metadata))
    if (visitor !== null) visitors.set(orderId, visitor)
  }
  return visitors
}

function firstNamed(metadata: readonly unknown[]): string | null {
  for (const one of metadata) {
    const { visitorId } = reportedAdd(one)
    if (visitorId !== null) return visitorId
  }
  return null
}

const ACCOUNTS = `select id from customer where id = any(?::text[]) and has_account and deleted_at is null`

const CARTS = `select order_id, cart_id from order_cart where order_id = any(?::text[]) and deleted_at is null`

const CART_METADATA = `select id, metadata from cart where id = any(?::text[])`

const CART_LINES = `
  select cart_id as id, metadata from cart_line_item where cart_id = any(?::text[]) order by created_at, cart_id, id`
