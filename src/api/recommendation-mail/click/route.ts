import { createHash } from "node:crypto"
import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { isbot } from "isbot"
import { RECOMMENDATION_MODULE, answerOfCustomer, mailClickClaim, mayIdentify } from "../../../modules/recommendation"
import type { RecommendationModuleService } from "../../../modules/recommendation"
import { parseInput } from "../../utils/parse-input"
import { openToken } from "../open-token"
import { MailClickQuery } from "../validators"

/** An instant at which no token has run out. */
const EVER = 0

/**
 * Counts a customer's click in a mail, once, and leads on to the product's page. Who objected is led on uncounted, and so
 * is a click in an old mail, whose links must not be dead: the address is one that this shop has signed.
 */
export async function GET(req: MedusaRequest, res: MedusaResponse): Promise<void> {
  const { token } = parseInput(MailClickQuery, req.query)
  const service = req.scope.resolve<RecommendationModuleService>(RECOMMENDATION_MODULE)
  const claim = await openToken(service, token, mailClickClaim, EVER)
  const { settings } = await service.learning.settings()
  const answer = answerOfCustomer(await service.behavior.rights.metadataOf(claim.customer_id))
  const isInTime = claim.expires * 1_000 >= Date.now()
  if (isInTime && mayIdentify(answer, settings) && !isbot(req.get("user-agent") ?? ""))
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
