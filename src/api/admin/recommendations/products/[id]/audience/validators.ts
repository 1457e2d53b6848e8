import { z } from "@medusajs/framework/zod"

const MAX_LIMIT = 500

/** Query of `GET /admin/recommendations/products/:id/audience`. */
export const AdminAudience = z.strictObject({
  limit: z.coerce.number().int().min(1).max(MAX_LIMIT).default(50),
  offset: z.coerce.number().int().min(0).max(MAX_LIMIT).default(0),
  format: z.enum(["json", "csv"]).default("json"),
})
