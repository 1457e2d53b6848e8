import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import { RECOMMENDATION_MODULE } from "../modules/recommendation"
import type { RecommendationModuleService } from "../modules/recommendation"
import { retrainModelWorkflow } from "./retrain-model"

/**
 * Opens a run where one is due, and lets it go on by itself: whoever asked does
 * not wait for a training. Its id; null when nothing is due or another instance was faster.
 */
export async function startDueRun(container: MedusaContainer): Promise<string | null> {
  const { learning } = container.resolve<RecommendationModuleService>(RECOMMENDATION_MODULE)
  const opened = await learning.openDueRun()
  if (!opened) return null
  retrainModelWorkflow(container)
    .run({ input: opened })
    .catch(async (error: unknown) => {
      container.resolve(ContainerRegistrationKeys.LOGGER).debug(`recommendations: retrain workflow: ${String(error)}`)
      // A run that a step has closed stays as it is; one that no step got to is closed here.
      await learning.fail(opened.lease, error)
    })
  return opened.lease.runId
}
