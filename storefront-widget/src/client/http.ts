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

/** A client for pages that have no `@medusajs/js-sdk`: plain `fetch`, the publishable key, nothing else. */
export function createSdk({ baseUrl, publishableKey }: SdkOptions): MedusaSdk {
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
