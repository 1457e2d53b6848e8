import type { AuthenticatedMedusaRequest, MedusaResponse, MedusaStoreRequest } from "@medusajs/framework/http"
import { MedusaError } from "@medusajs/framework/utils"
import { RECOMMENDATION_MODULE } from "../../../modules/recommendation"
import { storefrontRequest } from "../../../modules/recommendation/behavior/storefront-event"
import type { StorefrontRequest } from "../../../modules/recommendation/behavior/storefront-event"
import { CaptureBusyError } from "../../../modules/recommendation/behavior/write-queue"
import type RecommendationModuleService from "../../../modules/recommendation/service"
import type { StoreBehaviorEventsResponse } from "../../../types/http"
import { parseInput } from "../../utils/parse-input"

type Request = MedusaStoreRequest & Pick<AuthenticatedMedusaRequest, "auth_context">
type Answer = MedusaResponse<StoreBehaviorEventsResponse | { type: string; message: string }>

/**
 * Takes what shoppers did. 202 only when everything accepted is committed; what
 * cannot be taken now is answered 429 or 503 with when to come again.
 */
export async function POST(req: Request, res: Answer): Promise<void> {
  const service = req.scope.resolve<RecommendationModuleService>(RECOMMENDATION_MODULE)
  const body = parseInput(storefrontRequest, bodyOf(req.body))
  const wait = await service.behavior.rateLimit.take(
    {
      visitorId: body.visitor_id ?? null,
      address: req.ip ?? "",
      publishableKey: req.publishable_key_context.key,
    },
    body.events.length,
  )
  if (wait > 0) {
    service.behavior.counts.count("rejected/rate_limit", body.events.length)
    refuse(res, { status: 429, type: "too_many_requests", seconds: wait })
    return
  }
  try {
    const answer = await service.behavior.storefront.take({
      events: body.events,
      visitorId: body.visitor_id ?? null,
      customerId: customerOf(req),
      consent: await mayIdentify(service, req, body),
      userAgent: req.get("user-agent") ?? null,
      salesChannelIds: req.publishable_key_context.sales_channel_ids,
    })
    res.status(202).json(answer)
  } catch (error) {
    if (!(error instanceof CaptureBusyError)) throw error
    refuse(res, { status: 503, type: "unavailable", seconds: error.retryAfterSeconds })
  }
}

/** A beacon says text/plain, for any other type would ask for a preflight that outlives the page. */
function bodyOf(body: unknown): unknown {
  if (typeof body !== "string") return body
  try {
    return JSON.parse(body)
  } catch {
    throw new MedusaError(MedusaError.Types.INVALID_DATA, "Invalid request: the body is not JSON")
  }
}

function customerOf({ auth_context: context }: Request): string | null {
  return context?.actor_type === "customer" && context.actor_id ? context.actor_id : null
}

/** A refusal always counts, and so does the browser's own signal; silence counts where the shop needs a yes. */
async function mayIdentify(
  service: RecommendationModuleService,
  req: Request,
  { consent }: StorefrontRequest,
): Promise<boolean> {
  if (consent === false || req.get("sec-gpc") === "1") return false
  if (consent === true) return true
  const settings = await service.behavior.settings()
  return !settings.consent.required
}

function refuse(res: Answer, { status, type, seconds }: { status: number; type: string; seconds: number }): void {
  res
    .status(status)
    .set("Retry-After", String(seconds))
    .json({ type, message: `Nothing of this request was stored. Send it again in ${seconds} s.` })
}
