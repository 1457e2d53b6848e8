import type { SubscriberArgs, SubscriberConfig } from "@medusajs/framework"
import { OrderEditWorkflowEvents, OrderWorkflowEvents, PaymentEvents } from "@medusajs/framework/utils"
import { z } from "@medusajs/framework/zod"
import { RECOMMENDATION_MODULE } from "../modules/recommendation"
import type RecommendationModuleService from "../modules/recommendation/service"

const orderPayload = z.union([
  z.looseObject({ order_id: z.string() }).transform((data) => data.order_id),
  z.looseObject({ id: z.string() }).transform((data) => data.id),
])

/**
 * Purchases and returns, whenever something happens to an order. The order itself
 * is read again each time, so that order and number of the events do not matter.
 */
export default async function captureOrder({ event, container }: SubscriberArgs): Promise<void> {
  const id = orderPayload.parse(event.data)
  const service = container.resolve<RecommendationModuleService>(RECOMMENDATION_MODULE)
  const orderIds = event.name === PaymentEvents.REFUNDED ? await service.behavior.records.ordersOfPayment(id) : [id]
  await service.behavior.records.recordOrders(orderIds, "order")
}

export const config: SubscriberConfig = {
  event: [
    OrderWorkflowEvents.PLACED,
    OrderWorkflowEvents.CANCELED,
    OrderWorkflowEvents.RETURN_RECEIVED,
    OrderEditWorkflowEvents.CONFIRMED,
    PaymentEvents.REFUNDED,
  ],
  context: { subscriberId: "recommendation-order-behavior" },
}
