import { readFileSync } from "node:fs"
import type { Page, Route } from "playwright-core"
import { z } from "@medusajs/framework/zod"
import type { StoreMeResponse } from "../../src/types/http"
import { PHONE, accessibilityFaults } from "./helpers/admin-page"
import { launchBrowser } from "./helpers/launch-browser"
import { bundlePage } from "./widget-fixtures/bundle"
import { startStubShop } from "./widget-fixtures/stub-shop"
import type { StubShop } from "./widget-fixtures/stub-shop"

jest.setTimeout(60_000)

const event = (type: "view" | "purchase", at: string): StoreMeResponse["events"][number] => ({
  ...{ id: at, type, product_id: "prod_1", variant_id: null, quantity: 1, price: null, currency_code: null },
  ...{ sales_channel_id: null, region_id: null, session_id: null, basket_id: null, device: null, placement: null },
  ...{ recommendation_id: null, source: "storefront", is_bot: false, is_gift: false, occurred_at: at, received_at: at },
})

describe("what is known of a shopper, in their browser", () => {
  let shop: StubShop
  let browser: Awaited<ReturnType<typeof launchBrowser>>
  let page: Page
  let asked: { method: string; visitor: string | null; body: unknown }[]
  let kept: StoreMeResponse
  let status: number

  beforeAll(async () => {
    shop = await startStubShop()
    const code = await bundlePage("privacy-page.tsx", 19)
    shop.serve("/privacy.js", { html: code, type: "text/javascript; charset=utf-8" })
    shop.serve("/privacy", {
      html: `<!doctype html><html lang="en"><head><meta name="viewport" content="width=device-width"><title>A shop</title></head><body><div id="root"></div><script src="/privacy.js"></script></body></html>`,
      type: "text/html; charset=utf-8",
    })
    browser = await launchBrowser()
  })
  afterAll(async () => {
    await browser.close()
    await shop.close()
  })
  beforeEach(async () => {
    ;[asked, status] = [[], 200]
    kept = {
      ...{ customer_id: null, exported_at: "2026-12-01T00:00:00Z", visitors: [], gift_answers: [], ranked_lists: [] },
      events: [event("view", "2026-11-03T10:00:00Z"), event("view", "2026-11-04T10:00:00Z")],
    }
    page = await browser.newPage({ viewport: PHONE, locale: "en-US" })
    await page.route("**/store/recommendations/me*", async (route: Route) => {
      const request = route.request()
      const visitor = new URL(request.url()).searchParams.get("visitor_id")
      const body: unknown = request.postData() === null ? null : request.postDataJSON()
      asked.push({ method: request.method(), visitor, body })
      if (status !== 200) await route.fulfill({ status, json: { type: "unauthorized" } })
      else if (request.method() === "DELETE")
        await route.fulfill({ json: { object: "shopper", deleted: true, events: kept.events.length } })
      else if (request.method() === "POST") await route.fulfill({ json: body })
      else await route.fulfill({ json: kept })
    })
    await page.goto(`${shop.url}/privacy`)
  })
  afterEach(() => page.close())

  const press = (name: string) => page.getByRole("button", { name }).press("Enter")
  const visitorCookie = async (): Promise<string | undefined> =>
    (await page.context().cookies()).find(({ name }) => name === "svm_visitor")?.value

  test("my data: nothing is asked before the shopper asks; then it is counted, and downloaded whole", async () => {
    await page.getByRole("heading", { name: "What we know of you" }).waitFor()
    expect(asked).toEqual([])
    await press("Show it")
    await page.getByText("2 entries since 11/3/2026").waitFor()
    expect(await page.getByText("viewed: 2").count()).toBe(1)
    expect(asked[0]).toMatchObject({ method: "GET", visitor: await visitorCookie() })
    expect(await page.getByRole("checkbox").count()).toBe(0)
    expect(await accessibilityFaults(page)).toEqual([])
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("link", { name: "Download all of it" }).click(),
    ])
    const file = z
      .object({ events: z.array(z.unknown()) })
      .parse(JSON.parse(readFileSync(await download.path(), "utf8")))
    expect(file.events).toEqual(kept.events)
  })

  test("my data: it is deleted after a question, and the browser is a stranger's", async () => {
    await press("Show it")
    const visitor = await visitorCookie()
    await press("Forget me")
    await press("Keep it")
    await press("Forget me")
    await press("Delete")
    await page.getByText("Deleted: 2 entries.").waitFor()
    await page.getByText("Asked again").waitFor()
    expect(asked.map(({ method }) => method)).toEqual(["GET", "DELETE"])
    expect(asked[1]?.visitor).toBe(visitor)
    expect(await visitorCookie()).not.toBe(visitor)
  })

  test("my data: a customer switches personal recommendations off on the account, and it stays off", async () => {
    kept = { ...kept, customer_id: "cus_1", consent: null }
    await press("Show it")
    const personal = page.getByRole("checkbox", { name: "Personal recommendations on my account" })
    expect(await personal.isChecked()).toBe(true)
    await personal.press("Space")
    await page.getByText("viewed: 2").waitFor()
    expect(await personal.isChecked()).toBe(false)
    expect(asked.at(-1)).toMatchObject({ method: "POST", body: { consent: false } })
  })

  test("my data: a refusal of the shop is said, and may be tried again", async () => {
    status = 401
    await press("Show it")
    await page.getByRole("alert").getByText("you must be signed in", { exact: false }).waitFor()
    status = 200
    await press("Show it")
    await page.getByText("viewed: 2").waitFor()
  })
})
