import type { SubscriberArgs, SubscriberConfig } from "@medusajs/framework"
import { z } from "@medusajs/framework/zod"
import { RECOMMENDATION_MODULE } from "../modules/recommendation"
import type { RecommendationModuleService } from "../modules/recommendation"
import { publishEdgeModelWorkflow } from "../workflows/publish-edge-model"
import { MODEL_PROMOTED } from "../workflows/retrain-model"

const payload = z.looseObject({ version: z.number() })

/** Where the shop wants it, each model that begins to serve is published for the edge too. */
export default async function publishPromotedModel({ event, container }: SubscriberArgs): Promise<void> {
  const { options } = container.resolve<RecommendationModuleService>(RECOMMENDATION_MODULE)
  if (!options.edge.publish) return
  await publishEdgeModelWorkflow(container).run({ input: { version: payload.parse(event.data).version } })
}

export const config: SubscriberConfig = {
  event: MODEL_PROMOTED,
  context: { subscriberId: "recommendation-publish-edge-model" },
}
