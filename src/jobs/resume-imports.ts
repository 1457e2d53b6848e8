import type { MedusaContainer } from "@medusajs/framework/types"
import { FILE_SOURCE, ORDERS_SOURCE, RECOMMENDATION_MODULE } from "../modules/recommendation"
import type { RecommendationModuleService } from "../modules/recommendation"
import { importHistoryWorkflow } from "../workflows/import-history"

const FILE_STOPPED = "The server stopped. Give the file again: no row is stored twice."

/** Goes on with an import whose process died; only one instance gets it. */
export default async function resumeImports(container: MedusaContainer): Promise<void> {
  const service = container.resolve<RecommendationModuleService>(RECOMMENDATION_MODULE)
  if (!(await service.schema.isReady())) return
  const stale = await service.behavior.imports.stale()
  if (stale.includes(ORDERS_SOURCE)) await importHistoryWorkflow(container).run()
  if (stale.includes(FILE_SOURCE)) await service.behavior.imports.failStale(FILE_SOURCE, FILE_STOPPED)
}

export const config = { name: "recommendation-resume-imports", schedule: "* * * * *" }
