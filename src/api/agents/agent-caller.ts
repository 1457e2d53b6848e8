import type { MedusaContainer } from "@medusajs/framework/types"
import type { RecommendationModuleService } from "../../modules/recommendation"
import type { identify } from "../store/recommendations/page-of-request"

/** For whom an agent asks: whoever's token came with the request, in the sales channels of its key. Never an argument. */
export interface AgentCaller {
  readonly service: RecommendationModuleService
  readonly scope: MedusaContainer
  readonly who: ReturnType<typeof identify>
}
