import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { RECOMMENDATION_MODULE } from "../../../../modules/recommendation"
import type { RecommendationModuleService } from "../../../../modules/recommendation"
import { adminPage } from "../../../utils/admin-page"
import { buildQuestion } from "../../../utils/build-question"
import { parseInput } from "../../../utils/parse-input"
import { describePreview } from "../../../utils/describe-preview"
import { shopPorts } from "../../../utils/shop-ports"
import { AdminPreview } from "./validators"

/** What a customer would see, why, and which rules and filters removed what. Nothing of it counts as shown. */
export async function POST(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const input = parseInput(AdminPreview, req.body)
  const service = req.scope.resolve<RecommendationModuleService>(RECOMMENDATION_MODULE)
  const page = await adminPage(req.scope, service, { ...input, customerId: input.customer_id ?? null })
  const preview = await service.serving.preview(buildQuestion(page, input), shopPorts(req.scope))
  res.json(await describePreview(req.scope, preview))
}
