import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { MedusaError } from "@medusajs/framework/utils"
import type { RunResponse } from "../../../../../../types/http"
import { learningOf } from "../../../../../utils/learning-of"
import { parseId } from "../../../../../utils/parse-input"

/** Asks a run to end, on whichever instance it trains; one that has ended stays as it is. */
export async function POST(req: AuthenticatedMedusaRequest, res: MedusaResponse<RunResponse>): Promise<void> {
  const id = parseId(req.params.id)
  const { runs } = learningOf(req)
  await runs.requestCancel(id)
  const run = await runs.find(id)
  if (!run) throw new MedusaError(MedusaError.Types.NOT_FOUND, `There is no training run ${id}.`)
  res.json({ run })
}
