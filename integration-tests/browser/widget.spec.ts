import { readFileSync } from "node:fs"
import type { Browser, BrowserContext, Page } from "playwright-core"
import { launchBrowser } from "./helpers/launch-browser"
import { bundlePage } from "./widget-fixtures/bundle"
import { startStubShop } from "./widget-fixtures/stub-shop"
import type { StubShop } from "./widget-fixtures/stub-shop"

jest.setTimeout(30_000)

let shop: StubShop
let browser: Browser
let context: BrowserContext
let page: Page
let problems: string[]

const LOOKS = `:root{color-scheme:light dark;font-family:sans-serif}body{margin:1rem;background:Canvas;color:CanvasText}#root>button,main>button{min-height:2rem;margin:.25rem}`
const pageOf = (body: string, attributes = 'lang="en"') => ({
  type: "text/html; charset=utf-8",
  html: `<!doctype html><html ${attributes}><head><meta name="viewport" content="width=device-width"><title>A shop</title>
<style>${LOOKS}</style></head><body>${body}</body></html>`,
})

const script = (html: string) => ({ html, type: "text/javascript; charset=utf-8" })
const ELEMENT = `backend-url="URL" publishable-key="pk_test" limit="6" show-add-to-cart show-wishlist show-confidence cart-id="cart_1"`

beforeAll(async () => {
  shop = await startStubShop()
  const [react18, react19, element] = await Promise.all([
    bundlePage("react-page.tsx", 18),
    bundlePage("react-page.tsx", 19),
    bundlePage("element-page.ts"),
  ])
  shop.serve("/react18.js", script(react18))
  shop.serve("/react19.js", script(react19))
  shop.serve("/element.js", script(element))
  shop.serve("/axe.js", script(readFileSync(require.resolve("axe-core/axe.min.js"), "utf8")))
  for (const version of ["18", "19"])
    shop.serve(`/react${version}`, pageOf(`<div id="root"></div><script src="/react${version}.js"></script>`))
  shop.serve("/rtl", pageOf(`<div id="root"></div><script src="/react18.js"></script>`, 'lang="ar" dir="rtl"'))
  const element1 = `<svm-recommendations ${ELEMENT.replace("URL", shop.url)} consent="granted"></svm-recommendations>`
  shop.serve("/element", pageOf(`<main><h1>A shop</h1>${element1}</main><script src="/element.js"></script>`))
  browser = await launchBrowser()
})

afterAll(async () => {
  await browser.close()
  await shop.close()
})

beforeEach(async () => {
  shop.reset()
  problems = []
  context = await browser.newContext({ viewport: { width: 1100, height: 800 } })
  page = await newPage()
})

afterEach(async () => {
  await context.close()
})

async function newPage(): Promise<Page> {
  const made = await context.newPage()
  made.on("pageerror", (error) => problems.push(error.message))
  made.on("console", (message) => {
    // The browser tells of each failed request; that is the point of some tests.
    if (message.type() === "error" && !message.text().includes("Failed to load resource")) problems.push(message.text())
  })
  return made
}

const open = (path: string, on = page) => on.goto(shop.url + path)
const cards = (on = page) => on.locator("[data-product]")
const shown = async (on = page) =>
  cards(on).evaluateAll((items) => items.map((item) => item.getAttribute("data-product")))

/** Waits until what is read is what is expected. */
async function eventually<T>(read: () => T | Promise<T>, check: (value: T) => void): Promise<void> {
  const until = Date.now() + 10_000
  for (;;) {
    try {
      check(await read())
      return
    } catch (error) {
      if (Date.now() > until) throw error
      await new Promise((resolve) => setTimeout(resolve, 25))
    }
  }
}

const types = () => shop.events.map(({ type }) => type)

/** What axe finds against WCAG 2.2 AA. */
async function violations(): Promise<string[]> {
  await page.addScriptTag({ url: "/axe.js" })
  return page.evaluate(async () => {
    const { axe } = window as unknown as {
      axe: { run: (options: object) => Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> }
    }
    const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    const found = await axe.run({ runOnly: tags, rules: { region: { enabled: false } } })
    return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" | ")}`)
  })
}

describe.each(["/react18", "/react19"])("component on %s", (path) => {
  test(`widget ${path}: a list with a heading, links, prices and reasons, and no complaint of React`, async () => {
    await open(`${path}?consent&rich&title=For%20Ann`)
    await cards().first().waitFor()
    expect(await page.getByRole("heading", { level: 2 }).textContent()).toBe("For Ann")
    expect(await cards().count()).toBe(6)
    const first = cards().first()
    expect(await first.getByRole("link").getAttribute("href")).toBe("/products/product-1")
    expect(await first.textContent()).toContain("Because you bought Fern Mug 1")
    expect(await first.locator(".svmr-price").textContent()).toBe("Price: €1.50")
    expect(problems).toEqual([])
  })

  test(`widget ${path}: a cart button of the widget changes the list, and the sale can be attributed`, async () => {
    await open(`${path}?consent&rich`)
    await cards().first().getByRole("button", { name: "Add to cart" }).click()
    await eventually(shown, (ids) => expect(ids[0]).toBe("prod_2"))
    await eventually(types, (seen) => expect(seen).toContain("add_to_cart"))
    const event = shop.events.find(({ type }) => type === "add_to_cart")
    expect(shop.lineItems).toEqual([
      {
        metadata: {
          ...{ recommendation_id: expect.stringMatching(/^rec_/) as unknown, visitor_id: event?.visitor_id },
          behavior_event_id: event?.id,
        },
      },
    ])
    expect(problems).toEqual([])
  })
})

test("widget: a cart request of any other script on the page changes the list", async () => {
  await open("/react18?consent")
  await cards().first().waitFor()
  await page.getByRole("button", { name: "Somebody else" }).click()
  await eventually(shown, (ids) => expect(ids[0]).toBe("prod_2"))
})

test("widget: what happens in one tab changes the list in the other", async () => {
  await open("/react18?consent")
  const other = await newPage()
  await open("/react18?consent", other)
  await cards(other).first().waitFor()
  await page.bringToFront()
  await page.getByRole("button", { name: "Somebody else" }).click()
  await eventually(
    () => shown(other),
    (ids) => expect(ids[0]).toBe("prod_2"),
  )
})

test("widget: a popular list is not called For you", async () => {
  shop.rung = "popular"
  await open("/react18?title=For%20you")
  await cards().first().waitFor()
  expect(await page.getByRole("heading", { level: 2 }).textContent()).toBe("Popular right now")
})

test("widget: seen for one second is an impression, once; a click is sent before the page goes", async () => {
  await open("/react18?consent&view=prod_99")
  await eventually(types, (seen) =>
    expect(seen.filter((type) => type === "impression").length).toBeGreaterThanOrEqual(4),
  )
  const seen = shop.events.filter(({ type }) => type === "impression").map(({ product_id }) => product_id)
  expect(new Set(seen).size).toBe(seen.length)
  // The last cards of the row are out of sight.
  expect(seen).not.toContain("prod_6")
  await cards().first().getByRole("link").click()
  await eventually(types, (all) => expect(all).toContain("click"))
  const click = shop.events.find(({ type }) => type === "click")
  expect(click).toMatchObject({
    product_id: "prod_1",
    placement: "for_you",
    recommendation_id: expect.any(String) as unknown,
  })
  expect(shop.events.find(({ type }) => type === "view")?.product_id).toBe("prod_99")
})

test("widget: without consent nothing is stored and nothing that identifies is sent", async () => {
  await context.addCookies([{ name: "svm_visitor", value: "0b0e4b0a-0000-4000-8000-000000000000", url: shop.url }])
  await open("/react18?rich")
  await page.evaluate(() => localStorage.setItem("medusa_auth_token", "secret"))
  await page.reload()
  await cards().first().waitFor()
  await page.getByRole("button", { name: "Track a cart" }).click()
  await cards().first().getByRole("button", { name: "Add to cart" }).click()
  await eventually(shown, (ids) => expect(ids[0]).toBe("prod_2"))
  expect(shop.events).toEqual([])
  expect(shop.lineItems[0].metadata).toEqual({ recommendation_id: expect.any(String) as unknown })
  for (const { path, authorization, cookie } of shop.asked) {
    expect(path).not.toContain("visitor_id")
    expect([authorization, cookie]).toEqual([undefined, undefined])
  }
  expect(await context.cookies()).toEqual([])
  expect(await page.evaluate(() => Object.keys(localStorage))).toEqual(["medusa_auth_token"])
})

test("widget: consent taken back takes ids and waiting events away at once", async () => {
  await open("/react18?consent")
  await cards().first().waitFor()
  await eventually(
    () => context.cookies(),
    (cookies) => expect(cookies.map(({ name }) => name)).toContain("svm_visitor"),
  )
  shop.mode = "down"
  await page.getByRole("button", { name: "Track a cart" }).click()
  await page.getByRole("button", { name: "Consent: yes" }).click()
  await eventually(
    () => context.cookies(),
    (cookies) => expect(cookies).toEqual([]),
  )
  expect(await page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith("svm.")))).toEqual([])
})

test("widget: a logout gives the next person another visitor id", async () => {
  await open("/react18?consent")
  await cards().first().waitFor()
  const visitor = async () => (await context.cookies()).find(({ name }) => name === "svm_visitor")?.value
  await eventually(visitor, (id) => expect(id).toBeDefined())
  const before = await visitor()
  await page.getByRole("button", { name: "Log out" }).click()
  await eventually(visitor, (id) => {
    expect(id).toBeDefined()
    expect(id).not.toBe(before)
  })
})

test("widget: a failing shop leaves the page whole, and the list comes when the shop does", async () => {
  shop.mode = "down"
  await open("/react18?consent")
  await eventually(
    () => page.locator("section").isVisible(),
    (isVisible) => expect(isVisible).toBe(false),
  )
  expect(await page.locator("#below").isVisible()).toBe(true)
  shop.mode = "up"
  await page.getByRole("button", { name: "Changed" }).click()
  await eventually(
    () => cards().count(),
    (count) => expect(count).toBe(6),
  )
  shop.mode = "down"
  await page.getByRole("button", { name: "Changed" }).click()
  await page.waitForResponse((response) => response.status() === 503)
  expect(await cards().count()).toBe(6)
  expect(problems).toEqual([])
})

test("widget: a shop that never answers costs its time budget and nothing else", async () => {
  shop.mode = "slow"
  await open("/react18?budget=300")
  await page.locator("#below").waitFor()
  await eventually(
    () => page.locator("section").isVisible(),
    (isVisible) => expect(isVisible).toBe(false),
  )
  expect(problems).toEqual([])
})

test("widget: an answer that comes after the time budget moves nothing", async () => {
  await page.addInitScript(watchShifts)
  shop.mode = "slow"
  await open("/react18?budget=300&rich")
  await eventually(
    () => page.locator("section").isVisible(),
    (isVisible) => expect(isVisible).toBe(false),
  )
  shop.mode = "up"
  await page.evaluate(() => dispatchEvent(new Event("svm-recommendations:changed")))
  await cards().first().waitFor()
  await painted()
  expect(await shifted()).toBe(0)
})

test("widget: events that could not be sent are sent after a reload, with the same ids", async () => {
  await open("/react18?consent&view=prod_5")
  await cards().first().waitFor()
  shop.mode = "down"
  await page.getByRole("button", { name: "Track a cart" }).click()
  await eventually(
    () =>
      page.evaluate(() =>
        Object.keys(localStorage)
          .map((key) => localStorage.getItem(key))
          .join(),
      ),
    (kept) => expect(kept).toContain("add_to_cart"),
  )
  shop.mode = "up"
  await page.reload()
  await eventually(types, (seen) => expect(seen).toContain("add_to_cart"))
  const ids = shop.events.filter(({ type }) => type === "add_to_cart").map(({ id }) => id)
  expect(new Set(ids).size).toBe(1)
})

test("widget: hidden tabs ask for nothing, and shown again they ask at once when their answer is old", async () => {
  await open("/react18?interval=1000")
  await eventually(
    () => shop.asked.length,
    (count) => expect(count).toBeGreaterThanOrEqual(3),
  )
  const show = (state: string) =>
    page.evaluate((value) => {
      Object.defineProperty(document, "visibilityState", { value, configurable: true })
      document.dispatchEvent(new Event("visibilitychange"))
    }, state)
  await show("hidden")
  const before = shop.asked.length
  await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 2_500)))
  expect(shop.asked.length).toBeLessThanOrEqual(before + 1)
  await show("visible")
  await eventually(
    () => shop.asked.length,
    (count) => expect(count).toBeGreaterThan(before),
  )
})

test("widget: the focus stays on its product when the list changes, and on its place when the product goes", async () => {
  await open("/react18?consent")
  await cards().first().waitFor()
  const focused = () =>
    page.evaluate(() => document.activeElement?.closest("[data-product]")?.getAttribute("data-product") ?? "none")
  await page.locator('[data-product="prod_3"] a').focus()
  shop.order = [5, 3, 1, 2, 4, 6]
  await page.evaluate(() => dispatchEvent(new Event("svm-recommendations:changed")))
  await eventually(shown, (ids) => expect(ids[0]).toBe("prod_5"))
  expect(await focused()).toBe("prod_3")
  shop.order = [5, 8, 1, 2, 4, 6]
  await page.evaluate(() => dispatchEvent(new Event("svm-recommendations:changed")))
  await eventually(shown, (ids) => expect(ids[1]).toBe("prod_8"))
  expect(await focused()).toBe("prod_8")
})

test("widget: a product title cannot inject, an address cannot run", async () => {
  shop.dress = (product) => ({
    ...product,
    title: `<img src=x onerror="document.title='hurt'">`,
    handle: "javascript:document.title='hurt'",
    thumbnail: "javascript:document.title='hurt'",
  })
  await open("/react18?consent")
  await cards().first().waitFor()
  expect(await cards().first().locator("a").textContent()).toContain("<img src=x")
  expect(await page.locator("section img").count()).toBe(0)
  for (const link of await page.locator("section a").all())
    expect(await link.getAttribute("href")).toMatch(/^\/products\/javascript%3A/)
  expect(await page.title()).toBe("A shop")
})

const watchShifts = () => {
  const kept = window as unknown as { shift: number }
  kept.shift = 0
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) kept.shift += (entry as unknown as { value: number }).value
  }).observe({ type: "layout-shift", buffered: true })
}
const shifted = () => page.evaluate(() => (window as unknown as { shift: number }).shift)
const painted = () => page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve))))

test("widget: nothing moves when the answer comes, nor when it changes", async () => {
  await page.addInitScript(watchShifts)
  shop.dress = (product) =>
    product.id === "prod_2" ? { ...product, title: "word ".repeat(60), thumbnail: null, variants: [] } : product
  await open("/react18?consent&rich&two")
  await cards().first().waitFor()
  shop.order = [7, 2, 9, 10, 11, 12, 1]
  await page.evaluate(() => dispatchEvent(new Event("svm-recommendations:changed")))
  await eventually(shown, (ids) => expect(ids[0]).toBe("prod_7"))
  await painted()
  expect(await shifted()).toBe(0)
})

test("widget: buttons scroll the row, and in a right-to-left page the other way", async () => {
  for (const [path, sign] of [
    ["/react18?limit=10", 1],
    ["/rtl?limit=10", -1],
  ] as const) {
    await page.emulateMedia({ reducedMotion: "reduce" })
    await open(path)
    await cards().first().waitFor()
    const back = page.getByRole("button", { name: "Previous: For you" })
    expect(await back.getAttribute("aria-disabled")).toBe("true")
    await page.getByRole("button", { name: "Next: For you" }).click()
    const at = () => page.locator(".svmr-list").evaluate((list) => list.scrollLeft)
    await eventually(at, (left) => expect(left * sign).toBeGreaterThan(100))
    await eventually(
      () => back.getAttribute("aria-disabled"),
      (value) => expect(value).toBe("false"),
    )
  }
})

test("widget: in a right-to-left page a reason of another script stands at the right, as the name does", async () => {
  await open("/rtl?limit=4")
  await cards().first().waitFor()
  const edges = await cards()
    .first()
    .evaluate((card) =>
      [".svmr-body", "bdi"].map((part) => {
        const words = document.createRange()
        words.selectNodeContents(card.querySelector(part) ?? card)
        const { left, right } = words.getBoundingClientRect()
        return { left, right }
      }),
    )
  const [body, reason] = edges
  expect(reason?.right).toBeCloseTo(body?.right ?? 0, 0)
  // It is shorter than its line, or that would say nothing.
  expect(reason?.left).toBeGreaterThan(body?.left ?? Infinity)
})

test.each([
  ["/react18?consent&rich&two&limit=10", "light", 1100],
  ["/react18?consent&rich&two&limit=10", "dark", 390],
  ["/element", "light", 390],
  ["/element", "dark", 1100],
] as const)("widget: axe finds nothing on %s, %s, %i pixels wide", async (path, colorScheme, width) => {
  await page.setViewportSize({ width, height: 800 })
  await page.emulateMedia({ colorScheme })
  await open(path)
  await cards().first().waitFor()
  expect(await violations()).toEqual([])
})

test("widget element: the same list without React, in its shadow root", async () => {
  await open("/element")
  await cards().first().waitFor()
  expect(await cards().count()).toBe(6)
  expect(await page.getByRole("heading", { level: 2 }).textContent()).toBe("For you")
  await page.evaluate(() => document.querySelector("svm-recommendations")?.setAttribute("heading", "For Bob"))
  await eventually(
    () => page.getByRole("heading", { level: 2 }).textContent(),
    (text) => expect(text).toBe("For Bob"),
  )
  await cards().first().getByRole("button", { name: "Add to cart" }).click()
  await eventually(shown, (ids) => expect(ids[0]).toBe("prod_2"))
  expect(shop.lineItems[0].metadata).toMatchObject({ recommendation_id: expect.any(String) as unknown })
  await page.locator('[data-product="prod_4"] a').focus()
  shop.order = [9, 8, 4, 3]
  await page.evaluate(() => dispatchEvent(new Event("svm-recommendations:changed")))
  await eventually(shown, (ids) => expect(ids).toEqual(["prod_9", "prod_8", "prod_4", "prod_3"]))
  const focused = await page.evaluate(
    () => document.querySelector("svm-recommendations")?.shadowRoot?.activeElement?.closest("li")?.dataset.product,
  )
  expect(focused).toBe("prod_4")
  expect(problems).toEqual([])
})

test("widget element: variables and parts fit it to the shop, from outside of its shadow root", async () => {
  await open("/element")
  await page.addStyleTag({
    content: `svm-recommendations{--svmr-card-width:200px;--svmr-card:rgb(1, 2, 3);--svmr-accent:rgb(4, 5, 6)}
      svm-recommendations::part(title){color:rgb(7, 8, 9)}svm-recommendations::part(price){text-transform:uppercase}`,
  })
  await cards().first().waitFor()
  const style = (selector: string, name: string) =>
    page
      .locator(selector)
      .first()
      .evaluate((element, property) => getComputedStyle(element).getPropertyValue(property), name)
  expect(await style(".svmr-item", "width")).toBe("200px")
  expect(await style(".svmr-item", "background-color")).toBe("rgb(1, 2, 3)")
  expect(await style(".svmr-add", "background-color")).toBe("rgb(4, 5, 6)")
  expect(await style(".svmr-title", "color")).toBe("rgb(7, 8, 9)")
  expect(await style(".svmr-price", "text-transform")).toBe("uppercase")
})

test("widget: yen have no decimals, a sale says what the price was, and a screen reader hears both", async () => {
  shop.dress = (product) => ({
    ...product,
    variants: [
      { id: "v1", calculated_price: { calculated_amount: 1200, original_amount: 1500, currency_code: "jpy" } },
      { id: "v2", calculated_price: { calculated_amount: 1800, original_amount: 1800, currency_code: "jpy" } },
    ],
  })
  await open("/react18?consent&rich")
  await cards().first().waitFor()
  const price = cards().first().locator(".svmr-price")
  expect(await price.textContent()).toBe("Price: From ¥1,200Was: ¥1,500Sale")
  expect(await price.locator(".svmr-sr").allTextContents()).toEqual(["Price: ", "Was: "])
})

test("widget element: a page may take a cart button over, and refuse", async () => {
  await open("/element")
  await cards().first().waitFor()
  await page.evaluate(() => {
    document.addEventListener("svm-add-to-cart", (event) => {
      const { respondWith } = (event as CustomEvent<{ respondWith: (work: Promise<unknown>) => void }>).detail
      respondWith(Promise.reject(new Error("sold out")))
    })
  })
  await cards().first().getByRole("button", { name: "Add to cart" }).click()
  await eventually(
    () => cards().first().locator(".svmr-add").textContent(),
    (words) => expect(words).toBe("Not added. Retry: Product 1"),
  )
  expect(await page.getByRole("status").textContent()).toBe("Not added. Retry: Product 1")
  expect(shop.lineItems).toEqual([])
  expect(types()).not.toContain("add_to_cart")
})

test("widget element: hearts of what stands on the wishlist are filled, and a press stays pressed", async () => {
  await open("/element")
  const heart = (title: string) => page.getByRole("button", { name: `Add to wishlist: ${title}` })
  const isPressed = (title: string) => heart(title).getAttribute("aria-pressed")
  await heart("Product 1").waitFor()
  const tell = (ids: string) =>
    page.evaluate((wished) => document.querySelector("svm-recommendations")?.setAttribute("wished", wished), ids)
  await tell("prod_1, prod_3")
  await eventually(
    () => isPressed("Product 3"),
    (pressed) => expect(pressed).toBe("true"),
  )
  expect([await isPressed("Product 1"), await isPressed("Product 2")]).toEqual(["true", "false"])
  await heart("Product 2").click()
  await page.evaluate(() => document.querySelector("svm-recommendations")?.setAttribute("heading", "For Ann"))
  await page.getByRole("heading", { name: "For Ann" }).waitFor()
  expect(await isPressed("Product 2")).toBe("true")
  // Moved out of the page and back, it reads its attribute again.
  await page.evaluate(async () => {
    const element = document.querySelector("svm-recommendations")
    const parent = element?.parentElement
    element?.remove()
    await new Promise((resolve) => setTimeout(resolve, 10))
    if (element) parent?.append(element)
  })
  await eventually(
    () => isPressed("Product 1"),
    (pressed) => expect(pressed).toBe("true"),
  )
})

test("widget: own cards count clicks too", async () => {
  await open("/react18?consent&own")
  await page.getByText("Own card of Product 2").click()
  await eventually(types, (seen) => expect(seen).toContain("click"))
  expect(shop.events.find(({ type }) => type === "click")?.product_id).toBe("prod_2")
})
