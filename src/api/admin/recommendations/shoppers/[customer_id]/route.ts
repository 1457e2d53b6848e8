import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { RECOMMENDATION_MODULE } from "../../../../../modules/recommendation"
import type { RecommendationModuleService } from "../../../../../modules/recommendation"
import type { EraseShopperResponse } from "../../../../../types/http"
import { eraseShopperWorkflow } from "../../../../../workflows/erase-shopper"
import { parseId, parseInput } from "../../../../utils/parse-input"
import { AdminTrace } from "../../preview/validators"
import { traceShopper } from "../../../../utils/trace-shopper"

/** A shopper as the ranker sees them, with the list and what the last event changed. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const customerId = parseId(req.params.customer_id)
  const place = parseInput(AdminTrace, req.query)
  const service = req.scope.resolve<RecommendationModuleService>(RECOMMENDATION_MODULE)
  res.json(await traceShopper(req.scope, service, { ...place, customerId }))
}

/** Forgets a shopper: every row and what is kept in memory, before it answers; the model with its next training. */
export async function DELETE(
  req: AuthenticatedMedusaRequest,
  res: MedusaResponse<EraseShopperResponse>,
): Promise<void> {
  const customerId = parseId(req.params.customer_id)
  const { result } = await eraseShopperWorkflow(req.scope).run({ input: { customerId } })
  res.json({ id: customerId, object: "shopper", deleted: true, events: result })
}
