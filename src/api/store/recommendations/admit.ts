import type { MedusaNextFunction, MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { RECOMMENDATION_MODULE } from "../../../modules/recommendation"
import type { RecommendationModuleService } from "../../../modules/recommendation"
import { sendServiceUnavailable } from "./service-unavailable"

/** Status of an answer that Medusa's own handler sends for an unexpected error. */
const FAILED = 500

/** Answers 503 at once where more lists are under way than can be made in time; the rest of the shop goes on. */
export function admit(req: MedusaRequest, res: MedusaResponse, next: MedusaNextFunction): void {
  const { admission } = req.scope.resolve<RecommendationModuleService>(RECOMMENDATION_MODULE).serving
  if (!admission.enter()) {
    sendServiceUnavailable(res, "Too many lists are under way.")
    return
  }
  // "close" comes once, whether the answer was sent or the asker has gone.
  res.once("close", () => {
    admission.leave(res.statusCode === FAILED)
  })
  next()
}
