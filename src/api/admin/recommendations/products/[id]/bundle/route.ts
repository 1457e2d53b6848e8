import type { MedusaResponse } from "@medusajs/framework/http"
import { RECOMMENDATION_MODULE } from "../../../../../../modules/recommendation"
import type { RecommendationModuleService } from "../../../../../../modules/recommendation"
import type { ProductSetResponse } from "../../../../../../types/http"
import { adminPage } from "../../../../../utils/admin-page"
import { attributionWindowDays } from "../../../../../utils/attribution-scope"
import { buildQuestion } from "../../../../../utils/build-question"
import { counting } from "../../../../../utils/counting"
import { describeBundle } from "../../../../../utils/describe-bundle"
import { describeSet } from "../../../../../utils/describe-set"
import { parseId, parseInput } from "../../../../../utils/parse-input"
import { shopPorts } from "../../../../../utils/shop-ports"
import { AdminBundlePreview } from "./validators"

/** Days of orders that a set is judged by. */
const DAYS = 90
const DAY_MS = 86_400_000

/** The set on a product's page as a guest sees it, with what it goes by and what it is expected to add a month. */
export const GET = counting(async (req, res: MedusaResponse<ProductSetResponse>, wait) => {
  const productId = parseId(req.params.id)
  const input = parseInput(AdminBundlePreview, req.query)
  const service = req.scope.resolve<RecommendationModuleService>(RECOMMENDATION_MODULE)
  const page = await adminPage(req.scope, service, { ...input, customerId: null })
  const list = { strategy: "bought_together" as const, product_id: productId, placement: input.placement }
  const question = buildQuestion(page, list)
  const { made, rule } = await service.serving.previewBundle(question, shopPorts(req.scope))
  const bundle = made && (await describeBundle(req.scope, question, made))
  const to = new Date()
  const scope = {
    ...{ from: new Date(to.getTime() - DAYS * DAY_MS), to, days: DAYS },
    windowDays: await attributionWindowDays(service),
  }
  const set = bundle && (await describeSet(service, { productId, bundle, scope }, wait))
  res.json({ product_id: productId, set, rule })
})
