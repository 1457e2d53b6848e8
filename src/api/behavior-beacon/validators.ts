import { z } from "@medusajs/framework/zod"

/** What stands in a beacon's address; Medusa's keys are letters, digits and _. */
export const BeaconQuery = z.object({ publishable_key: z.string().regex(/^[\w-]{1,100}$/) })
