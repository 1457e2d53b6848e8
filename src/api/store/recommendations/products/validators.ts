import { z } from "@medusajs/framework/zod"
import { page, word } from "../validators"
import { cursorParameter } from "./cursor"

/** What `GET /store/recommendations/products` takes beside the query of `/store/products`. */
export const StoreGetRecommendedProducts = z.strictObject({
  order: z.literal("recommended").default("recommended"),
  cursor: cursorParameter.optional(),
  offset: z.undefined({ error: "pages are found by cursor" }).optional(),
  visitor_id: page.visitor_id,
  locale: page.locale,
  placement: word.optional(),
  blend: z.coerce.number().min(0).max(1).optional(),
})

/** Where the page is, of Medusa's own parameters. */
export const AskedWhere = z.looseObject({
  region_id: page.region_id,
  cart_id: page.cart_id,
  country_code: page.country_code,
})
