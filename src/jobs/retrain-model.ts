import type { MedusaContainer } from "@medusajs/framework/types"
import { RECOMMENDATION_MODULE } from "../modules/recommendation"
import type { RecommendationModuleService } from "../modules/recommendation"
import { startDueRun } from "../workflows/start-due-run"

/**
 * Looks whether a retrain is due. Medusa fixes a job's schedule at the start, and the
 * admin may change ours: so it ticks, and the stored schedule decides. Every instance
 * ticks; the lease lets one of them train.
 */
export default async function retrainModel(container: MedusaContainer): Promise<void> {
  const service = container.resolve<RecommendationModuleService>(RECOMMENDATION_MODULE)
  if (await service.schema.isReady()) await startDueRun(container)
}

export const config = { name: "recommendation-retrain-model", schedule: { interval: 5_000 } }
