import type { SubscriberArgs, SubscriberConfig } from "@medusajs/framework"
import { CartWorkflowEvents } from "@medusajs/framework/utils"
import { z } from "@medusajs/framework/zod"
import { RECOMMENDATION_MODULE } from "../modules/recommendation"
import type { RecommendationModuleService } from "../modules/recommendation"

// Medusa 2.21.2 leaves the payload's `customer_id` empty: the cart itself says whose it is.
const payload = z.looseObject({ id: z.string() })

/** A cart that was handed to a customer brings what was done in it, and in the browser it names. */
export default async function linkCartVisitor({ event, container }: SubscriberArgs): Promise<void> {
  const { id } = payload.parse(event.data)
  const service = container.resolve<RecommendationModuleService>(RECOMMENDATION_MODULE)
  const customerId = await service.behavior.records.linkCart(id)
  if (customerId !== null) service.serving.dropShopper({ customerId, visitorId: null })
}

export const config: SubscriberConfig = {
  event: CartWorkflowEvents.CUSTOMER_TRANSFERRED,
  context: { subscriberId: "recommendation-cart-transferred" },
}
