import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import type { ModelInfoResponse } from "../../../../types/http"
import { learningOf } from "../../../utils/learning-of"

/** The model information: what serves and why, how good it is, and what comes next. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse<ModelInfoResponse>): Promise<void> {
  res.json(await learningOf(req).describe())
}
