import type { MedusaResponse } from "@medusajs/framework/http"
import { RECOMMENDATION_MODULE } from "../../../../../modules/recommendation"
import type { RecommendationModuleService } from "../../../../../modules/recommendation"
import type { ProductInsightResponse } from "../../../../../types/http"
import { attributionWindowDays } from "../../../../utils/attribution-scope"
import { counting } from "../../../../utils/counting"
import { parseId, parseInput } from "../../../../utils/parse-input"
import { productTitles } from "../../../../utils/product-titles"
import { AdminPeriod } from "../../results/validators"

/** Neighbours that the widget on a product's page lists. */
const NEIGHBOURS = 5

/** How a product does in lists, what goes with it, and the rules that name it. */
export const GET = counting(async (req, res: MedusaResponse<ProductInsightResponse>, wait) => {
  const id = parseId(req.params.id)
  const period = parseInput(AdminPeriod, req.query)
  const service = req.scope.resolve<RecommendationModuleService>(RECOMMENDATION_MODULE)
  const windowDays = await attributionWindowDays(service)
  const [performance, together, { recommender }, rules] = await Promise.all([
    service.insights.product(id, { ...period, windowDays }, wait),
    service.insights.boughtTogether(id, { ...period, limit: NEIGHBOURS }, wait),
    service.serving.live(),
    service.serving.rules(),
  ])
  const similar = recommender.rank(
    { events: [], segment: null },
    { strategy: "similar", now: Date.now(), limit: NEIGHBOURS, anchors: [id] },
  )
  const titles = await productTitles(
    req.scope,
    [...together, ...similar].map((product) => product.productId),
  )
  const titleOf = (productId: string): string => titles.get(productId) ?? productId
  res.json({
    product_id: id,
    bought_together: together.map(({ productId, support, lift }) => ({
      product_id: productId,
      title: titleOf(productId),
      support,
      lift,
    })),
    similar: similar.map(({ productId, score }) => ({ product_id: productId, title: titleOf(productId), score })),
    performance: {
      impressions: performance.impressions,
      clicks: performance.clicks,
      purchases: performance.purchases,
      recommended_purchases: performance.recommendedPurchases,
    },
    rules: rules.filter((rule) => rule.product_ids.includes(id)),
  })
})
