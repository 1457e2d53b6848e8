import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { MedusaError } from "@medusajs/framework/utils"
import { CaptureBusyError, RECOMMENDATION_MODULE, storefrontRequest } from "../../modules/recommendation"
import type { KnownKey, RecommendationModuleService } from "../../modules/recommendation"
import type { StoreBehaviorEventsResponse } from "../../types/http"
import { callerOf } from "./caller"
import { parseInput } from "./parse-input"

/** A beacon carries 64 kB at most, and a hundred whole events are less. */
export const BEHAVIOR_SIZE_LIMIT = "64kb"

export type BehaviorAnswer = MedusaResponse<StoreBehaviorEventsResponse | { type: string; message: string }>

/** Who sent it, from what the server knows itself; nothing of it stands in the body. */
export interface BehaviorSender {
  readonly customerId: string | null
  readonly key: KnownKey
}

/**
 * Takes what shoppers did. 202 only when everything accepted is committed; what
 * cannot be taken now is answered 429 or 503 with Retry-After.
 */
export async function takeBehavior(req: MedusaRequest, res: BehaviorAnswer, sender: BehaviorSender): Promise<void> {
  const service = req.scope.resolve<RecommendationModuleService>(RECOMMENDATION_MODULE)
  const { behavior } = service
  const body = parseInput(storefrontRequest, bodyOf(req.body))
  const { address, isOwnApp, userAgent } = callerOf(service, req)
  const wait = await behavior.rateLimit.take(
    {
      shopper: sender.customerId ?? body.visitor_id ?? null,
      address: isOwnApp ? null : address,
      publishableKey: sender.key.token,
    },
    body.events.length,
  )
  if (wait > 0) {
    behavior.counts.count("rejected/rate_limit", body.events.length)
    refuse(res, { status: 429, type: "too_many_requests", seconds: wait })
    return
  }
  try {
    const answer = await behavior.storefront.take({
      events: body.events,
      sentAt: body.sent_at ?? null,
      visitorId: body.visitor_id ?? null,
      customerId: sender.customerId,
      consent: body.consent,
      privacySignal: req.get("sec-gpc") === "1",
      address,
      userAgent,
      isOwnApp,
      salesChannelIds: sender.key.salesChannelIds,
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

function refuse(
  res: BehaviorAnswer,
  { status, type, seconds }: { status: number; type: string; seconds: number },
): void {
  res
    .status(status)
    .set("Retry-After", String(seconds))
    .json({ type, message: `Nothing of this request was stored. Send it again in ${seconds} s.` })
}
