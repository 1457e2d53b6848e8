import type { MedusaContainer } from "@medusajs/framework/types"
import { RECOMMENDATION_MODULE } from "../../modules/recommendation"
import type { RecommendationModuleService } from "../../modules/recommendation"
import { buildSetQuestion } from "./build-question"
import type { Page } from "./build-question"
import { shopPorts } from "./shop-ports"

/** What a list says of the set beside it. */
interface BesideSet {
  readonly product_id?: string | undefined
  /** Placement of the set; without it there is none. */
  readonly beside_set?: string | undefined
}

/**
 * The page without the products of the set on it, which its lists would else show a second time. Makes the set once
 * more, which costs as much as a list that is not kept; a page without product and cart has none.
 */
export async function leaveOutSet(scope: MedusaContainer, page: Page, beside: BesideSet): Promise<Page> {
  const { beside_set: placement, product_id: productId } = beside
  if (placement === undefined || (productId === undefined && page.cartProductIds.length === 0)) return page
  const service = scope.resolve<RecommendationModuleService>(RECOMMENDATION_MODULE)
  const question = buildSetQuestion(page, { product_id: productId, placement })
  const inSet = await service.serving.bundleProducts(question, shopPorts(scope))
  return { ...page, exclude: new Set([...page.exclude, ...inSet]) }
}
