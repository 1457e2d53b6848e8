import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import type { RunsResponse } from "../../../../types/http"
import { learningOf } from "../../../utils/learning-of"

/** Training runs, newest first: when, why, how long, and what came of each. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse<RunsResponse>): Promise<void> {
  res.json({ runs: await learningOf(req).runs.list() })
}
