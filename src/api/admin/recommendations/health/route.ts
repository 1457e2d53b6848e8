import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { RECOMMENDATION_MODULE } from "../../../../modules/recommendation"
import type { RecommendationModuleService } from "../../../../modules/recommendation"
import type { HealthResponse } from "../../../../types/http"

/** Says of each part: ok, not learnt yet, degraded (why), or down. Always 200: the answer itself is the news. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse<HealthResponse>): Promise<void> {
  res.json(await req.scope.resolve<RecommendationModuleService>(RECOMMENDATION_MODULE).health())
}
