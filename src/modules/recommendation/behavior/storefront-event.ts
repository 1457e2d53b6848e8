import { z } from "@medusajs/framework/zod"
import { BEHAVIOR_TYPES } from "../../../core/contract"
import type { StoreBehaviorEvent } from "../../../types/http"

/** A clock of a storefront that runs ahead by no more than this is believed. */
export const FUTURE_MS = 5 * 60_000
/** What a browser kept for longer than this before it was sent is not taken. */
export const ANCIENT_MS = 7 * 86_400_000
/** An id may be sent again under another time: as far apart as two times that are taken can be. */
export const SAME_ID_MS = ANCIENT_MS + FUTURE_MS + 86_400_000
/** A sender's clock that is wrong by no more than this is left as it is: a request may take as long on its way. */
export const SKEW_MS = 60_000
/** Events of one request. */
export const MAX_EVENTS = 100

/** Purchases and returns come from orders alone: a storefront could invent them. */
export const STORE_TYPES = BEHAVIOR_TYPES.filter(
  (type): type is StoreBehaviorEvent["type"] => type !== "purchase" && type !== "return",
)

const LONGEST_ID = 64
const id = z
  .string()
  .max(LONGEST_ID)
  .regex(/^[A-Za-z0-9_-]+$/)
/** Short words of the storefront's own: where on the page, which visit. */
const word = z
  .string()
  .max(LONGEST_ID)
  .regex(/^[\w .:/-]+$/)

/** One event as a storefront may report it; any other key is refused by name. */
export const storefrontEvent = z.strictObject({
  id: z.uuid(),
  type: z.enum(STORE_TYPES),
  product_id: id,
  variant_id: id.optional(),
  occurred_at: z.iso.datetime({ offset: true }),
  session_id: word.optional(),
  placement: word.optional(),
  recommendation_id: id.optional(),
  quantity: z.number().int().min(1).max(10_000).optional(),
})

export type ParsedStorefrontEvent = z.output<typeof storefrontEvent>

/** The request around the events; each event is looked at by itself. */
export const storefrontRequest = z.strictObject({
  visitor_id: z.uuid().optional(),
  consent: z.boolean().optional(),
  sent_at: z.iso.datetime({ offset: true }).optional(),
  events: z.array(z.unknown()).min(1).max(MAX_EVENTS),
})

/** What the dashboard shows of an event that did not even parse: plain characters only. */
export const refusedShape = z.looseObject({
  id: z.string().transform(plain).catch(""),
  type: z.enum(BEHAVIOR_TYPES).nullable().catch(null),
  product_id: z.string().transform(plain).catch(""),
})

function plain(text: string): string {
  return text.slice(0, LONGEST_ID).replace(/[^\w.:-]/g, "")
}
