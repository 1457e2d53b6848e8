import { readAnswer } from "../client/read-answer"
import type { RecommendationsAnswer, RecommendationsQuery } from "../client/types"
import { CART_VISITOR_FIELD } from "../client/cart-link"
import { createHandler } from "./handler"
import type { HandlerOptions } from "./handler"
import { announceChange, forget, identify } from "./identity"
import type { CookieJar } from "./identity"
import { createShopServer } from "./shop-server"
import { warnOnce } from "./warn-once"

export interface StorefrontOptions extends HandlerOptions {
  /** `cookies` of `next/headers`, or `() => readCookies(request)`. */
  cookies: () => CookieJar | Promise<CookieJar>
  /** `headers` of `next/headers`, or `() => request.headers`. */
  headers?: () => Headers | Promise<Headers>
  /** Longest that a page waits for its list, in milliseconds. @defaultValue 800 */
  listBudgetMs?: number
}

/** What a storefront's server does with recommendations; each is one line where it is used. */
export interface Storefront {
  /** The route at the storefront's own address. */
  readonly handle: (request: Request) => Promise<Response>
  /** One list, for `initialData`; null when the shop fails or is too slow, and the browser asks again. */
  readonly list: (query?: RecommendationsQuery) => Promise<RecommendationsAnswer | null>
  /** Metadata of a line that is about to be put into the cart, over what it has already. */
  readonly creditedLine: (metadata?: Record<string, unknown>) => Promise<Record<string, unknown>>
  /** Says on the cart whose visit it is; a cart is not worth less when that fails. */
  readonly attachCart: (cartId: string) => Promise<void>
  /** After the token's cookie was set: the lists ask again, as the customer. */
  readonly login: () => Promise<void>
  /** After the token's cookie was taken away: the next person starts as a stranger. */
  readonly logout: () => Promise<void>
  /** After an order, or anything else that changes lists. */
  readonly orderPlaced: () => Promise<void>
}

const LIST_BUDGET_MS = 800

/** @throws Error at once where the shop's address or key is missing */
export function createStorefront(options: StorefrontOptions): Storefront {
  const shop = createShopServer(options)
  const jar = async () => options.cookies()
  const caller = async () => {
    const headers = new Headers(await options.headers?.())
    return { headers, address: headers.get("x-forwarded-for")?.split(",", 1)[0]?.trim() }
  }
  const changed = async () => announceChange(await jar())
  return {
    handle: createHandler(options),
    list: async (query = {}) => {
      try {
        const { visitorId, token } = await identify(await jar(), options, false)
        const asked = { strategy: "for_you", limit: 8, ...query, visitor_id: visitorId }
        const timeBudgetMs = options.listBudgetMs ?? LIST_BUDGET_MS
        const path = `/store/recommendations?${toSearch(asked)}`
        const response = await shop({ method: "GET", path, token, caller: await caller(), timeBudgetMs })
        if (!response.ok) throw new Error(`the shop answered ${response.status}: ${await response.text()}`)
        return readAnswer(await response.json())
      } catch (error) {
        if (isDynamicUsage(error)) throw error
        warnOnce(error)
        return null
      }
    },
    creditedLine: async (metadata = {}) => {
      const cookies = await jar()
      const { visitorId } = await identify(cookies, options, true)
      announceChange(cookies)
      return { ...metadata, ...(visitorId && { visitor_id: visitorId }) }
    },
    attachCart: async (cartId) => {
      try {
        const { visitorId } = await identify(await jar(), options, true)
        if (!visitorId) return
        const body = { metadata: { [CART_VISITOR_FIELD]: visitorId } }
        const path = `/store/carts/${encodeURIComponent(cartId)}?fields=id`
        const response = await shop({ method: "POST", path, body })
        if (!response.ok) throw new Error(`the shop answered ${response.status}: ${await response.text()}`)
      } catch (error) {
        warnOnce(error)
      }
    },
    login: async () => {
      await identify(await jar(), options, true)
      await changed()
    },
    logout: async () => {
      forget(await jar())
      await changed()
    },
    orderPlaced: changed,
  }
}

function toSearch(query: Readonly<Record<string, string | number | boolean | undefined>>): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) if (value !== undefined) search.set(name, String(value))
  return search.toString()
}

/** Next.js says by an error that a page cannot be made ahead: that one must reach it. */
const isDynamicUsage = (error: unknown): boolean =>
  typeof error === "object" && error !== null && "digest" in error && typeof error.digest === "string"
