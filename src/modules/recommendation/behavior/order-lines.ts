import { z } from "@medusajs/framework/zod"
import type { RecommendationSettings } from "../options"
import type { BehaviorSource, NewBehaviorEvent } from "./event"
import type { Executor } from "./insert-events"
import { marksGift, touchedList } from "./metadata"
import { byIds } from "./orders/by-ids"
import { buyersOf } from "./orders/buyers"
import type { Buyer } from "./orders/buyers"
import { changesOf, earningsOf } from "./orders/order-history"
import type { LineChange } from "./orders/order-history"
import { readOrders } from "./orders/read-orders"
import type { OrderLineRow, OrderRecord } from "./orders/read-orders"

const addressRow = z.object({ id: z.string(), name: z.string() })

const ADDRESSES = `
  select id, lower(trim(concat(first_name, ' ', last_name))) as name from order_address where id = any(?::text[])`

/** How orders become events. */
export interface OrderEventOptions {
  readonly settings: Pick<RecommendationSettings, "gift" | "consent">
  readonly source: BehaviorSource
}

/**
 * Purchases and returns of orders as events. Their ids and times come from the
 * orders alone, so that a subscriber, the reconciliation and an import make the
 * very same rows of them.
 */
export async function readOrderEvents(
  executor: Executor,
  orderIds: readonly string[],
  { settings, source }: OrderEventOptions,
): Promise<NewBehaviorEvent[]> {
  const records = await readOrders(executor, orderIds)
  const buyers = await buyersOf(executor, records, settings)
  const addressIds = records.flatMap(({ order }) =>
    [order.shipping_address_id ?? [], order.billing_address_id ?? []].flat(),
  )
  const names = new Map((await byIds(executor, ADDRESSES, addressIds, addressRow)).map((row) => [row.id, row.name]))
  return records.flatMap((record) => {
    const buyer = buyers.get(record.order.id) ?? { customerId: null, visitorId: null }
    const earnings = earningsOf(record.history)
    return changesOf(record.history).flatMap((change) => {
      const line = record.lines.get(change.lineId)
      if (!line || line.product_id === null) return []
      const event = eventOf({ change, line, record, buyer, source, productId: line.product_id })
      if (change.by < 0) return [event]
      return [
        {
          ...event,
          isGift: isGift(record, line, { gift: settings.gift, names }),
          ...touchedList(line.metadata),
          earned: change.isFirst ? (earnings.get(line.id) ?? 0) : null,
        },
      ]
    })
  })
}

interface Origin {
  readonly change: LineChange
  readonly line: OrderLineRow
  readonly record: OrderRecord
  readonly buyer: Buyer
  readonly source: BehaviorSource
  readonly productId: string
}

function eventOf({ change, line, record: { order }, buyer, source, productId }: Origin): NewBehaviorEvent {
  return {
    id: idOf(change),
    type: change.by > 0 ? "purchase" : "return",
    occurredAt: change.at,
    productId,
    variantId: line.variant_id,
    quantity: Math.abs(change.by),
    price: change.unitPrice,
    currencyCode: order.currency_code,
    salesChannelId: order.sales_channel_id,
    regionId: order.region_id,
    ...buyer,
    basketId: order.id,
    orderLineId: line.id,
    source,
    owner: order.customer_id,
    began: order.created_at,
  }
}

/** The line's own id for its first purchase: whoever looks for the line finds the event. */
function idOf({ lineId, cause, by, isFirst }: LineChange): string {
  if (isFirst) return lineId
  const suffix = cause === "whole" ? "" : `:${cause}`
  return by < 0 ? `return:${lineId}${suffix}` : `${lineId}${suffix}`
}

interface GiftSigns {
  readonly gift: RecommendationSettings["gift"]
  /** Names on addresses, by the address's id. */
  readonly names: ReadonlyMap<string, string>
}

function isGift({ order }: OrderRecord, line: OrderLineRow, { gift, names }: GiftSigns): boolean {
  const flagged = [line.metadata, order.metadata].some((metadata) => marksGift(metadata, gift.gift_order_flag))
  const shipsTo = names.get(order.shipping_address_id ?? "")
  const billsTo = names.get(order.billing_address_id ?? "")
  const elsewhere = Boolean(shipsTo && billsTo && shipsTo !== billsTo)
  return flagged || (gift.shipping_name_differs && elsewhere)
}
