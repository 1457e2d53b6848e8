import { existsSync } from "node:fs"
import puppeteer from "puppeteer-core"
import type { Page } from "puppeteer-core"
import { EngineAbsent, TIMEOUT_MS } from "./engine"
import type { Engine, Tab } from "./engine"

const PATHS = ["/usr/bin/firefox-esr", "/usr/bin/firefox"]

/**
 * The machine's Firefox, by WebDriver BiDi; `FIREFOX_PATH` names another one.
 *
 * @throws EngineAbsent where there is none
 */
export async function firefox(): Promise<Engine> {
  const executablePath = process.env.FIREFOX_PATH ?? PATHS.find((file) => existsSync(file))
  if (executablePath === undefined) throw new EngineAbsent("no Firefox on this machine (Debian: firefox-esr)")
  const browser = await puppeteer.launch({ browser: "firefox", executablePath, headless: true })
  return {
    name: "firefox",
    version: await browser.version(),
    open: async () => {
      const context = await browser.createBrowserContext()
      const page = await context.newPage()
      page.setDefaultTimeout(TIMEOUT_MS)
      return tabOf(page)
    },
    close: () => browser.close(),
  }
}

function tabOf(page: Page): Tab {
  const element = (xpath: string) => page.locator(`::-p-xpath(${xpath})`)
  return {
    goto: async (url) => {
      await page.goto(url)
    },
    press: (xpath) => element(xpath).click(),
    waitFor: async (xpath) => {
      await page.waitForSelector(`::-p-xpath(${xpath})`, { visible: true })
    },
    read: (expression) => page.evaluate(expression),
    back: async () => {
      await page.goBack()
    },
    resize: (width, height) => page.setViewport({ width, height }),
  }
}
