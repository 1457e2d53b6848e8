import type { SubscriberArgs, SubscriberConfig } from "@medusajs/framework"
import { CustomerWorkflowEvents } from "@medusajs/framework/utils"
import { z } from "@medusajs/framework/zod"
import { eraseShopperWorkflow } from "../workflows/erase-shopper"

const payload = z.looseObject({ id: z.union([z.string(), z.array(z.string())]) })

/** A customer who goes is forgotten. */
export default async function eraseDeletedCustomer({ event, container }: SubscriberArgs): Promise<void> {
  const { id } = payload.parse(event.data)
  for (const customerId of typeof id === "string" ? [id] : id)
    await eraseShopperWorkflow(container).run({ input: { customerId } })
}

export const config: SubscriberConfig = {
  event: [CustomerWorkflowEvents.DELETED, "customer.customer.deleted"],
  context: { subscriberId: "recommendation-customer-deleted" },
}
