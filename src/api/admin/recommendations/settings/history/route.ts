import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import type { SettingsHistoryResponse } from "../../../../../types/http"
import { adminNames } from "../../../../utils/admin-names"
import { learningOf } from "../../../../utils/learning-of"

/** Who changed what, newest first. */
export async function GET(
  req: AuthenticatedMedusaRequest,
  res: MedusaResponse<SettingsHistoryResponse>,
): Promise<void> {
  const history = await learningOf(req).settingsStore.history()
  const nameOf = await adminNames(
    req.scope,
    history.map(({ by }) => by),
  )
  res.json({ history: history.map((change) => ({ ...change, by: nameOf(change.by) })) })
}
