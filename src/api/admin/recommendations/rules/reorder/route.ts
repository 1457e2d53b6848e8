import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { RECOMMENDATION_MODULE } from "../../../../../modules/recommendation"
import type { RecommendationModuleService } from "../../../../../modules/recommendation"
import type { RulesResponse } from "../../../../../types/http"
import { parseInput } from "../../../../utils/parse-input"
import { withAuthors } from "../../../../utils/rule-authors"
import { AdminReorderRules } from "../validators"

/** Puts the rules into another order; all of them are named. */
export async function POST(req: AuthenticatedMedusaRequest, res: MedusaResponse<RulesResponse>): Promise<void> {
  const { ids } = parseInput(AdminReorderRules, req.body)
  const service = req.scope.resolve<RecommendationModuleService>(RECOMMENDATION_MODULE)
  res.json({ rules: await withAuthors(req.scope, await service.serving.ruleStore.reorder(ids)) })
}
