import type { MedusaResponse } from "@medusajs/framework/http"
import { MedusaError } from "@medusajs/framework/utils"
import {
  ExperimentRunningError,
  RECOMMENDATION_MODULE,
  RefusalError,
  aboutInput,
} from "../../../../modules/recommendation"
import type { RecommendationModuleService } from "../../../../modules/recommendation"
import type { Comparison } from "../../../../types/experiment-schema"
import type { ExperimentResponse, ExperimentsResponse } from "../../../../types/http"
import { counting } from "../../../utils/counting"
import { parseInput } from "../../../utils/parse-input"
import { refusing } from "../../../utils/refusing"
import { AdminListExperiments, AdminStartExperiment } from "../results/validators"

/** All experiments, newest first, with what came of each so far; asked with a share of control, what one would need. */
export const GET = refusing(
  counting(async (req, res: MedusaResponse<ExperimentsResponse>, wait) => {
    const { holdout_share: holdoutShare } = parseInput(AdminListExperiments, req.query)
    const { experiments } = req.scope.resolve<RecommendationModuleService>(RECOMMENDATION_MODULE).insights
    const plan = holdoutShare === undefined ? null : await experiments.plan(holdoutShare, wait)
    res.json({ experiments: await experiments.list(wait), plan })
  }),
)

/** Starts a hold-out or a challenger, refused while another experiment runs; 202 where what it needs is still counted. */
export const POST = refusing(
  counting(async (req, res: MedusaResponse<ExperimentResponse>, wait) => {
    const body = parseInput(AdminStartExperiment, req.body)
    const service = req.scope.resolve<RecommendationModuleService>(RECOMMENDATION_MODULE)
    await checkVersion(service, body.comparison)
    const { name, holdout_share: holdoutShare, is_aa: isAA, comparison } = body
    try {
      const experiment = await service.insights.experiments.start({ name, holdoutShare, isAA, comparison }, wait)
      res.status(201).json({ experiment })
    } catch (error) {
      if (error instanceof ExperimentRunningError)
        throw new RefusalError(MedusaError.Types.NOT_ALLOWED, aboutInput.experimentRunning())
      throw error
    }
  }),
)

/** A version that is compared must be one that can be shown, and another than the one that serves. */
async function checkVersion({ learning }: RecommendationModuleService, comparison: Comparison): Promise<void> {
  if (comparison.kind !== "version") return
  const [kept, serving] = await Promise.all([learning.modelOf(comparison.version), learning.activeModel()])
  if (kept === null || kept.id === serving?.id)
    throw new RefusalError(MedusaError.Types.INVALID_DATA, aboutInput.experimentVersion(comparison.version))
}
