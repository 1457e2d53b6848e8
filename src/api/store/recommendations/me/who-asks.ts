import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { MedusaError } from "@medusajs/framework/utils"
import { MAX_EVENTS, RECOMMENDATION_MODULE } from "../../../../modules/recommendation"
import type { RecommendationModuleService } from "../../../../modules/recommendation"
import { callerOf } from "../../../utils/caller"

type Request = AuthenticatedMedusaRequest & { publishable_key_context?: { key: string | null } }

/** The signed-in customer, by token alone. */
export function customerOf({
  auth_context: actor,
}: Pick<Request, "auth_context"> & { auth_context?: unknown }): string | null {
  return actor?.actor_type === "customer" && actor.actor_id ? actor.actor_id : null
}

/**
 * Whose data a request is about: the customer's of the token, with the visitor of the browser as far as that is nobody
 * else's. A visitor id that has become a customer's says nothing without their token. Costs as much of the limits as a
 * full report: it reads or deletes more than one writes.
 *
 * @returns null where the request was answered already: too many of them
 * @throws MedusaError UNAUTHORIZED (401) for a visitor id that needs a token, INVALID_DATA (400) where nobody is named
 */
export async function whoAsks(
  req: Request,
  res: MedusaResponse<never>,
  given: { readonly visitor_id?: string | undefined },
): Promise<{ customerId: string | null; visitorId: string | null } | null> {
  const service = req.scope.resolve<RecommendationModuleService>(RECOMMENDATION_MODULE)
  const { behavior } = service
  const visitorId = given.visitor_id ?? null
  const customerId = customerOf(req)
  const publishableKey = req.publishable_key_context?.key ?? ""
  const wait = await behavior.rateLimit.take(
    { shopper: customerId ?? visitorId, address: callerOf(service, req).address, publishableKey },
    MAX_EVENTS,
  )
  if (wait > 0) {
    res.status(429).set("Retry-After", String(wait)).end()
    return null
  }
  if (customerId === null && visitorId === null)
    throw new MedusaError(MedusaError.Types.INVALID_DATA, "visitor_id: needed where nobody is signed in")
  const owner = visitorId === null ? null : await behavior.visitors.owner(visitorId)
  if (owner !== null && customerId === null)
    throw new MedusaError(MedusaError.Types.UNAUTHORIZED, "visitor_id: is a customer's, who must be signed in")
  return { customerId, visitorId: owner !== null && owner !== customerId ? null : visitorId }
}
