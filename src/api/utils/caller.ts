import type { MedusaRequest } from "@medusajs/framework/http"
import { MedusaError } from "@medusajs/framework/utils"
import type { RecommendationModuleService } from "../../modules/recommendation"
import { readSignedShopper, SHOPPER_HEADER } from "./signed-shopper"

const APP_KEY = "x-recommendation-app-key"
/** The shopper's own agent, where a server reports for them. */
const APP_USER_AGENT = "x-recommendation-user-agent"

/** Who stands at the other end of a request; read for limits, kinds of device and bots, and forgotten. */
interface Caller {
  readonly address: string
  readonly userAgent: string | null
  /** Whether the shop's own server or app asks, for whomever: the limit by address is not for it. */
  readonly isOwnApp: boolean
}

/**
 * Who asks: the shopper that a storefront's server signed for, else whoever sent the request. A server or an app of the
 * shop may show its key instead, for its own agent (node, okhttp) is that of a bot; it passes on the shopper's agent
 * where there is one, and a bot behind it stays a bot.
 *
 * @throws MedusaError UNAUTHORIZED (401) for a key that is none of the shop's, or a signature that does not hold
 */
export function callerOf({ options, behavior }: RecommendationModuleService, req: MedusaRequest): Caller {
  const signed = req.get(SHOPPER_HEADER)
  if (signed !== undefined) {
    const shopper = readSignedShopper(signed, options.capture.app_keys)
    if (typeof shopper === "string")
      throw new MedusaError(MedusaError.Types.UNAUTHORIZED, `${SHOPPER_HEADER}: ${shopper}`)
    return { address: shopper.address, userAgent: shopper.agent || null, isOwnApp: false }
  }
  const address = addressOf(req, options.capture.trusted_proxies)
  const key = req.get(APP_KEY)
  if (key === undefined) return { address, userAgent: req.get("user-agent") ?? null, isOwnApp: false }
  if (!behavior.appKeys.holds(key))
    throw new MedusaError(MedusaError.Types.UNAUTHORIZED, `${APP_KEY}: is none of the shop's keys`)
  return { address, userAgent: req.get(APP_USER_AGENT) ?? null, isOwnApp: true }
}

/**
 * The address that the outermost of the shop's own proxies saw. Medusa's Express trusts one, and cannot be configured for more
 * (`trust proxy` is 1); what stands further left in the header is the sender's own word.
 */
function addressOf(req: Pick<MedusaRequest, "get" | "socket">, proxies: number): string {
  const forwarded = (req.get("x-forwarded-for") ?? "").split(",").map((address) => address.trim())
  const chain = [...forwarded.filter((address) => address !== ""), req.socket.remoteAddress ?? ""]
  return chain[Math.max(0, chain.length - 1 - proxies)]
}
