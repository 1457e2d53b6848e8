import { randomUUID } from "node:crypto"
import { z } from "@medusajs/framework/zod"
import { registerCustomer } from "./customer"
import { createShopDatabase, databaseUrl, dropDatabase } from "./database"
import { OrderDesk } from "./order-desk"
import { call } from "./shop-client"
import type { Answer } from "./shop-client"
import { startShopProcess } from "./shop-process"
import type { ShopProcess } from "./shop-process"

const BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0"
const WAIT_MS = 20_000
const LOOK_MS = 50

/** Reads again and again until it is as expected; what was read last where that never comes. */
export async function until<T>(read: () => Promise<T>, isThere: (found: T) => boolean): Promise<T> {
  for (const end = Date.now() + WAIT_MS; ; await new Promise((resolve) => setTimeout(resolve, LOOK_MS))) {
    const found = await read()
    if (isThere(found) || Date.now() > end) return found
  }
}

/** What a guest's browser reports that said yes. */
export function report(desk: OrderDesk, visitor: string, events: readonly Record<string, unknown>[]): Promise<Answer> {
  return call(`${desk.url}/store/behavior-events`, {
    headers: { ...desk.storeHeaders, "user-agent": BROWSER },
    body: {
      visitor_id: visitor,
      consent: true,
      events: events.map((fields) => ({
        id: randomUUID(),
        type: "view",
        product_id: desk.products[0]?.id,
        occurred_at: new Date().toISOString(),
        ...fields,
      })),
    },
  })
}

/** A customer with an account, and the headers of their login. */
export async function newCustomer(desk: OrderDesk): Promise<{ id: string; headers: Record<string, string> }> {
  const headers = await registerCustomer(desk.url, desk.storeHeaders, `${randomUUID()}@shop.test`)
  const me = await desk.store("/customers/me", undefined, headers)
  return { id: z.object({ id: z.string() }).parse(me.customer).id, headers }
}

interface DeskShop {
  readonly shop: ShopProcess
  readonly desk: OrderDesk
}

interface DeskShopOptions {
  /** Options of the plugin. */
  readonly options?: unknown
  readonly products?: number
  readonly delivery?: number
}

/** One shop with an order desk for all tests of the block, handed over before the first of them. */
export function withOrderDesk(
  database: string,
  opened: (parts: DeskShop) => void,
  { options = {}, products, delivery }: DeskShopOptions = {},
): void {
  let shop: ShopProcess | null = null
  beforeAll(async () => {
    await createShopDatabase(database)
    shop = await startShopProcess({
      DATABASE_URL: databaseUrl(database),
      RECOMMENDATION_OPTIONS: JSON.stringify(options),
    })
    opened({ shop, desk: await OrderDesk.open(shop.url, database, products, delivery) })
  })
  afterAll(async () => {
    await shop?.end()
    await dropDatabase(database)
  })
}
