import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { MedusaError } from "@medusajs/framework/utils"
import { RECOMMENDATION_MODULE } from "../../../../modules/recommendation"
import { ExperimentRunningError } from "../../../../modules/recommendation/insights/experiments"
import { RefusalError } from "../../../../modules/recommendation/refusal"
import { aboutInput } from "../../../../modules/recommendation/sayings"
import type RecommendationModuleService from "../../../../modules/recommendation/service"
import type { ExperimentInfo, ExperimentResponse } from "../../../../types/http"
import { parseInput } from "../../../utils/parse-input"
import { refusing } from "../../../utils/refusing"
import { AdminStartExperiment } from "../results/validators"

/** All experiments, newest first, with their uplift so far. */
export async function GET(
  req: AuthenticatedMedusaRequest,
  res: MedusaResponse<{ experiments: ExperimentInfo[] }>,
): Promise<void> {
  const service = req.scope.resolve<RecommendationModuleService>(RECOMMENDATION_MODULE)
  res.json({ experiments: await service.insights.experiments.list() })
}

/** Starts a hold-out; refused while another runs. */
export const POST = refusing(async (req, res) => {
  const body = parseInput(AdminStartExperiment, req.body)
  const service = req.scope.resolve<RecommendationModuleService>(RECOMMENDATION_MODULE)
  try {
    const experiment = await service.insights.experiments.start({
      name: body.name,
      holdoutShare: body.holdout_share,
      isAA: body.is_aa,
    })
    const answer: ExperimentResponse = { experiment }
    res.status(201).json(answer)
  } catch (error) {
    if (error instanceof ExperimentRunningError)
      throw new RefusalError(MedusaError.Types.NOT_ALLOWED, aboutInput.experimentRunning())
    throw error
  }
})
