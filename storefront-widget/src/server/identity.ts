import { uuid } from "../client/browser"
import { fields } from "../client/values"
import { readVisitorId, SESSION_COOKIE, VISITOR_COOKIE } from "../client/visitor"

/** The cookies of one request; `await cookies()` of `next/headers` is one. */
export interface CookieJar {
  get(name: string): { value: string } | undefined
  set(name: string, value: string, options: CookieOptions): unknown
}

export interface CookieOptions {
  path: string
  maxAge: number
  sameSite: "lax"
  secure: boolean
  httpOnly: boolean
}

export interface CookieNames {
  /** Where the storefront keeps the customer's token. @defaultValue "_medusa_jwt" */
  tokenCookie?: string
  /** Where it keeps the cart's id. @defaultValue "_medusa_cart_id" */
  cartCookie?: string
}

export interface IdentityOptions extends CookieNames {
  /**
   * The shopper's answer to the question about cookies, by the cookie in which the storefront keeps it. Undefined while
   * there is no answer: nothing is used, stored or taken away.
   */
  consent: (cookie: (name: string) => string | undefined) => boolean | undefined
}

/** Who asks, as far as the shopper allows. */
export interface ServerIdentity {
  readonly consent: boolean | undefined
  readonly visitorId: string | undefined
  readonly token: string | undefined
  readonly cartId: string | undefined
  /** Of the browser, as its own cookie says. */
  readonly session: string | undefined
}

/** Says that a customer was signed in here: when their token is gone, the next person gets another visitor id. */
const CUSTOMER_COOKIE = "svm_customer"
/** Read by the widget: it moves when a server action has changed something, and the lists ask again. */
export const CHANGED_COOKIE = "svm_changed"
const DAYS_400 = 34_560_000
const MINUTE = 60

/** In development a storefront is served without TLS; on the edge there may be no `process`. */
const isProduction = fields(fields(fields(globalThis).process).env).NODE_ENV === "production"

const options = (maxAge: number, httpOnly = true): CookieOptions => ({
  ...{ path: "/", maxAge, sameSite: "lax", httpOnly },
  secure: isProduction,
})

/**
 * Reads who asks, and keeps the visitor's cookie: made by the server, because
 * Safari forgets after seven days what a script has written.
 *
 * @param canWrite false while a server component renders, which can set no cookie
 */
export async function identify(jar: CookieJar, given: IdentityOptions, canWrite: boolean): Promise<ServerIdentity> {
  const value = (name: string): string | undefined => jar.get(name)?.value || undefined
  const consent = given.consent(value)
  const cartId = value(given.cartCookie ?? "_medusa_cart_id")
  const session = value(SESSION_COOKIE)
  const known = readVisitorId(`${VISITOR_COOKIE}=${value(VISITOR_COOKIE) ?? ""}`)
  if (consent !== true) {
    if (consent === false && canWrite) forget(jar)
    return { consent, visitorId: undefined, token: undefined, cartId, session }
  }
  const token = value(given.tokenCookie ?? "_medusa_jwt")
  const hasLeft = !token && value(CUSTOMER_COOKIE) !== undefined
  if (!canWrite) return { consent, visitorId: hasLeft ? undefined : known, token, cartId, session }
  const visitorId = (!hasLeft && known) || (await newVisitorId(session, known))
  if (visitorId !== known) jar.set(VISITOR_COOKIE, visitorId, options(DAYS_400))
  if (hasLeft) jar.set(CUSTOMER_COOKIE, "", options(0))
  if (token && !value(CUSTOMER_COOKIE)) jar.set(CUSTOMER_COOKIE, "1", options(DAYS_400))
  return { consent, visitorId, token, cartId, session }
}

/**
 * The same for all requests that a page sends at once: each would make an id of its own otherwise, and the click of a
 * first visit would be another visitor's than the cart. By the visit that the browser names, hashed, and by the visitor
 * who has left, so that the next one is another.
 */
async function newVisitorId(session: string | undefined, before = ""): Promise<string> {
  if (!session) return uuid()
  const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(`${session} ${before}`)))
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("")
  // A UUID of version 8, "of the maker's own"; the shop refuses what is none.
  return hex.replace(/^(.{8})(.{4})(.{3})(.{3})(.{12}).*$/, "$1-$2-8$3-a$4-$5")
}

/** After a refusal or a logout: what was known of this browser is gone. */
export function forget(jar: CookieJar): void {
  for (const name of [VISITOR_COOKIE, SESSION_COOKIE, CUSTOMER_COOKIE]) if (jar.get(name)) jar.set(name, "", options(0))
}

/** The lists of all tabs ask again. */
export function announceChange(jar: CookieJar): void {
  jar.set(CHANGED_COOKIE, String(Date.now()), options(MINUTE, false))
}
