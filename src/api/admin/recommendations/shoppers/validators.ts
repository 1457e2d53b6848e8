import { z } from "@medusajs/framework/zod"

/** Names and pictures of all are asked for by ids in an address, which a proxy takes to 8 kB or so. */
const SHOPPERS_AT_MOST = 50

export const AdminRecentShoppers = z.strictObject({
  kind: z.enum(["customer", "guest"]).default("customer"),
  limit: z.coerce.number().int().min(1).max(SHOPPERS_AT_MOST).default(SHOPPERS_AT_MOST),
})
