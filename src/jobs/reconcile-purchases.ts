import type { MedusaContainer } from "@medusajs/framework/types"
import { RECOMMENDATION_MODULE } from "../modules/recommendation"
import type { RecommendationModuleService } from "../modules/recommendation"
import { eraseShopperWorkflow } from "../workflows/erase-shopper"

/** Repairs what the event bus lost: deleted customers first, then purchases. Harmless however many instances run it: each row is stored once. */
export default async function reconcilePurchases(container: MedusaContainer): Promise<void> {
  const service = container.resolve<RecommendationModuleService>(RECOMMENDATION_MODULE)
  if (!(await service.schema.isReady())) return
  for (const customerId of await service.behavior.rights.leftBehind())
    await eraseShopperWorkflow(container).run({ input: { customerId } })
  await service.behavior.reconciliation.run()
}

export const config = { name: "recommendation-reconcile-purchases", schedule: "*/15 * * * *" }
