import { StepResponse, WorkflowResponse, createStep, createWorkflow } from "@medusajs/framework/workflows-sdk"
import { RECOMMENDATION_MODULE } from "../modules/recommendation"
import type RecommendationModuleService from "../modules/recommendation/service"

export interface EraseShopperInput {
  readonly customerId: string
}

/** Erases rows, then what is in memory. Never undone: a shopper who was forgotten stays forgotten. */
const eraseBehaviorStep = createStep(
  "erase-recommendation-behavior",
  async ({ customerId }: EraseShopperInput, { container }) => {
    const service = container.resolve<RecommendationModuleService>(RECOMMENDATION_MODULE)
    const events = await service.behavior.eraseShopper({ customerId })
    service.serving.dropShopper({ customerId, visitorId: null })
    await service.serving.announce([{ kind: "customer", key: customerId }])
    return new StepResponse(events)
  },
)

/** What the model learnt of the shopper goes with the next training, which this asks for. */
const requestRetrainStep = createStep("request-retrain-after-erasure", async (events: number, { container }) => {
  if (events > 0) {
    const service = container.resolve<RecommendationModuleService>(RECOMMENDATION_MODULE)
    await service.learning.requestRetrain("erasure")
  }
  return new StepResponse(null)
})

/** Forgets a shopper within the request: rows, links, caches; says how many events went. */
export const eraseShopperWorkflow = createWorkflow("erase-recommendation-shopper", (input: EraseShopperInput) => {
  const events = eraseBehaviorStep(input)
  requestRetrainStep(events)
  return new WorkflowResponse(events)
})
