import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { z } from "@medusajs/framework/zod"
import { RECOMMENDATION_MODULE } from "../../../../modules/recommendation"
import type { RecommendationModuleService } from "../../../../modules/recommendation"
import type { ImportResponse } from "../../../../types/http"
import { importHistoryWorkflow } from "../../../../workflows/import-history"
import { parseInput } from "../../../utils/parse-input"

const startImport = z.strictObject({ source: z.literal("orders") })

/** The latest import and how far it is. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse<ImportResponse>): Promise<void> {
  const service = req.scope.resolve<RecommendationModuleService>(RECOMMENDATION_MODULE)
  res.json({ import: await service.behavior.imports.find() })
}

/** Learns from the shop's orders: begins, goes on where it stopped, or reports the one that runs. */
export async function POST(req: AuthenticatedMedusaRequest, res: MedusaResponse<ImportResponse>): Promise<void> {
  parseInput(startImport, req.body)
  await importHistoryWorkflow(req.scope).run()
  const service = req.scope.resolve<RecommendationModuleService>(RECOMMENDATION_MODULE)
  res.status(202).json({ import: await service.behavior.imports.find() })
}
