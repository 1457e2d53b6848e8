import type { SubscriberArgs, SubscriberConfig } from "@medusajs/framework"
import { z } from "@medusajs/framework/zod"
import { RECOMMENDATION_MODULE } from "../modules/recommendation"
import type { RecommendationModuleService } from "../modules/recommendation"

const LINE_DELETED = "cart.line-item.deleted"

const payload = z.looseObject({ id: z.union([z.string(), z.array(z.string())]) })

/** What comes into carts, changes in number, and goes again. */
export default async function captureCartLine({ event, container }: SubscriberArgs): Promise<void> {
  const { id } = payload.parse(event.data)
  const { records } = container.resolve<RecommendationModuleService>(RECOMMENDATION_MODULE).behavior
  for (const lineId of typeof id === "string" ? [id] : id) {
    if (event.name === LINE_DELETED) await records.recordCartLineRemoved(lineId)
    else await records.recordCartLine(lineId)
  }
}

export const config: SubscriberConfig = {
  event: ["cart.line-item.created", "cart.line-item.updated", LINE_DELETED],
  context: { subscriberId: "recommendation-cart-behavior" },
}
