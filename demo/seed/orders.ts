import {
  beginOrderEditOrderWorkflow,
  cancelOrderWorkflow,
  confirmOrderEditRequestWorkflow,
  createOrderWorkflow,
  orderEditUpdateItemQuantityWorkflow,
} from "@medusajs/medusa/core-flows"
import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys, Modules } from "@medusajs/framework/utils"
import { z } from "@medusajs/framework/zod"
import { report } from "../lib/progress"
import type { PlannedCustomer, PlannedRegion, ShopPlan } from "../lib/shop-plan"
import type { HistoryOwners } from "./history"

/** Orders of each shopper whom a visitor of the demo may sign in as. */
const ORDERS_A_PERSONA = 3
/** Orders of people without an account: most buyers are. */
const GUEST_ORDERS = 6

type Buyer = Pick<PlannedCustomer, "email" | "firstName" | "lastName"> & { readonly customerId: string | null }

/**
 * Real orders, made by Medusa's own workflows, beside the simulated history: the account page shows them, and "Learn
 * from my orders" has something to learn. Some are in the second currency, some were canceled, some edited. Made once:
 * a shop that has an order gets none.
 */
export async function seedOrders(container: MedusaContainer, plan: ShopPlan, owners: HistoryOwners): Promise<void> {
  if ((await container.resolve(Modules.ORDER).listOrders({}, { take: 1 })).length > 0) return
  const variants = await findVariants(container, plan, owners)
  const regions = await container.resolve(Modules.REGION).listRegions({}, { take: 100 })
  const regionIds = new Map(regions.map(({ name, id }) => [name, id]))
  const buyers = variants.length === 0 ? [] : buyersOf(plan, owners)
  for (const [index, buyer] of buyers.entries()) {
    const region = plan.regions[index % plan.regions.length] ?? plan.regions[0]
    const orderId = await placeOrder(container, {
      buyer,
      region,
      regionId: regionIds.get(region.name) ?? "",
      salesChannelId: owners.salesChannelId,
      variants: [0, 1].flatMap((step) => variants[(index * 7 + step * 3) % variants.length] ?? []),
    })
    await change(container, orderId, index)
    report(`Orders: ${index + 1} of ${buyers.length}`, { transient: true })
  }
  report(`Orders: ${buyers.length}, made by Medusa's own workflows`)
}

function buyersOf(plan: ShopPlan, { customerIds }: HistoryOwners): Buyer[] {
  const personas = plan.customers.filter(({ about, externalId }) => about !== null && externalId !== null)
  const known = personas.map((persona) => ({
    ...persona,
    customerId: customerIds.get(persona.externalId ?? "") ?? null,
  }))
  const guests = Array.from({ length: GUEST_ORDERS }, (_, n) => ({
    email: `guest-${n + 1}@demo.shop`,
    firstName: "Guest",
    lastName: `${n + 1} (simulated)`,
    customerId: null,
  }))
  return [...Array.from({ length: ORDERS_A_PERSONA }, () => known).flat(), ...guests]
}

const variantRows = z.array(z.object({ id: z.string(), product_id: z.string().nullish() }))

interface Variant {
  readonly id: string
  readonly title: string
  /** By currency code. */
  readonly prices: Readonly<Record<string, number>>
}

async function findVariants(
  container: MedusaContainer,
  plan: ShopPlan,
  { productIds }: HistoryOwners,
): Promise<Variant[]> {
  const products = new Map(plan.products.map((product) => [productIds.get(product.externalId), product]))
  const { data } = await container.resolve(ContainerRegistrationKeys.QUERY).graph({
    entity: "product_variant",
    fields: ["id", "product_id"],
    filters: { product_id: plan.products.slice(0, 50).flatMap(({ externalId }) => productIds.get(externalId) ?? []) },
  })
  return variantRows
    .parse(data)
    .flatMap(({ id, product_id: productId }) => {
      const product = products.get(productId ?? undefined)
      return product ? [{ id, title: product.title, prices: product.prices }] : []
    })
    .sort((a, b) => (a.id < b.id ? -1 : 1))
}

interface OrderInput {
  readonly buyer: Buyer
  readonly region: PlannedRegion
  readonly regionId: string
  readonly salesChannelId: string
  readonly variants: readonly Variant[]
}

async function placeOrder(container: MedusaContainer, input: OrderInput): Promise<string> {
  const { buyer, region, regionId, salesChannelId, variants } = input
  const { result } = await createOrderWorkflow(container).run({
    input: {
      region_id: regionId,
      sales_channel_id: salesChannelId,
      currency_code: region.currencyCode,
      email: buyer.email,
      ...(buyer.customerId === null ? {} : { customer_id: buyer.customerId }),
      metadata: { simulated: true },
      shipping_address: {
        first_name: buyer.firstName,
        last_name: buyer.lastName,
        address_1: "Simulated Street 1",
        city: "Simulated",
        postal_code: "00000",
        country_code: region.countries[0] ?? "de",
      },
      items: variants.map(({ id, title, prices }, line) => ({
        variant_id: id,
        title,
        quantity: line + 1,
        unit_price: prices[region.currencyCode] ?? 0,
      })),
    },
  })
  return result.id
}

/** One of five orders is canceled, and of one of five a line gets one piece more. */
async function change(container: MedusaContainer, orderId: string, index: number): Promise<void> {
  if (index % 5 === 3) await cancelOrderWorkflow(container).run({ input: { order_id: orderId } })
  if (index % 5 !== 1) return
  const order = await container.resolve(Modules.ORDER).retrieveOrder(orderId, { relations: ["items"] })
  const line = order.items?.[0]
  if (!line) return
  await beginOrderEditOrderWorkflow(container).run({ input: { order_id: orderId } })
  await orderEditUpdateItemQuantityWorkflow(container).run({
    input: { order_id: orderId, items: [{ id: line.id, quantity: line.quantity + 1 }] },
  })
  await confirmOrderEditRequestWorkflow(container).run({ input: { order_id: orderId } })
}
