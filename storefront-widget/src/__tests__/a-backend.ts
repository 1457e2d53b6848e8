/** The shop behind a storefront's server: keeps what it was asked. */
export interface Backend {
  readonly asked: { method: string; path: string; headers: Headers; body: Record<string, unknown> | undefined }[]
  /** Answers of the next requests. */
  answer: () => Response
  restore: () => void
}

/** Puts a shop in the place of `fetch`, until `restore()`. */
export function aBackend(): Backend {
  const real = globalThis.fetch
  const backend: Backend = {
    asked: [],
    answer: () => Response.json({ recommendation_id: "rec_1", recommendations: [] }),
    restore: () => {
      globalThis.fetch = real
    },
  }
  globalThis.fetch = async (input, init) => {
    const request = new Request(input, init)
    const { pathname, search } = new URL(request.url)
    const text = await request.text()
    const body = text ? (JSON.parse(text) as Record<string, unknown>) : undefined
    backend.asked.push({ method: request.method, path: pathname + search, headers: request.headers, body })
    return backend.answer()
  }
  return backend
}

export const VISITOR = "0b0e4b0a-1111-4222-8333-444455556666"
export const SESSION = "0b0e4b0a-2222-4222-8333-444455556666"
export const SHOP = { backendUrl: "https://api.shop.com", publishableKey: "pk" }

/** As a storefront keeps the answer: `consent=yes`, `consent=no`, or nothing yet. */
export const consent = (cookie: (name: string) => string | undefined): boolean | undefined =>
  cookie("consent") === undefined ? undefined : cookie("consent") === "yes"
