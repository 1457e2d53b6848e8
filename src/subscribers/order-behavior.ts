import type { SubscriberArgs, SubscriberConfig } from "@medusajs/framework"
import { OrderEditWorkflowEvents, OrderWorkflowEvents, PaymentEvents } from "@medusajs/framework/utils"
import { z } from "@medusajs/framework/zod"
import { RECOMMENDATION_MODULE } from "../modules/recommendation"
import type { RecommendationModuleService } from "../modules/recommendation"

/**
 * Emitted by the order module itself whenever a row of an order changes, and with it for every new version: claims,
 * exchanges and accepted transfers among them, for some of which the workflows have no event of their own.
 */
const ORDER_CHANGED = "order.order.updated"

const ids = z.union([z.string(), z.array(z.string())]).transform((id) => (typeof id === "string" ? [id] : id))
const orderPayload = z.union([
  z.looseObject({ order_id: ids }).transform((data) => data.order_id),
  z.looseObject({ id: ids }).transform((data) => data.id),
])

/**
 * Purchases and returns, whenever something happens to an order. The order itself
 * is read again each time, so that order and number of the events do not matter.
 */
export default async function captureOrder({ event, container }: SubscriberArgs): Promise<void> {
  const named = orderPayload.parse(event.data)
  const { behavior, serving } = container.resolve<RecommendationModuleService>(RECOMMENDATION_MODULE)
  const { records } = behavior
  const orderIds = event.name === PaymentEvents.REFUNDED ? await records.ordersOfPayments(named) : named
  const { moved } = await records.recordOrders(orderIds, "order")
  if (moved.length > 0) await serving.changed(moved.map((key) => ({ kind: "customer", key })))
}

export const config: SubscriberConfig = {
  event: [
    OrderWorkflowEvents.PLACED,
    OrderWorkflowEvents.CANCELED,
    OrderWorkflowEvents.RETURN_RECEIVED,
    OrderWorkflowEvents.CLAIM_CREATED,
    OrderWorkflowEvents.EXCHANGE_CREATED,
    OrderEditWorkflowEvents.CONFIRMED,
    PaymentEvents.REFUNDED,
    ORDER_CHANGED,
  ],
  context: { subscriberId: "recommendation-order-behavior" },
}
