import { createOrderWorkflow, createPromotionsWorkflow } from "@medusajs/medusa/core-flows"
import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys, Modules } from "@medusajs/framework/utils"
import { z } from "@medusajs/framework/zod"
import { report } from "../lib/progress"
import type { ShopPlan } from "../lib/shop-plan"
import { placeByCart } from "./cart-orders"
import { chunks } from "./find-or-create"
import type { HistoryOwners } from "./history"
import { changeOrder } from "./order-changes"
import { addressOf, orderMetadata, PROMOTION } from "./order-input"
import type { OrderOutcome, OrderInput } from "./order-input"

/** Orders that are made side by side. */
const AT_ONCE = 4
/** Of the latest orders one each has this happen to it, the newest first; what happens needs a parcel, so a cart. */
const OUTCOMES: readonly OrderOutcome[] = [
  ...(["kept", "return", "canceled", "edited", "discount", "kept", "return", "claim", "kept", "edited"] as const),
  ...(["exchange", "kept", "discount", "canceled", "return", "kept", "claim", "discount", "edited", "kept"] as const),
  ...(["return", "exchange", "kept", "canceled", "discount", "kept", "edited", "return", "kept", "discount"] as const),
]
const BY_CART: readonly OrderOutcome[] = ["discount", "return", "claim", "exchange"]
/**
 * The history's latest baskets as orders of Medusa's own, made by its workflows: of customers and of guests, in two
 * currencies, with and without a cart and a discount; some edited, canceled, sent back in part, exchanged or replaced,
 * one handed to a customer. The account page shows them, and "Learn from my orders" has something to learn.
 */
export async function seedOrders(container: MedusaContainer, plan: ShopPlan, owners: HistoryOwners): Promise<void> {
  const inputs = await missingOrders(container, plan, owners)
  if (inputs.length === 0) return
  await seedPromotion(container)
  let made = 0
  for (const batch of chunks(inputs, AT_ONCE)) {
    const placed = await Promise.all(batch.map(async (input) => ({ input, orderId: await place(container, input) })))
    // One after the other: Medusa locks what stock and payments hang on.
    for (const { input, orderId } of placed) {
      await dateBack(container, orderId, input.order.time)
      await changeOrder(container, orderId, input)
    }
    made += batch.length
    report(`Orders: ${made} of ${inputs.length}`, { transient: true })
  }
  await handOver(container, inputs, owners)
  report(`Orders: ${inputs.length}, made by Medusa's own workflows`)
}

const orderRows = z.array(z.object({ id: z.string(), metadata: z.looseObject({}).nullish() }))

/** What an interrupted start has made already is not made again. */
async function missingOrders(container: MedusaContainer, plan: ShopPlan, owners: HistoryOwners): Promise<OrderInput[]> {
  if (plan.orders.length === 0) return []
  const { data } = await container.resolve(ContainerRegistrationKeys.QUERY).graph({
    entity: "order",
    fields: ["id", "metadata"],
  })
  const made = new Set(orderRows.parse(data).map(({ metadata }) => metadata?.simulated_visit))
  const variants = await variantIds(container, owners)
  const regions = await container.resolve(Modules.REGION).listRegions({}, { take: 100 })
  const regionIds = new Map(regions.map(({ name, id }) => [name, id]))
  const products = new Map(plan.products.map((product) => [product.externalId, product]))
  const customers = new Map(plan.customers.map((customer) => [customer.externalId, customer]))
  return plan.orders.flatMap((order, at) => {
    if (made.has(order.id)) return []
    const customer = order.userId === "" ? undefined : customers.get(order.userId)
    const region = plan.regions.find(({ countries }) => countries.includes(String(customer?.metadata.country ?? "")))
    const { name, ...rest } = region ?? plan.regions[0]
    const lines = order.lines.flatMap(({ itemId, quantity }) => {
      const product = products.get(itemId)
      const variantId = variants.get(itemId)
      if (!product || variantId === undefined) return []
      return [{ variantId, title: product.title, quantity, price: product.prices[rest.currencyCode] ?? 0 }]
    })
    return [
      {
        ...{ order, lines, region: { name, ...rest, id: regionIds.get(name) ?? "" } },
        buyer: customer
          ? { ...customer, customerId: owners.customerIds.get(order.userId) ?? null }
          : { email: `guest-${at}@demo.shop`, firstName: "Guest", lastName: "(simulated)", customerId: null },
        ...{ salesChannelId: owners.salesChannelId, stockLocationId: owners.stockLocationId },
        outcome: OUTCOMES[plan.orders.length - 1 - at] ?? "kept",
      },
    ]
  })
}

const variantRows = z.array(z.object({ id: z.string(), sku: z.string().nullish() }))

/** Variant of each item; its sku is the item's id. */
export async function variantIds(
  container: MedusaContainer,
  { productIds }: HistoryOwners,
): Promise<Map<string, string>> {
  const { data } = await container.resolve(ContainerRegistrationKeys.QUERY).graph({
    entity: "product_variant",
    fields: ["id", "sku"],
    filters: { product_id: [...productIds.values()] },
  })
  return new Map(variantRows.parse(data).flatMap(({ id, sku }) => (sku ? [[sku, id] as const] : [])))
}

async function seedPromotion(container: MedusaContainer): Promise<void> {
  const found = await container.resolve(Modules.PROMOTION).listPromotions({ code: PROMOTION }, { take: 1 })
  if (found.length > 0) return
  await createPromotionsWorkflow(container).run({
    input: {
      promotionsData: [
        {
          ...{ code: PROMOTION, type: "standard", status: "active" },
          application_method: { type: "percentage", target_type: "items", allocation: "across", value: 10 },
        },
      ],
    },
  })
}

function place(container: MedusaContainer, input: OrderInput): Promise<string> {
  return BY_CART.includes(input.outcome) ? placeByCart(container, input) : placePlainly(container, input)
}

/** As an order taken by the shop itself. */
async function placePlainly(container: MedusaContainer, input: OrderInput): Promise<string> {
  const { region, lines, buyer } = input
  const { result } = await createOrderWorkflow(container).run({
    input: {
      ...{ region_id: region.id, sales_channel_id: input.salesChannelId, currency_code: region.currencyCode },
      ...{ email: buyer.email, metadata: orderMetadata(input), shipping_address: addressOf(input) },
      ...(buyer.customerId === null ? {} : { customer_id: buyer.customerId }),
      items: lines.map(({ variantId, title, quantity, price }) => ({
        ...{ variant_id: variantId, title, quantity, unit_price: price },
      })),
    },
  })
  return result.id
}

/** To when the basket was ordered: no workflow of Medusa makes an order of the past. */
async function dateBack(container: MedusaContainer, orderId: string, time: number): Promise<void> {
  const knex = container.resolve(ContainerRegistrationKeys.PG_CONNECTION)
  const at = new Date(time)
  await knex("order").where({ id: orderId }).update({ created_at: at, updated_at: at })
  await knex("order_item").where({ order_id: orderId, version: 1 }).update({ created_at: at })
}

/** The latest order of a guest becomes a customer's who may be signed in as. */
async function handOver(
  container: MedusaContainer,
  inputs: readonly OrderInput[],
  { customerIds }: HistoryOwners,
): Promise<void> {
  const guest = inputs.filter(({ buyer, outcome }) => buyer.customerId === null && outcome === "kept").at(-1)
  const [customerId] = customerIds.values()
  if (!guest || customerId === undefined) return
  const { data } = await container.resolve(ContainerRegistrationKeys.QUERY).graph({
    entity: "order",
    fields: ["id"],
    filters: { email: guest.buyer.email },
  })
  const [order] = orderRows.parse(data)
  if (order) await changeOrder(container, order.id, { ...guest, outcome: "transfer" }, customerId)
}
