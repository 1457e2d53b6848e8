import type { Browser, BrowserContext, Page, Request } from "playwright-core"

/** How large a shopper's window is, and what the browser calls itself: a headless one counts as a bot. */
export interface Screen {
  readonly name: "desktop" | "phone"
  readonly userAgent: string
  readonly width: number
  readonly height: number
}

export const SCREENS: readonly Screen[] = [
  {
    name: "desktop",
    userAgent: "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/143.0.0.0 Safari/537.36",
    ...{ width: 1280, height: 900 },
  },
  {
    name: "phone",
    userAgent:
      "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/143.0.0.0 Mobile Safari/537.36",
    ...{ width: 390, height: 844 },
  },
]

/** What went wrong on the pages of a walk; all empty is well. */
export interface Faults {
  readonly console: string[]
  /** Requests to another address than the storefront's, the starter's own excepted. */
  readonly foreign: string[]
  /** Layout shifts by a list: of what stands in it or behind it, and nothing before it. */
  readonly shifts: string[]
}

/** What the starter itself loads from elsewhere, and what stands for it: there may be no network to fetch it. */
const STARTERS_OWN: readonly { readonly from: RegExp; readonly contentType: string; readonly body: Buffer }[] = [
  {
    from: /^https:\/\/medusa-public-images\.s3\./,
    contentType: "image/gif",
    body: Buffer.from("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7", "base64"),
  },
  {
    from: /^https:\/\/cdn\.jsdelivr\.net\/gh\/lipis\/flag-icons\//,
    contentType: "image/svg+xml",
    body: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'),
  },
  { from: /^https:\/\/js\.stripe\.com\//, contentType: "text/javascript", body: Buffer.from("") },
]
/** Links of the starter's own to pages that it does not have, which Next.js fetches ahead. */
const DEAD_LINKS = /\/(contact|customer-service)\b/
/** What this plugin asks for; its pages may ask it of the storefront alone. */
const OURS = /recommendation|behavior|\/store\/carts\//
/** Where `init` reads the shopper's consent. */
const CONSENT = { name: "cookie_consent", value: "yes" }

/** Keeps what a list has moved, with the elements that moved. */
const WATCH_SHIFTS = `
  window.shifts = []
  let gone = -Infinity
  window.navigation?.addEventListener("currententrychange", () => { gone = performance.now() })
  new PerformanceObserver((found) => {
    const list = document.querySelector("section.svmr")
    const isBefore = (node) => !node.contains(list) && list.compareDocumentPosition(node) & Node.DOCUMENT_POSITION_PRECEDING
    for (const entry of found.getEntries()) {
      const sources = entry.sources.filter(({ node }) => node)
      // Another page in place of this one is no shift, though the footer stays.
      if (Math.abs(entry.startTime - gone) < 1000) continue
      if (entry.hadRecentInput || !list || sources.length === 0 || sources.some(({ node }) => isBefore(node))) continue
      const moved = sources.map(({ node, previousRect: from, currentRect: to }) =>
        [node.className || node.nodeName, from.y + "+" + from.height, to.y + "+" + to.height].join(" "))
      window.shifts.push(location.pathname + " " + entry.value.toFixed(4) + " " + moved.join(", "))
    }
  }).observe({ type: "layout-shift", buffered: true })`

/** One shopper's browser in the storefront, and what it had to complain about. */
export class Shopper {
  readonly page: Page
  readonly screen: Screen
  readonly url: string
  readonly faults: Faults = { console: [], foreign: [], shifts: [] }
  readonly #context: BrowserContext

  private constructor(context: BrowserContext, page: Page, { screen, url }: { screen: Screen; url: string }) {
    this.#context = context
    this.page = page
    this.screen = screen
    this.url = url
  }

  static async open(browser: Browser, options: { screen: Screen; url: string }): Promise<Shopper> {
    const { width, height, name, userAgent } = options.screen
    const touch = { hasTouch: name === "phone", isMobile: name === "phone" }
    const context = await browser.newContext({ viewport: { width, height }, locale: "en-US", userAgent, ...touch })
    await context.addCookies([{ ...CONSENT, url: options.url }])
    await context.addInitScript(WATCH_SHIFTS)
    for (const { from, contentType, body } of STARTERS_OWN)
      await context.route(from, (route) => route.fulfill({ body, contentType }))
    const page = await context.newPage()
    page.setDefaultTimeout(30_000)
    const shopper = new Shopper(context, page, options)
    page.on("console", (message) => {
      const text = message.text()
      const { url } = message.location()
      if ((message.type() !== "error" && !/hydrat/i.test(text)) || DEAD_LINKS.test(url)) return
      shopper.faults.console.push(`${page.url()}: ${text} ${url}`)
    })
    page.on("pageerror", (error) => shopper.faults.console.push(`${page.url()}: ${error.message}`))
    page.on("request", (request) => shopper.#judge(request))
    return shopper
  }

  /** Loads a page as from its address. */
  async load(path: string): Promise<void> {
    await this.#keepShifts()
    await this.page.goto(`${this.url}${path}`)
  }

  /** Clicks the visible one of the starter's elements of that test id. */
  async press(testId: string): Promise<void> {
    await this.page.locator(`[data-testid="${testId}"] >> visible=true`).first().click()
  }

  async see(testId: string): Promise<void> {
    await this.page.locator(`[data-testid="${testId}"] >> visible=true`).first().waitFor()
  }

  /** Goes to a page of the starter's menu without a reload. */
  async follow(name: "home" | "account" | "cart" | "store"): Promise<void> {
    await this.press("nav-menu-button")
    await this.press(`${name}-link`)
    await this.page.waitForURL((address) => address.pathname.endsWith(name === "home" ? "/dk" : `/${name}`))
    // On a phone the starter's menu may stay open over the page that it led to; a shopper closes it.
    const menu = this.page.getByTestId("nav-menu-popup")
    if (await menu.isVisible()) await this.page.keyboard.press("Escape")
    await menu.waitFor({ state: "hidden" })
  }

  /** Waits for the list of the page to hold products. */
  async list(): Promise<ShownList> {
    const section = this.page.locator("section.svmr").last()
    await section.locator("li[data-product]").first().waitFor()
    return {
      title: await section.locator(".svmr-title").innerText(),
      products: await section.locator("li[data-product] .svmr-name").allInnerTexts(),
      reasons: await section.locator(".svmr-why").allInnerTexts(),
    }
  }

  /** Waits until the list's heading is this one. */
  async listCalled(title: string): Promise<ShownList> {
    await this.page.locator("section.svmr .svmr-title", { hasText: title }).last().waitFor()
    return this.list()
  }

  async close(): Promise<Faults> {
    await this.#keepShifts()
    await this.#context.close()
    return this.faults
  }

  async #keepShifts(): Promise<void> {
    const found = await this.page.evaluate<string[] | undefined>("window.shifts")
    this.faults.shifts.push(...(found ?? []))
  }

  #judge(request: Request): void {
    const address = request.url()
    if (address.startsWith(this.url) || /^(data|blob|about):/.test(address)) return
    if (STARTERS_OWN.some(({ from }) => from.test(address))) return
    if (address.startsWith("http://localhost:") && !OURS.test(address)) return
    this.faults.foreign.push(`${request.method()} ${address}`)
  }
}

export interface ShownList {
  readonly title: string
  readonly products: readonly string[]
  readonly reasons: readonly string[]
}
