import {
  createCustomerAccountWorkflow,
  createCustomersWorkflow,
  createInventoryLevelsWorkflow,
  createOrderWorkflow,
  createProductsWorkflow,
} from "@medusajs/medusa/core-flows"
import type { ExecArgs } from "@medusajs/framework/types"
import { ContainerRegistrationKeys, Modules, ProductStatus } from "@medusajs/framework/utils"
import { z } from "@medusajs/framework/zod"

/*
 * Run by `medusa exec` in the starter's backend, which the starter's own seed has filled: more products, customers with
 * tastes, and their orders beside those of guests, all by Medusa's own workflows. Prints what it made as JSON.
 */

const TASTES = ["Shirts", "Sweatshirts", "Pants", "Merch"]
const PRODUCTS_A_TASTE = 8
const CUSTOMERS = 60
/** Of ten orders, those of guests. */
const GUESTS_OF_TEN = 3

interface Sold {
  readonly taste: number
  readonly variantId: string
  readonly title: string
}

export default async function seedOrders({ container, args }: ExecArgs): Promise<void> {
  const [email = "", password = "", orders = ""] = args
  const [[channel], [region]] = [await rowsOf(container, "sales_channel"), await rowsOf(container, "region")]
  const products = await makeProducts(container, channel.id)
  const known = await makeAccount(container, { email, password })
  const customers = await makeCustomers(container)
  const buyers = [{ id: known, email }, ...customers]
  for (let n = 0, ofCustomers = 0; n < Number(orders); n++) {
    const isGuest = n % 10 < GUESTS_OF_TEN
    // The one who walks through the storefront later buys every sixth time: the first of all tastes.
    const at = ofCustomers % 6 === 0 ? 0 : ofCustomers % buyers.length
    if (!isGuest) ofCustomers++
    const buyer = isGuest ? { id: undefined, email: `guest-${n}@shop.test` } : buyers[at]
    const items = basketOf(products, { taste: isGuest ? n : at, n })
    await createOrderWorkflow(container).run({
      input: {
        ...{ region_id: region.id, sales_channel_id: channel.id, currency_code: "eur", email: buyer.email },
        ...(buyer.id === undefined ? {} : { customer_id: buyer.id }),
        shipping_address: { first_name: "A", last_name: "B", address_1: "1 Street", city: "C", country_code: "dk" },
        items,
      },
    })
  }
  const bought = products.filter(({ taste }) => taste === 0).map(({ title }) => title)
  console.log(`seeded: ${JSON.stringify({ customer_id: known, region_id: region.id, bought, orders: Number(orders) })}`)
}

const rows = z.array(
  z.looseObject({ id: z.string(), name: z.string().optional(), location_levels: z.array(z.unknown()).optional() }),
)

async function rowsOf(container: ExecArgs["container"], entity: string, fields: readonly string[] = []) {
  const { data } = await container.resolve(ContainerRegistrationKeys.QUERY).graph({ entity, fields: ["id", ...fields] })
  return rows.parse(data)
}

/** Two products of the buyer's taste, and now and then one of another. */
function basketOf(products: readonly Sold[], { taste, n }: { readonly taste: number; readonly n: number }) {
  const own = products.filter((product) => product.taste === taste % TASTES.length)
  const picked = [own[(n * 5) % own.length], own[(n * 5 + 1 + (n % 3)) % own.length]]
  if (n % 4 === 0) picked.push(products[(n * 7) % products.length])
  return [...new Set(picked)].map(({ variantId, title }) => ({
    ...{ variant_id: variantId, title, quantity: 1, unit_price: 20 },
  }))
}

async function makeProducts(container: ExecArgs["container"], channelId: string): Promise<Sold[]> {
  const categories = await rowsOf(container, "product_category", ["name"])
  const profiles = await rowsOf(container, "shipping_profile")
  const planned = TASTES.flatMap((name, taste) =>
    Array.from({ length: PRODUCTS_A_TASTE }, (_, n) => ({ taste, name, title: `${name} No. ${n + 1}` })),
  )
  const { result } = await createProductsWorkflow(container).run({
    input: {
      products: planned.map(({ name, title }, n) => ({
        title,
        handle: title.toLowerCase().replace(/[^a-z0-9]+/g, "-"),
        status: ProductStatus.PUBLISHED,
        category_ids: categories.filter((category) => category.name === name).map(({ id }) => id),
        shipping_profile_id: profiles[0]?.id,
        sales_channels: [{ id: channelId }],
        options: [{ title: "Fit", values: ["Regular"] }],
        variants: [
          {
            title: "Regular",
            options: { Fit: "Regular" },
            prices: [{ currency_code: "eur", amount: 15 + (n % 9) }],
          },
        ],
      })),
    },
  })
  await stock(container)
  return result.map(({ title, variants }) => ({
    ...{ title, variantId: variants[0]?.id ?? "" },
    taste: planned.find((product) => product.title === title)?.taste ?? 0,
  }))
}

async function stock(container: ExecArgs["container"]): Promise<void> {
  const [location] = await rowsOf(container, "stock_location")
  const items = await rowsOf(container, "inventory_item", ["location_levels.id"])
  const missing = items.filter(({ location_levels: levels }) => (levels?.length ?? 0) === 0)
  await createInventoryLevelsWorkflow(container).run({
    input: {
      inventory_levels: missing.map(({ id }) => ({
        ...{ location_id: location?.id ?? "", inventory_item_id: id, stocked_quantity: 100_000 },
      })),
    },
  })
}

/** A customer who can log in. */
async function makeAccount(
  container: ExecArgs["container"],
  { email, password }: { readonly email: string; readonly password: string },
): Promise<string> {
  const body = { email, password }
  const registered = await container.resolve(Modules.AUTH).register("emailpass", { body })
  if (!registered.authIdentity) throw new Error(`no login: ${registered.error ?? "unknown"}`)
  const { result } = await createCustomerAccountWorkflow(container).run({
    input: { authIdentityId: registered.authIdentity.id, customerData: { email, first_name: "Known" } },
  })
  return result.id
}

async function makeCustomers(container: ExecArgs["container"]): Promise<{ id: string; email: string }[]> {
  const { result } = await createCustomersWorkflow(container).run({
    input: {
      customersData: Array.from({ length: CUSTOMERS - 1 }, (_, n) => ({
        email: `customer-${n}@shop.test`,
        has_account: true,
      })),
    },
  })
  return result.map(({ id, email }) => ({ id, email: email ?? "" }))
}
