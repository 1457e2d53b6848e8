import { MedusaError } from "@medusajs/framework/utils"
import { RECOMMENDATION_MODULE, RefusalError, aboutInput } from "../../../../../../modules/recommendation"
import type { RecommendationModuleService } from "../../../../../../modules/recommendation"
import type { ImportResponse } from "../../../../../../types/http"
import { parseId } from "../../../../../utils/parse-input"
import { refusing } from "../../../../../utils/refusing"

/** Stops an import after the page it is at; what is stored stays, and the next import goes on from there. */
export const POST = refusing(async (req, res) => {
  const id = parseId(req.params.id)
  const service = req.scope.resolve<RecommendationModuleService>(RECOMMENDATION_MODULE)
  const canceled = await service.behavior.imports.cancel(id)
  const found = await service.behavior.imports.find(id)
  if (!found) throw new MedusaError(MedusaError.Types.NOT_FOUND, `There is no import ${id}.`)
  if (!canceled) throw new RefusalError(MedusaError.Types.NOT_ALLOWED, aboutInput.importEnded(id))
  const answer: ImportResponse = { import: found }
  res.json(answer)
})
