import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { MedusaError } from "@medusajs/framework/utils"
import { RECOMMENDATION_MODULE, StaleRuleError } from "../../../../../modules/recommendation"
import type { RecommendationModuleService } from "../../../../../modules/recommendation"
import type { RuleResponse } from "../../../../../types/http"
import { parseId, parseInput } from "../../../../utils/parse-input"
import { refusing } from "../../../../utils/refusing"
import { withAuthor } from "../../../../utils/rule-authors"
import { AdminUpdateRule } from "../validators"

const notFound = (id: string): MedusaError =>
  new MedusaError(MedusaError.Types.NOT_FOUND, `Rule with id: ${id} was not found`)

/** Changes a rule; 409 when another admin was faster. */
export const POST = refusing(async (req, res) => {
  const id = parseId(req.params.id)
  const input = parseInput(AdminUpdateRule, req.body)
  const service = req.scope.resolve<RecommendationModuleService>(RECOMMENDATION_MODULE)
  try {
    const rule = await service.serving.ruleStore.update(id, { ...input, by: req.auth_context.actor_id })
    if (!rule) throw notFound(id)
    const answer: RuleResponse = { rule: await withAuthor(req.scope, rule) }
    res.json(answer)
  } catch (error) {
    // Medusa's own conflict error would replace the text.
    if (!(error instanceof StaleRuleError)) throw error
    res.status(409).json({ type: MedusaError.Types.CONFLICT, message: error.message })
  }
})

/** Removes a rule; lists are without it from then on. */
export async function DELETE(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const id = parseId(req.params.id)
  const service = req.scope.resolve<RecommendationModuleService>(RECOMMENDATION_MODULE)
  if (!(await service.serving.ruleStore.delete(id))) throw notFound(id)
  res.json({ id, object: "recommendation_rule", deleted: true })
}
