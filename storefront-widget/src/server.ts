import { askEach } from "./client/ask"
import type { MedusaSdk, RecommendationsAnswer, RecommendationsQuery } from "./client/types"

export { createSdk } from "./client/http"
export type { SdkOptions } from "./client/http"
export type * from "./client/types"
export { readVisitorId, VISITOR_COOKIE } from "./client/visitor"

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
 * One list for a server component or a loader; hand it to `initialData`.
 *
 * @returns null when the shop fails or is too slow: the page is sent all the same, and the browser asks again
 */
export async function getRecommendations(options: GetRecommendationsOptions): Promise<RecommendationsAnswer | null> {
  const { sdk, visitorId, token, timeBudgetMs = SERVER_BUDGET_MS, ...query } = options
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
  } catch {
    return null
  }
}
