import { useRecommendations } from "../../react/hooks"
import type { UseRecommendationsOptions } from "../../react/hooks"
import { aShop, anAnswer } from "./a-shop"
import { followers, otherTabChanged, requestWasMade, show } from "./browser-stand-ins"
import { HOUR, openPage, pass, UUID } from "./open-page"
import type { OpenPage, PageOptions } from "./open-page"

/** The clocks of the time budgets have run out: what is left is the list's own. */
const BUDGETS_OVER = 3_000

/** A page with one list; what it asks for may be changed before it renders again. */
async function openList(
  wanted: UseRecommendationsOptions = {},
  more: Partial<PageOptions<unknown>> = {},
): Promise<
  ReturnType<typeof aShop> & { page: OpenPage<ReturnType<typeof useRecommendations>>; wanted: typeof wanted }
> {
  const shop = aShop()
  const page = await openPage({ sdk: shop.sdk, consent: true, ...more, use: () => useRecommendations({ ...wanted }) })
  return { ...shop, page, wanted }
}

const titles = (page: OpenPage<ReturnType<typeof useRecommendations>>) =>
  page.now().recommendations.map(({ product }) => product.title)

export function listTests(): void {
  test("list hook: one question at the first load, with who asks and where, then the list", async () => {
    const { page, asked } = await openList(
      { strategy: "similar", product_id: "mug", limit: 4 },
      { regionId: "reg_1", currencyCode: "eur", cartId: "cart_1", locale: "de-DE" },
    )
    expect(page.now()).toMatchObject({ status: "loading", recommendations: [], answer: null })
    expect(asked.map(({ query }) => query)).toEqual([
      {
        ...{ strategy: "similar", product_id: "mug", limit: 4, locale: "de-DE" },
        ...{ region_id: "reg_1", currency_code: "eur", cart_id: "cart_1" },
        visitor_id: expect.stringMatching(UUID) as unknown,
      },
    ])
    asked[0].answer(anAnswer("mug"))
    await pass(0)
    expect(page.now()).toMatchObject({ status: "ready", answer: { recommendation_id: "rec_mug" } })
    expect(titles(page)).toEqual(["mug"])
  })

  test("list hook: a rendering that asks for the same neither asks again nor makes new values", async () => {
    const { page, asked } = await openList({ strategy: "trending" })
    asked[0].answer(anAnswer("mug"))
    await pass(0)
    const before = page.now()
    await page.render()
    expect(asked).toHaveLength(1)
    expect(page.now()).toBe(before)
  })

  test("list hook: another question begins anew, and the late answer to the old one is nobody's", async () => {
    const { page, asked, wanted } = await openList({ product_id: "mug" })
    wanted.product_id = "bowl"
    await page.render()
    expect(asked.map(({ query }) => query.product_id)).toEqual(["mug", "bowl"])
    asked[0].answer(anAnswer("for the mug"))
    await pass(0)
    expect(page.now().status).toBe("loading")
    asked[1].answer(anAnswer("for the bowl"))
    await pass(0)
    expect(titles(page)).toEqual(["for the bowl"])
  })

  test("list hook: an overtaken answer never takes the place of a newer one", async () => {
    const { page, asked } = await openList()
    void page.now().refresh()
    asked[1].answer(anAnswer("newer"))
    await pass(0)
    asked[0].answer(anAnswer("older"))
    await pass(0)
    expect(titles(page)).toEqual(["newer"])
    expect(page.seen.flatMap(({ recommendations }) => recommendations).map(({ product }) => product.id)).not.toContain(
      "older",
    )
  })

  test("list hook: no answer within the time budget is a failure, and what comes later is too late", async () => {
    const { page, asked } = await openList({}, { timeBudgetMs: 400 })
    await pass(399)
    expect(page.now().status).toBe("loading")
    await pass(1)
    expect(page.now()).toMatchObject({ status: "failed", recommendations: [] })
    asked[0].answer(anAnswer("too late"))
    await pass(0)
    expect(titles(page)).toEqual([])
    // It asks again by itself, and then all is well.
    await pass(5_000)
    asked[1].answer(anAnswer("mug"))
    await pass(0)
    expect(page.now().status).toBe("ready")
  })

  test("list hook: offline the last list stays, and back on line it asks at once", async () => {
    const { page, asked } = await openList()
    asked[0].answer(anAnswer("kept"))
    await pass(0)
    void page.now().refresh()
    asked[1].fail()
    await pass(0)
    expect([page.now().status, titles(page)]).toEqual(["ready", ["kept"]])
    window.dispatchEvent(new Event("online"))
    await pass(100)
    expect(asked).toHaveLength(3)
    asked[2].answer(anAnswer("fresh"))
    await pass(0)
    expect(titles(page)).toEqual(["fresh"])
  })

  test("list hook: it refreshes itself in a tab that is seen, and only there", async () => {
    const { asked } = await openList({ refreshInterval: 60_000 })
    asked[0].answer(anAnswer("first"))
    await pass(60_000)
    expect(asked).toHaveLength(2)
    asked[1].answer(anAnswer("second"))
    await pass(0)
    show("hidden")
    await pass(HOUR)
    expect(asked).toHaveLength(2)
    show("visible")
    await pass(0)
    expect(asked).toHaveLength(3)
  })

  test("list hook: without autoRefresh it asks once", async () => {
    const { asked } = await openList({ autoRefresh: false, refreshInterval: 60_000 })
    asked[0].answer(anAnswer("first"))
    await pass(HOUR)
    expect(asked).toHaveLength(1)
  })

  test("list hook: unmounted it leaves nothing behind: no timer, no follower, no question", async () => {
    const { page, asked } = await openList({ refreshInterval: 60_000 })
    asked[0].answer(anAnswer("first"))
    await pass(BUDGETS_OVER)
    expect([jest.getTimerCount(), followers()]).not.toContain(0)
    await page.close()
    // React may still have a word with itself.
    await pass(0)
    expect([jest.getTimerCount(), followers()]).toEqual([0, 0])
    show("visible")
    await pass(HOUR)
    expect(asked).toHaveLength(1)
  })

  test("list hook: a cart request of any script refreshes it, and once more when the shop has heard of it", async () => {
    const { asked } = await openList()
    asked[0].answer(anAnswer("first"))
    await pass(0)
    requestWasMade("https://api.shop.com/store/products?limit=4")
    await pass(2_000)
    expect(asked).toHaveLength(1)
    requestWasMade("https://api.shop.com/store/carts/cart_1/line-items?fields=id")
    await pass(100)
    expect(asked).toHaveLength(2)
    await pass(1_200)
    expect(asked).toHaveLength(3)
  })

  test("list hook: what changed in another tab refreshes it here", async () => {
    const { asked } = await openList()
    asked[0].answer(anAnswer("first"))
    await pass(0)
    otherTabChanged()
    await pass(100)
    expect(asked).toHaveLength(2)
  })

  test("list hook: without consent a question says nothing of who asks, with it it does", async () => {
    const { page, asked } = await openList({}, { consent: false })
    expect(asked[0].query).not.toHaveProperty("visitor_id", expect.anything())
    expect(asked[0].headers).toEqual({ authorization: null })
    expect(document.cookie).toBe("")
    asked[0].answer(anAnswer("popular"))
    await page.render({ consent: true })
    await pass(100)
    expect(asked[1].query.visitor_id).toMatch(UUID)
    expect(asked[1].headers).toBeUndefined()
    await page.render({ consent: false })
    await pass(100)
    expect(asked[2].query).not.toHaveProperty("visitor_id", expect.anything())
    // A cookie that ends in the very millisecond in which it is looked at still stands there, empty.
    expect(document.cookie).not.toMatch(/=[^;]/)
    expect(localStorage.length).toBe(0)
  })

  test("list hook: in StrictMode, mounted twice, it asks once and lives", async () => {
    const { page, asked } = await openList({ refreshInterval: 60_000 }, { strict: true })
    expect(asked).toHaveLength(1)
    asked[0].answer(anAnswer("mug"))
    await pass(0)
    expect(titles(page)).toEqual(["mug"])
    await pass(60_000)
    expect(asked).toHaveLength(2)
    asked[1].answer(anAnswer("bowl"))
    await pass(BUDGETS_OVER)
    await page.close()
    // React may still have a word with itself.
    await pass(0)
    expect([jest.getTimerCount(), followers()]).toEqual([0, 0])
  })

  test("list hook: what a server has rendered stands from the first frame, and is asked for no more", async () => {
    const { page, asked } = await openList({ initialData: anAnswer("rendered") }, { strict: true })
    expect(page.seen[0]).toMatchObject({ status: "ready", answer: { recommendation_id: "rec_rendered" } })
    await pass(60_000)
    expect(asked).toHaveLength(0)
  })

  test("list hook: who is signed in becomes known late, but the token has asked: no second question", async () => {
    const { page, asked } = await openList()
    await page.render({ customerId: "cus_1" })
    asked[0].answer(anAnswer("for the customer", { customer_id: "cus_1" }))
    await pass(2_000)
    expect(asked).toHaveLength(1)
    expect(titles(page)).toEqual(["for the customer"])
  })

  test("list hook: a login that the list does not know of yet makes it ask again", async () => {
    const { page, asked } = await openList()
    asked[0].answer(anAnswer("for anybody"))
    await pass(0)
    await page.render({ customerId: "cus_1" })
    await pass(100)
    expect(asked).toHaveLength(2)
    asked[1].answer(anAnswer("for the customer", { customer_id: "cus_1" }))
    await pass(2_000)
    expect(asked).toHaveLength(2)
    expect(titles(page)).toEqual(["for the customer"])
  })

  test("list hook: a logout makes it ask again, as somebody else", async () => {
    const { page, asked } = await openList({}, { customerId: "cus_1" })
    asked[0].answer(anAnswer("for the customer", { customer_id: "cus_1" }))
    await pass(0)
    await page.render({ customerId: null })
    await pass(100)
    expect(asked).toHaveLength(2)
    expect(asked[1].query.visitor_id).toMatch(UUID)
    expect(asked[1].query.visitor_id).not.toBe(asked[0].query.visitor_id)
  })
}
