import { z } from "@medusajs/framework/zod"
import { STRATEGIES } from "../../../../core/contract"

const MAX_LIMIT = 50
const DEFAULT_LIMIT = 10

const id = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, "an id is letters, digits, _ and -, at most 64 of them")

const word = z.string().trim().min(1).max(100)
const amount = z.number().min(0).max(1e12)

const place = {
  region_id: id.optional(),
  currency_code: z
    .string()
    .regex(/^[A-Za-z]{3}$/, "a currency code is three letters")
    .optional(),
  sales_channel_id: id.optional(),
}

/** Which list is looked at. */
const list = {
  strategy: z.enum(STRATEGIES).default("for_you"),
  product_id: id.optional(),
  category_id: id.optional(),
  placement: word.optional(),
  /** Language of the reasons: the admin's own. */
  locale: z
    .string()
    .regex(/^[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8}){0,2}$/, "a locale is such as en or de-AT")
    .optional(),
  /** What lies in it is not listed, as on the page; its region and currency count where none are named. */
  cart_id: id.optional(),
}

/** Body of `POST /admin/recommendations/preview`: for a customer, a guest's visitor id, both, or a stranger. */
export const AdminPreview = z.strictObject({
  customer_id: id.optional(),
  visitor_id: id.optional(),
  recipient: word.optional(),
  occasion: word.optional(),
  age_band: word.optional(),
  budget_min: amount.optional(),
  budget_max: amount.optional(),
  limit: z.number().int().min(1).max(MAX_LIMIT).default(DEFAULT_LIMIT),
  ...list,
  ...place,
})

/** Body of `POST /admin/recommendations/predict`. */
export const AdminPredict = z.strictObject({ customer_id: id, product_id: id, ...place })

/** Query of `GET /admin/recommendations/shoppers/:customer_id`. */
export const AdminTrace = z.strictObject({ ...list, ...place })
