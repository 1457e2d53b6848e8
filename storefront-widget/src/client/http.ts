import type { MedusaSdk, RequestOptions } from "./types"

/** The shop answered, but not with what was asked for. */
export class RequestError extends Error {
  constructor(
    message: string,
    readonly status: number,
    /** Seconds to wait, where the shop said so. */
    readonly retryAfterSeconds: number | null,
  ) {
    super(message)
  }
}

export interface SdkOptions {
  /** Address of the Medusa server, such as `https://api.shop.com`. */
  baseUrl: string
  publishableKey: string
}

/**
 * A client for pages that have no `@medusajs/js-sdk`: plain `fetch`, the publishable key, nothing else.
 *
 * @throws Error at once where the address or the key is missing
 */
export function createSdk({ baseUrl, publishableKey }: SdkOptions): MedusaSdk {
  if (!baseUrl || !publishableKey)
    throw new Error(`createSdk: ${baseUrl ? "publishableKey" : "baseUrl"} is missing; is its environment variable set?`)
  return {
    client: {
      async fetch<T>(path: string, { query, body, headers, ...rest }: RequestOptions = {}): Promise<T> {
        const url = new URL(baseUrl.replace(/\/$/, "") + path)
        for (const name in query) if (query[name] !== undefined) url.searchParams.set(name, String(query[name]))
        const all = new Headers({ accept: "application/json", "x-publishable-api-key": publishableKey })
        if (body) all.set("content-type", "application/json")
        for (const name in headers) if (headers[name] != null) all.set(name, headers[name])
        const answer = await fetch(url, { ...rest, headers: all, ...(body && { body: JSON.stringify(body) }) })
        if (!answer.ok) {
          const wait = Number.parseInt(answer.headers.get("retry-after") ?? "", 10)
          throw new RequestError(answer.statusText, answer.status, Number.isNaN(wait) ? null : wait)
        }
        return (await answer.json()) as T
      },
    },
  }
}

/** Said of events that are not of who is signed in now: the server must not add the token. */
export const VISITOR_ONLY = "x-recommendations-identity"

/**
 * A client for storefronts that have the route of `medusa-svm-recommendations-widget/next`, or `createHandler`: the
 * browser asks the storefront's own address, which knows token and visitor by cookies that no script can read.
 */
export function createOwnSdk(path = "/api/recommendations"): MedusaSdk {
  return {
    isOwn: true,
    client: {
      fetch<T>(route: string, { headers, ...options }: RequestOptions = {}): Promise<T> {
        // Nobody reads the key there; the handler has its own.
        const sdk = createSdk({ baseUrl: location.origin + path, publishableKey: "own" })
        const identity = headers?.authorization === null ? "visitor" : null
        const own = { credentials: "same-origin", headers: { [VISITOR_ONLY]: identity } } as const
        return sdk.client.fetch(route, { ...options, ...own })
      },
    },
  }
}
