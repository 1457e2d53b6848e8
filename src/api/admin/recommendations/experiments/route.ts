import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { MedusaError } from "@medusajs/framework/utils"
import { RECOMMENDATION_MODULE } from "../../../../modules/recommendation"
import { ExperimentRunningError } from "../../../../modules/recommendation/insights/experiments"
import type RecommendationModuleService from "../../../../modules/recommendation/service"
import type { ExperimentInfo } from "../../../../types/http"
import { parseInput } from "../../../utils/parse-input"
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
export async function POST(
  req: AuthenticatedMedusaRequest,
  res: MedusaResponse<{ experiment: ExperimentInfo }>,
): Promise<void> {
  const body = parseInput(AdminStartExperiment, req.body)
  const service = req.scope.resolve<RecommendationModuleService>(RECOMMENDATION_MODULE)
  try {
    const experiment = await service.insights.experiments.start({
      name: body.name,
      holdoutShare: body.holdout_share,
      isAA: body.is_aa,
    })
    res.status(201).json({ experiment })
  } catch (error) {
    if (error instanceof ExperimentRunningError)
      throw new MedusaError(MedusaError.Types.NOT_ALLOWED, "Another experiment is running: stop it first.")
    throw error
  }
}
