import { StepResponse, WorkflowResponse, createStep, createWorkflow } from "@medusajs/framework/workflows-sdk"
import type { MedusaContainer } from "@medusajs/framework/types"
import { RECOMMENDATION_MODULE } from "../modules/recommendation"
import type { HeldImport, RecommendationModuleService } from "../modules/recommendation"

interface BegunImport {
  /** Null while another process is at it. */
  readonly held: HeldImport | null
}

const resolve = (container: MedusaContainer): RecommendationModuleService =>
  container.resolve<RecommendationModuleService>(RECOMMENDATION_MODULE)

/** Takes the import, unless another process is at it; given back as canceled when the workflow fails. */
const beginImportStep = createStep(
  "begin-recommendation-import",
  async (_input: undefined, { container }) => {
    const held = await resolve(container).behavior.orderImport.begin()
    return new StepResponse({ held }, held?.id)
  },
  async (id, { container }) => {
    if (id) await resolve(container).behavior.imports.cancel(id)
  },
)

/**
 * Stores page after page, in the background. Nothing to undo: what is stored is
 * true, and the next import goes on behind it.
 */
const runImportStep = createStep("run-recommendation-import", async ({ held }: BegunImport, { container }) => {
  if (held !== null) {
    const service = resolve(container)
    await service.behavior.orderImport.run(held)
    await service.learning.requestRetrain("import", "orders")
  }
  return new StepResponse({ importId: held?.id ?? null })
})

/** Learns from the orders and carts that the shop has already; answers as soon as it has begun. */
export const importHistoryWorkflow = createWorkflow("import-recommendation-history", () => {
  const begun = beginImportStep()
  runImportStep(begun).config({ async: true, backgroundExecution: true })
  return new WorkflowResponse(begun)
})
