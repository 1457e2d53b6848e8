import { createWriteStream } from "node:fs"
import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import path from "node:path"
import { pipeline } from "node:stream/promises"
import { Modules } from "@medusajs/framework/utils"
import type { MedusaContainer } from "@medusajs/framework/types"
import {
  StepResponse,
  WorkflowResponse,
  createStep,
  createWorkflow,
  transform,
} from "@medusajs/framework/workflows-sdk"
import { RECOMMENDATION_MODULE } from "../modules/recommendation"
import type { HeldImport, RecommendationModuleService, UploadOptions } from "../modules/recommendation"

/** A file in Medusa's File module, and how it is to be read. */
export interface ImportFileInput {
  /** It is deleted when the import has ended, however it ends: it may name people. */
  readonly fileId: string
  readonly options: UploadOptions
}

const resolve = (container: MedusaContainer): RecommendationModuleService =>
  container.resolve<RecommendationModuleService>(RECOMMENDATION_MODULE)

/** Takes the import; given back as canceled, and without its file, when the workflow fails. */
const beginFileImportStep = createStep(
  "begin-recommendation-file-import",
  async (_input: ImportFileInput, { container }) => {
    const held = await resolve(container).behavior.uploadImport.begin()
    return new StepResponse({ held }, held.id)
  },
  async (id, { container }) => {
    if (id) await resolve(container).behavior.imports.cancel(id)
  },
)

interface RunInput extends ImportFileInput {
  readonly held: HeldImport
}

/** Stores batch after batch, in the background, on whichever instance runs it. Nothing to undo: what is stored is true. */
const runFileImportStep = createStep(
  "run-recommendation-file-import",
  async ({ held, fileId, options }: RunInput, { container }) => {
    const service = resolve(container)
    const files = container.resolve(Modules.FILE)
    const folder = await mkdtemp(path.join(tmpdir(), "recommendation-import-"))
    try {
      const copy = path.join(folder, "interactions")
      await pipeline(await files.getDownloadStream(fileId), createWriteStream(copy))
      await service.behavior.uploadImport.run(held, copy, options)
    } finally {
      await rm(folder, { recursive: true, force: true })
      await files.deleteFiles(fileId)
    }
    await service.learning.requestRetrain("import", "file")
    return new StepResponse({ importId: held.id })
  },
)

/** Learns from a file of behavior in the columns of the data folder; answers as soon as it has begun. */
export const importFileWorkflow = createWorkflow("import-recommendation-file", (input: ImportFileInput) => {
  const begun = beginFileImportStep(input)
  const run = transform({ input, begun }, ({ input: given, begun: { held } }): RunInput => ({ ...given, held }))
  runFileImportStep(run).config({ async: true, backgroundExecution: true })
  return new WorkflowResponse(begun)
})
