import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { RECOMMENDATION_MODULE } from "../../../../../modules/recommendation"
import type { RecommendationModuleService } from "../../../../../modules/recommendation"
import type { ImportResponse } from "../../../../../types/http"
import { importFileWorkflow } from "../../../../../workflows/import-file"
import { parseInput } from "../../../../utils/parse-input"
import { storeUpload } from "../../../../utils/store-upload"
import { AdminImportFile } from "./validators"

/** Learns from a file of behavior: the body is the file, CSV or NDJSON, plain or gzipped, of at most 1 GiB. */
export async function POST(req: AuthenticatedMedusaRequest, res: MedusaResponse<ImportResponse>): Promise<void> {
  const { currency, encoding, liked_from: likedFrom, ...ways } = parseInput(AdminImportFile, req.query)
  const upload = await storeUpload(req)
  const options = {
    ...ways,
    ...(currency === undefined ? {} : { currencyCode: currency }),
    ...(encoding === undefined ? {} : { encoding }),
    ...(likedFrom === undefined ? {} : { likedFrom }),
  }
  try {
    await importFileWorkflow(req.scope).run({ input: { fileId: upload.id, options } })
  } catch (error) {
    await upload.remove()
    throw error
  }
  const service = req.scope.resolve<RecommendationModuleService>(RECOMMENDATION_MODULE)
  res.status(202).json({ import: await service.behavior.imports.find() })
}
