import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import { RECOMMENDATION_MODULE } from "../modules/recommendation"
import type { RecommendationModuleService } from "../modules/recommendation"
import { notifyAdminsWorkflow } from "../workflows/notify-admins"

/** Notifies whoever the options name of failed trainings, of parts that are ill, and of decided experiments. */
export default async function notifyAdmins(container: MedusaContainer): Promise<void> {
  const service = container.resolve<RecommendationModuleService>(RECOMMENDATION_MODULE)
  if (service.options.notify.to === null || !(await service.schema.isReady())) return
  await notifyAdminsWorkflow(container)
    .run({})
    .catch((error: unknown) => {
      // No provider for the channel, or it is away: the next look tries again.
      container
        .resolve(ContainerRegistrationKeys.LOGGER)
        .warn(`recommendations: no notification sent: ${String(error)}`)
    })
}

export const config = { name: "recommendation-notify-admins", schedule: { interval: 60_000 } }
