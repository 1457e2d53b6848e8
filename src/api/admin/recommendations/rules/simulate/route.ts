import { RECOMMENDATION_MODULE } from "../../../../../modules/recommendation"
import type { RecommendationModuleService } from "../../../../../modules/recommendation"
import type { RuleInfo, RuleSimulation } from "../../../../../types/http"
import { adminPage } from "../../../../utils/admin-page"
import { buildQuestion } from "../../../../utils/build-question"
import { parseInput } from "../../../../utils/parse-input"
import { productTitles } from "../../../../utils/product-titles"
import { refusing } from "../../../../utils/refusing"
import { AdminSimulateRules } from "../validators"

/** What these rules, in place of the stored ones, would change for ten recent customers or for one guest. */
export const POST = refusing(async (req, res) => {
  const input = parseInput(AdminSimulateRules, req.body)
  const service = req.scope.resolve<RecommendationModuleService>(RECOMMENDATION_MODULE)
  const page = await adminPage(req.scope, service, { ...input, customerId: null })
  const rules = input.rules.map((rule, at): RuleInfo => ({
    ...rule,
    id: rule.id ?? `draft_${at}`,
    position: at,
    version: 0,
    updated_at: "",
  }))
  const simulated = await service.serving.simulate({ rules, question: buildQuestion(page, input), guest: input.guest })
  const titles = await productTitles(
    req.scope,
    simulated.shoppers.flatMap(({ before, after }) => [...before, ...after]),
  )
  const named = (ids: readonly string[]): { product_id: string; title: string }[] =>
    ids.map((id) => ({ product_id: id, title: titles.get(id) ?? id }))
  const answer: RuleSimulation = {
    placement: simulated.placement,
    shoppers: simulated.shoppers.map(({ shopper, before, after, moved }) => ({
      shopper,
      before: named(before),
      after: named(after),
      moved,
    })),
  }
  res.json(answer)
})
