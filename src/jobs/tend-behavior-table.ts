import type { MedusaContainer } from "@medusajs/framework/types"
import { RECOMMENDATION_MODULE } from "../modules/recommendation"
import type { RecommendationModuleService } from "../modules/recommendation"

/** Makes coming months' partitions and drops what is older than the shop keeps, in every table that grows with requests. */
export default async function tendBehaviorTable(container: MedusaContainer): Promise<void> {
  const service = container.resolve<RecommendationModuleService>(RECOMMENDATION_MODULE)
  if (!(await service.schema.isReady())) return
  const { retention } = await service.behavior.settings()
  await service.behavior.retention.run(retention.behavior_days)
  await service.behavior.expiry.run({ behavior: retention.behavior_days, served: retention.served_days })
}

export const config = { name: "recommendation-tend-behavior-table", schedule: "17 * * * *" }
