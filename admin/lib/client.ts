import Medusa, { FetchError } from "@medusajs/js-sdk"

/** Filled in by Medusa's dashboard build. */
declare const __BACKEND_URL__: string | undefined
declare const __AUTH_TYPE__: "session" | "jwt" | undefined
declare const __JWT_TOKEN_STORAGE_KEY__: string | undefined

const storageKey = typeof __JWT_TOKEN_STORAGE_KEY__ === "string" ? __JWT_TOKEN_STORAGE_KEY__ : ""

/** Speaks to the shop as the dashboard does: same address, same session. */
const sdk = new Medusa({
  baseUrl: typeof __BACKEND_URL__ === "string" && __BACKEND_URL__ ? __BACKEND_URL__ : "/",
  auth: {
    type: (typeof __AUTH_TYPE__ === "string" && __AUTH_TYPE__) || "session",
    ...(storageKey ? { jwtTokenStorageKey: storageKey } : {}),
  },
})

export type Query = Record<string, string | number | boolean | undefined>

/** Root of the plugin's admin routes. */
export const ROOT = "/admin/recommendations"

export function get<Answer>(path: string, query?: Query): Promise<Answer> {
  return sdk.client.fetch<Answer>(path, { method: "GET", ...(query ? { query } : {}) })
}

export function post<Answer>(path: string, body: object = {}): Promise<Answer> {
  return sdk.client.fetch<Answer>(path, { method: "POST", body })
}

export function remove<Answer>(path: string): Promise<Answer> {
  return sdk.client.fetch<Answer>(path, { method: "DELETE" })
}

/** HTTP status of a failed request, null for anything else (no network, a fault of ours). */
export function statusOf(error: unknown): number | null {
  return error instanceof FetchError ? (error.status ?? null) : null
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
