import { z } from "@medusajs/framework/zod"

/** Query of `GET /store/recommendations/texts`: Medusa has taken the locale out of it. */
export const StoreGetTexts = z.strictObject({})
