import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { MedusaError } from "@medusajs/framework/utils"
import { RECOMMENDATION_MODULE } from "../../../../../../modules/recommendation"
import type { RecommendationModuleService } from "../../../../../../modules/recommendation"
import type { ExperimentInfo } from "../../../../../../types/http"
import { parseId } from "../../../../../utils/parse-input"

/** Stops a hold-out; its figures stay. */
export async function POST(
  req: AuthenticatedMedusaRequest,
  res: MedusaResponse<{ experiment: ExperimentInfo }>,
): Promise<void> {
  const id = parseId(req.params.id)
  const service = req.scope.resolve<RecommendationModuleService>(RECOMMENDATION_MODULE)
  const experiment = await service.insights.experiments.stop(id)
  if (!experiment) throw new MedusaError(MedusaError.Types.NOT_FOUND, `There is no experiment ${id}.`)
  res.json({ experiment })
}
