import type { AuthenticatedMedusaRequest } from "@medusajs/framework/http"
import { RECOMMENDATION_MODULE } from "../../modules/recommendation"
import type { LearningStore, RecommendationModuleService } from "../../modules/recommendation"

/** The part of the module that learns, from a request's scope. */
export function learningOf(req: Pick<AuthenticatedMedusaRequest, "scope">): LearningStore {
  return req.scope.resolve<RecommendationModuleService>(RECOMMENDATION_MODULE).learning
}
