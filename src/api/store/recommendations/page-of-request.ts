import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { MedusaError } from "@medusajs/framework/utils"
import { reasonLanguages } from "../../../modules/recommendation"
import type { PageInput } from "../../utils/build-question"

type StoreRequest = Pick<MedusaRequest, "acceptsLanguages"> & {
  auth_context?: { actor_type: string; actor_id: string }
  publishable_key_context?: { sales_channel_ids: string[] }
  /** Medusa takes `locale` out of the query, or out of its header, before any route sees it. */
  locale?: string
}

/**
 * Who asks, and in which sales channels: by token and key alone, never by what the request says. And in which language.
 *
 * @throws MedusaError of kind INVALID_DATA (400) when the key has no sales channel, as in `/store/products`
 */
export function identify(
  req: StoreRequest,
): Pick<PageInput, "customerId" | "salesChannelIds" | "requestLocale" | "acceptedLanguage"> {
  const salesChannelIds = req.publishable_key_context?.sales_channel_ids ?? []
  if (salesChannelIds.length === 0)
    throw new MedusaError(MedusaError.Types.INVALID_DATA, "Publishable key needs to have a sales channel configured")
  const actor = req.auth_context
  return {
    customerId: actor?.actor_type === "customer" && actor.actor_id ? actor.actor_id : null,
    salesChannelIds,
    requestLocale: req.locale,
    acceptedLanguage: req.acceptsLanguages(reasonLanguages()) || undefined,
  }
}

/** Sends JSON that is made already. Lists are personal: no cache on the way may keep them. */
export function sendJson<Body>(res: MedusaResponse<Body>, json: Buffer | string): void {
  const body = typeof json === "string" ? Buffer.from(json) : json
  res.writeHead(200, {
    "content-type": "application/json; charset=utf-8",
    "content-length": body.byteLength,
    "cache-control": "private, no-store",
  })
  res.end(body)
}
