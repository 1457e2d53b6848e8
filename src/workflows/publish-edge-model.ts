import { emitEventStep } from "@medusajs/medusa/core-flows"
import { ContainerRegistrationKeys, MedusaError, Modules } from "@medusajs/framework/utils"
import { StepResponse, WorkflowResponse, createStep, createWorkflow } from "@medusajs/framework/workflows-sdk"
import type { MedusaContainer } from "@medusajs/framework/types"
import { z } from "@medusajs/framework/zod"
import { encodeEdgeFile } from "../core/recommender/edge/edge-file"
import { RECOMMENDATION_MODULE } from "../modules/recommendation"
import type { RecommendationModuleService } from "../modules/recommendation"

/** Emitted when a file for the edge was published: `version`, and the `id` and `url` that Medusa's File module gave it. */
export const EDGE_MODEL_PUBLISHED = "recommendation.edge-model-published"

export interface PublishEdgeModelInput {
  /** Number of a version whose file is kept. */
  readonly version: number
}

/** Links of a product in each table: lists of visitors rank by the strongest, and the file stays small. */
const LINKS = 30
/** Products read at a time. */
const PAGE = 5_000
const rows = z.array(z.looseObject({ id: z.string() }))

/** Products that everybody may know of: the file says nothing of any other. */
async function publishedProducts(container: MedusaContainer): Promise<ReadonlySet<string>> {
  const query = container.resolve(ContainerRegistrationKeys.QUERY)
  const ids = new Set<string>()
  for (let skip = 0; ; skip += PAGE) {
    const { data } = await query.graph({
      entity: "product",
      fields: ["id"],
      filters: { status: "published" },
      pagination: { skip, take: PAGE, order: { id: "ASC" } },
    })
    for (const { id } of rows.parse(data)) ids.add(id)
    if (data.length < PAGE) return ids
  }
}

/** Makes the file and hands it to Medusa's File module; undone by deleting it there. */
const publishFileStep = createStep(
  "publish-recommendation-edge-file",
  async ({ version }: PublishEdgeModelInput, { container }) => {
    const { learning } = container.resolve<RecommendationModuleService>(RECOMMENDATION_MODULE)
    const kept = await learning.modelOf(version)
    if (kept === null) {
      throw new MedusaError(MedusaError.Types.NOT_FOUND, `The file of model version ${version} is not kept.`)
    }
    const [bytes, published] = await Promise.all([learning.modelFile(kept.id), publishedProducts(container)])
    const file = encodeEdgeFile(bytes, { version, keeps: (id) => published.has(id), links: LINKS })
    const { id, url } = await container.resolve(Modules.FILE).createFiles({
      filename: `recommendation-edge-v${version}.svm`,
      mimeType: "application/octet-stream",
      content: Buffer.from(file).toString("base64"),
      access: "public",
    })
    return new StepResponse({ version, id, url, bytes: file.byteLength }, id)
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
