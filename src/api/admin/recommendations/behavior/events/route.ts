import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { z } from "@medusajs/framework/zod"
import { RECOMMENDATION_MODULE } from "../../../../../modules/recommendation"
import type { RecommendationModuleService } from "../../../../../modules/recommendation"
import type { BehaviorTailResponse } from "../../../../../types/http"
import { parseInput } from "../../../../utils/parse-input"

const page = z.strictObject({
  after: z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})

/** Events as they come in, with what became of them; without `after`, the latest. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse<BehaviorTailResponse>): Promise<void> {
  const { after, limit } = parseInput(page, req.query)
  const service = req.scope.resolve<RecommendationModuleService>(RECOMMENDATION_MODULE)
  res.json({ events: await service.behavior.tail({ after: after ?? null, limit }) })
}
