import { z } from "@medusajs/framework/zod"

const schema = z.object({
  /** undefined: the demo's own gift shop. */
  dataFolder: z.string().optional(),
  currencyCode: z.string(),
  /** How many shoppers to simulate for the demo's own shop. */
  simulatedShoppers: z.number(),
  /** Folder for the history that is imported: simulated, or the data folder's with its times moved. */
  historyFolder: z.string(),
  historyEndsAt: z.iso.datetime(),
  pictureBase: z.string(),
  admin: z.object({ email: z.string(), password: z.string() }),
  shopperPassword: z.string(),
})

/** What the starting process asks of the seed, as JSON in the environment: arguments show in process lists. */
export type SeedOrder = z.output<typeof schema>

export const SEED_ORDER_VARIABLE = "DEMO_SEED_ORDER"

/** @throws ZodError when the seed was not started by the demo */
export function readSeedOrder(env: NodeJS.ProcessEnv): SeedOrder {
  return schema.parse(JSON.parse(env[SEED_ORDER_VARIABLE] ?? "{}"))
}
