import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { RECOMMENDATION_MODULE } from "../../../../modules/recommendation"
import type { RecommendationModuleService } from "../../../../modules/recommendation"
import type { StoreRankResponse } from "../../../../types/http"
import { buildPage, buildQuestion } from "../../../utils/build-question"
import { parseInput } from "../../../utils/parse-input"
import { unlessBusy } from "../service-unavailable"
import { identify, sendJson } from "../page-of-request"
import { idsOf, StorePostRecommendationRank } from "./validators"

/** The products of a page that the shop has chosen already, in the order of whoever asks; none is hidden or added. */
export async function POST(req: AuthenticatedMedusaRequest, res: MedusaResponse<StoreRankResponse>): Promise<void> {
  await unlessBusy(req, res, async () => {
    const input = parseInput(StorePostRecommendationRank, req.body)
    const service = req.scope.resolve<RecommendationModuleService>(RECOMMENDATION_MODULE)
    const page = await buildPage(service, { ...identify(req), ...input })
    const question = buildQuestion(page, { placement: input.placement })
    const order = { ids: idsOf(input), blend: input.blend ?? null, reasonsOf: input.reasons }
    sendJson(res, await service.serving.order(question, order))
  })
}
