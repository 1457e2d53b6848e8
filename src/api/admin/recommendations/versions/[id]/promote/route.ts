import { MedusaError } from "@medusajs/framework/utils"
import { z } from "@medusajs/framework/zod"
import type { VersionResponse } from "../../../../../../types/http"
import { promoteModelWorkflow } from "../../../../../../workflows/promote-model"
import { learningOf } from "../../../../../utils/learning-of"
import { parseId, parseInput } from "../../../../../utils/parse-input"
import { refusing } from "../../../../../utils/refusing"

const AdminPromoteVersion = z.strictObject({
  force: z.boolean().default(false),
  /** Keeps the version until an admin releases it (`retrain.paused`). */
  freeze: z.boolean().default(false),
})

/** Lets a version serve, on every instance; with `force` also one that the gate refused. */
export const POST = refusing(async (req, res) => {
  const id = parseId(req.params.id)
  const { force, freeze } = parseInput(AdminPromoteVersion, req.body ?? {})
  await promoteModelWorkflow(req.scope).run({ input: { versionId: id, by: req.auth_context.actor_id, force, freeze } })
  const version = await learningOf(req).versions.describe(id)
  if (!version) throw new MedusaError(MedusaError.Types.NOT_FOUND, `There is no model version ${id}.`)
  const answer: VersionResponse = { version }
  res.json(answer)
})
