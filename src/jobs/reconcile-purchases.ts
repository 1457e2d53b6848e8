import type { MedusaContainer } from "@medusajs/framework/types"
import { RECOMMENDATION_MODULE } from "../modules/recommendation"
import type RecommendationModuleService from "../modules/recommendation/service"

/** Mends what the event bus lost. Harmless however many instances run it: each row is stored once. */
export default async function reconcilePurchases(container: MedusaContainer): Promise<void> {
  const service = container.resolve<RecommendationModuleService>(RECOMMENDATION_MODULE)
  await service.behavior.reconciliation.run()
}

export const config = { name: "recommendation-reconcile-purchases", schedule: "*/15 * * * *" }
