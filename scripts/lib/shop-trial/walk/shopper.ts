import type { Browser, BrowserContext, Page, Request } from "playwright-core"

/** How large a shopper's window is. */
export interface Screen {
  readonly name: "desktop" | "phone"
  readonly width: number
  readonly height: number
}

export const SCREENS: readonly Screen[] = [
  { name: "desktop", width: 1280, height: 900 },
  { name: "phone", width: 390, height: 844 },
]

/** What went wrong on the pages of a walk; all empty is well. */
export interface Faults {
  readonly console: string[]
  /** Requests to another address than the storefront's, pictures of the starter's own products excepted. */
  readonly foreign: string[]
  readonly shifts: string[]
}

/** Where the starter keeps the pictures of its own products; there may be no network to fetch them. */
const PICTURES = /^https:\/\/medusa-public-images\.s3\./
const PIXEL = Buffer.from("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7", "base64")
/** Where `init` reads the shopper's consent. */
const CONSENT = { name: "cookie_consent", value: "yes" }

/** Keeps what moved by itself, with the elements that did. */
const WATCH_SHIFTS = `
  window.shifts = []
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      if (entry.hadRecentInput) continue
      const moved = entry.sources.map(({ node, previousRect: from, currentRect: to }) =>
        [node && (node.className || node.nodeName), from.y + "+" + from.height, to.y + "+" + to.height].join(" "))
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
    const { width, height, name } = options.screen
    const touch = { hasTouch: name === "phone", isMobile: name === "phone" }
    const context = await browser.newContext({ viewport: { width, height }, locale: "en-US", ...touch })
    await context.addCookies([{ ...CONSENT, url: options.url }])
    await context.addInitScript(WATCH_SHIFTS)
    await context.route(PICTURES, (route) => route.fulfill({ body: PIXEL, contentType: "image/gif" }))
    const page = await context.newPage()
    page.setDefaultTimeout(30_000)
    const shopper = new Shopper(context, page, options)
    page.on("console", (message) => {
      const text = message.text()
      if (message.type() === "error" || /hydrat/i.test(text)) shopper.faults.console.push(`${page.url()}: ${text}`)
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
    if (address.startsWith(this.url) || /^(data|blob|about):/.test(address) || PICTURES.test(address)) return
    this.faults.foreign.push(`${request.method()} ${address}`)
  }
}

export interface ShownList {
  readonly title: string
  readonly products: readonly string[]
  readonly reasons: readonly string[]
}
