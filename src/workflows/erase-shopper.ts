import {
  StepResponse,
  WorkflowResponse,
  createHook,
  createStep,
  createWorkflow,
} from "@medusajs/framework/workflows-sdk"
import { RECOMMENDATION_MODULE } from "../modules/recommendation"
import type { RecommendationModuleService } from "../modules/recommendation"

export interface EraseShopperInput {
  readonly customerId: string | null
  /** A browser that is nobody's yet, or the customer's. */
  readonly visitorId?: string | null
  /** Whether a training without them begins at once, or after the usual pause: anybody may erase themselves. @defaultValue true */
  readonly isUrgent?: boolean
}

/** Erases rows and asks for a training without them, then forgets what is in memory. Never undone: a shopper who was forgotten stays forgotten. */
const eraseBehaviorStep = createStep(
  "erase-recommendation-behavior",
  async ({ customerId, visitorId = null, isUrgent = true }: EraseShopperInput, { container }) => {
    const service = container.resolve<RecommendationModuleService>(RECOMMENDATION_MODULE)
    // What waits to be written would come after the erasure.
    await Promise.all([service.serving.flush(), service.behavior.counts.flush()])
    const events = await service.behavior.rights.erase({ customerId, visitorId }, { isUrgent })
    await service.learning.erasedFiles.rewrite()
    service.serving.dropShopper({ customerId, visitorId })
    // To every instance, without naming the one that is to be forgotten.
    await service.serving.changed([{ kind: "customers", key: null }])
    return new StepResponse(events)
  },
)

/** Forgets a shopper within the request: rows, links, caches; says how many events went. */
export const eraseShopperWorkflow = createWorkflow("erase-recommendation-shopper", (input: EraseShopperInput) => {
  const events = eraseBehaviorStep(input)
  // What the shop has derived of them must go too; what is erased here stays erased when a handler throws.
  const shopperErased = createHook("shopperErased", input)
  return new WorkflowResponse(events, { hooks: [shopperErased] })
})
