import { createHmac } from "node:crypto"
import { readdirSync, readFileSync } from "node:fs"
import path from "node:path"
import { z } from "zod"
import { createHandler } from "../server/handler"
import type { HandlerOptions } from "../server/handler"
import { aBackend, consent, SESSION, SHOP, VISITOR } from "./a-backend"
import type { Backend } from "./a-backend"

let backend: Backend
beforeEach(() => (backend = aBackend()))
afterEach(() => backend.restore())

const PATH = "https://storefront.com/api/recommendations"
const YES = `consent=yes; svm_visitor=${VISITOR}; svm_session=${SESSION}`
const options: HandlerOptions = { ...SHOP, consent }

const ask = (route: string, cookie: string, more: RequestInit = {}, own: HandlerOptions = options) =>
  createHandler(own)(
    new Request(PATH + route, {
      ...more,
      headers: { cookie, host: "storefront.com", "sec-fetch-site": "same-origin", ...(more.headers as object) },
    }),
  )
const say = (route: string, cookie: string, body: unknown, headers: Record<string, string> = {}) =>
  ask(route, cookie, { method: "POST", body: typeof body === "string" ? body : JSON.stringify(body), headers })
const event = { id: "e1", type: "view", product_id: "mug" }
const report = { visitor_id: SESSION, consent: true, events: [event] }

test("handler: a list is asked for with the visitor and the token of cookies that no script reads", async () => {
  const answer = await ask("/store/recommendations?limit=4&visitor_id=made-up", `${YES}; _medusa_jwt=t`)
  expect([answer.status, answer.headers.get("cache-control")]).toEqual([200, "private, no-store"])
  const [{ path, headers }] = backend.asked
  expect(path).toBe(`/store/recommendations?limit=4&visitor_id=${VISITOR}`)
  expect(headers.get("authorization")).toBe("Bearer t")
  expect(headers.get("x-publishable-api-key")).toBe("pk")
  expect(headers.has("cookie")).toBe(false)
})

test("handler: the visitor's cookie is made by the server, out of reach of scripts, for 400 days", async () => {
  const answer = await ask("/store/recommendations", "consent=yes")
  const [cookie] = answer.headers.getSetCookie()
  expect(cookie).toMatch(/^svm_visitor=[0-9a-f-]{36}; Path=\/; Max-Age=34560000; SameSite=Lax; HttpOnly$/)
  expect(backend.asked[0].path).toContain(/svm_visitor=([^;]+)/.exec(cookie)?.[1])
  const again = await ask("/store/recommendations", YES)
  expect(again.headers.getSetCookie()).toEqual([])
})

test("handler: requests that a page sends at once, before it has the visitor's cookie, are one visitor's", async () => {
  const first = `consent=yes; svm_session=${SESSION}`
  await Promise.all([ask("/store/recommendations", first), say("/store/behavior-events", first, report)])
  const [list, events] = [backend.asked.find(({ method }) => method === "GET"), backend.asked.find(({ body }) => body)]
  expect(list?.path).toContain(`visitor_id=${String(events?.body?.visitor_id)}`)
  // What a script of the page can read is not the visitor's id.
  expect(events?.body?.visitor_id).not.toBe(SESSION)
  expect(z.uuid().safeParse(events?.body?.visitor_id).success).toBe(true)
})

test.each(["consent=no", ""])("handler: without consent (%s) neither visitor nor token goes along", async (answer) => {
  const cookie = `${answer}; svm_visitor=${VISITOR}; svm_session=${SESSION}; _medusa_jwt=t`
  const response = await ask("/store/recommendations", cookie)
  await say("/store/behavior-events", cookie, report)
  expect(backend.asked.map(({ path }) => path)).toEqual(["/store/recommendations", "/store/behavior-events"])
  for (const { headers } of backend.asked) expect(headers.has("authorization")).toBe(false)
  expect(backend.asked[1].body).toEqual({ consent: false, events: [event] })
  // A refusal takes back what an earlier yes has left behind; who has not answered keeps it.
  const gone = answer === "consent=no" ? ["svm_visitor=", "svm_session="] : []
  expect(response.headers.getSetCookie().map((line) => line.split(";", 1)[0])).toEqual(gone)
})

test("handler: whatever list or page the widget asks for is passed on, as the visitor and the customer", async () => {
  const client = path.join(__dirname, "..", "client")
  const sources = readdirSync(client, { encoding: "utf8" }).filter((name) => name.endsWith(".ts"))
  const named = sources.flatMap((name) => [
    ...readFileSync(path.join(client, name), "utf8").matchAll(/request\("(\/[^"]+)"/g),
  ])
  // Whoever asks for their own data has a test of their own below.
  const routes = [...new Set(named.map(([, route]) => route))].filter((route) => route !== "/me")
  const asked = ["/panels", "/rank", "/bundle", "/gift/next"]
  expect(routes.sort()).toEqual([...asked, "/products"].sort())
  const cookie = `${YES}; _medusa_jwt=t; _medusa_cart_id=cart_1`
  const page = await ask("/store/recommendations/products?category_id=pcat_1&visitor_id=made-up", cookie)
  expect([page.status, backend.asked.at(-1)?.path]).toEqual([
    200,
    `/store/recommendations/products?category_id=pcat_1&visitor_id=${VISITOR}`,
  ])
  for (const route of asked) {
    const answer = await say(`/store/recommendations${route}`, cookie, { cart_id: "cart_1", visitor_id: "made-up" })
    expect([route, answer.status]).toEqual([route, 200])
    const sent = backend.asked.at(-1)
    expect(sent).toMatchObject({ path: `/store/recommendations${route}`, body: { visitor_id: VISITOR } })
    expect(sent?.headers.get("authorization")).toBe("Bearer t")
  }
})

test("handler: events are the visitor's and the customer's, whatever the body says of the visitor", async () => {
  await say("/store/behavior-events", `${YES}; _medusa_jwt=t`, report)
  expect(backend.asked[0].body).toEqual({ visitor_id: VISITOR, consent: true, events: [event] })
  expect(backend.asked[0].headers.get("authorization")).toBe("Bearer t")
})

test("handler: events of before a login bear no token, those of an earlier visit not even the visitor", async () => {
  const cookie = `${YES}; _medusa_jwt=t`
  await say("/store/behavior-events", cookie, report, { "x-recommendations-identity": "visitor" })
  await say("/store/behavior-events", cookie, { ...report, visitor_id: "0b0e4b0a-9999-4222-8333-444455556666" })
  expect(backend.asked.map(({ headers }) => headers.has("authorization"))).toEqual([false, false])
  expect(backend.asked.map(({ body }) => body?.visitor_id)).toEqual([VISITOR, undefined])
})

test("handler: when the customer's token is gone, the next person gets another visitor id", async () => {
  const first = await ask("/store/recommendations", `${YES}; _medusa_jwt=t`)
  expect(first.headers.getSetCookie()[0]).toMatch(/^svm_customer=1;/)
  const next = await ask("/store/recommendations", `${YES}; svm_customer=1`)
  const again = await ask("/store/recommendations", `${YES}; svm_customer=1`)
  const [visitor, customer] = next.headers.getSetCookie()
  expect(again.headers.getSetCookie()[0]).toBe(visitor)
  expect(visitor).toMatch(/^svm_visitor=(?!0b0e4b0a-1111)/)
  expect(customer).toMatch(/^svm_customer=; Path=\/; Max-Age=0/)
})

test("handler: the visitor is written on the browser's own cart, and on no other", async () => {
  const cookie = `${YES}; _medusa_cart_id=cart_1`
  await say("/store/carts/cart_1", cookie, { metadata: { recommendation_visitor_id: SESSION, is_gift: true } })
  expect(backend.asked[0].body).toEqual({ metadata: { recommendation_visitor_id: VISITOR } })
  // One that has become an order meanwhile is no error in the console of a page that still knows it.
  expect((await say("/store/carts/cart_2", cookie, {})).status).toBe(200)
  expect(backend.asked).toHaveLength(1)
})

test("handler: a shopper sees, deletes and answers by the cookies of their browser, and is a stranger then", async () => {
  const cookie = `${YES}; _medusa_jwt=t`
  await ask("/store/recommendations/me?visitor_id=made-up", cookie)
  const gone = await ask("/store/recommendations/me", cookie, { method: "DELETE" })
  await say("/store/recommendations/me", cookie, { consent: false, customer_id: "cus_2" })
  const [seen, deleted, answered] = backend.asked
  expect([seen.method, seen.path]).toEqual(["GET", `/store/recommendations/me?visitor_id=${VISITOR}`])
  expect([deleted.method, deleted.path]).toEqual(["DELETE", `/store/recommendations/me?visitor_id=${VISITOR}`])
  expect(deleted.headers.get("authorization")).toBe("Bearer t")
  expect(gone.headers.getSetCookie().some((line) => /^svm_visitor=; Path=\/; Max-Age=0/.test(line))).toBe(true)
  expect([answered.method, answered.body]).toEqual(["POST", { consent: false }])
  expect((await ask("/store/recommendations", YES, { method: "DELETE" })).status).toBe(404)
})

test.each([
  "/store/customers/me",
  "/admin/products",
  "/store/carts/cart_1/line-items",
  "/store/recommendations/../carts",
])("handler: %s is none of our routes", async (route) => {
  expect((await say(route, `${YES}; _medusa_cart_id=cart_1`, {})).status).toBe(404)
  expect((await ask(route, YES)).status).toBe(404)
  expect(backend.asked).toEqual([])
})

test("handler: pages of another site may not ask", async () => {
  const foreign = { "sec-fetch-site": "cross-site", origin: "https://evil.com" }
  expect((await ask("/store/recommendations", YES, { headers: foreign })).status).toBe(403)
  expect((await say("/store/behavior-events", YES, report, foreign)).status).toBe(403)
  const old = { "sec-fetch-site": "", origin: "https://storefront.com" }
  expect((await say("/store/behavior-events", YES, report, old)).status).toBe(200)
})

test("handler: a body is bounded and must be JSON, and a shop that fails is a 502 in words", async () => {
  expect((await say("/store/behavior-events", YES, "x".repeat(70_000))).status).toBe(413)
  expect((await say("/store/behavior-events", YES, "{")).status).toBe(400)
  backend.answer = () => {
    throw new TypeError("fetch failed: secret.internal")
  }
  const answer = await ask("/store/recommendations", YES)
  expect([answer.status, await answer.text()]).toEqual([
    502,
    '{"type":"recommendations","message":"the shop does not answer"}',
  ])
})

test("handler: a refusal of the shop reaches the browser as it is, with Retry-After", async () => {
  backend.answer = () => Response.json({ type: "too_many_requests" }, { status: 429, headers: { "retry-after": "7" } })
  const answer = await say("/store/behavior-events", YES, report)
  expect([answer.status, answer.headers.get("retry-after")]).toEqual([429, "7"])
})

test("handler: with a secret the shop can tell shoppers apart, and knows their agent", async () => {
  const headers = { "x-forwarded-for": "203.0.113.7, 10.0.0.1", "user-agent": "Phone", "sec-gpc": "1" }
  await ask("/store/recommendations", YES, { headers }, { ...options, secret: "s3cret" })
  const sent = backend.asked[0].headers
  const [payload, signature] = (sent.get("x-recommendations-shopper") ?? "").split(".")
  expect(signature).toBe(createHmac("sha256", "s3cret").update(payload).digest("base64url"))
  expect(JSON.parse(Buffer.from(payload, "base64url").toString())).toMatchObject({
    ...{ address: "203.0.113.7", agent: "Phone" },
    at: expect.any(Number) as unknown,
  })
  expect([sent.get("user-agent"), sent.get("sec-gpc")]).toEqual(["Phone", "1"])
})

test.each([
  [{ ...SHOP, backendUrl: undefined }, "backendUrl is missing"],
  [{ ...SHOP, backendUrl: "api.shop.com" }, 'backendUrl is "api.shop.com"'],
  [{ ...SHOP, publishableKey: undefined }, "publishableKey is missing"],
])("handler: what is missing is an error in words, at once: %j", (shop, words) => {
  expect(() => createHandler({ ...shop, consent })).toThrow(words)
})
