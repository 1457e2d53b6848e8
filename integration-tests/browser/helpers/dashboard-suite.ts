import type { Browser, BrowserContext } from "playwright-core"
import { PHONE, accessibilityFaults, logIn, openScreen, overflow } from "./admin-page"
import type { AdminPage } from "./admin-page"
import { startDashboard } from "./dashboard"
import type { Dashboard } from "./dashboard"
import { launchBrowser } from "./launch-browser"
import { startShopWithHistory } from "./shop-with-history"
import type { ShopWithHistory } from "./shop-with-history"

export const SCREENS = [
  ["Recommendations", "/recommendations"],
  ["Versions", "/recommendations/versions"],
  ["Behavior", "/recommendations/behavior"],
  ["Results", "/recommendations/results"],
  ["Shoppers", "/recommendations/shoppers"],
  ["Rules", "/recommendations/rules"],
  ["Gift finder", "/recommendations/gifts"],
  ["Settings", "/settings/recommendations"],
] as const

/** The dashboard in front of a shop of its own, with an admin who has logged in. */
export interface DashboardSuite {
  readonly shop: ShopWithHistory
  readonly dashboard: Dashboard
  readonly browser: Browser
  readonly context: BrowserContext
}

/** Starts it before a file's tests and ends it after them; what it returns may be called from within tests. */
export function dashboardSuite(name: string): () => DashboardSuite {
  let suite: DashboardSuite | undefined
  beforeAll(async () => {
    const shop = await startShopWithHistory(`${name}_${process.pid}`)
    const dashboard = await startDashboard(shop.url)
    const browser = await launchBrowser()
    suite = { shop, dashboard, browser, context: await logIn(browser, dashboard) }
  })
  afterAll(async () => {
    await suite?.browser.close()
    await suite?.dashboard.close()
    await suite?.shop.close()
  })
  return () => {
    if (!suite) throw new Error("the dashboard has not started")
    return suite
  }
}

/** Opens a screen, does something on it, and expects that nothing broke. */
export async function onScreen(
  { context, dashboard }: Pick<DashboardSuite, "context" | "dashboard">,
  path: string,
  work: (screen: AdminPage) => Promise<void>,
): Promise<void> {
  const screen = await openScreen(context, dashboard, path)
  try {
    await work(screen)
    expect(screen.errors).toEqual([])
  } finally {
    await screen.page.close()
  }
}

export async function expectSound({ page }: AdminPage): Promise<void> {
  expect(await page.locator("[data-state=failing]").allInnerTexts()).toEqual([])
  expect(await accessibilityFaults(page)).toEqual([])
  expect(await overflow(page)).toBe(0)
}

/** The same admin with a phone, who reads German and has turned the dashboard dark. */
export async function germanPhone({ browser, context, dashboard }: DashboardSuite): Promise<BrowserContext> {
  const { origin, hostname } = new URL(dashboard.url)
  const { cookies } = await context.storageState()
  const localStorage = [
    { name: "lng", value: "de" },
    { name: "medusa_admin_theme", value: "dark" },
  ]
  const language = {
    ...{ name: "lng", value: "de", domain: hostname, path: "/", expires: -1 },
    ...{ httpOnly: false, secure: false, sameSite: "Lax" as const },
  }
  return browser.newContext({
    ...{ locale: "en-US", viewport: PHONE },
    storageState: { cookies: [...cookies, language], origins: [{ origin, localStorage }] },
  })
}
