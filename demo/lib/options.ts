import path from "node:path"
import { parseArgs } from "node:util"
import { z } from "@medusajs/framework/zod"

export interface DemoOptions {
  /** Data folder to fill the shop from; undefined is the demo's own gift shop. */
  readonly dataFolder: string | undefined
  /** Currency of the prices in the data folder. */
  readonly currencyCode: string
  /** Shoppers to simulate for the demo's own shop. */
  readonly simulatedShoppers: number
  readonly reset: boolean
  /** Where database, logs and secrets lie. */
  readonly home: string
  /** Name under which browsers reach the demo. */
  readonly host: string
  readonly backendPort: number
  readonly storefrontPort: number
}

/** The command line was not understood; the message says what was wrong. */
export class UsageError extends Error {}

export const USAGE = `npm run demo -- [OPTIONS]

  --data DIR             fill the shop from a data folder instead of our own gift shop
  --currency CODE        currency of the prices in that folder (default eur)
  --shoppers N           how many shoppers to simulate for our own gift shop (default 640)
  --reset                start over: the shop's database is emptied first
  --folder DIR           where database, logs and secrets lie (default .demo)
  --host NAME            let other machines in, under this name (default: this machine only)
  --port N               port of Medusa, API and dashboard (default 9000)
  --storefront-port N    port of the storefront (default 8000)

  DATABASE_URL and REDIS_URL, where set, are used instead of what is embedded.`

const port = z.coerce.number().int().min(1).max(65_535)
const schema = z.object({
  data: z.string().min(1).optional(),
  currency: z
    .string()
    .regex(/^[a-zA-Z]{3}$/, "three letters, such as eur")
    .default("eur"),
  shoppers: z.coerce.number().int().min(10).max(20_000).default(640),
  reset: z.boolean().default(false),
  folder: z.string().min(1).default(".demo"),
  host: z
    .string()
    .regex(/^[A-Za-z0-9.-]{1,253}$/, "a host name")
    .default("localhost"),
  port: port.default(9000),
  "storefront-port": port.default(8000),
})

/** @throws UsageError naming each option that is wrong */
export function parseOptions(args: readonly string[]): DemoOptions | "help" {
  const values = readArguments(args)
  if (values.help) return "help"
  const parsed = schema.safeParse(values)
  if (!parsed.success) {
    throw new UsageError(parsed.error.issues.map(({ path: at, message }) => `--${at.join(".")}: ${message}`).join("\n"))
  }
  const { data, currency, reset, folder, host } = parsed.data
  return {
    dataFolder: data === undefined ? undefined : path.resolve(data),
    currencyCode: currency.toLowerCase(),
    simulatedShoppers: parsed.data.shoppers,
    reset,
    home: path.resolve(folder),
    host,
    backendPort: parsed.data.port,
    storefrontPort: parsed.data["storefront-port"],
  }
}

function readArguments(args: readonly string[]) {
  const text = { type: "string" } as const
  const flag = { type: "boolean" } as const
  try {
    return parseArgs({
      args: [...args],
      options: {
        ...{
          data: text,
          currency: text,
          shoppers: text,
          folder: text,
          host: text,
          port: text,
          "storefront-port": text,
        },
        ...{ reset: flag, help: flag },
      },
    }).values
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error))
  }
}

/** The name of the shop that these options ask for; one database per key. */
export function shopKey({ dataFolder, currencyCode }: Pick<DemoOptions, "dataFolder" | "currencyCode">): string {
  return dataFolder === undefined ? "gift-shop" : `data:${path.basename(dataFolder)}:${currencyCode}`
}
