import { attempt, isBrowser, uuid } from "./browser"

/**
 * First-party cookies: of this browser, and of this visit. Cookies, so that a
 * server that renders the page knows the visitor too, and all tabs agree.
 */
export const VISITOR_COOKIE = "svm_visitor"
export const SESSION_COOKIE = "svm_session"
const DAYS_400 = ";Max-Age=34560000"
const GONE = ";Max-Age=0"

/** The visitor id in a `Cookie` header or `document.cookie`; undefined where there is none. */
export function readVisitorId(cookies: string | null | undefined, name = VISITOR_COOKIE): string | undefined {
  return new RegExp(`(?:^|; )${name}=([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?:;|$)`).exec(cookies ?? "")?.[1]
}

/** Who this browser is, as far as the shopper allows. */
export class Visitor {
  /** @param consent undefined while the shopper has not answered: nothing is used, and nothing is taken away */
  constructor(
    public consent: boolean | undefined,
    readonly isOwn?: boolean,
  ) {}

  /**
   * Made at the first need; undefined without consent, without cookies and on servers. Where the storefront's server
   * keeps the visitor, the visit stands for it.
   */
  get id(): string | undefined {
    return this.isOwn ? this.session : this.#idIn(VISITOR_COOKIE, DAYS_400)
  }

  /** One visit, until the browser is closed. */
  get session(): string | undefined {
    return this.#idIn(SESSION_COOKIE, "")
  }

  /** Takes on an id that the shop already has for this browser; what is no UUID is passed over. */
  adopt(id: string): void {
    if (this.consent && readVisitorId(`${VISITOR_COOKIE}=${id}`) === id) write(VISITOR_COOKIE, id + DAYS_400)
  }

  /** Takes both ids away; with consent the next use makes new ones that nothing ties to the old. */
  forget(): void {
    for (const name of [VISITOR_COOKIE, SESSION_COOKIE]) write(name, GONE)
  }

  #idIn(name: string, age: string): string | undefined {
    if (!this.consent || !isBrowser()) return undefined
    const known = () =>
      readVisitorId(
        attempt(() => document.cookie),
        name,
      )
    if (!known()) write(name, uuid() + age)
    // A browser that keeps no cookies has said enough: its shopper stays nameless.
    return known()
  }
}

/** A sandboxed frame has no cookies, and throws. */
function write(name: string, value: string): void {
  attempt(() => {
    const secure = location.protocol === "https:" ? ";Secure" : ""
    document.cookie = `${name}=${value};Path=/;SameSite=Lax${secure}`
  })
}
