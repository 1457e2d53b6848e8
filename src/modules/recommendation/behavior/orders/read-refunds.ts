import { z } from "@medusajs/framework/zod"
import type { Executor } from "../insert-events"
import { byIds } from "./by-ids"
import type { OrderVersion } from "./order-history"

const linkRow = z.object({ order_id: z.string(), payment_collection_id: z.string() })
const paymentRow = z.object({ id: z.string(), payment_collection_id: z.string() })
const moneyRow = z.object({ payment_id: z.string(), amount: z.coerce.number(), created_at: z.date() })

/** Less than the smallest coin of any currency. */
const DUST = 0.0005

interface Money {
  captured: number
  refunded: number
  lastRefund: Date | null
}

/**
 * What must have been captured for a refund of all of it to be a refund of the order: nothing where the total fell to
 * nothing, for Medusa writes a credit line for each refund that nothing is owed for; where an older Medusa or a payment
 * provider's own hook wrote none, the most that the order ever cost.
 */
export function mostAsked(versions: readonly OrderVersion[]): number {
  const total = versions.at(-1)?.total ?? null
  if (total !== null && total <= DUST) return 0
  return versions.reduce((most, version) => Math.max(most, (version.total ?? 0) + version.credits), 0)
}

/**
 * When the last of an order's money went back, for those of which all did. Orders of which less was captured than they
 * cost are none of them: paying back a deposit takes nothing out of the parcel.
 *
 * @param asked what each order cost at most
 */
export async function refundTimes(executor: Executor, asked: ReadonlyMap<string, number>): Promise<Map<string, Date>> {
  const links = await byIds(executor, COLLECTIONS, [...asked.keys()], linkRow)
  const payments = await byIds(
    executor,
    PAYMENTS,
    [...new Set(links.map((row) => row.payment_collection_id))],
    paymentRow,
  )
  const paymentIds = payments.map(({ id }) => id)
  const refunds = await byIds(executor, REFUNDS, paymentIds, moneyRow)
  if (refunds.length === 0) return new Map()
  const captures = await byIds(executor, CAPTURES, paymentIds, moneyRow)
  const collectionOf = new Map(payments.map((row) => [row.id, row.payment_collection_id]))
  const orderOf = new Map(links.map((row) => [row.payment_collection_id, row.order_id]))
  const money = new Map<string, Money>()
  const moneyOf = (paymentId: string): Money => {
    const orderId = orderOf.get(collectionOf.get(paymentId) ?? "") ?? ""
    const known = money.get(orderId) ?? { captured: 0, refunded: 0, lastRefund: null }
    money.set(orderId, known)
    return known
  }
  for (const row of captures) moneyOf(row.payment_id).captured += row.amount
  for (const row of refunds) {
    const known = moneyOf(row.payment_id)
    known.refunded += row.amount
    if (known.lastRefund === null || row.created_at > known.lastRefund) known.lastRefund = row.created_at
  }
  const times = new Map<string, Date>()
  for (const [orderId, { captured, refunded, lastRefund }] of money) {
    const isWhole = refunded >= captured - DUST && captured >= (asked.get(orderId) ?? 0) - DUST
    if (isWhole && lastRefund !== null) times.set(orderId, lastRefund)
  }
  return times
}

const idRow = z.object({ id: z.string() })

/** Orders that payments belong to. */
export async function ordersOfPayments(executor: Executor, paymentIds: readonly string[]): Promise<string[]> {
  await executor.raw("set local enable_seqscan = off")
  const collections = await byIds(executor, COLLECTIONS_OF_PAYMENTS, paymentIds, idRow)
  const orders = await byIds(
    executor,
    ORDERS,
    collections.map(({ id }) => id),
    idRow,
  )
  return orders.map(({ id }) => id)
}

const COLLECTIONS_OF_PAYMENTS = `select distinct payment_collection_id as id from payment where id = any(?::text[])`

const ORDERS = `
  select distinct order_id as id from order_payment_collection
   where payment_collection_id = any(?::text[]) and deleted_at is null`

const COLLECTIONS = `
  select order_id, payment_collection_id
    from order_payment_collection where order_id = any(?::text[]) and deleted_at is null`

const PAYMENTS = `
  select id, payment_collection_id from payment where payment_collection_id = any(?::text[]) and deleted_at is null`

const REFUNDS = `
  select payment_id, amount, created_at from refund where payment_id = any(?::text[]) and deleted_at is null`

const CAPTURES = `
  select payment_id, amount, created_at from capture where payment_id = any(?::text[]) and deleted_at is null`
