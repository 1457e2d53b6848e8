import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { MedusaError } from "@medusajs/framework/utils"
import { RECOMMENDATION_MODULE } from "../../../../modules/recommendation"
import type { RecommendationModuleService } from "../../../../modules/recommendation"
import { buildPage, buildQuestion } from "../../../utils/build-question"
import { parseInput } from "../../../utils/parse-input"
import { shopPorts } from "../../../utils/shop-ports"
import { unlessBusy } from "../service-unavailable"
import { identify, sendJson } from "../page-of-request"
import { StorePostRecommendationPredict } from "../validators"

/** Whether whoever asks would prefer one product. */
export async function POST(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  await unlessBusy(req, res, async () => {
    const input = parseInput(StorePostRecommendationPredict, req.body)
    const service = req.scope.resolve<RecommendationModuleService>(RECOMMENDATION_MODULE)
    const page = await buildPage(service, { ...identify(req), ...input })
    const question = buildQuestion(page, { product_id: input.product_id })
    const predicted = await service.serving.predict(question, shopPorts(req.scope))
    if (!predicted)
      throw new MedusaError(MedusaError.Types.NOT_FOUND, `Product with id: ${input.product_id} was not found`)
    sendJson(res, JSON.stringify(predicted))
  })
}
