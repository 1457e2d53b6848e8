import { useTrackBehavior, useTrackView } from "../../react/hooks"
import { aShop } from "./a-shop"
import { HOUR, openPage, pass, UUID } from "./open-page"
import type { PageOptions } from "./open-page"

const typesOf = (batches: readonly Record<string, unknown>[]) =>
  batches.flatMap(({ events }) => events as { type: string }[]).map(({ type }) => type)

async function openTracking(more: Partial<PageOptions<unknown>> = {}) {
  const shop = aShop()
  const page = await openPage({ sdk: shop.sdk, consent: true, ...more, use: useTrackBehavior })
  return { ...shop, page, track: page.now().track }
}

/** Whom events, carts and cookies belong to, and when that is not known. */
export function identityTests(): void {
  test("identity: an event bears the token of the customer whom it belongs to", async () => {
    const { track, tokens } = await openTracking({ customerId: "cus_1" })
    track({ type: "view", product_id: "mug" })
    await pass(1_000)
    expect(tokens).toEqual([undefined])
  })

  test("identity: an event of before the login is sent without the token of who has logged in since", async () => {
    const { page, track, tokens } = await openTracking()
    track({ type: "impression", product_id: "mug" })
    await page.render({ customerId: "cus_1" })
    await pass(1_000)
    expect(tokens).toEqual([null])
  })

  test("identity: one shopper's waiting event never goes with the next one's token or visitor id", async () => {
    const { page, track, batches, tokens } = await openTracking({ customerId: "cus_1" })
    track({ type: "impression", product_id: "mug" })
    await page.render({ customerId: "cus_2" })
    track({ type: "impression", product_id: "bowl" })
    await pass(1_000)
    expect(tokens).toEqual([null, undefined])
    expect(batches[0].visitor_id).not.toBe(batches[1].visitor_id)
  })

  test("identity: what an earlier page of another customer has left behind is sent without a token", async () => {
    const event = { id: "e1", type: "click", product_id: "mug", occurred_at: new Date().toISOString() }
    const visitor = "0b0e4b0a-1111-4222-8333-444455556666"
    localStorage.setItem("svm.queue.earlier", JSON.stringify([{ visitor, customer: "cus_1", event }]))
    const { batches, tokens } = await openTracking({ customerId: "cus_2" })
    await pass(1_000)
    expect(batches.map(({ visitor_id }) => visitor_id)).toEqual([visitor])
    expect(tokens).toEqual([null])
  })

  test("consent: while it is not known nothing is stored, sent or taken away", async () => {
    document.cookie = "svm_visitor=0b0e4b0a-1111-4222-8333-444455556666;Path=/"
    localStorage.setItem("svm.queue.earlier", "[]")
    const { track, batches } = await openTracking({ consent: undefined })
    expect(track({ type: "view", product_id: "mug" })).toBeUndefined()
    await pass(HOUR)
    expect(batches).toEqual([])
    expect(document.cookie).toBe("svm_visitor=0b0e4b0a-1111-4222-8333-444455556666")
    expect(Object.keys(localStorage)).toEqual(["svm.queue.earlier"])
  })

  test("consent: a yes that comes late finds the visitor of before, and what was done meanwhile", async () => {
    document.cookie = "svm_visitor=0b0e4b0a-1111-4222-8333-444455556666;Path=/"
    const { page, track, batches } = await openTracking({ consent: undefined })
    track({ type: "view", product_id: "mug" })
    await pass(200)
    await page.render({ consent: true })
    await pass(1_000)
    expect(batches.map(({ visitor_id }) => visitor_id)).toEqual(["0b0e4b0a-1111-4222-8333-444455556666"])
    expect(typesOf(batches)).toEqual(["view"])
  })

  test("consent: a no that comes late drops what was done meanwhile, and the id of before", async () => {
    document.cookie = "svm_visitor=0b0e4b0a-1111-4222-8333-444455556666;Path=/"
    const { page, track, batches } = await openTracking({ consent: undefined })
    track({ type: "view", product_id: "mug" })
    await page.render({ consent: false })
    await pass(HOUR)
    expect(batches).toEqual([])
    expect(document.cookie).not.toMatch(/=[^;]/)
  })

  test("prerendering: a page counts nothing until somebody looks at it", async () => {
    Object.defineProperty(document, "prerendering", { value: true, configurable: true })
    const { track, batches } = await openTracking()
    track({ type: "view", product_id: "mug" })
    await pass(HOUR)
    expect([batches.length, document.cookie]).toEqual([0, ""])
    Reflect.deleteProperty(document, "prerendering")
    document.dispatchEvent(new Event("prerenderingchange"))
    await pass(1_000)
    expect(typesOf(batches)).toEqual(["view"])
  })

  test("cart: the visitor is written on a cart that the page knows, once for all its pages", async () => {
    const first = await openTracking({ cartId: "cart_1" })
    await pass(0)
    await first.page.close()
    const second = await openTracking({ cartId: "cart_1" })
    await second.page.now().attachCart("cart_1")
    const written = [...first.carts, ...second.carts]
    expect(written).toEqual([
      {
        path: "/store/carts/cart_1",
        metadata: { recommendation_visitor_id: expect.stringMatching(UUID) as unknown },
      },
    ])
  })

  test("cart: without consent nothing is written on it; a late yes does, and a no takes it away again", async () => {
    const { page, carts } = await openTracking({ consent: undefined, cartId: "cart_1" })
    await pass(0)
    expect(carts).toEqual([])
    await page.render({ consent: true })
    expect(carts.map(({ metadata }) => metadata)).toEqual([
      { recommendation_visitor_id: expect.stringMatching(UUID) as unknown },
    ])
    await page.render({ consent: false })
    expect(carts[1]).toEqual({ path: "/store/carts/cart_1", metadata: { recommendation_visitor_id: "" } })
    expect(localStorage.length).toBe(0)
  })

  test("cart: a failure is made up for by the next page", async () => {
    const shop = aShop()
    const down = { client: { fetch: async () => Promise.reject(new TypeError("Failed to fetch")) } }
    const failing = await openPage({ sdk: down, consent: true, cartId: "cart_1", use: useTrackBehavior })
    await pass(0)
    await failing.close()
    await openPage({ sdk: shop.sdk, consent: true, cartId: "cart_1", use: useTrackBehavior })
    expect(shop.carts).toHaveLength(1)
  })

  test("cart: a page that goes away before the shop has answered leaves it to the next one", async () => {
    const shop = aShop()
    const hanging = { client: { fetch: async () => new Promise<never>(() => undefined) } }
    const gone = await openPage({ sdk: hanging, consent: true, cartId: "cart_1", use: useTrackBehavior })
    await pass(0)
    await gone.close()
    await openPage({ sdk: shop.sdk, consent: true, cartId: "cart_1", use: useTrackBehavior })
    expect(shop.carts).toHaveLength(1)
  })

  test("view hook: in StrictMode, which runs effects twice, one page is one view", async () => {
    const { sdk, batches } = aShop()
    await openPage({ sdk, consent: true, strict: true, use: () => useTrackView("mug") })
    await pass(1_000)
    expect(typesOf(batches)).toEqual(["view"])
  })

  test("view hook: it is sent at once, and what is shown again afterwards asks again", async () => {
    const { sdk, batches } = aShop()
    await openPage({ sdk, consent: true, use: () => useTrackView("mug") })
    await pass(0)
    expect(typesOf(batches)).toEqual(["view"])
  })
}
