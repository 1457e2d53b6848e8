import type { CookieJar, CookieOptions } from "./identity"

/** The cookies of a plain `Request`, and those that its answer sets. */
export interface RequestCookies extends CookieJar {
  /** `Set-Cookie` lines, for the response. */
  readonly lines: readonly string[]
}

export function readCookies(request: Request): RequestCookies {
  const values = new Map<string, string>()
  for (const pair of (request.headers.get("cookie") ?? "").split("; ")) {
    const at = pair.indexOf("=")
    if (at > 0) values.set(pair.slice(0, at), decode(pair.slice(at + 1)))
  }
  const lines: string[] = []
  return {
    lines,
    get: (name) => {
      const value = values.get(name)
      return value === undefined ? undefined : { value }
    },
    set: (name, value, options) => {
      values.set(name, value)
      lines.push(lineOf(name, value, options))
    },
  }
}

function lineOf(name: string, value: string, { path, maxAge, secure, httpOnly }: CookieOptions): string {
  const flags = `${secure ? "; Secure" : ""}${httpOnly ? "; HttpOnly" : ""}`
  return `${name}=${encodeURIComponent(value)}; Path=${path}; Max-Age=${maxAge}; SameSite=Lax${flags}`
}

/** A broken escape is taken as it stands. */
function decode(value: string): string {
  try {
    return decodeURIComponent(value)
  } catch {
    return value
  }
}
