import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { MedusaError } from "@medusajs/framework/utils"
import { z } from "@medusajs/framework/zod"
import { ScheduleError, nextRuns } from "../../../../../modules/recommendation"
import type { SchedulePreviewResponse } from "../../../../../types/http"
import { parseInput } from "../../../../utils/parse-input"

const AdminSchedulePreview = z.strictObject({ cron: z.string().min(1).max(100), time_zone: z.string().min(1).max(64) })
const SHOWN = 3

/** The next runs of a schedule that is not stored yet. */
export async function POST(
  req: AuthenticatedMedusaRequest,
  res: MedusaResponse<SchedulePreviewResponse>,
): Promise<void> {
  const { cron, time_zone: timeZone } = parseInput(AdminSchedulePreview, req.body)
  try {
    res.json({ next: nextRuns({ cron, timeZone }, SHOWN).map((run) => run.toISOString()) })
  } catch (error) {
    if (!(error instanceof ScheduleError)) throw error
    throw new MedusaError(MedusaError.Types.INVALID_DATA, error.message)
  }
}
