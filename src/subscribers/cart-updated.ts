import type { SubscriberArgs, SubscriberConfig } from "@medusajs/framework"
import { CartWorkflowEvents } from "@medusajs/framework/utils"
import { z } from "@medusajs/framework/zod"
import { RECOMMENDATION_MODULE } from "../modules/recommendation"
import type { RecommendationModuleService } from "../modules/recommendation"

const payload = z.looseObject({ id: z.string() })

/** A cart that names its visitor only after its first line: the line is theirs, and their lists follow it. */
export default async function followCart({ event, container }: SubscriberArgs): Promise<void> {
  const { id } = payload.parse(event.data)
  const { behavior, serving } = container.resolve<RecommendationModuleService>(RECOMMENDATION_MODULE)
  const moved = await behavior.records.followCart(id)
  if (moved.length > 0) await serving.changed(moved.map((key) => ({ kind: "customer", key })))
}

export const config: SubscriberConfig = {
  event: CartWorkflowEvents.UPDATED,
  context: { subscriberId: "recommendation-cart-updated" },
}
