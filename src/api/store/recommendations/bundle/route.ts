import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { refetchCart } from "@medusajs/medusa/api/store/carts/helpers"
import { defaultStoreCartFields } from "@medusajs/medusa/api/store/carts/query-config"
import { RECOMMENDATION_MODULE } from "../../../../modules/recommendation"
import type { RecommendationModuleService } from "../../../../modules/recommendation"
import type { StoreBundleResponse } from "../../../../types/http"
import { addBundleToCartWorkflow } from "../../../../workflows/add-bundle-to-cart"
import { buildPage, buildSetQuestion } from "../../../utils/build-question"
import { describeBundle } from "../../../utils/describe-bundle"
import { parseInput } from "../../../utils/parse-input"
import { shopPorts } from "../../../utils/shop-ports"
import { unlessBusy } from "../service-unavailable"
import { identify } from "../page-of-request"
import { StoreGetBundle, StorePostBundle } from "./validators"

/** Two to four products that are bought as one, with the variants to choose from, and what they cost together. */
export async function GET(
  req: AuthenticatedMedusaRequest,
  res: MedusaResponse<StoreBundleResponse<Record<string, unknown>>>,
): Promise<void> {
  await unlessBusy(req, res, async () => {
    const input = parseInput(StoreGetBundle, req.query)
    const service = req.scope.resolve<RecommendationModuleService>(RECOMMENDATION_MODULE)
    const page = await buildPage(service, { ...identify(req), ...input })
    const question = buildSetQuestion(page, input)
    const made = await service.serving.bundle(question, shopPorts(req.scope))
    res.set("Cache-Control", "private, no-store")
    res.json({ bundle: made && (await describeBundle(req.scope, question, made)) })
  })
}

/** Puts the products of a set into the cart, all of them or none, with the id of their list. */
export async function POST(req: AuthenticatedMedusaRequest, res: MedusaResponse<{ cart: unknown }>): Promise<void> {
  const input = parseInput(StorePostBundle, req.body)
  identify(req)
  await addBundleToCartWorkflow(req.scope).run({ input })
  res.json({ cart: await refetchCart(input.cart_id, req.scope, defaultStoreCartFields) })
}
