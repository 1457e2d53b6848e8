import type { MedusaResponse } from "@medusajs/framework/http"
import { MedusaError } from "@medusajs/framework/utils"
import { RECOMMENDATION_MODULE } from "../../../../../../modules/recommendation"
import type { RecommendationModuleService } from "../../../../../../modules/recommendation"
import type { ExperimentResponse } from "../../../../../../types/http"
import { counting } from "../../../../../utils/counting"
import { parseId } from "../../../../../utils/parse-input"

/** Stops an experiment; its figures stay. 202 where the last of them are still counted. */
export const POST = counting(async (req, res: MedusaResponse<ExperimentResponse>, wait) => {
  const id = parseId(req.params.id)
  const service = req.scope.resolve<RecommendationModuleService>(RECOMMENDATION_MODULE)
  const experiment = await service.insights.experiments.stop(id, wait)
  if (!experiment) throw new MedusaError(MedusaError.Types.NOT_FOUND, `There is no experiment ${id}.`)
  res.json({ experiment })
})
