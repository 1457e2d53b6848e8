import { readFileSync } from "node:fs"
import type { Browser, BrowserContext, Page } from "playwright-core"
import { z } from "@medusajs/framework/zod"
import type { Dashboard } from "./dashboard"
import { ADMIN } from "./shop-with-history"

const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8")

export const PHONE = { width: 390, height: 844 }
export const DESKTOP = { width: 1_360, height: 900 }

/** How long anything on a page may take: two cores serve shop, training and browser. */
const TIMEOUT_MS = 20_000

/** A browser window of an admin who has logged in through the form. */
export async function logIn(
  browser: Browser,
  dashboard: Dashboard,
  who: { readonly email: string; readonly password: string } = ADMIN,
  where: { readonly timezoneId?: string } = {},
): Promise<BrowserContext> {
  const context = await browser.newContext({ locale: "en-US", viewport: DESKTOP, ...where })
  context.setDefaultTimeout(TIMEOUT_MS)
  const page = await context.newPage()
  await page.goto(`${dashboard.url}/login`)
  await page.locator("input[name=email]").fill(who.email)
  await page.locator("input[name=password]").fill(who.password)
  await page.locator("button[type=submit]").click()
  await page.waitForURL((url) => !url.pathname.endsWith("/login"))
  await page.close()
  return context
}

/** A page of the dashboard, with what went wrong in it. */
export interface AdminPage {
  readonly page: Page
  /** Errors that the page threw. */
  readonly errors: readonly string[]
}

/** Opens a screen and waits until nothing of it is loading any more. */
export async function openScreen(context: BrowserContext, dashboard: Dashboard, path: string): Promise<AdminPage> {
  const page = await context.newPage()
  const errors: string[] = []
  page.on("pageerror", (error) => errors.push(error.message))
  await page.goto(`${dashboard.url}${path}`)
  await settled(page)
  return { page, errors }
}

/** Follows a link to another screen without loading the dashboard's 7 MB of script again. */
export async function goTo(page: Page, dashboard: Dashboard, path: string): Promise<void> {
  await page.evaluate((address) => {
    // The screen that is left stands until the next one has come.
    document.querySelector("main h1")?.setAttribute("data-left", "")
    history.pushState({}, "", address)
    dispatchEvent(new PopStateEvent("popstate"))
  }, `${dashboard.url}${path}`)
  await page.locator("main h1:not([data-left])").first().waitFor()
  await settled(page)
}

/** Waits until the screen stands and no part of it is a skeleton. */
export async function settled(page: Page): Promise<void> {
  await page.locator("main h1").first().waitFor()
  await page.waitForFunction(() => document.querySelector("[data-state=loading]") === null)
}

/** Changes the language of the dashboard, for all pages that are opened from then on. */
export async function speak(page: Page, language: "de" | "en"): Promise<void> {
  await page.evaluate((chosen) => {
    localStorage.setItem("lng", chosen)
    document.cookie = `lng=${chosen}; path=/`
  }, language)
  await page.reload()
  await settled(page)
}

const violations = z.array(z.object({ id: z.string(), nodes: z.array(z.string()) }))

/**
 * What axe finds wrong within the screens and open dialogs; Medusa's own frame around them is not ours to judge.
 *
 * @param within selector of what is judged where no dialog is open
 */
export async function accessibilityFaults(page: Page, within = "main > *"): Promise<z.output<typeof violations>> {
  // A colour half-way through a transition is nobody's choice; a skeleton pulses for as long as it is there.
  await page.waitForFunction(() =>
    document
      .getAnimations()
      .filter(({ effect }) => effect?.getComputedTiming().iterations !== Infinity)
      .every(({ playState }) => playState !== "running"),
  )
  await page.evaluate(axe)
  const found: unknown = await page.evaluate(`(async () => {
    const dialogs = [...document.querySelectorAll("[role=dialog], [role=alertdialog]")]
    const include = dialogs.length > 0 ? dialogs : ${JSON.stringify([within])}
    const { violations } = await axe.run({ include }, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"] })
    return violations.map(({ id, nodes }) => ({ id, nodes: nodes.map(({ html }) => html.slice(0, 200)) }))
  })()`)
  return violations.parse(found)
}

/** Pixels by which the screen is wider than its window; more than 0 and a phone scrolls sideways. */
export function overflow(page: Page): Promise<number> {
  return page.evaluate(() => {
    const main = document.querySelector("main")
    return main ? Math.max(0, main.scrollWidth - main.clientWidth) : 0
  })
}

/** Turns the page dark or light at once, as Medusa's own switch does. */
export function setTheme(page: Page, theme: "dark" | "light"): Promise<void> {
  return page.evaluate((wanted) => {
    document.documentElement.classList.remove("dark", "light")
    document.documentElement.classList.add(wanted)
  }, theme)
}

/** What becomes of the plugin's own requests on their way to the shop. */
export interface Network {
  /** Lets nothing through until switched back. */
  stall(): void
  /** Breaks the connection of what waits and of what comes. */
  cut(): void
  /** Lets everything through again. */
  restore(): void
}

/** Puts a hand on the wire between a page and the shop: the answers themselves are the shop's own. */
export async function handOnTheWire(page: Page): Promise<Network> {
  let state: "open" | "stalled" | "cut" = "open"
  let wake: () => void = () => undefined
  let woken = Promise.resolve()
  const enter = (next: typeof state): void => {
    state = next
    wake()
    woken = new Promise((resolve) => (wake = resolve))
  }
  await page.route("**/admin/recommendations/**", async (route) => {
    while (state === "stalled") await woken
    await (state === "cut" ? route.abort("connectionreset") : route.continue())
  })
  return { stall: () => enter("stalled"), cut: () => enter("cut"), restore: () => enter("open") }
}
