import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { RECOMMENDATION_MODULE } from "../../../modules/recommendation"
import type { RecommendationModuleService } from "../../../modules/recommendation"
import type { StoreRecommendationsResponse } from "../../../types/http"
import { buildPage, buildQuestion } from "../../utils/build-question"
import { leaveOutSet } from "../../utils/leave-out-set"
import { parseInput } from "../../utils/parse-input"
import { shopPorts } from "../../utils/shop-ports"
import { unlessBusy } from "./service-unavailable"
import { identify, sendJson } from "./page-of-request"
import { StoreGetRecommendations } from "./validators"

/** One list for whoever asks. */
export async function GET(
  req: AuthenticatedMedusaRequest,
  res: MedusaResponse<StoreRecommendationsResponse>,
): Promise<void> {
  await unlessBusy(req, res, async () => {
    const input = parseInput(StoreGetRecommendations, req.query)
    const service = req.scope.resolve<RecommendationModuleService>(RECOMMENDATION_MODULE)
    const asked = await buildPage(service, { ...identify(req), ...input })
    const page = await leaveOutSet(req.scope, asked, input)
    const { body } = await service.serving.answer(buildQuestion(page, input), shopPorts(req.scope))
    sendJson(res, body)
  })
}
