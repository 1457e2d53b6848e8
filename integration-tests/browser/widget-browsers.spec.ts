import { eventually, openStubPages } from "./helpers/stub-pages"
import type { StubPages } from "./helpers/stub-pages"
import { startStubShop } from "./widget-fixtures/stub-shop"

jest.setTimeout(60_000)

/** What browsers do or lack, and a page must be none the worse for. */

let pages: StubPages

beforeAll(async () => {
  pages = await openStubPages()
  pages.shop.serve("/frame", {
    html: `<!doctype html><iframe sandbox="allow-scripts" width="900" height="700" src="/react?consent&rich&plain&shop=${pages.shop.url}"></iframe>`,
    type: "text/html",
  })
})
afterAll(() => pages.close())
beforeEach(() => pages.renew())

const open = (path: string) => pages.page().goto(pages.shop.url + path)
const cards = () => pages.page().locator("[data-product]")
const shown = () => cards().evaluateAll((items) => items.map((item) => item.getAttribute("data-product")))
const types = () => pages.shop.events.map(({ type }) => type)
const visitorCookie = async () => (await pages.context().cookies()).find(({ name }) => name === "svm_visitor")?.value

/** Statements that take a part of the browser away before any script of the page runs. */
const LOSSES: readonly (readonly [what: string, loss: string])[] = [
  ["no BroadcastChannel", "delete window.BroadcastChannel"],
  ["a BroadcastChannel that throws", "window.BroadcastChannel = class { constructor() { throw new Error('denied') } }"],
  ["no AbortSignal.timeout", "delete AbortSignal.timeout"],
  ["no PerformanceObserver", "delete window.PerformanceObserver"],
  ["no IntersectionObserver", "delete window.IntersectionObserver"],
  [
    "observers that throw",
    "for (const name of ['PerformanceObserver', 'IntersectionObserver']) window[name].prototype.observe = () => { throw new Error('denied') }",
  ],
  ["no crypto.randomUUID", "delete Crypto.prototype.randomUUID"],
  ["a full storage", "Storage.prototype.setItem = () => { throw new Error('QuotaExceededError') }"],
]

test.each(LOSSES)("browser: with %s the list stands, and a press in it counts", async (_what, loss) => {
  await pages.page().addInitScript(loss)
  await open("/react?consent&rich")
  await cards().first().getByRole("button", { name: "Add to cart" }).click()
  await eventually(types, (seen) => expect(seen).toContain("add_to_cart"))
  expect(await cards().count()).toBeGreaterThan(3)
  expect(pages.problems).toEqual([])
})

const DENIALS: readonly (readonly [what: string, loss: string])[] = [
  [
    "localStorage",
    "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('denied', 'SecurityError') } })",
  ],
  [
    "cookies",
    "Object.defineProperty(document, 'cookie', { get() { throw new DOMException('denied', 'SecurityError') }, set() { throw new DOMException('denied', 'SecurityError') } })",
  ],
]

test.each(DENIALS)("browser: where %s are refused the page stands, and so does its list", async (_what, loss) => {
  await pages.page().addInitScript(loss)
  await open(`/react?consent&rich&plain&shop=${pages.shop.url}`)
  await cards().first().getByRole("button", { name: "Add to cart" }).click()
  await eventually(shown, (ids) => expect(ids[0]).toBe("prod_2"))
  expect(pages.problems).toEqual([])
})

test("browser: in a sandboxed frame, which has neither cookies nor storage, the shop is not blank", async () => {
  await open("/frame")
  const frame = pages.page().frameLocator("iframe")
  await frame.locator("[data-product]").first().waitFor()
  expect(await frame.getByRole("heading", { level: 1 }).textContent()).toBe("A shop")
  expect(pages.problems).toEqual([])
})

test("browser: a page that comes out of the back/forward cache asks again", async () => {
  await open("/react?consent")
  await cards().first().waitFor()
  pages.shop.order = [7, 2, 3]
  await pages.page().evaluate(() => dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true })))
  await eventually(shown, (ids) => expect(ids[0]).toBe("prod_7"))
})

test("browser: a middle click, which opens a tab, counts as a click, and a right one does not", async () => {
  await open("/react?consent")
  const link = cards().first().getByRole("link")
  await link.click({ button: "right" })
  await cards().nth(1).getByRole("link").click({ button: "middle" })
  await eventually(types, (seen) => expect(seen).toContain("click"))
  expect(pages.shop.events.filter(({ type }) => type === "click").map(({ product_id }) => product_id)).toEqual([
    "prod_2",
  ])
})

test("browser: what is said on leaving reaches a shop on another address, and no filter list's ping is sent", async () => {
  const shop = await startStubShop()
  const kinds: string[] = []
  pages.page().on("request", (request) => {
    if (request.url().includes("behavior")) kinds.push(request.resourceType())
  })
  await open(`/react?consent&shop=${shop.url}`)
  await cards().first().getByRole("link").click()
  await pages.page().waitForURL("**/products/product-1")
  await eventually(
    () => shop.events.map(({ type }) => type),
    (seen) => expect(seen).toContain("click"),
  )
  expect(kinds.length).toBeGreaterThan(0)
  expect(kinds).not.toContain("ping")
  await shop.close()
})

test("browser: a page that a translator has rewritten still says what became of a press", async () => {
  await open("/react?consent&rich")
  const button = cards().first().locator(".svmr-add")
  await button.waitFor()
  await pages.page().evaluate(() => {
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    const found: Node[] = []
    while (texts.nextNode()) found.push(texts.currentNode)
    for (const text of found) {
      const font = document.createElement("i")
      font.textContent = `[${text.textContent ?? ""}]`
      text.parentNode?.replaceChild(font, text)
    }
  })
  pages.shop.mode = "down"
  await button.click()
  await eventually(
    () => button.textContent(),
    (words) => expect(words).toContain("Not added. Retry"),
  )
  expect(pages.problems).toEqual([])
})

test("consent: a banner that answers later finds the same visitor on each page, and the view of before", async () => {
  await open("/react?consent&view=prod_1")
  await eventually(types, (seen) => expect(seen).toContain("view"))
  const visitor = await visitorCookie()
  for (const product of ["prod_2", "prod_3"]) {
    await open(`/react?banner&view=${product}`)
    await cards().first().waitFor()
    expect(await visitorCookie()).toBe(visitor)
    await pages.page().getByRole("button", { name: "Consent: no" }).click()
    await eventually(
      () => pages.shop.events,
      (events) =>
        expect(events).toContainEqual(
          expect.objectContaining({ type: "view", product_id: product, visitor_id: visitor }),
        ),
    )
  }
})

test("cart: a page that knows its cart writes the visitor on it, and takes it away when consent is taken back", async () => {
  await open("/react?consent&cart=cart_9")
  await eventually(
    async () => [pages.shop.cartVisitors.cart_9, await visitorCookie()],
    ([written, visitor]) => {
      expect(visitor).toBeDefined()
      expect(written).toBe(visitor)
    },
  )
  await pages.page().getByRole("button", { name: "Consent: yes" }).click()
  await eventually(
    () => pages.shop.cartVisitors.cart_9,
    (written) => expect(written).toBe(""),
  )
})
