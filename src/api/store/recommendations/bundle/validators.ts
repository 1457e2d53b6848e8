import { z } from "@medusajs/framework/zod"
import { id, page, word } from "../validators"

const MAX_ITEMS = 4
const MAX_QUANTITY = 100

/** Query of `GET /store/recommendations/bundle`. */
export const StoreGetBundle = z
  .strictObject({ ...page, product_id: id.optional(), placement: word.optional() })
  .refine(({ product_id: productId, cart_id: cartId }) => productId !== undefined || cartId !== undefined, {
    path: ["product_id"],
    message: "name the product or the cart that the set belongs to",
  })

/** Body of `POST /store/recommendations/bundle`. */
export const StorePostBundle = z
  .strictObject({
    cart_id: id,
    items: z
      .array(z.strictObject({ variant_id: id, quantity: z.number().int().min(1).max(MAX_QUANTITY).default(1) }))
      .min(1)
      .max(MAX_ITEMS),
    recommendation_id: id.optional(),
    visitor_id: page.visitor_id,
  })
  .refine(({ items }) => new Set(items.map((item) => item.variant_id)).size === items.length, {
    path: ["items"],
    message: "a variant stands there twice",
  })
