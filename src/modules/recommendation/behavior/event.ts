import { z } from "@medusajs/framework/zod"
import { BEHAVIOR_TYPES } from "../../../core/contract"
import type { BehaviorType } from "../../../core/contract"

/** Where an event came from. */
export type BehaviorSource = "storefront" | "order" | "cart" | "wishlist" | "import" | "reconcile"

/** One event to be stored. What is not known is null. */
export interface NewBehaviorEvent {
  /** Says whether two reports are the same event: sent twice, stored once. */
  readonly id: string
  readonly type: BehaviorType
  readonly productId: string
  readonly source: BehaviorSource
  readonly occurredAt: Date
  readonly customerId?: string | null
  readonly visitorId?: string | null
  readonly variantId?: string | null
  readonly quantity?: number
  readonly price?: number | null
  readonly currencyCode?: string | null
  readonly salesChannelId?: string | null
  readonly regionId?: string | null
  readonly sessionId?: string | null
  readonly basketId?: string | null
  readonly device?: string | null
  readonly placement?: string | null
  readonly recommendationId?: string | null
  readonly isBot?: boolean
  readonly isGift?: boolean
  /** The order's line that was bought, or of which came back. */
  readonly orderLineId?: string | null
  /** What the whole line earned, by all that has happened to it; on its first purchase alone. */
  readonly earned?: number | null
  /** Customer whose record it comes from, where the event itself is somebody else's or nobody's: not stored, but whoever was erased is recognised by it. */
  readonly owner?: string | null
  /** When what it belongs to began: an order's return is as old as the order. @defaultValue `occurredAt` */
  readonly began?: Date
  /** See `Voices`; null where it is not known, or nobody did it. */
  readonly voice?: number | null
}

/** One event as it is stored. `seq` grows with arrival. */
export const storedEventRow = z.object({
  seq: z.coerce.number(),
  /** Of the transaction that wrote it; null of rows from before these were kept. */
  xactId: z.string().nullish(),
  id: z.string(),
  type: z.number().transform((code): BehaviorType => BEHAVIOR_TYPES[code] ?? "view"),
  productId: z.string(),
  customerId: z.string().nullable(),
  visitorId: z.string().nullable(),
  quantity: z.number(),
  price: z.coerce.number().nullable(),
  basketId: z.string().nullable(),
  isBot: z.boolean(),
  isGift: z.boolean(),
  source: z.string(),
  voice: z.number().nullable(),
  salesChannelId: z.string().nullable(),
  occurredAt: z.date(),
})

export type StoredEvent = z.output<typeof storedEventRow>

/** Columns of {@link storedEventRow}, of the table under alias `e`. */
export const STORED_COLUMNS = `e.seq, e.xact_id::text as "xactId", e.id, e.type, e.product_id as "productId", e.customer_id as "customerId",
  e.visitor_id as "visitorId", e.quantity, e.price, e.basket_id as "basketId", e.is_bot as "isBot",
  e.is_gift as "isGift", e.source, e.voice, e.sales_channel_id as "salesChannelId", e.occurred_at as "occurredAt"`
