import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { MedusaError } from "@medusajs/framework/utils"
import type { RunResponse } from "../../../../../types/http"
import { learningOf } from "../../../../utils/learning-of"
import { parseId } from "../../../../utils/parse-input"

/** One run: its phase, percent and estimated end while it goes on. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse<RunResponse>): Promise<void> {
  const id = parseId(req.params.id)
  const run = await learningOf(req).runs.find(id)
  if (!run) throw new MedusaError(MedusaError.Types.NOT_FOUND, `There is no training run ${id}.`)
  res.json({ run })
}
