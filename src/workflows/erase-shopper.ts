import { StepResponse, WorkflowResponse, createStep, createWorkflow } from "@medusajs/framework/workflows-sdk"
import { RECOMMENDATION_MODULE } from "../modules/recommendation"
import type RecommendationModuleService from "../modules/recommendation/service"

export interface EraseShopperInput {
  readonly customerId: string
}

/** Erases rows and asks for a training without them, then forgets what is in memory. Never undone: a shopper who was forgotten stays forgotten. */
const eraseBehaviorStep = createStep(
  "erase-recommendation-behavior",
  async ({ customerId }: EraseShopperInput, { container }) => {
    const service = container.resolve<RecommendationModuleService>(RECOMMENDATION_MODULE)
    // What waits to be written would come after the erasure.
    await Promise.all([service.serving.flush(), service.behavior.counts.flush()])
    const events = await service.behavior.eraseShopper({ customerId })
    service.serving.dropShopper({ customerId, visitorId: null })
    // To every instance, without naming the one that is to be forgotten.
    await service.serving.changed([{ kind: "customers", key: null }])
    return new StepResponse(events)
  },
)

/** Forgets a shopper within the request: rows, links, caches; says how many events went. */
export const eraseShopperWorkflow = createWorkflow("erase-recommendation-shopper", (input: EraseShopperInput) => {
  return new WorkflowResponse(eraseBehaviorStep(input))
})
