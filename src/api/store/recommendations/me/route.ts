import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { MedusaError } from "@medusajs/framework/utils"
import { updateCustomersWorkflow } from "@medusajs/medusa/core-flows"
import { CONSENT_FIELD, RECOMMENDATION_MODULE } from "../../../../modules/recommendation"
import type { RecommendationModuleService } from "../../../../modules/recommendation"
import type { EraseMeResponse, StoreConsentResponse, StoreMeResponse } from "../../../../types/http"
import { eraseShopperWorkflow } from "../../../../workflows/erase-shopper"
import { parseInput } from "../../../utils/parse-input"
import { StoreConsent, StoreMe } from "../validators"
import { customerOf, whoAsks } from "./who-asks"

/** All that is kept of whoever asks, oldest first; a customer's own answer beside it. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse<StoreMeResponse>): Promise<void> {
  const { behavior } = req.scope.resolve<RecommendationModuleService>(RECOMMENDATION_MODULE)
  const shopper = await whoAsks(req, res, parseInput(StoreMe, req.query))
  if (shopper === null) return
  const { customerId } = shopper
  const consent = customerId === null ? {} : { consent: await behavior.rights.answerOf(customerId) }
  res.set("Cache-Control", "private, no-store").json({ ...(await behavior.rights.export(shopper)), ...consent })
}

/** Forgets whoever asks: every row and what is kept in memory, before it answers; the model with its next training. */
export async function DELETE(req: AuthenticatedMedusaRequest, res: MedusaResponse<EraseMeResponse>): Promise<void> {
  const shopper = await whoAsks(req, res, parseInput(StoreMe, req.query))
  if (shopper === null) return
  const { result } = await eraseShopperWorkflow(req.scope).run({ input: { ...shopper, isUrgent: false } })
  res.json({ object: "shopper", deleted: true, events: result })
}

/** A customer's objection, or its end. It stands in their metadata, where the shop finds it too. */
export async function POST(req: AuthenticatedMedusaRequest, res: MedusaResponse<StoreConsentResponse>): Promise<void> {
  const { consent } = parseInput(StoreConsent, req.body)
  const customerId = customerOf(req)
  if (customerId === null)
    throw new MedusaError(MedusaError.Types.UNAUTHORIZED, "Only a signed-in customer has an answer to keep")
  const service = req.scope.resolve<RecommendationModuleService>(RECOMMENDATION_MODULE)
  const metadata = { ...(await service.behavior.rights.metadataOf(customerId)), [CONSENT_FIELD]: consent }
  await updateCustomersWorkflow(req.scope).run({ input: { selector: { id: customerId }, update: { metadata } } })
  await service.serving.changed([{ kind: "customer", key: customerId }])
  res.json({ consent })
}
