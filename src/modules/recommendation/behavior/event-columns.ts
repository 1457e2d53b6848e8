import { behaviorCode } from "../../../core/contract"
import type { NewBehaviorEvent, StoredEvent } from "./event"

/** Every column with its type: what one event is to the statement. */
export const COLUMNS = {
  id: "text",
  type: "smallint",
  product_id: "text",
  customer_id: "text",
  visitor_id: "text",
  variant_id: "text",
  quantity: "real",
  price: "numeric",
  currency_code: "text",
  sales_channel_id: "text",
  region_id: "text",
  session_id: "text",
  basket_id: "text",
  device: "text",
  placement: "text",
  recommendation_id: "text",
  source: "text",
  is_bot: "boolean",
  is_gift: "boolean",
  order_line_id: "text",
  earned: "numeric",
  voice: "integer",
  occurred_at: "timestamptz",
} as const

/** What the statement asks of an event beyond what it stores: whose erasure takes it along, and since when it is theirs. */
export const ASKED = { owner: "text", began: "timestamptz" } as const

type Column = keyof typeof COLUMNS
export type GivenColumn = Column | keyof typeof ASKED
type Cell = string | number | boolean | null

/** What the table itself puts where a column is not given, other than null. */
const DEFAULTS: { readonly [name in GivenColumn]?: Cell } = { quantity: 1, is_bot: false, is_gift: false }

export const cellOf: { readonly [name in GivenColumn]: (event: NewBehaviorEvent) => Cell } = {
  id: (event) => event.id,
  type: (event) => behaviorCode(event.type),
  product_id: (event) => event.productId,
  customer_id: (event) => event.customerId ?? null,
  visitor_id: (event) => event.visitorId ?? null,
  variant_id: (event) => event.variantId ?? null,
  quantity: (event) => event.quantity ?? 1,
  price: (event) => event.price ?? null,
  currency_code: (event) => event.currencyCode ?? null,
  sales_channel_id: (event) => event.salesChannelId ?? null,
  region_id: (event) => event.regionId ?? null,
  session_id: (event) => event.sessionId ?? null,
  basket_id: (event) => event.basketId ?? null,
  device: (event) => event.device ?? null,
  placement: (event) => event.placement ?? null,
  recommendation_id: (event) => event.recommendationId ?? null,
  source: (event) => event.source,
  is_bot: (event) => event.isBot ?? false,
  is_gift: (event) => event.isGift ?? false,
  order_line_id: (event) => event.orderLineId ?? null,
  earned: (event) => event.earned ?? null,
  voice: (event) => event.voice ?? null,
  occurred_at: (event) => event.occurredAt.toISOString(),
  owner: (event) => event.owner ?? null,
  began: (event) => event.began?.toISOString() ?? null,
}

/** What storefronts report: one text for all their inserts, so that each connection plans it once. */
export const STOREFRONT_COLUMNS: readonly Column[] = [
  "id",
  "type",
  "product_id",
  "customer_id",
  "visitor_id",
  "variant_id",
  "quantity",
  "sales_channel_id",
  "session_id",
  "device",
  "placement",
  "recommendation_id",
  "source",
  "is_bot",
  "is_gift",
  "voice",
  "occurred_at",
]
export const ALL_COLUMNS = Object.keys(COLUMNS).filter((name): name is Column => name in COLUMNS)
export const ASKED_COLUMNS = ["owner", "began"] as const
export const NAMES: readonly GivenColumn[] = ["customer_id", "visitor_id", "owner"]

/** Whether any event has more to say in a column than the table would put there itself. */
export function saysSomething(events: readonly NewBehaviorEvent[], name: GivenColumn): boolean {
  const byDefault = DEFAULTS[name] ?? null
  return events.some((event) => cellOf[name](event) !== byDefault)
}

/** One column's cells as Postgres writes an array. */
export function arrayText(events: readonly NewBehaviorEvent[], cell: (event: NewBehaviorEvent) => Cell): string {
  let text = ""
  for (const event of events) {
    const value = cell(event)
    text += text === "" ? "{" : ","
    text += typeof value === "string" ? quoted(value) : String(value)
  }
  return `${text}}`
}

const MUST_ESCAPE = /["\\]/
const quoted = (text: string): string => (MUST_ESCAPE.test(text) ? `"${text.replace(/["\\]/g, "\\$&")}"` : `"${text}"`)

/** An event as it is stored under a number of arrival. */
export function toStored(event: NewBehaviorEvent, seq: number): StoredEvent {
  return {
    seq,
    id: event.id,
    type: event.type,
    productId: event.productId,
    customerId: event.customerId ?? null,
    visitorId: event.visitorId ?? null,
    quantity: event.quantity ?? 1,
    price: event.price ?? null,
    basketId: event.basketId ?? null,
    isBot: event.isBot ?? false,
    isGift: event.isGift ?? false,
    source: event.source,
    voice: event.voice ?? null,
    salesChannelId: event.salesChannelId ?? null,
    occurredAt: event.occurredAt,
  }
}
