import {
  addShippingMethodToCartWorkflow,
  completeCartWorkflow,
  createCartWorkflow,
  createPaymentCollectionForCartWorkflow,
  createPaymentSessionsWorkflow,
} from "@medusajs/medusa/core-flows"
import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import { z } from "@medusajs/framework/zod"
import { addressOf, orderMetadata, PROMOTION } from "./order-input"
import type { OrderInput } from "./order-input"

const optionRows = z.array(z.object({ id: z.string(), name: z.string() }))
const cartRows = z.array(z.object({ payment_collection: z.object({ id: z.string() }) }))

/** From an empty cart to the order, as a shopper in the storefront goes. */
export async function placeByCart(container: MedusaContainer, input: OrderInput): Promise<string> {
  const { region, buyer, lines, outcome } = input
  const query = container.resolve(ContainerRegistrationKeys.QUERY)
  const { result: cart } = await createCartWorkflow(container).run({
    input: {
      ...{ region_id: region.id, sales_channel_id: input.salesChannelId, email: buyer.email },
      ...(buyer.customerId === null ? {} : { customer_id: buyer.customerId }),
      ...(outcome === "discount" ? { promo_codes: [PROMOTION] } : {}),
      ...{ metadata: orderMetadata(input), shipping_address: addressOf(input) },
      items: lines.map(({ variantId, quantity }) => ({ variant_id: variantId, quantity })),
    },
  })
  const options = await query.graph({
    entity: "shipping_option",
    fields: ["id", "name"],
    filters: { service_zone: { name: region.name } },
  })
  const standard = optionRows.parse(options.data).find(({ name }) => name.startsWith("Standard"))
  await addShippingMethodToCartWorkflow(container).run({
    input: { cart_id: cart.id, options: [{ id: standard?.id ?? "" }] },
  })
  await createPaymentCollectionForCartWorkflow(container).run({ input: { cart_id: cart.id } })
  const { data } = await query.graph({
    entity: "cart",
    fields: ["payment_collection.id"],
    filters: { id: cart.id },
  })
  const [{ payment_collection: payment }] = cartRows.parse(data)
  await createPaymentSessionsWorkflow(container).run({
    input: { payment_collection_id: payment.id, provider_id: "pp_system_default" },
  })
  const { result } = await completeCartWorkflow(container).run({ input: { id: cart.id } })
  return result.id
}
