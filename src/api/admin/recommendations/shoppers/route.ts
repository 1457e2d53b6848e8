import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { RECOMMENDATION_MODULE } from "../../../../modules/recommendation"
import type { RecommendationModuleService } from "../../../../modules/recommendation"
import type { RecentShoppersResponse } from "../../../../types/http"
import { parseInput } from "../../../utils/parse-input"
import { AdminRecentShoppers } from "./validators"

/** Customers, or guests, who were in the shop of late, each with the last thing they did. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse<RecentShoppersResponse>): Promise<void> {
  const of = parseInput(AdminRecentShoppers, req.query)
  const service = req.scope.resolve<RecommendationModuleService>(RECOMMENDATION_MODULE)
  res.json({ shoppers: await service.behavior.recentShoppers(of) })
}
