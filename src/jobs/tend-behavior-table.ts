import type { MedusaContainer } from "@medusajs/framework/types"
import { RECOMMENDATION_MODULE } from "../modules/recommendation"
import type RecommendationModuleService from "../modules/recommendation/service"

/** Makes coming months' partitions and drops what is older than the shop keeps. */
export default async function tendBehaviorTable(container: MedusaContainer): Promise<void> {
  const service = container.resolve<RecommendationModuleService>(RECOMMENDATION_MODULE)
  const settings = await service.behavior.settings()
  await service.behavior.retention.run(settings.retention.behavior_days)
}

export const config = { name: "recommendation-tend-behavior-table", schedule: "17 * * * *" }
