import type { Page } from "playwright-core"
import { launchBrowser } from "../../../integration-tests/browser/helpers/launch-browser"
import { TIMEOUT_MS } from "./engine"
import type { Engine, Tab } from "./engine"

/** Chromium from npm, as the browser tests have it. */
export async function chromium(): Promise<Engine> {
  const browser = await launchBrowser()
  return {
    name: "chromium",
    version: browser.version(),
    open: async () => {
      const context = await browser.newContext({ locale: "en-US" })
      context.setDefaultTimeout(TIMEOUT_MS)
      return tabOf(await context.newPage())
    },
    close: () => browser.close(),
  }
}

function tabOf(page: Page): Tab {
  const first = (xpath: string) => page.locator(`xpath=${xpath}`).first()
  return {
    goto: async (url) => {
      await page.goto(url)
    },
    press: (xpath) => first(xpath).click(),
    waitFor: (xpath) => first(xpath).waitFor(),
    read: (expression) => page.evaluate(expression),
    back: async () => {
      await page.goBack()
    },
    resize: (width, height) => page.setViewportSize({ width, height }),
  }
}
