import { CART_VISITOR_FIELD } from "../client/cart-link"
import { VISITOR_ONLY } from "../client/http"
import { fields, text } from "../client/values"
import { forget, identify } from "./identity"
import type { IdentityOptions, ServerIdentity } from "./identity"
import { readCookies } from "./request-cookies"
import { createShopServer } from "./shop-server"
import type { Caller, ShopServer, ShopServerOptions } from "./shop-server"

export interface HandlerOptions extends ShopServerOptions, IdentityOptions {
  /** The shopper's address behind your proxies. @defaultValue the first of `X-Forwarded-For` */
  addressOf?: (request: Request) => string | undefined
}

/** Where a shopper sees and deletes what is kept of them. */
const ME = "/store/recommendations/me"
/** Routes of lists whose question is a query, or a body. */
const LISTS_ASKED_BY_GET = new Set(["", "/bundle", "/products"].map((path) => `/store/recommendations${path}`))
const LISTS_ASKED_BY_POST = new Set(["/panels", "/rank", "/gift/next"].map((path) => `/store/recommendations${path}`))
/** A hundred events, or ten panels, are less. */
const LARGEST_BODY = 64 * 1024

class Refusal extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message)
  }
}

/**
 * Our routes at the storefront's own address: token and visitor come from its
 * httpOnly cookies, and no token without consent. Takes a `Request` and answers
 * with a `Response`, as Next.js, React Router and all fetch handlers do.
 *
 * @throws Error at once where the shop's address or key is missing
 */
export function createHandler(options: HandlerOptions): (request: Request) => Promise<Response> {
  const shop = createShopServer(options)
  return async (request) => {
    const jar = readCookies(request)
    try {
      refuseStrangers(request)
      const who = await identify(jar, options, true)
      const answer = await relay(shop, request, { ...who, caller: callerOf(request, options) })
      // Whoever was forgotten is a stranger from here on.
      if (request.method === "DELETE" && answer.ok) forget(jar)
      return respond(answer.status, await answer.text(), jar.lines, answer.headers.get("retry-after"))
    } catch (error) {
      const [status, message] =
        error instanceof Refusal ? [error.status, error.message] : [502, "the shop does not answer"]
      return respond(status, JSON.stringify({ type: "recommendations", message }), jar.lines, null)
    }
  }
}

interface Asker extends ServerIdentity {
  readonly caller: Caller
}

/** Only our routes, and each as the shop knows it. */
async function relay(shop: ShopServer, request: Request, asker: Asker): Promise<Response> {
  const { pathname, search } = new URL(request.url)
  const route = pathname.slice(Math.max(0, pathname.indexOf("/store/")))
  const { consent, visitorId, caller, token } = asker
  const isOfMe = route === ME && (request.method === "GET" || request.method === "DELETE")
  if (isOfMe || (request.method === "GET" && LISTS_ASKED_BY_GET.has(route))) {
    const query = new URLSearchParams(search)
    query.delete("visitor_id")
    if (visitorId) query.set("visitor_id", visitorId)
    return shop({
      method: isOfMe && request.method === "DELETE" ? "DELETE" : "GET",
      path: `${route}?${query.toString()}`,
      token,
      caller,
    })
  }
  if (request.method !== "POST") throw new Refusal(404, "no such route")
  const { visitor_id: claimed, ...body } = fields(await readJson(request))
  const post = (path: string, rest: object, bearer: string | undefined): Promise<Response> =>
    shop({ method: "POST", path, body: rest, token: bearer, caller })
  if (LISTS_ASKED_BY_POST.has(route)) return post(route, { ...body, visitor_id: visitorId }, token)
  if (route === ME) return post(route, { consent: body.consent }, token)
  if (route === "/store/behavior-events") {
    // Events that waited while one shopper left and the next one came are nobody's.
    const isTheirs = consent === true && text(claimed) === asker.session
    const isVisitors = request.headers.get(VISITOR_ONLY) === "visitor"
    const who = isTheirs ? { visitor_id: visitorId, consent: true } : { consent: false }
    return post(route, { ...body, ...who }, isTheirs && !isVisitors ? token : undefined)
  }
  if (route === "/store/recommendations/bundle" && body.cart_id === asker.cartId)
    return post(route, { ...body, visitor_id: visitorId }, token)
  const cart = /^\/store\/carts\/([\w-]{1,64})$/.exec(route)?.[1]
  if (!cart) throw new Refusal(404, "no such route")
  // A page may still know a cart that has become an order meanwhile: it is left alone, and no error in the console.
  if (cart !== asker.cartId) return Response.json({})
  if (consent === undefined) throw new Refusal(409, "the shopper has not answered yet")
  return post(`${route}?fields=id`, { metadata: { [CART_VISITOR_FIELD]: visitorId ?? "" } }, token)
}

/** Another site may neither read a list nor write behavior with this shopper's cookies. */
function refuseStrangers(request: Request): void {
  const site = request.headers.get("sec-fetch-site")
  const origin = request.headers.get("origin")
  const host = request.headers.get("x-forwarded-host") ?? request.headers.get("host") ?? new URL(request.url).host
  const isOwn = site === "same-origin" || (origin !== null && URL.canParse(origin) && new URL(origin).host === host)
  // Browsers of before 2023 say neither of a GET; no page of another origin can read its answer.
  if (!isOwn && (request.method !== "GET" || site !== null || origin !== null))
    throw new Refusal(403, "only pages of this storefront may ask here")
}

async function readJson(request: Request): Promise<unknown> {
  const chunks: Uint8Array[] = []
  let size = 0
  const reader = request.body?.getReader()
  for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
    size += part.value.byteLength
    if (size > LARGEST_BODY) throw new Refusal(413, `a body is at most ${LARGEST_BODY} bytes`)
    chunks.push(part.value)
  }
  try {
    return JSON.parse(await new Blob(chunks as BlobPart[]).text())
  } catch {
    throw new Refusal(400, "the body is not JSON")
  }
}

function callerOf(request: Request, { addressOf }: HandlerOptions): Caller {
  const forwarded = request.headers.get("x-forwarded-for")?.split(",", 1)[0]?.trim()
  return { address: (addressOf ? addressOf(request) : forwarded) ?? undefined, headers: request.headers }
}

function respond(status: number, body: string, cookies: readonly string[], retryAfter: string | null): Response {
  const headers = new Headers({
    "content-type": "application/json; charset=utf-8",
    "cache-control": "private, no-store",
  })
  for (const line of cookies) headers.append("set-cookie", line)
  if (retryAfter) headers.set("retry-after", retryAfter)
  return new Response(body, { status, headers })
}
