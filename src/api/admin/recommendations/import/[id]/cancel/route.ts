import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { MedusaError } from "@medusajs/framework/utils"
import { RECOMMENDATION_MODULE } from "../../../../../../modules/recommendation"
import type RecommendationModuleService from "../../../../../../modules/recommendation/service"
import type { ImportResponse } from "../../../../../../types/http"
import { parseId } from "../../../../../utils/parse-input"

/** Stops an import after the page it is at; what is stored stays, and the next import goes on from there. */
export async function POST(req: AuthenticatedMedusaRequest, res: MedusaResponse<ImportResponse>): Promise<void> {
  const id = parseId(req.params.id)
  const service = req.scope.resolve<RecommendationModuleService>(RECOMMENDATION_MODULE)
  const canceled = await service.behavior.imports.cancel(id)
  const found = await service.behavior.imports.find(id)
  if (!found) throw new MedusaError(MedusaError.Types.NOT_FOUND, `There is no import ${id}.`)
  if (!canceled) throw new MedusaError(MedusaError.Types.NOT_ALLOWED, `Import ${id} is not running.`)
  res.json({ import: found })
}
