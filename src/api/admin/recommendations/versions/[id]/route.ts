import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { MedusaError } from "@medusajs/framework/utils"
import type { VersionResponse } from "../../../../../types/http"
import { learningOf } from "../../../../utils/learning-of"
import { parseId } from "../../../../utils/parse-input"

/** One version with its data window, weights by feature and cost by phase. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse<VersionResponse>): Promise<void> {
  const id = parseId(req.params.id)
  const version = await learningOf(req).versions.describe(id)
  if (!version) throw new MedusaError(MedusaError.Types.NOT_FOUND, `There is no model version ${id}.`)
  res.json({ version })
}
