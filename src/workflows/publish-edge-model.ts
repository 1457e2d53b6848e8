import { emitEventStep } from "@medusajs/medusa/core-flows"
import { MedusaError, Modules } from "@medusajs/framework/utils"
import { StepResponse, WorkflowResponse, createStep, createWorkflow } from "@medusajs/framework/workflows-sdk"
import { RECOMMENDATION_MODULE } from "../modules/recommendation"
import type { RecommendationModuleService } from "../modules/recommendation"

/** Emitted when a file for the edge was published: `version`, and the `id` and `url` that Medusa's File module gave it. */
export const EDGE_MODEL_PUBLISHED = "recommendation.edge-model-published"

export interface PublishEdgeModelInput {
  /** Number of a version whose file is kept. */
  readonly version: number
}

/** Makes the file and hands it to Medusa's File module; undone by deleting it there. */
const publishFileStep = createStep(
  "publish-recommendation-edge-file",
  async ({ version }: PublishEdgeModelInput, { container }) => {
    const { learning } = container.resolve<RecommendationModuleService>(RECOMMENDATION_MODULE)
    const file = await learning.edgeFile(version)
    if (file === null) {
      throw new MedusaError(MedusaError.Types.NOT_FOUND, `The file of model version ${version} is not kept.`)
    }
    const { id, url } = await container.resolve(Modules.FILE).createFiles({
      filename: `recommendation-edge-v${version}.svm`,
      mimeType: "application/octet-stream",
      content: file.content,
      access: "public",
    })
    return new StepResponse({ version, id, url, bytes: file.size }, id)
  },
  async (id, { container }) => {
    if (id !== undefined) await container.resolve(Modules.FILE).deleteFiles(id)
  },
)

/** Puts what visitors' lists need of one version into a file that anybody may read, by Medusa's File module. */
export const publishEdgeModelWorkflow = createWorkflow(
  "publish-recommendation-edge-model",
  (input: PublishEdgeModelInput) => {
    const published = publishFileStep(input)
    emitEventStep({ eventName: EDGE_MODEL_PUBLISHED, data: published }).config({ continueOnPermanentFailure: true })
    return new WorkflowResponse(published)
  },
)
