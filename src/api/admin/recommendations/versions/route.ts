import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { summarize } from "../../../../modules/recommendation"
import type { VersionsResponse } from "../../../../types/http"
import { learningOf } from "../../../utils/learning-of"

/** Every version that was trained, refused ones too, newest first. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse<VersionsResponse>): Promise<void> {
  const versions = await learningOf(req).versions.list()
  res.json({ versions: versions.map(summarize) })
}
