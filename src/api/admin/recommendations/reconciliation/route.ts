import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { RECOMMENDATION_MODULE } from "../../../../modules/recommendation"
import type { RecommendationModuleService } from "../../../../modules/recommendation"
import type { ReconciliationResponse } from "../../../../types/http"

/** What the comparisons with the orders found, newest first. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse<ReconciliationResponse>): Promise<void> {
  const service = req.scope.resolve<RecommendationModuleService>(RECOMMENDATION_MODULE)
  res.json({ reconciliations: await service.behavior.reconciliation.latest() })
}
