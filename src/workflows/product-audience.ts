import { StepResponse, WorkflowResponse, createStep, createWorkflow } from "@medusajs/framework/workflows-sdk"
import { RECOMMENDATION_MODULE } from "../modules/recommendation"
import type { RecommendationModuleService } from "../modules/recommendation"

export interface ProductAudienceInput {
  readonly product_id: string
  /** Customers wanted at most. @defaultValue 500 */
  readonly limit?: number
}

const LIMIT = 500

/** The customers who would most want a product, for a workflow that notifies them that it is back. Reads alone. */
export const findProductAudienceStep = createStep(
  "find-recommendation-audience",
  async ({ product_id: productId, limit = LIMIT }: ProductAudienceInput, { container }) => {
    const { serving } = container.resolve<RecommendationModuleService>(RECOMMENDATION_MODULE)
    return new StepResponse((await serving.audience(productId)).slice(0, limit))
  },
)

/** The same as a workflow of its own, for jobs and subscribers. */
export const productAudienceWorkflow = createWorkflow(
  "recommendation-product-audience",
  (input: ProductAudienceInput) => new WorkflowResponse(findProductAudienceStep(input)),
)
