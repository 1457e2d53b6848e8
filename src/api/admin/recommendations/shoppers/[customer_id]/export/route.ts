import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { RECOMMENDATION_MODULE } from "../../../../../../modules/recommendation"
import type { RecommendationModuleService } from "../../../../../../modules/recommendation"
import type { ShopperExport } from "../../../../../../types/http"
import { parseId } from "../../../../../utils/parse-input"

/** All that is kept of a shopper, as a file to hand over. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse<ShopperExport>): Promise<void> {
  const customerId = parseId(req.params.customer_id)
  const service = req.scope.resolve<RecommendationModuleService>(RECOMMENDATION_MODULE)
  const exported = await service.behavior.rights.export({ customerId })
  res
    .set("Content-Disposition", `attachment; filename="behavior-${customerId}.json"`)
    .set("Cache-Control", "private, no-store")
    .json(exported)
}
