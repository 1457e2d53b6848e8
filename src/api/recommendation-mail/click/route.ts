import { createHash } from "node:crypto"
import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { isbot } from "isbot"
import { RECOMMENDATION_MODULE, answerOfCustomer, mailClickClaim, mayIdentify } from "../../../modules/recommendation"
import type { RecommendationModuleService } from "../../../modules/recommendation"
import { parseInput } from "../../utils/parse-input"
import { openToken } from "../open-token"
import { MailClickQuery } from "../validators"

/** Counts a customer's click in a mail, once, and leads on to the product's page; who objected is led on uncounted. */
export async function GET(req: MedusaRequest, res: MedusaResponse): Promise<void> {
  const { token } = parseInput(MailClickQuery, req.query)
  const service = req.scope.resolve<RecommendationModuleService>(RECOMMENDATION_MODULE)
  const claim = await openToken(service, token, mailClickClaim)
  const { settings } = await service.learning.settings()
  const answer = answerOfCustomer(await service.behavior.rights.metadataOf(claim.customer_id))
  if (mayIdentify(answer, settings) && !isbot(req.get("user-agent") ?? ""))
    await service.behavior.record([
      {
        // Opened twice it is one click.
        id: `mail-${createHash("sha256").update(token).digest("base64url")}`,
        ...{ type: "click", source: "storefront", occurredAt: new Date(), customerId: claim.customer_id },
        ...{ productId: claim.product_id, recommendationId: claim.recommendation_id, placement: claim.placement },
      },
    ])
  res.redirect(302, claim.url)
}
