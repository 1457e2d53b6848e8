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
    const events = await service.behavior.eraseShopper({ customerId })
    service.serving.dropShopper({ customerId, visitorId: null })
    await service.serving.announce([{ kind: "customer", key: customerId }])
    return new StepResponse(events)
  },
)

/** Forgets a shopper within the request: rows, links, caches; says how many events went. */
export const eraseShopperWorkflow = createWorkflow("erase-recommendation-shopper", (input: EraseShopperInput) => {
  return new WorkflowResponse(eraseBehaviorStep(input))
})
