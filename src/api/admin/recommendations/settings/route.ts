import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { MedusaError } from "@medusajs/framework/utils"
import { z } from "@medusajs/framework/zod"
import { RefusalError, ScheduleError, StaleSettingsError, aboutInput } from "../../../../modules/recommendation"
import type { SettingsResponse } from "../../../../types/http"
import { adminNames } from "../../../utils/admin-names"
import { learningOf } from "../../../utils/learning-of"
import { parseInput } from "../../../utils/parse-input"
import { refusing } from "../../../utils/refusing"

const AdminUpdateSettings = z.strictObject({
  /** Fields that are not named stay as they are; the module's own schema checks the rest. */
  settings: z.record(z.string(), z.unknown()),
  version: z.number().int().min(0),
})

/** Settings as they are now, and their version. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse<SettingsResponse>): Promise<void> {
  res.json(await named(req, await learningOf(req).settingsStore.describe()))
}

/** Changes settings; 409 when another admin was faster. */
export const POST = refusing(async (req, res) => {
  const { settings, version } = parseInput(AdminUpdateSettings, req.body)
  try {
    const updated = await learningOf(req).settingsStore.update({ settings, version, by: req.auth_context.actor_id })
    const answer: SettingsResponse = await named(req, updated)
    res.json(answer)
  } catch (error) {
    if (error instanceof StaleSettingsError) {
      res.status(409).json({ type: "conflict", message: "Another admin changed the settings: load them again." })
      return
    }
    throw refusalOf(error)
  }
})

async function named(req: AuthenticatedMedusaRequest, answer: SettingsResponse): Promise<SettingsResponse> {
  const nameOf = await adminNames(req.scope, [answer.updated_by])
  return { ...answer, updated_by: nameOf(answer.updated_by) }
}

function refusalOf(error: unknown): unknown {
  if (error instanceof ScheduleError) {
    return new RefusalError(MedusaError.Types.INVALID_DATA, aboutInput.badSchedule(error.message))
  }
  if (!(error instanceof z.ZodError)) return error
  return new RefusalError(MedusaError.Types.INVALID_DATA, aboutInput.wrong("Invalid settings", error.issues))
}
