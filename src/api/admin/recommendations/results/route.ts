import type { MedusaResponse } from "@medusajs/framework/http"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import { RECOMMENDATION_MODULE } from "../../../../modules/recommendation"
import type { RecommendationModuleService } from "../../../../modules/recommendation"
import type { ResultsResponse } from "../../../../types/http"
import { counting } from "../../../utils/counting"
import { parseInput } from "../../../utils/parse-input"
import { attributionWindowDays } from "../../../utils/attribution-scope"
import { AdminStatistics } from "./validators"

/** What recommendations earned: impressions, clicks, purchases and revenue, by placement and strategy. */
export const GET = counting(async (req, res: MedusaResponse<ResultsResponse>, wait) => {
  const { timeZone, ...period } = parseInput(AdminStatistics, req.query)
  const service = req.scope.resolve<RecommendationModuleService>(RECOMMENDATION_MODULE)
  const query = req.scope.resolve(ContainerRegistrationKeys.QUERY)
  const { metadata } = await query.graph({
    entity: "product",
    fields: ["id"],
    filters: { status: "published" },
    pagination: { take: 1, skip: 0 },
  })
  const windowDays = await attributionWindowDays(service)
  const scope = { ...period, timeZone, windowDays, catalogSize: metadata?.count ?? 0 }
  res.json({ note: service.options.results.note, ...(await service.insights.results(scope, wait)) })
})
