import { z } from "@medusajs/framework/zod"
import { STRATEGIES } from "../../../../core/contract"
import { checkRule, idSchema, ruleFields, ruleSchema } from "../../../../types/rule-schema"

const MAX_RULES = 200

/** Body of `POST /admin/recommendations/rules`. */
export const AdminCreateRule = ruleSchema

/** Body of `POST /admin/recommendations/rules/:id`; `version` is the one that was read. */
export const AdminUpdateRule = ruleFields.extend({ version: z.number().int().min(1) }).superRefine(checkRule)

/** Body of `POST /admin/recommendations/rules/reorder`. */
export const AdminReorderRules = z.strictObject({ ids: z.array(idSchema).max(MAX_RULES) })

/** Body of `POST /admin/recommendations/rules/simulate`; rules as stored or as about to be. */
export const AdminSimulateRules = z.strictObject({
  rules: z
    .array(
      ruleFields
        .extend({
          id: idSchema.optional(),
          position: z.number().optional(),
          version: z.number().optional(),
          updated_at: z.string().optional(),
          created_at: z.string().optional(),
          created_by: z.string().nullish(),
          updated_by: z.string().nullish(),
        })
        .superRefine(checkRule),
    )
    .max(MAX_RULES),
  /** Where the rules are tried; without it, where the first of them that names a placement holds. */
  placement: z.string().trim().min(1).max(100).optional(),
  strategy: z.enum(STRATEGIES).default("for_you"),
  region_id: idSchema.optional(),
  currency_code: z
    .string()
    .regex(/^[A-Za-z]{3}$/, "a currency code is three letters")
    .optional(),
  sales_channel_id: idSchema.optional(),
  /** What lies in it is not listed; its region and currency count where none are named. */
  cart_id: idSchema.optional(),
  /** Product of the page, for lists that start from one. */
  product_id: idSchema.optional(),
  /** For one guest in place of ten recent customers. */
  guest: z.boolean().default(false),
  /** Which guest; without it, one the shop has never seen. */
  visitor_id: idSchema.optional(),
})
