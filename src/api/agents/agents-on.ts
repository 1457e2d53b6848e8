import type { MedusaRequest } from "@medusajs/framework/http"
import { MedusaError } from "@medusajs/framework/utils"
import { RECOMMENDATION_MODULE } from "../../modules/recommendation"
import type { RecommendationModuleService } from "../../modules/recommendation"

/** @throws MedusaError 404 where the shop has no door for agents */
export function assertAgentsOn(req: MedusaRequest): void {
  const { options } = req.scope.resolve<RecommendationModuleService>(RECOMMENDATION_MODULE)
  if (!options.agents.mcp.enabled)
    throw new MedusaError(MedusaError.Types.NOT_FOUND, "This shop has no tools for agents: agents.mcp.enabled is false")
}
