import { randomUUID } from "node:crypto"
import type { Browser, BrowserContext } from "playwright-core"
import { z } from "@medusajs/framework/zod"
import { call, logInUser } from "../helpers/shop-client"
import type { CallOptions } from "../helpers/shop-client"
import {
  DESKTOP,
  PHONE,
  accessibilityFaults,
  handOnTheWire,
  logIn,
  openScreen,
  overflow,
  setTheme,
  settled,
  speak,
} from "./helpers/admin-page"
import type { AdminPage } from "./helpers/admin-page"
import { startDashboard } from "./helpers/dashboard"
import { daysOfTheShop, unsavedWork } from "./helpers/dashboard-tests"
import type { Dashboard } from "./helpers/dashboard"
import { forgeRule } from "./helpers/forge-rule"
import { launchBrowser } from "./helpers/launch-browser"
import { startShopWithHistory } from "./helpers/shop-with-history"
import type { ShopWithHistory } from "./helpers/shop-with-history"

const SCREENS = [
  ["Recommendations", "/recommendations"],
  ["Versions", "/recommendations/versions"],
  ["Behavior", "/recommendations/behavior"],
  ["Results", "/recommendations/results"],
  ["Shoppers", "/recommendations/shoppers"],
  ["Rules", "/recommendations/rules"],
  ["Settings", "/settings/recommendations"],
] as const

jest.setTimeout(600_000)

let shop: ShopWithHistory
let dashboard: Dashboard
let browser: Browser
let context: BrowserContext

beforeAll(async () => {
  shop = await startShopWithHistory(`svm_dashboard_${process.pid}`)
  dashboard = await startDashboard(shop.url)
  browser = await launchBrowser()
  context = await logIn(browser, dashboard)
})

afterAll(async () => {
  await browser.close()
  await dashboard.close()
  await shop.close()
})

/** Opens a screen, does something on it, and expects that nothing broke. */
async function onScreen(path: string, work: (screen: AdminPage) => Promise<void>): Promise<void> {
  const screen = await openScreen(context, dashboard, path)
  try {
    await work(screen)
    expect(screen.errors).toEqual([])
  } finally {
    await screen.page.close()
  }
}

/** Opens a screen in another window. */
const openIn = (window: BrowserContext, path: string): Promise<AdminPage> => openScreen(window, dashboard, path)

async function expectSound({ page }: AdminPage): Promise<void> {
  expect(await page.locator("[data-state=failing]").allInnerTexts()).toEqual([])
  expect(await accessibilityFaults(page)).toEqual([])
  expect(await overflow(page)).toBe(0)
}

describe("a shop on its first day", () => {
  test.each(SCREENS)("dashboard, first day: %s stands, empty and sound", async (title, path) => {
    await onScreen(path, async (screen) => {
      expect(await screen.page.locator("main h1").innerText()).toBe(title)
      await expectSound(screen)
    })
  })

  test("dashboard, first day: says what is missing before it can learn", async () => {
    await onScreen("/recommendations", async ({ page }) => {
      const readiness = page.getByRole("group", { name: "Not enough data to train yet" })
      await readiness.getByRole("progressbar", { name: "Purchases" }).waitFor()
      expect(await page.getByRole("button", { name: "Retrain now" }).isDisabled()).toBe(true)
    })
  })

  test("dashboard, first day: learns from the orders it has", async () => {
    await shop.forgetOrder()
    await onScreen("/recommendations", async ({ page }) => {
      await page.getByRole("button", { name: /Learn from my orders/ }).click()
      await page.getByText("Your orders were imported").waitFor()
    })
  })
})

describe("a shop with history", () => {
  beforeAll(() => shop.addHistory())

  test("dashboard, history: trains when asked, and shows what came of it", async () => {
    await onScreen("/recommendations", async (screen) => {
      const { page } = screen
      await page.getByRole("button", { name: "Retrain now" }).click()
      await page
        .getByRole("alertdialog")
        .getByRole("button", { name: /^Train/ })
        .click()
      await page.getByRole("region", { name: "Training in progress" }).waitFor()
      await page.getByRole("region", { name: "Last training" }).waitFor({ timeout: 120_000 })
      await page.getByText(/Finds the next purchase in its top ten for \d/).waitFor()
      await settled(page)
      await expectSound(screen)
    })
  })

  test("dashboard, history: lets a version serve against the gate only who has ticked the box", async () => {
    await onScreen("/recommendations", async ({ page }) => {
      await page.getByRole("button", { name: "Retrain now" }).click()
      const dialog = page.getByRole("alertdialog")
      const choice = dialog.getByRole("checkbox", { name: "Activate even if release checks fail" })
      expect(await choice.isChecked()).toBe(false)
      expect(await accessibilityFaults(page)).toEqual([])
      await choice.check()
      const asked = page.waitForRequest((request) => request.url().endsWith("/recommendations/retrain"))
      await dialog.getByRole("button", { name: "Train and activate" }).click()
      expect((await asked).postDataJSON()).toEqual({ force: true, promote: true })
      await page.getByRole("button", { name: "Cancel training" }).click()
      await dialog.getByRole("button", { name: "Cancel training" }).click()
      await page.getByRole("region", { name: "Last training" }).waitFor()
    })
  })

  test.each(SCREENS)("dashboard, history: %s is sound on a phone, dark and in German", async (_title, path) => {
    await onScreen(path, async (screen) => {
      const { page } = screen
      await page.evaluate(() => localStorage.setItem("medusa_admin_theme", "dark"))
      await page.setViewportSize(PHONE)
      await speak(page, "de")
      expect(await page.evaluate(() => document.documentElement.lang)).toBe("de")
      await expectSound(screen)
      await page.evaluate(() => localStorage.setItem("medusa_admin_theme", "light"))
      await speak(page, "en")
    })
  })

  test("dashboard, versions: opens one with its weights in plain words", async () => {
    await onScreen("/recommendations/versions", async (screen) => {
      const { page } = screen
      await page.getByRole("link", { name: "Version 1", exact: true }).click()
      await page.getByRole("heading", { level: 1, name: "Version 1" }).waitFor()
      await settled(page)
      const weights = page.getByRole("list", { name: "What drives the ranking" }).getByRole("listitem")
      expect(await weights.count()).toBeGreaterThan(5)
      expect(await weights.allInnerTexts()).not.toContainEqual(expect.stringMatching(/^(any|again)\./))
      await expectSound(screen)
    })
  })

  test("dashboard, versions: a version that is not there fails in words", async () => {
    await onScreen("/recommendations/versions/none", async ({ page }) => {
      await page.getByText("Something went wrong").waitFor()
      await page.getByRole("button", { name: "Try again" }).waitFor()
    })
  })

  test("dashboard, behavior: charts with the same figures as a table", async () => {
    await onScreen("/recommendations/behavior", async (screen) => {
      const { page } = screen
      const chart = page.getByRole("region", { name: "Over time" })
      await chart.getByRole("img").waitFor()
      await chart.getByText("Show as table").click()
      expect(await chart.getByRole("row").count()).toBeGreaterThan(20)
      expect(await page.getByRole("list", { name: "From view to purchase" }).getByRole("listitem").count()).toBe(3)
      await expectSound(screen)
    })
  })

  test("dashboard, behavior: the live tail shows an event of the storefront, and a rejected one with its code", async () => {
    await onScreen("/recommendations/behavior", async ({ page }) => {
      await page.getByRole("switch", { name: "Live" }).click()
      const event = (productId: string) => ({
        id: randomUUID(),
        type: "view",
        product_id: productId,
        occurred_at: new Date().toISOString(),
      })
      const good = event(shop.products[0]?.id ?? "")
      await call(`${shop.url}/store/behavior-events`, {
        // What Node calls itself by default counts as a bot.
        headers: { ...shop.storeHeaders, "user-agent": "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0" },
        body: { consent: true, visitor_id: randomUUID(), events: [good, event("prod_that_never_was")] },
      })
      const tail = page.getByRole("region", { name: "Live events" })
      await tail.getByRole("row").filter({ hasText: good.id }).getByText("Stored").waitFor()
      await tail.getByRole("row").getByText("Rejected").first().waitFor()
    })
  })

  test("dashboard, results: starts and stops a hold-out", async () => {
    await onScreen("/recommendations/results", async (screen) => {
      const { page } = screen
      await page.getByRole("button", { name: "Start a test" }).click()
      await page.getByLabel("Name").fill("Autumn")
      expect(await accessibilityFaults(page)).toEqual([])
      await page.getByRole("dialog").getByRole("button", { name: "Start a test" }).click()
      await page.getByText("Autumn").first().waitFor()
      await page.getByRole("button", { name: "Stop the test" }).click()
      await page.getByRole("alertdialog").getByRole("button", { name: "Stop the test" }).click()
      await page.getByText("Stopped", { exact: true }).waitFor()
      await expectSound(screen)
    })
  })

  test("dashboard, results: what the shop refuses is said in the admin's language", async () => {
    await onScreen("/recommendations/results", async ({ page }) => {
      await speak(page, "de")
      await page.getByRole("button", { name: "Test starten" }).click()
      await page.getByLabel("Name").fill("Herbst")
      const { experiment } = z
        .object({ experiment: z.looseObject({ id: z.string() }) })
        .parse(await shop.admin("/admin/recommendations/experiments", { name: "Theirs", holdout_share: 0.1 }))
      await page.getByRole("dialog").getByRole("button", { name: "Test starten" }).click()
      await page.getByText("Es läuft schon ein Test. Beende ihn zuerst.").waitFor()
      await shop.admin(`/admin/recommendations/experiments/${experiment.id}/stop`, {})
      await speak(page, "en")
    })
  })

  test("dashboard, shoppers: finds a customer by keyboard and shows list and reasons", async () => {
    await onScreen("/recommendations/shoppers", async (screen) => {
      const { page } = screen
      await page.getByRole("combobox", { name: "Customer" }).fill("Bo")
      await page.getByRole("option", { name: /Bo Summer/ }).waitFor()
      await page.keyboard.press("Enter")
      const list = page.getByRole("region", { name: "Current recommendations" })
      await list.getByRole("listitem").first().waitFor()
      await page.getByRole("heading", { name: "Bo Summer" }).waitFor()
      await settled(page)
      await list
        .getByRole("note", { name: "Effect of the last event" })
        .getByText(/^Last event: /)
        .waitFor()
      await expectSound(screen)
    })
  })

  test("dashboard, shoppers: erases a shopper after a question", async () => {
    const dan = shop.customers[3]
    await onScreen(`/recommendations/shoppers?customer=${dan?.id ?? ""}`, async ({ page }) => {
      await page.getByRole("button", { name: "Erase" }).click()
      await page.getByRole("alertdialog").getByRole("button", { name: "Erase" }).click()
      await page.getByText("No activity yet.").waitFor()
    })
  })

  test("dashboard, widgets: stand on a product, a customer and an order", async () => {
    const pages = [
      [`/products/${shop.products[0]?.id ?? ""}`, "Recommendations"],
      [`/customers/${shop.customers[0]?.id ?? ""}`, "Recommended for this customer"],
      [`/orders/${shop.orderId}`, "From recommendations"],
    ] as const
    for (const [path, title] of pages) {
      const page = await context.newPage()
      await page.goto(`${dashboard.url}${path}`)
      const widget = page.getByRole("region", { name: title })
      await widget.waitFor()
      await widget.locator("[data-state=loading]").waitFor({ state: "detached" })
      expect(await widget.locator("[data-state=failing]").allInnerTexts()).toEqual([])
      await page.close()
    }
  })

  test("dashboard, widgets: a product pinned from its own page is a rule", async () => {
    const page = await context.newPage()
    const network = await handOnTheWire(page)
    network.stall()
    await page.goto(`${dashboard.url}/products/${shop.products[1]?.id ?? ""}`)
    const pin = page.getByRole("button", { name: "Pin to the top" })
    await pin.waitFor()
    // What is pinned already is not known yet.
    expect(await pin.isDisabled()).toBe(true)
    network.mend()
    await pin.click()
    await page.getByText(/^Pin Product \d+ \(Pin\)$/).waitFor()
    await page.close()
    const { rules } = z
      .object({ rules: z.array(z.looseObject({ action: z.string(), product_ids: z.array(z.string()) })) })
      .parse(await shop.admin("/admin/recommendations/rules"))
    const pins = rules.filter((rule) => rule.product_ids.includes(shop.products[1]?.id ?? ""))
    expect(pins.map((rule) => rule.action)).toEqual(["pin"])
  })
})

describe("steering", () => {
  test("dashboard, rules: creates one, tries it, moves it up, and deletes it", async () => {
    await onScreen("/recommendations/rules", async (screen) => {
      const { page } = screen
      await page.getByRole("button", { name: "New rule" }).first().click()
      const panel = page.getByRole("dialog")
      await panel.getByRole("button", { name: "Save" }).click()
      await panel.getByText("Enter a name.").waitFor()
      await panel.getByLabel("Name").fill("Product 7 first")
      await panel.getByRole("combobox", { name: "Products" }).fill("Product 7")
      await page
        .getByRole("option", { name: /Product 7/ })
        .first()
        .click()
      await panel.getByRole("button", { name: "Try it" }).click()
      await panel.getByText("With this rule").first().waitFor()
      expect(await accessibilityFaults(page)).toEqual([])
      await panel.getByRole("button", { name: "Save" }).click()
      const rules = page.getByRole("region", { name: "Priority" })
      await rules.getByText("Product 7 first").waitFor()
      await page.getByRole("button", { name: "Move Product 7 first up" }).click()
      await rules.getByRole("listitem").first().getByText("Product 7 first").waitFor()
      await expectSound(screen)
      await page.getByRole("button", { name: "Delete Product 7 first" }).click()
      await page.getByRole("alertdialog").getByRole("button", { name: "Delete" }).click()
      await rules.getByText("Product 7 first").waitFor({ state: "detached" })
    })
  })

  test("dashboard, rules: an admin who comes second hears of it, and overwrites nothing", async () => {
    const { rule } = z.object({ rule: z.looseObject({ id: z.string(), version: z.number() }) }).parse(
      await shop.admin("/admin/recommendations/rules", {
        name: "Ours",
        action: "exclude",
        product_ids: [shop.products[2]?.id],
      }),
    )
    await onScreen("/recommendations/rules", async ({ page }) => {
      await page.getByRole("button", { name: "Edit Ours" }).click()
      await shop.admin(`/admin/recommendations/rules/${rule.id}`, {
        name: "Theirs",
        action: "exclude",
        product_ids: [shop.products[2]?.id],
        version: rule.version,
      })
      await page.getByRole("dialog").getByLabel("Name").fill("Mine")
      await page.getByRole("dialog").getByRole("button", { name: "Save" }).click()
      await page.getByText("Edited by someone else").waitFor()
    })
    const { rules } = z
      .object({ rules: z.array(z.looseObject({ name: z.string() })) })
      .parse(await shop.admin("/admin/recommendations/rules"))
    expect(rules.map(({ name }) => name)).toContain("Theirs")
  })

  test("dashboard, settings: refuses what the API would refuse, before it is sent", async () => {
    await onScreen("/settings/recommendations", async ({ page }) => {
      await page.getByLabel("Diversity (%)").fill("140")
      await page.getByText("At most 100.").waitFor()
      expect(await page.getByRole("button", { name: "Save" }).isDisabled()).toBe(true)
      await page.getByLabel("Cron expression").fill("at noon, please")
      await page.getByText("This expression never runs.").waitFor()
    })
  })

  test("dashboard, settings: saves, and tells who changed what", async () => {
    await onScreen("/settings/recommendations", async (screen) => {
      const { page } = screen
      await page.getByLabel("New interactions", { exact: true }).fill("25")
      await page.getByLabel("Cron expression").fill("30 4 * * 1")
      await page.getByRole("listitem").filter({ hasText: /4:30/ }).first().waitFor()
      await page.getByRole("button", { name: "Save" }).click()
      await page.getByText("All changes saved").waitFor()
      const history = page.getByRole("region", { name: "Change history" })
      await history.getByText("New interactions: from 10 to 25").waitFor()
      await expectSound(screen)
    })
  })
})

describe("work in hand", () => {
  unsavedWork({ onScreen, open: (path) => openIn(context, path) })
  daysOfTheShop(() => logIn(browser, dashboard, undefined, { timezoneId: "America/New_York" }), openIn)
})

describe("a slow and a broken connection", () => {
  const withShopper = (path: string): string =>
    path.endsWith("/shoppers") ? `${path}?customer=${shop.customers[1]?.id ?? ""}` : path

  test.each(SCREENS)(
    "dashboard, connection: %s waits in skeletons, fails in words, and recovers",
    async (title, path) => {
      const page = await context.newPage()
      await page.setViewportSize(PHONE)
      const network = await handOnTheWire(page)
      network.stall()
      await page.goto(`${dashboard.url}${withShopper(path)}`)
      await page.locator("main h1", { hasText: title }).waitFor()
      await page.locator("[data-state=loading]").first().waitFor()
      const themes = title === "Recommendations" ? (["light", "dark"] as const) : (["dark"] as const)
      const expectNoFault = async (): Promise<void> => {
        for (const theme of themes) {
          await setTheme(page, theme)
          expect(await accessibilityFaults(page)).toEqual([])
        }
        expect(await overflow(page)).toBe(0)
      }
      await expectNoFault()

      network.cut()
      const failing = page.locator("main [data-state=failing]").first()
      await failing.getByText("The server could not be reached. Check your connection.").waitFor()
      await page.waitForFunction(() => document.querySelector("[data-state=loading]") === null)
      await expectNoFault()

      const broken = page.locator("main [data-state=failing]")
      const before = await broken.count()
      network.mend()
      await failing.getByRole("button", { name: "Try again" }).click()
      await page.waitForFunction(
        (count) => document.querySelectorAll("main [data-state=failing]").length < count,
        before,
      )
      await page.close()
    },
  )
})

describe("attacks", () => {
  const INJECTIONS = [
    `<img src=x onerror="window.injected=1">`,
    `"><script>window.injected=1</script>`,
    `javascript:window.injected=1`,
    "{{constructor.constructor('window.injected=1')()}}",
  ] as const

  test("dashboard, attacks: titles, names and rules are text wherever they stand", async () => {
    const [product, other] = shop.products
    const [customer] = shop.customers
    if (!product || !other || !customer) throw new Error("the shop is empty")
    await shop.admin(`/admin/products/${product.id}`, { title: INJECTIONS.join(" "), thumbnail: INJECTIONS[2] })
    await shop.admin(`/admin/products/${other.id}`, { title: INJECTIONS[1] })
    await shop.admin(`/admin/customers/${customer.id}`, { first_name: INJECTIONS[0], last_name: INJECTIONS[1] })
    await shop.admin("/admin/recommendations/rules", {
      name: INJECTIONS[0],
      action: "pin",
      value: 1,
      product_ids: [product.id],
    })
    const paths = [
      ...SCREENS.map(([, path]) => path),
      `/recommendations/shoppers?customer=${customer.id}`,
      `/products/${product.id}`,
      `/customers/${customer.id}`,
    ]
    for (const path of paths) {
      const screen = await openScreen(context, dashboard, path)
      const dialogs: string[] = []
      screen.page.on("dialog", (dialog) => {
        dialogs.push(dialog.message())
        void dialog.dismiss()
      })
      expect(await screen.page.evaluate(() => "injected" in window)).toBe(false)
      expect(dialogs).toEqual([])
      const hrefs = await screen.page
        .locator("main a[href]")
        .evaluateAll((found) => found.map((one) => one.getAttribute("href") ?? ""))
      expect(hrefs.filter((href) => /^\s*javascript:/i.test(href))).toEqual([])
      await screen.page.close()
    }
    await onScreen("/recommendations/rules", ({ page }) => page.getByText(INJECTIONS[0]).first().waitFor())
  })

  test("dashboard, attacks: a page of another site cannot post with the admin's session", async () => {
    const before = await shop.admin("/admin/recommendations/rules")
    const target = new URL("/admin/recommendations/rules", dashboard.url)
    const page = await context.newPage()
    // The same machine by its other name is another site to a browser.
    const foreign = new URL("/app/login", dashboard.url)
    foreign.hostname = "localhost"
    await page.goto(foreign.href)
    await forgeRule(page, target.href)
    await page.waitForURL((url) => url.hostname === target.hostname)
    expect(await page.locator("body").innerText()).toMatch(/another site|Unauthorized/)
    await page.close()
    expect(await shop.admin("/admin/recommendations/rules")).toEqual(before)
  })
})

describe("access", () => {
  const roleAnswer = z.object({ role: z.object({ id: z.string() }) })
  const policiesAnswer = z.object({ policies: z.array(z.object({ id: z.string(), key: z.string() })) })

  /** Somebody with a role of these policies, by their keys. */
  async function somebodyWith(
    name: string,
    keys: readonly string[],
  ): Promise<{ email: string; password: string; headers: Record<string, string> }> {
    const { policies } = policiesAnswer.parse(await shop.admin("/admin/rbac/policies?limit=1000&fields=id,key"))
    const ids = policies.filter(({ key }) => keys.includes(key)).map(({ id }) => id)
    expect(ids).toHaveLength(keys.length)
    const { role } = roleAnswer.parse(await shop.admin("/admin/rbac/roles", { name, policy_ids: ids }))
    const who = { email: `${name}@shop.test`, password: "shop-test-2" }
    const headers = await logInUser(shop.url, shop.database, { ...who, id: `user_${name}`, roleId: role.id })
    return { ...who, headers }
  }

  const statusOf = async (headers: Record<string, string>, route: string, options: CallOptions = {}): Promise<number> =>
    (await call(`${shop.url}/admin/recommendations/${route}`, { ...options, headers })).status

  test("dashboard, access: a role without recommendations gets 403, and reads so in the dashboard", async () => {
    const packer = await somebodyWith("packer", ["order:read", "product:read"])
    expect(await statusOf(packer.headers, "model")).toBe(403)
    expect(await statusOf(packer.headers, "retrain", { body: { dry_run: true } })).toBe(403)
    const packing = await logIn(browser, dashboard, packer)
    const screen = await openScreen(packing, dashboard, "/recommendations/versions")
    await screen.page.getByText("You don't have access").first().waitFor()
    await screen.page.getByText("Your role does not include recommendations.").first().waitFor()
    expect(await screen.page.getByRole("button", { name: "Try again" }).count()).toBe(0)
    expect(await accessibilityFaults(screen.page)).toEqual([])
    await packing.close()
  })

  test("dashboard, access: who may only read sees all and changes nothing", async () => {
    const reader = await somebodyWith("reader", ["recommendation:read"])
    expect(await statusOf(reader.headers, "model")).toBe(200)
    expect(await statusOf(reader.headers, "rules")).toBe(200)
    expect(
      await statusOf(reader.headers, "rules", { body: { name: "x", action: "exclude", product_ids: ["p"] } }),
    ).toBe(403)
    expect(await statusOf(reader.headers, `shoppers/${shop.customers[0]?.id ?? ""}`, { method: "DELETE" })).toBe(403)
  })

  test("dashboard, access: a stranger is sent to the login", async () => {
    const stranger = await browser.newContext({ locale: "en-US", viewport: DESKTOP })
    const page = await stranger.newPage()
    await page.goto(`${dashboard.url}/recommendations`)
    await page.waitForURL(/\/login/)
    await stranger.close()
  })
})
