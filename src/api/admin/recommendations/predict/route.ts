import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { MedusaError } from "@medusajs/framework/utils"
import { RECOMMENDATION_MODULE } from "../../../../modules/recommendation"
import type { RecommendationModuleService } from "../../../../modules/recommendation"
import type { PredictResponse } from "../../../../types/http"
import { adminPage } from "../../../utils/admin-page"
import { buildQuestion } from "../../../utils/build-question"
import { parseInput } from "../../../utils/parse-input"
import { shopPorts } from "../../../utils/shop-ports"
import { AdminPredict } from "../preview/validators"

/** Whether any customer would prefer any product. */
export async function POST(req: AuthenticatedMedusaRequest, res: MedusaResponse<PredictResponse>): Promise<void> {
  const input = parseInput(AdminPredict, req.body)
  const service = req.scope.resolve<RecommendationModuleService>(RECOMMENDATION_MODULE)
  const page = await adminPage(req.scope, service, { ...input, customerId: input.customer_id })
  const question = buildQuestion(page, { product_id: input.product_id })
  const predicted = await service.serving.predict(question, shopPorts(req.scope))
  if (!predicted)
    throw new MedusaError(MedusaError.Types.NOT_FOUND, `Product with id: ${input.product_id} is not for sale there`)
  res.json(predicted)
}
