import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { stringify } from "csv-stringify/sync"
import { RECOMMENDATION_MODULE } from "../../../../../../modules/recommendation"
import type { RecommendationModuleService } from "../../../../../../modules/recommendation"
import type { AudienceResponse } from "../../../../../../types/http"
import { parseId, parseInput } from "../../../../../utils/parse-input"
import { AdminAudience } from "./validators"

const COLUMNS = ["customer_id", "email", "chance", "score"] as const

/** The customers who would most want a product, the likeliest first; nobody who objected, or did not say yes where one is needed. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse<AudienceResponse>): Promise<void> {
  const id = parseId(req.params.id)
  const { limit, offset, format } = parseInput(AdminAudience, req.query)
  const { serving } = req.scope.resolve<RecommendationModuleService>(RECOMMENDATION_MODULE)
  const all = await serving.audience(id)
  const audience = all.slice(offset, offset + limit)
  res.set("Cache-Control", "private, no-store")
  if (format === "json") {
    res.json({ product_id: id, audience, count: all.length, limit, offset })
    return
  }
  // A cell that a spreadsheet would take for a formula is but text.
  const text = stringify(audience, { header: true, columns: [...COLUMNS], bom: true, escape_formulas: true })
  res.set("Content-Disposition", `attachment; filename="audience-${id}.csv"`)
  res.type("text/csv").end(text)
}
