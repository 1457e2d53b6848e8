import { z } from "@medusajs/framework/zod"
import { behaviorCode, BEHAVIOR_TYPES } from "../../../core/contract"
import type { ModuleContext } from "../context"
import { queryRows } from "../database/query-rows"
import type { NewBehaviorEvent } from "./event"

/**
 * An item of a wishlist as the published plugins keep it: @alphabite/medusa-wishlist
 * writes `product_id`, @rsc-labs/medusa-wishlist `productId`.
 */
const itemShape = z
  .looseObject({
    id: z.string(),
    product_id: z.string().nullish(),
    productId: z.string().nullish(),
    product_variant_id: z.string().nullish(),
    productVariantId: z.string().nullish(),
    quantity: z.coerce.number().positive().nullish(),
    created_at: z.coerce.date().nullish(),
    customer_id: z.string().nullish(),
    wishlist: z
      .looseObject({
        customer_id: z.string().nullish(),
        customer: z.looseObject({ id: z.string() }).nullish(),
      })
      .nullish(),
  })
  .transform((item) => ({
    id: item.id,
    productId: item.product_id ?? item.productId ?? null,
    variantId: item.product_variant_id ?? item.productVariantId ?? null,
    customerId: item.customer_id ?? item.wishlist?.customer_id ?? item.wishlist?.customer?.id ?? null,
    quantity: item.quantity ?? 1,
    createdAt: item.created_at ?? new Date(),
  }))

export type WishlistItem = z.output<typeof itemShape>

/** An item of whatever wishlist plugin; null where it is of a shape that is not known. */
export function parseWishlistItem(item: unknown): WishlistItem | null {
  return itemShape.safeParse(item).data ?? null
}

const addedId = (itemId: string): string => `wish:${itemId}`

/** The item put on a list; null for a wishlist of nobody, or without a product. */
export function wishlistItemAdded(item: WishlistItem): NewBehaviorEvent | null {
  if (item.productId === null || item.customerId === null) return null
  return {
    id: addedId(item.id),
    type: "add_to_wishlist",
    productId: item.productId,
    variantId: item.variantId,
    customerId: item.customerId,
    quantity: item.quantity,
    occurredAt: item.createdAt,
    source: "wishlist",
  }
}

const rememberedRow = z.object({
  product_id: z.string(),
  variant_id: z.string().nullable(),
  customer_id: z.string().nullable(),
  type: z.number().transform((code) => BEHAVIOR_TYPES[code]),
})

/** The item taken off again: by then it is gone, so the product is read from what is stored of it. */
export async function wishlistItemRemoved({ knex }: ModuleContext, itemId: string): Promise<NewBehaviorEvent | null> {
  const [added] = await queryRows(
    knex(),
    {
      sql: "select product_id, variant_id, customer_id, type from behavior_event where id = ? and type = ? limit 1",
      bindings: [addedId(itemId), behaviorCode("add_to_wishlist")],
    },
    rememberedRow,
  )
  if (!added) return null
  return {
    id: `${addedId(itemId)}:removed`,
    type: "remove_from_wishlist",
    productId: added.product_id,
    variantId: added.variant_id,
    customerId: added.customer_id,
    occurredAt: new Date(),
    source: "wishlist",
  }
}
