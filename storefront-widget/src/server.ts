import { askEach } from "./client/ask"
import { warnOnce } from "./server/warn-once"
import type { MedusaSdk, RecommendationsAnswer, RecommendationsQuery } from "./client/types"

export { createSdk } from "./client/http"
export type { SdkOptions } from "./client/http"
export type * from "./client/types"
export { readVisitorId, VISITOR_COOKIE } from "./client/visitor"
export { createHandler } from "./server/handler"
export type { HandlerOptions } from "./server/handler"
export type { CookieJar, CookieOptions, IdentityOptions } from "./server/identity"
export { readCookies } from "./server/request-cookies"
export type { RequestCookies } from "./server/request-cookies"
export { createStorefront } from "./server/storefront"
export type { Storefront, StorefrontOptions } from "./server/storefront"

export interface GetRecommendationsOptions extends RecommendationsQuery {
  sdk: MedusaSdk
  /** `readVisitorId(request.headers.get("cookie"))`. */
  visitorId?: string | undefined
  /** Token of the signed-in customer, where the page has one. */
  token?: string | undefined
  /** Longest that a page waits for its list, in milliseconds. @defaultValue 800 */
  timeBudgetMs?: number
}

const SERVER_BUDGET_MS = 800

/**
 * One list for a server component or a loader; hand it to `initialData`. Why there is none stands on the console.
 *
 * @throws Error where there is no SDK
 * @returns null when the shop fails or is too slow: the page is sent all the same, and the browser asks again
 */
export async function getRecommendations(options: GetRecommendationsOptions): Promise<RecommendationsAnswer | null> {
  const { sdk, visitorId, token, timeBudgetMs = SERVER_BUDGET_MS, ...query } = options
  if (!sdk) throw new Error("getRecommendations: sdk is missing, such as createSdk({ baseUrl, publishableKey })")
  const ask = askEach({
    sdk,
    timeBudgetMs,
    identity: () => ({
      visitor_id: visitorId,
      credentials: token ? { headers: { authorization: `Bearer ${token}` } } : {},
    }),
  })
  try {
    return await ask({ strategy: "for_you", limit: 8, ...query })
  } catch (error) {
    warnOnce(error)
    return null
  }
}
