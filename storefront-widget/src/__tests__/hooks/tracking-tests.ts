import { useRecommendations, useTrackBehavior, useTrackView } from "../../react/hooks"
import { aShop, anAnswer } from "./a-shop"
import { HOUR, openPage, pass, UUID } from "./open-page"
import type { PageOptions } from "./open-page"

export function trackingTests(): void {
  const openTracking = async (more: Partial<PageOptions<unknown>> = {}) => {
    const shop = aShop()
    return { ...shop, page: await openPage({ sdk: shop.sdk, consent: true, ...more, use: useTrackBehavior }) }
  }

  test("tracking hook: events of one second go as one batch, with visitor, visit, time and the ids it sent", async () => {
    const { page, batches } = await openTracking()
    const { track } = page.now()
    const ids = ["mug", "bowl"].map((product_id) => track({ type: "impression", product_id, placement: "home-top" }))
    expect(batches).toEqual([])
    await pass(1_000)
    const event = { type: "impression", placement: "home-top", occurred_at: expect.any(String) as unknown }
    expect(batches).toEqual([
      {
        ...{
          visitor_id: expect.stringMatching(UUID) as unknown,
          consent: true,
          sent_at: expect.any(String) as unknown,
        },
        events: [
          { ...event, id: ids[0], product_id: "mug", session_id: expect.stringMatching(UUID) as unknown },
          { ...event, id: ids[1], product_id: "bowl", session_id: expect.stringMatching(UUID) as unknown },
        ],
      },
    ])
  })

  test("tracking hook: its functions are the same at each rendering", async () => {
    const { page } = await openTracking()
    const before = { ...page.now() }
    await page.render({ regionId: "reg_2" })
    expect(page.now().track).toBe(before.track)
    expect(page.now().logout).toBe(before.logout)
  })

  test("tracking hook: a cart goes at once, and every list of the page asks again", async () => {
    const { sdk, asked, batches } = aShop()
    const use = () => ({ list: useRecommendations({}), ...useTrackBehavior() })
    const page = await openPage({ sdk, consent: true, use })
    asked[0].answer(anAnswer("first"))
    await pass(0)
    page.now().track({ type: "add_to_cart", product_id: "mug" })
    await pass(0)
    expect(batches).toHaveLength(1)
    await pass(100)
    expect(asked).toHaveLength(2)
  })

  test("tracking hook: a cart that was under way as the page let go is reported, and nothing throws", async () => {
    const { page, batches } = await openTracking()
    const { track } = page.now()
    await page.close()
    expect(track({ type: "add_to_cart", product_id: "mug" })).toMatch(UUID)
    await pass(2_000)
    expect(batches).toHaveLength(1)
  })

  test("tracking hook: without consent nothing is sent or kept, and the lists still follow the cart", async () => {
    const { sdk, asked, batches } = aShop()
    const use = () => ({ list: useRecommendations({}), ...useTrackBehavior() })
    const page = await openPage({ sdk, use })
    asked[0].answer(anAnswer("popular"))
    expect(page.now().track({ type: "add_to_cart", product_id: "mug" })).toBeUndefined()
    expect(page.now().lineItemMetadata("rec_1", "evt_1")).toEqual({ recommendation_id: "rec_1" })
    await pass(HOUR)
    expect(batches).toEqual([])
    expect([document.cookie, localStorage.length]).toEqual(["", 0])
    expect(asked.length).toBeGreaterThan(1)
  })

  test("tracking hook: a line item says which list it came from, and which event and visitor", async () => {
    const { page } = await openTracking()
    const metadata = page.now().lineItemMetadata("rec_1", "evt_1")
    expect(metadata).toEqual({
      ...{ recommendation_id: "rec_1", behavior_event_id: "evt_1" },
      visitor_id: expect.stringMatching(UUID) as unknown,
    })
  })

  test("tracking hook: a logout gives the next person another visitor id", async () => {
    const { page, batches } = await openTracking()
    page.now().track({ type: "click", product_id: "mug" })
    page.now().logout()
    page.now().track({ type: "click", product_id: "bowl" })
    await pass(1_000)
    // What the first one did is still sent, and as theirs.
    expect(batches).toHaveLength(2)
    expect(batches[0].visitor_id).not.toBe(batches[1].visitor_id)
  })

  test("view hook: each product page is one view, whatever else renders", async () => {
    const { sdk, batches } = aShop()
    let product: string | undefined
    const page = await openPage({ sdk, consent: true, use: () => useTrackView(product) })
    for (const id of ["mug", "mug", "bowl"]) {
      product = id
      await page.render()
    }
    await pass(1_000)
    const viewed = batches.flatMap(({ events }) => events as { type: string; product_id: string }[])
    expect(viewed.map(({ type, product_id }) => [type, product_id])).toEqual([
      ["view", "mug"],
      ["view", "bowl"],
    ])
  })
}
