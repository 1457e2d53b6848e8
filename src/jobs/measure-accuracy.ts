import type { MedusaContainer } from "@medusajs/framework/types"
import { RECOMMENDATION_MODULE } from "../modules/recommendation"
import type { RecommendationModuleService } from "../modules/recommendation"

/** Logs how well the serving model foresaw the choices since the last round. */
export default async function measureAccuracy(container: MedusaContainer): Promise<void> {
  const service = container.resolve<RecommendationModuleService>(RECOMMENDATION_MODULE)
  if (await service.schema.isReady()) await service.learning.accuracy.measure()
}

export const config = { name: "recommendation-measure-accuracy", schedule: { interval: 10_000 } }
