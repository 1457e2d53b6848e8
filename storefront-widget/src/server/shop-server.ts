import { signShopper } from "./sign-shopper"

export interface ShopServerOptions {
  /** Address of the Medusa server, such as `https://api.shop.com`. */
  backendUrl: string | undefined
  publishableKey: string | undefined
  /** One of the plugin's `capture.app_keys`: the shop then counts shoppers, and not this storefront, against its limits. */
  secret?: string | undefined
  /** Longest wait for the shop, in milliseconds. @defaultValue 3000 */
  timeBudgetMs?: number
}

/** What of a browser's request the shop should know. */
export interface Caller {
  readonly address: string | undefined
  readonly headers: Headers
}

export interface ShopRequest {
  readonly method: "GET" | "POST" | "DELETE"
  /** With its query. */
  readonly path: string
  readonly body?: unknown
  readonly token?: string | undefined
  readonly caller?: Caller | undefined
  readonly timeBudgetMs?: number | undefined
}

const BUDGET_MS = 3_000
/** The language of reasons, the kind of device, and a browser's own refusal of tracking. */
const PASSED_ON = ["accept-language", "user-agent", "sec-gpc"]

export type ShopServer = (request: ShopRequest) => Promise<Response>

/**
 * The shop as a storefront's server asks it.
 *
 * @throws Error at once where the address or the key is missing
 */
export function createShopServer({ backendUrl, publishableKey, secret, timeBudgetMs }: ShopServerOptions): ShopServer {
  if (!backendUrl || !/^https?:\/\//.test(backendUrl))
    throw new Error(
      `recommendations: backendUrl is ${backendUrl ? `"${backendUrl}"` : "missing"}: set it to the address of your Medusa server, such as http://localhost:9000 (in Medusa's starter, NEXT_PUBLIC_MEDUSA_BACKEND_URL)`,
    )
  if (!publishableKey)
    throw new Error(
      "recommendations: publishableKey is missing: make one in Medusa's dashboard under Settings (in Medusa's starter, NEXT_PUBLIC_MEDUSA_PUBLISHABLE_KEY)",
    )
  const base = backendUrl.replace(/\/$/, "")
  return async ({ method, path, body, token, caller, timeBudgetMs: own }) => {
    const headers = new Headers({ accept: "application/json", "x-publishable-api-key": publishableKey })
    for (const name of PASSED_ON) {
      const value = caller?.headers.get(name)
      if (value) headers.set(name, value)
    }
    if (token) headers.set("authorization", `Bearer ${token}`)
    if (secret && caller?.address) {
      const agent = caller.headers.get("user-agent") ?? ""
      headers.set("x-recommendations-shopper", await signShopper({ address: caller.address, agent }, secret))
    }
    if (body !== undefined) headers.set("content-type", "application/json")
    return fetch(base + path, {
      ...{ method, headers, cache: "no-store", redirect: "error" },
      signal: AbortSignal.timeout(own ?? timeBudgetMs ?? BUDGET_MS),
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
  }
}
