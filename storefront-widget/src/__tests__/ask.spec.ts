import { askEach } from "../client/ask"
import { askTogether } from "../client/ask-together"
import { createSdk, RequestError } from "../client/http"
import type { MedusaSdk, RequestOptions } from "../client/types"
import { readVisitorId } from "../client/visitor"
import { getRecommendations } from "../server"

const answer = (id: string) => ({ recommendation_id: id, recommendations: [] })

/** An SDK that keeps what it was asked and answers by path. */
function anSdk(respond: (path: string, options: RequestOptions) => unknown) {
  const asked: { path: string; options: RequestOptions }[] = []
  const fetch = async (path: string, options: RequestOptions = {}) => {
    asked.push({ path, options })
    return respond(path, options)
  }
  return { asked, sdk: { client: { fetch } } as MedusaSdk }
}

const identity = () => ({ visitor_id: "v", credentials: {} })
const panelsOf = ({ body }: RequestOptions) => body?.panels as { id: string; strategy: string }[]

test("asking together: the lists of one moment are one request, the same list twice is one panel", async () => {
  const { sdk, asked } = anSdk((_, options) => ({
    panels: panelsOf(options).map(({ id, strategy }) => ({ id, ...answer(strategy) })),
  }))
  const ask = askTogether({ sdk, identity, timeBudgetMs: 1_000 })
  const lists = await Promise.all([
    ask({ strategy: "for_you", region_id: "r" }),
    ask({ strategy: "trending", region_id: "r" }),
    ask({ strategy: "for_you", region_id: "r" }),
  ])
  expect(lists.map((list) => list.recommendation_id)).toEqual(["for_you", "trending", "for_you"])
  expect(asked.map(({ path }) => path)).toEqual(["/store/recommendations/panels"])
  const sent = JSON.parse(JSON.stringify(asked[0].options.body)) as unknown
  expect(sent).toEqual({
    ...{ region_id: "r", visitor_id: "v" },
    panels: [
      { strategy: "for_you", id: "0" },
      { strategy: "trending", id: "1" },
    ],
  })
})

test("asking together: a list alone, or for another region, goes by itself", async () => {
  const { sdk, asked } = anSdk(() => answer("one"))
  const ask = askTogether({ sdk, identity, timeBudgetMs: 1_000 })
  await Promise.all([ask({ strategy: "for_you", region_id: "a" }), ask({ strategy: "for_you", region_id: "b" })])
  expect(asked.map(({ path }) => path)).toEqual(["/store/recommendations", "/store/recommendations"])
})

test("asking together: eleven lists are two requests, and a panel that is missing fails alone", async () => {
  const { sdk, asked } = anSdk((_, options) => ({
    panels: panelsOf(options)
      .slice(1)
      .map(({ id }) => ({ id, ...answer(id) })),
  }))
  const ask = askTogether({ sdk, identity, timeBudgetMs: 1_000 })
  const results = await Promise.allSettled(
    Array.from({ length: 12 }, (_, i) => ask({ strategy: "popular", limit: i + 1 })),
  )
  expect(asked).toHaveLength(2)
  expect(results.filter(({ status }) => status === "rejected")).toHaveLength(2)
})

test("asking: what is no answer is a failure", async () => {
  const { sdk } = anSdk(() => "<html>")
  await expect(askEach({ sdk, identity, timeBudgetMs: 1_000 })({ strategy: "popular" })).rejects.toThrow("no answer")
})

test("on a server: the visitor and the token go along, and a failure is null", async () => {
  const { sdk, asked } = anSdk(() => answer("one"))
  const list = await getRecommendations({ sdk, visitorId: "v", token: "t", limit: 4 })
  expect(list?.recommendation_id).toBe("one")
  expect(asked[0].options).toMatchObject({
    ...{ query: { strategy: "for_you", limit: 4, visitor_id: "v" }, headers: { authorization: "Bearer t" } },
  })
  const broken = anSdk(() => {
    throw new Error("down")
  })
  expect(await getRecommendations({ sdk: broken.sdk })).toBeNull()
})

test("visitor cookie: only a UUID under the right name", () => {
  const id = "0b0e4b0a-1111-4222-8333-444455556666"
  expect(readVisitorId(`a=1; svm_visitor=${id}; b=2`)).toBe(id)
  expect(readVisitorId(`svm_visitor=${id}`)).toBe(id)
  for (const cookies of [null, undefined, "", `x_svm_visitor=${id}`, "svm_visitor=<script>", `svm_visitor=${id}0`])
    expect(readVisitorId(cookies)).toBeUndefined()
})

describe("the client without an SDK", () => {
  const real = globalThis.fetch
  afterEach(() => {
    globalThis.fetch = real
  })

  test("plain client: the key goes along, undefined does not, null takes a header away", async () => {
    const requests: Request[] = []
    globalThis.fetch = async (input, init) => {
      requests.push(new Request(input, init))
      return Response.json({ ok: true })
    }
    const sdk = createSdk({ baseUrl: "https://api.shop.com/", publishableKey: "pk" })
    const query = { limit: 4, region_id: undefined, q: "a b&c" }
    await sdk.client.fetch("/store/x", { query, headers: { authorization: null, "x-a": "1" } })
    expect(requests[0].url).toBe("https://api.shop.com/store/x?limit=4&q=a+b%26c")
    expect(Object.fromEntries(requests[0].headers)).toMatchObject({ "x-publishable-api-key": "pk", "x-a": "1" })
    expect(requests[0].headers.has("authorization")).toBe(false)
  })

  test("plain client: a refusal tells its status and how long to wait", async () => {
    globalThis.fetch = async () => new Response("", { status: 429, headers: { "retry-after": "7" } })
    const failure = createSdk({ baseUrl: "https://api.shop.com", publishableKey: "pk" }).client.fetch("/store/x")
    await expect(failure).rejects.toBeInstanceOf(RequestError)
    await expect(failure).rejects.toMatchObject({ status: 429, retryAfterSeconds: 7 })
  })
})
