import type { AuthenticatedMedusaRequest, MedusaStoreRequest } from "@medusajs/framework/http"
import { takeBehavior } from "../../utils/take-behavior"
import type { BehaviorAnswer } from "../../utils/take-behavior"

type Request = MedusaStoreRequest & Pick<AuthenticatedMedusaRequest, "auth_context">

/**
 * Takes what shoppers did. 202 only when everything accepted is committed; what
 * cannot be taken now is answered 429 or 503 with Retry-After.
 */
export async function POST(req: Request, res: BehaviorAnswer): Promise<void> {
  const { key: token, sales_channel_ids: salesChannelIds } = req.publishable_key_context
  await takeBehavior(req, res, { customerId: customerOf(req), key: { token, salesChannelIds } })
}

function customerOf({ auth_context: context }: Request): string | null {
  return context?.actor_type === "customer" && context.actor_id ? context.actor_id : null
}
