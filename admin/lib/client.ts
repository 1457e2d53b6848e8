import Medusa from "@medusajs/js-sdk"
import type { Saying } from "../../src/types/http"

/** Filled in by Medusa's dashboard build. */
declare const __BACKEND_URL__: string | undefined
declare const __AUTH_TYPE__: "session" | "jwt" | undefined
declare const __JWT_TOKEN_STORAGE_KEY__: string | undefined

const storageKey = typeof __JWT_TOKEN_STORAGE_KEY__ === "string" ? __JWT_TOKEN_STORAGE_KEY__ : ""
const backend = typeof __BACKEND_URL__ === "string" ? __BACKEND_URL__ : ""
const hasSession = typeof __AUTH_TYPE__ !== "string" || __AUTH_TYPE__ === "session"

/** Knows the token and the language of who is logged in, as the dashboard does. */
const { client } = new Medusa({
  baseUrl: backend || "/",
  auth: { type: hasSession ? "session" : "jwt", ...(storageKey ? { jwtTokenStorageKey: storageKey } : {}) },
})

/** Where the shop's API answers, absolute. */
export const BACKEND_URL = new URL(backend || "/", window.location.origin).href.replace(/\/$/, "")

export type Query = Record<string, string | number | boolean | undefined>

/** Root of the plugin's admin routes. */
export const ROOT = "/admin/recommendations"

/** The shop answered, and said no. */
export class RefusedError extends Error {
  override readonly name = "RefusedError"

  constructor(
    readonly status: number,
    message: string,
    /** The message in parts, where the shop gave them. */
    readonly said: readonly Saying[],
  ) {
    super(message)
  }
}

interface Question {
  readonly query?: Query
  readonly body?: object
  readonly file?: Blob
}

/** Of figures that take long to count, the newest known are wanted, or word that they are being counted. */
const PREFER = "respond-async"
const COUNTING = 202
/** Milliseconds between two looks where the shop does not say how many. */
const LOOK_AGAIN_MS = 1_000

/**
 * Asks the shop where and as whom the dashboard does. Not by the SDK's own
 * `fetch`: of a refusal it keeps the English message and drops the rest.
 */
async function ask<Answer>(method: string, path: string, { query, body, file }: Question): Promise<Answer> {
  const { pathname, origin } = new URL(backend || "/", window.location.origin)
  const address = new URL(pathname.replace(/\/$/, "") + path, origin)
  for (const [name, value] of Object.entries(query ?? {}))
    if (value !== undefined) address.searchParams.set(name, String(value))
  const token = hasSession ? null : await client.getToken()
  const answer = await fetch(address, {
    method,
    credentials: hasSession ? "include" : "omit",
    headers: {
      accept: "application/json",
      prefer: PREFER,
      ...(body ? { "content-type": "application/json" } : {}),
      ...(file ? { "content-type": "application/octet-stream" } : {}),
      ...(client.locale ? { "x-medusa-locale": client.locale } : {}),
      ...(token ? { authorization: `Bearer ${token}` } : {}),
    },
    ...(body ? { body: JSON.stringify(body) } : {}),
    ...(file ? { body: file } : {}),
  })
  if (!answer.ok) throw await refusalOf(answer)
  if (method === "GET" && answer.status === COUNTING) {
    await new Promise((resolve) =>
      setTimeout(resolve, Number(answer.headers.get("retry-after")) * 1_000 || LOOK_AGAIN_MS),
    )
    return ask<Answer>(method, path, query ? { query } : {})
  }
  return (await answer.json()) as Answer
}

async function refusalOf(answer: Response): Promise<RefusedError> {
  // A proxy in between answers in HTML.
  const body = (await answer.json().catch(() => ({}))) as { message?: string; said?: Saying[] }
  return new RefusedError(answer.status, body.message ?? answer.statusText, body.said ?? [])
}

export function get<Answer>(path: string, query?: Query): Promise<Answer> {
  return ask<Answer>("GET", path, query ? { query } : {})
}

export function post<Answer>(path: string, body: object = {}): Promise<Answer> {
  return ask<Answer>("POST", path, { body })
}

/** Sends a file as it is. */
export function upload<Answer>(path: string, file: Blob, query: Query): Promise<Answer> {
  return ask<Answer>("POST", path, { query, file })
}

export function remove<Answer>(path: string): Promise<Answer> {
  return ask<Answer>("DELETE", path, {})
}

/** HTTP status of a failed request, null for anything else (no network, a fault of ours). */
export function statusOf(error: unknown): number | null {
  return error instanceof RefusedError ? error.status : null
}
