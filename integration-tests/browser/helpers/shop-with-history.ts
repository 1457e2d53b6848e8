import { knex } from "@medusajs/framework/mikro-orm/knex"
import { z } from "@medusajs/framework/zod"
import { createRandom } from "../../../src/core/random/seeded-random"
import type { NewBehaviorEvent } from "../../../src/modules/recommendation/behavior/event"
import { insertEvents } from "../../../src/modules/recommendation/behavior/insert-events"
import { createShopDatabase, databaseUrl, dropDatabase, withClient } from "../../helpers/database"
import { call, seedShop } from "../../helpers/shop-client"
import type { SeededShop } from "../../helpers/shop-client"
import { startShopProcess } from "../../helpers/shop-process"

const PRODUCTS = 36
/** Shoppers whose tastes differ, by turns: each group of products is one taste. */
const TASTES = 6
const SHOPPERS = 120
const DAYS = 90
const DAY_MS = 86_400_000

export const ADMIN = { email: "admin@shop.test", password: "shop-test-1" }

/** A running shop of its own, with an admin, customers and an order. */
export interface ShopWithHistory extends SeededShop {
  readonly url: string
  readonly customers: readonly { readonly id: string; readonly name: string }[]
  readonly orderId: string
  readonly database: string
  /** As if the order were from before the plugin was there. */
  forgetOrder(): Promise<void>
  /** Fills in what shoppers did in the last three months. */
  addHistory(): Promise<void>
  admin(route: string, body?: unknown, method?: string): Promise<unknown>
  close(): Promise<void>
}

/** Starts it on database `name`; without history it is a shop on its first day. */
export async function startShopWithHistory(name: string): Promise<ShopWithHistory> {
  await createShopDatabase(name)
  // With roles, so that a user who may not see recommendations can be shown the door.
  const shop = await startShopProcess({ DATABASE_URL: databaseUrl(name), MEDUSA_FF_RBAC: "true" })
  const seeded = await seedShop(shop.url, name, PRODUCTS)
  const admin = async (route: string, body?: unknown, method?: string): Promise<unknown> => {
    const answer = await call(`${shop.url}${route}`, {
      headers: seeded.adminHeaders,
      ...(body === undefined ? {} : { body }),
      ...(method === undefined ? {} : { method }),
    })
    if (answer.status >= 300) throw new Error(`${route}: ${answer.status} ${JSON.stringify(answer.body)}`)
    return answer.body
  }
  await sellWhereAdminsLook(admin, seeded.salesChannelId)
  const customers = await createCustomers(admin)
  const orderId = await createOrder(admin, seeded, customers[0]?.id ?? "")
  return {
    ...seeded,
    url: shop.url,
    customers,
    orderId,
    database: name,
    admin,
    forgetOrder: () => forgetOrder(name, orderId),
    addHistory: () =>
      addHistory(
        name,
        seeded,
        customers.map(({ id }) => id),
      ),
    close: async () => {
      await shop.end()
      await dropDatabase(name)
    },
  }
}

type Admin = ShopWithHistory["admin"]

const storesAnswer = z.object({ stores: z.array(z.object({ id: z.string() })) })

/** A preview shows the store's default channel; the seeded products are in another one. */
async function sellWhereAdminsLook(admin: Admin, salesChannelId: string): Promise<void> {
  const [store] = storesAnswer.parse(await admin("/admin/stores")).stores
  await admin(`/admin/stores/${store?.id ?? ""}`, { default_sales_channel_id: salesChannelId })
}

const customerAnswer = z.object({
  customer: z.object({ id: z.string(), first_name: z.string(), last_name: z.string() }),
})

async function createCustomers(admin: Admin): Promise<{ id: string; name: string }[]> {
  const names = ["Ada Winter", "Bo Summer", "Cleo Spring", "Dan Autumn"]
  const customers: { id: string; name: string }[] = []
  for (const name of names) {
    const [first = "", last = ""] = name.split(" ")
    const answer = await admin("/admin/customers", {
      email: `${first.toLowerCase()}@shop.test`,
      first_name: first,
      last_name: last,
    })
    customers.push({ id: customerAnswer.parse(answer).customer.id, name })
  }
  return customers
}

const draftAnswer = z.object({ draft_order: z.object({ id: z.string() }) })

async function createOrder(admin: Admin, shop: SeededShop, customerId: string): Promise<string> {
  const draft = draftAnswer.parse(
    await admin("/admin/draft-orders", {
      email: "ada@shop.test",
      customer_id: customerId,
      region_id: shop.regionId,
      sales_channel_id: shop.salesChannelId,
      items: shop.products.slice(0, 2).map(({ variantId }) => ({ variant_id: variantId, quantity: 1 })),
    }),
  ).draft_order
  await admin(`/admin/draft-orders/${draft.id}/convert-to-order`, {})
  return draft.id
}

/** Waits until the order's lines were captured, and takes them out again. */
async function forgetOrder(name: string, orderId: string): Promise<void> {
  await withClient(name, async (client) => {
    for (let forgotten = 0; forgotten === 0;) {
      const gone = await client.query("delete from behavior_event where basket_id = $1", [orderId])
      forgotten = gone.rowCount ?? 0
    }
  })
}

/**
 * Shoppers with a taste each: views before purchases, refills now and then, so
 * that there is something to learn. The first of them are the shop's customers.
 */
function historyOf(shop: SeededShop, customerIds: readonly string[]): NewBehaviorEvent[] {
  const random = createRandom(7)
  const events: NewBehaviorEvent[] = []
  const now = Date.now()
  for (let shopper = 0; shopper < SHOPPERS; shopper++) {
    const customerId = customerIds[shopper] ?? `cus_history_${shopper}`
    const liked = shop.products.filter((_, index) => index % TASTES === shopper % TASTES)
    const orders = 3 + random.nextInt(5)
    for (let order = 0; order < orders; order++) {
      const at = now - random.next() * DAYS * DAY_MS
      const basketId = `order_history_${shopper}_${order}`
      for (let line = 0; line < 2; line++) {
        const strays = random.next() < 0.15
        const from = strays ? shop.products : liked
        const product = from[random.nextInt(from.length)]
        if (!product) continue
        const common = {
          productId: product.id,
          variantId: product.variantId,
          customerId,
          basketId,
          sessionId: basketId,
          device: ["mobile", "desktop", "tablet"][shopper % 3] ?? null,
          price: 20,
          currencyCode: "eur",
          salesChannelId: shop.salesChannelId,
        }
        const steps = ["view", "view", "add_to_cart", "purchase"] as const
        steps.forEach((type, step) =>
          events.push({
            ...common,
            id: `history_${shopper}_${order}_${line}_${step}`,
            type,
            source: type === "purchase" ? "order" : "storefront",
            occurredAt: new Date(at + (line * steps.length + step) * 60_000),
          }),
        )
      }
    }
  }
  return events
}

async function addHistory(name: string, shop: SeededShop, customerIds: readonly string[]): Promise<void> {
  const connection = knex({ client: "pg", connection: databaseUrl(name), pool: { min: 0, max: 1 } })
  try {
    await connection.transaction((trx) => insertEvents(trx, historyOf(shop, customerIds), { hash: String }))
  } finally {
    await connection.destroy()
  }
}
