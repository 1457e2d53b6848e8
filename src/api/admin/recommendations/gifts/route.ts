import type { MedusaResponse } from "@medusajs/framework/http"
import { RECOMMENDATION_MODULE } from "../../../../modules/recommendation"
import type { RecommendationModuleService } from "../../../../modules/recommendation"
import type { GiftInsightResponse } from "../../../../types/http"
import { attributionWindowDays } from "../../../utils/attribution-scope"
import { describeGifts } from "../../../utils/describe-gifts"
import { counting } from "../../../utils/counting"
import { parseInput } from "../../../utils/parse-input"
import { productTitles } from "../../../utils/product-titles"
import { AdminGifts } from "../results/validators"

/** What givers were asked, where they left, and what the catalog could not give them. */
export const GET = counting(async (req, res: MedusaResponse<GiftInsightResponse>, wait) => {
  const { locale, from, to } = parseInput(AdminGifts, req.query)
  const service = req.scope.resolve<RecommendationModuleService>(RECOMMENDATION_MODULE)
  const windowDays = await attributionWindowDays(service)
  const scope = { from, to, windowDays }
  const insight = await service.insights.gifts(scope, await service.serving.giftReach(), wait)
  const titles = await productTitles(
    req.scope,
    insight.products.examples.map(({ productId }) => productId),
  )
  res.json({
    ...{ from: from.toISOString(), to: to.toISOString(), window_days: windowDays },
    ...describeGifts(insight, { locale, titles }),
  })
})
