import type { Browser, BrowserContext, Page } from "playwright-core"
import { bundlePage } from "../widget-fixtures/bundle"
import { startStubShop } from "../widget-fixtures/stub-shop"
import type { StubShop } from "../widget-fixtures/stub-shop"
import { launchBrowser } from "./launch-browser"

/** Pages with the widget, of a shop that answers at once, in a window of their own for each test. */
export interface StubPages {
  readonly shop: StubShop
  /** Errors of the pages and of their consoles, but for failed requests. */
  readonly problems: string[]
  readonly page: () => Page
  readonly context: () => BrowserContext
  readonly renew: () => Promise<void>
  readonly close: () => Promise<void>
}

const html = (body: string) => ({
  type: "text/html; charset=utf-8",
  html: `<!doctype html><html lang="en"><head><meta name="viewport" content="width=device-width"><title>A shop</title></head><body>${body}</body></html>`,
})

export async function openStubPages(elements: Readonly<Record<string, string>> = {}): Promise<StubPages> {
  const shop = await startStubShop()
  const [react, element] = await Promise.all([bundlePage("react-page.tsx", 19), bundlePage("element-page.ts")])
  for (const [path, code] of [
    ["/react.js", react],
    ["/element.js", element],
  ] as const)
    shop.serve(path, { html: code, type: "text/javascript; charset=utf-8" })
  shop.serve("/react", html('<div id="root"></div><script src="/react.js"></script>'))
  for (const [path, body] of Object.entries(elements))
    shop.serve(path, html(`${body.replaceAll("SHOP", shop.url)}<script src="/element.js"></script>`))
  const browser: Browser = await launchBrowser()
  const problems: string[] = []
  let context: BrowserContext | undefined
  let page: Page | undefined
  const opened = <Thing>(thing: Thing | undefined): Thing => {
    if (!thing) throw new Error("renew() first")
    return thing
  }
  return {
    ...{ shop, problems, page: () => opened(page), context: () => opened(context) },
    async renew() {
      await context?.close()
      shop.reset()
      problems.length = 0
      context = await browser.newContext({ viewport: { width: 1100, height: 800 } })
      page = await context.newPage()
      page.on("pageerror", (error) => problems.push(error.message))
      page.on("console", (message) => {
        if (message.type() === "error" && !message.text().includes("Failed to load resource"))
          problems.push(message.text())
      })
    },
    async close() {
      await browser.close()
      await shop.close()
    },
  }
}

/** Waits until what is read is what is expected. */
export async function eventually<T>(read: () => T | Promise<T>, check: (value: T) => void): Promise<void> {
  for (const until = Date.now() + 10_000; ; await new Promise((resolve) => setTimeout(resolve, 25))) {
    try {
      check(await read())
      return
    } catch (error) {
      if (Date.now() > until) throw error
    }
  }
}
