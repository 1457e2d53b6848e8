import { z } from "@medusajs/framework/zod"

/** Field of a cart's metadata by which a storefront says whose browser it is, with consent. */
export const VISITOR_FIELD = "recommendation_visitor_id"

const visitorId = z.uuid()
const eventId = z.uuid()
const listId = z
  .string()
  .max(64)
  .regex(/^[A-Za-z0-9_-]+$/)
const placementName = z
  .string()
  .max(64)
  .regex(/^[\w .:/-]+$/)

/** A metadata object's own fields, by name. */
export function metadataOf(metadata: unknown): (field: string) => unknown {
  const own = new Map<string, unknown>(
    typeof metadata === "object" && metadata !== null ? Object.entries(metadata) : [],
  )
  return (field) => own.get(field)
}

/** The visitor that a cart's or an order's metadata names, null where there is none. */
export function visitorOf(metadata: unknown): string | null {
  return visitorId.safeParse(metadataOf(metadata)(VISITOR_FIELD)).data ?? null
}

/** Whether the metadata of a line, an order or a cart marks a gift, in the field of that name. */
export function marksGift(metadata: unknown, field: string): boolean {
  const value = metadataOf(metadata)(field)
  return value === true || value === "true" || value === "1" || value === 1
}

/** The visitor and the event that the widget names in the metadata of a line which it was clicked into the cart with. */
export function reportedAdd(metadata: unknown): { visitorId: string | null; eventId: string | null } {
  const field = metadataOf(metadata)
  return {
    visitorId: visitorId.safeParse(field("visitor_id")).data ?? null,
    eventId: eventId.safeParse(field("behavior_event_id")).data ?? null,
  }
}

/** The list and placement that a line came from, where the storefront wrote them into the line's metadata. */
export function touchedList(metadata: unknown): { recommendationId: string | null; placement: string | null } {
  const field = metadataOf(metadata)
  return {
    recommendationId: listId.safeParse(field("recommendation_id")).data ?? null,
    placement: placementName.safeParse(field("placement")).data ?? null,
  }
}
