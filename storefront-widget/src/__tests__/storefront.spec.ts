import { createSdk } from "../client/http"
import { getRecommendations } from "../server"
import { readCookies } from "../server/request-cookies"
import { createStorefront } from "../server/storefront"
import { aBackend, consent, SHOP, VISITOR } from "./a-backend"
import type { Backend } from "./a-backend"

let backend: Backend
let warn: jest.SpyInstance
beforeEach(() => {
  backend = aBackend()
  warn = jest.spyOn(console, "warn").mockImplementation(() => undefined)
})
afterEach(() => {
  backend.restore()
  warn.mockRestore()
})

/** A storefront's server during one request. */
function aStorefront(cookie: string) {
  const jar = readCookies(new Request("https://storefront.com/", { headers: { cookie } }))
  return { jar, storefront: createStorefront({ ...SHOP, consent, cookies: () => jar }) }
}
const YES = `consent=yes; svm_visitor=${VISITOR}`
const CHANGED = /^svm_changed=\d+; Path=\/; Max-Age=60; SameSite=Lax$/

test("server: a list is asked for as the visitor and the customer, and sets no cookie while a page renders", async () => {
  const { jar, storefront } = aStorefront(`${YES}; _medusa_jwt=t`)
  expect(await storefront.list({ strategy: "similar", product_id: "mug", fill: false })).toMatchObject({
    recommendation_id: "rec_1",
  })
  expect(backend.asked[0].path).toBe(
    `/store/recommendations?strategy=similar&limit=8&product_id=mug&fill=false&visitor_id=${VISITOR}`,
  )
  expect(backend.asked[0].headers.get("authorization")).toBe("Bearer t")
  expect(jar.lines).toEqual([])
})

test("server: a list that fails is null, and the reason stands on the console", async () => {
  backend.answer = () => Response.json({ message: "A valid publishable key is required" }, { status: 400 })
  expect(await aStorefront(YES).storefront.list()).toBeNull()
  expect(warn.mock.calls.flat().join()).toContain("A valid publishable key is required")
})

test("server: a line is the visitor's, over what it says already, and all lists ask again", async () => {
  const { jar, storefront } = aStorefront(YES)
  expect(await storefront.creditedLine({ recommendation_id: "rec_1", visitor_id: "made-up" })).toEqual({
    ...{ recommendation_id: "rec_1", visitor_id: VISITOR },
  })
  expect(jar.lines).toEqual([expect.stringMatching(CHANGED)])
})

test("server: a first-time visitor's line and cart bear the id that their cookie gets", async () => {
  const { jar, storefront } = aStorefront("consent=yes")
  const { visitor_id } = await storefront.creditedLine()
  await storefront.attachCart("cart_1")
  expect(jar.lines[0]).toContain(`svm_visitor=${String(visitor_id)};`)
  expect(backend.asked[0]).toMatchObject({
    ...{ method: "POST", path: "/store/carts/cart_1?fields=id" },
    body: { metadata: { recommendation_visitor_id: visitor_id } },
  })
})

test("server: without consent a line is nobody's and a cart is left alone", async () => {
  const { storefront } = aStorefront(`consent=no; svm_visitor=${VISITOR}`)
  expect(await storefront.creditedLine({ recommendation_id: "rec_1" })).toEqual({ recommendation_id: "rec_1" })
  await storefront.attachCart("cart_1")
  expect(backend.asked).toEqual([])
})

test("server: a cart that could not be marked is a cart all the same", async () => {
  backend.answer = () => new Response("", { status: 500 })
  await expect(aStorefront(YES).storefront.attachCart("cart_1")).resolves.toBeUndefined()
})

test("server: login, logout and order tell the lists; a logout forgets the visitor", async () => {
  for (const [act, cookies] of [
    ["login", [/^svm_customer=1/, CHANGED]],
    ["logout", [/^svm_visitor=;/, CHANGED]],
    ["orderPlaced", [CHANGED]],
  ] as const) {
    const { jar, storefront } = aStorefront(act === "login" ? `${YES}; _medusa_jwt=t` : YES)
    await storefront[act]()
    expect([act, jar.lines]).toEqual([act, cookies.map((line) => expect.stringMatching(line) as unknown)])
  }
})

test("server: a missing address, key or SDK is an error in words, not an empty list", async () => {
  expect(() => createSdk({ baseUrl: "", publishableKey: "pk" })).toThrow("baseUrl is missing")
  expect(() => createSdk({ baseUrl: "https://api.shop.com", publishableKey: "" })).toThrow("publishableKey is missing")
  // As a page in JavaScript may call it.
  await expect(getRecommendations({} as Parameters<typeof getRecommendations>[0])).rejects.toThrow("sdk is missing")
})
