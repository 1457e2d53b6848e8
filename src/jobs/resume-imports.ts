import type { MedusaContainer } from "@medusajs/framework/types"
import { RECOMMENDATION_MODULE } from "../modules/recommendation"
import { ORDERS_SOURCE } from "../modules/recommendation/behavior/import/import-orders"
import type RecommendationModuleService from "../modules/recommendation/service"
import { importHistoryWorkflow } from "../workflows/import-history"

/** Goes on with an import whose process died; only one instance gets it. */
export default async function resumeImports(container: MedusaContainer): Promise<void> {
  const service = container.resolve<RecommendationModuleService>(RECOMMENDATION_MODULE)
  if (!(await service.schema.isReady())) return
  const stale = await service.behavior.imports.stale()
  if (stale.includes(ORDERS_SOURCE)) await importHistoryWorkflow(container).run()
}

export const config = { name: "recommendation-resume-imports", schedule: "* * * * *" }
