import type { MedusaResponse } from "@medusajs/framework/http"
import { RECOMMENDATION_MODULE } from "../../../../../modules/recommendation"
import type { RecommendationModuleService } from "../../../../../modules/recommendation"
import type { BehaviorStatsResponse } from "../../../../../types/http"
import { counting } from "../../../../utils/counting"
import { parseInput } from "../../../../utils/parse-input"
import { productTitles } from "../../../../utils/product-titles"
import { AdminStatistics } from "../../results/validators"

/** What shoppers did in a period, by day, hour, weekday, device and product. */
export const GET = counting(async (req, res: MedusaResponse<BehaviorStatsResponse>, wait) => {
  const { timeZone, ...period } = parseInput(AdminStatistics, req.query)
  const service = req.scope.resolve<RecommendationModuleService>(RECOMMENDATION_MODULE)
  const [statistics, capture] = await Promise.all([
    service.insights.behavior(period, timeZone, wait),
    service.insights.capture(period),
  ])
  const titles = await productTitles(
    req.scope,
    statistics.topProducts.map((product) => product.productId),
  )
  res.json({
    from: period.from.toISOString(),
    to: period.to.toISOString(),
    by_day: statistics.byDay,
    funnel: statistics.funnel,
    by_hour: statistics.byHour,
    by_weekday: statistics.byWeekday,
    devices: statistics.devices,
    top_products: statistics.topProducts.map(({ productId, ...figures }) => ({
      product_id: productId,
      title: titles.get(productId) ?? productId,
      ...figures,
    })),
    bot_share: statistics.botShare,
    ...capture,
  })
})
