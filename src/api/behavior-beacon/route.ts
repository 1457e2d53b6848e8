import type { MedusaRequest } from "@medusajs/framework/http"
import { MedusaError } from "@medusajs/framework/utils"
import { RECOMMENDATION_MODULE } from "../../modules/recommendation"
import type { RecommendationModuleService } from "../../modules/recommendation"
import { parseInput } from "../utils/parse-input"
import { takeBehavior } from "../utils/take-behavior"
import type { BehaviorAnswer } from "../utils/take-behavior"
import { BeaconQuery } from "./validators"

/**
 * The same door as `/store/behavior-events` for `navigator.sendBeacon`, which can
 * send no headers: the publishable key stands in the address. Nobody is signed in
 * here; a visitor's events become the customer's wherever the two are seen together.
 */
export async function POST(req: MedusaRequest, res: BehaviorAnswer): Promise<void> {
  const { publishable_key: token } = parseInput(BeaconQuery, req.query)
  const { behavior } = req.scope.resolve<RecommendationModuleService>(RECOMMENDATION_MODULE)
  const key = await behavior.publishableKeys.find(token)
  if (!key) throw new MedusaError(MedusaError.Types.NOT_ALLOWED, "publishable_key: a valid publishable key is required")
  await takeBehavior(req, res, { customerId: null, key })
}
