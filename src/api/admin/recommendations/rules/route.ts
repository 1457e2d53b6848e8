import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { applyTranslations } from "@medusajs/framework/utils"
import { RECOMMENDATION_MODULE } from "../../../../modules/recommendation"
import type { RecommendationModuleService } from "../../../../modules/recommendation"
import type { RuleResponse, RulesResponse } from "../../../../types/http"
import { parseInput } from "../../../utils/parse-input"
import { refusing } from "../../../utils/refusing"
import { withAuthor, withAuthors } from "../../../utils/rule-authors"
import { AdminCreateRule } from "./validators"

/** All rules, in the order in which they fire. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse<RulesResponse>): Promise<void> {
  const service = req.scope.resolve<RecommendationModuleService>(RECOMMENDATION_MODULE)
  const rules = await withAuthors(req.scope, await service.serving.rules())
  await applyTranslations({ localeCode: req.get("x-medusa-locale"), objects: rules, container: req.scope })
  res.json({ rules })
}

/** Makes a rule; it fires from the next list on. */
export const POST = refusing(async (req, res) => {
  const input = parseInput(AdminCreateRule, req.body)
  const service = req.scope.resolve<RecommendationModuleService>(RECOMMENDATION_MODULE)
  const answer: RuleResponse = {
    rule: await withAuthor(req.scope, await service.serving.ruleStore.create(input, req.auth_context.actor_id)),
  }
  res.json(answer)
})
