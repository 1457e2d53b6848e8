import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { RECOMMENDATION_MODULE } from "../../../../../modules/recommendation"
import type { RecommendationModuleService } from "../../../../../modules/recommendation"
import { askForGift } from "../../../../utils/ask-for-gift"
import { parseInput } from "../../../../utils/parse-input"
import { unlessBusy } from "../../service-unavailable"
import { identify, sendJson } from "../../page-of-request"
import { StorePostGiftNext } from "./validators"

/** The next best question to a giver, and products at once. What is kept of it says nothing of the giver, and no word of their own. */
export async function POST(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  await unlessBusy(req, res, async () => {
    const input = parseInput(StorePostGiftNext, req.body)
    const service = req.scope.resolve<RecommendationModuleService>(RECOMMENDATION_MODULE)
    const answer = await askForGift({ service, scope: req.scope }, { ...identify(req), ...input })
    sendJson(res, JSON.stringify(answer))
  })
}
