import { z } from "@medusajs/framework/zod"
import { page, word } from "../recommendations/validators"

/** What `POST /store/search` takes in its query beside Medusa's own body. */
export const StoreSearchRecommended = z.object({
  order: z.literal("recommended", { error: "the one order known here is recommended" }),
  visitor_id: page.visitor_id,
  region_id: page.region_id,
  currency_code: page.currency_code,
  locale: page.locale,
  placement: word.optional(),
  blend: z.coerce.number().min(0).max(1).optional(),
})
