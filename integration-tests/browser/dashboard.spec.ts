import { randomUUID } from "node:crypto"
import type { BrowserContext } from "playwright-core"
import { z } from "@medusajs/framework/zod"
import { call } from "../helpers/shop-client"
import { accessibilityFaults, handOnTheWire, setTheme, settled, speak } from "./helpers/admin-page"
import { SCREENS, dashboardSuite, expectSound, germanPhone, onScreen } from "./helpers/dashboard-suite"
import { amongMedusas, emptyFirstPage, orderOfFirstPage } from "./helpers/first-page-tests"

jest.setTimeout(600_000)

const suite = dashboardSuite("svm_dashboard")

describe("a shop on its first day", () => {
  test.each(SCREENS)("dashboard, first day: %s stands, empty and sound", async (title, path) => {
    await onScreen(suite(), path, async (screen) => {
      expect(await screen.page.locator("main h1").innerText()).toBe(title)
      await expectSound(screen)
    })
  })

  emptyFirstPage(suite)

  test("dashboard, first day: says what is missing before it can learn", async () => {
    await onScreen(suite(), "/recommendations", async ({ page }) => {
      const readiness = page.getByRole("group", { name: "Not enough data to train yet" })
      await readiness.getByRole("progressbar", { name: "Purchases" }).waitFor()
      expect(await page.getByRole("button", { name: "Retrain now" }).isDisabled()).toBe(true)
    })
  })

  test.each(["results", "gifts"])("dashboard, first day: %s, empty, lead to the first steps", async (name) => {
    await onScreen(suite(), `/recommendations/${name}`, async ({ page }) => {
      await page.getByRole("link", { name: "Check setup and health" }).click()
      await page.getByRole("heading", { name: "Get started" }).waitFor()
    })
  })

  test("dashboard, first day: learns from the orders it has", async () => {
    await suite().shop.forgetOrder()
    await onScreen(suite(), "/recommendations", async ({ page }) => {
      await page.getByRole("button", { name: /Learn from my orders/ }).click()
      await page.getByText("Your orders were imported").waitFor()
    })
  })
})

describe("a shop with history", () => {
  let phone: BrowserContext

  beforeAll(async () => {
    await suite().shop.addHistory()
    phone = await germanPhone(suite())
  })

  test("dashboard, history: trains when asked, and shows what came of it", async () => {
    await onScreen(suite(), "/recommendations", async (screen) => {
      const { page } = screen
      // The history may have set off a training by itself, in the minute that it took: while it runs, the button says so.
      await page.getByRole("button", { name: "Retrain now" }).click({ timeout: 120_000 })
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

  orderOfFirstPage(suite)
  amongMedusas(suite)

  test("dashboard, history: lets a version serve against the gate only who has ticked the box", async () => {
    await onScreen(suite(), "/recommendations", async ({ page }) => {
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
    await onScreen({ ...suite(), context: phone }, path, async (screen) => {
      const shown = await screen.page.evaluate(() => {
        const { lang, classList } = document.documentElement
        return { lang, isDark: classList.contains("dark") }
      })
      expect(shown).toEqual({ lang: "de", isDark: true })
      await expectSound(screen)
    })
  })

  test("dashboard, versions: opens one with its weights in plain words", async () => {
    await onScreen(suite(), "/recommendations/versions", async (screen) => {
      const { page } = screen
      await page.getByRole("link", { name: "Version 1", exact: true }).click()
      await page.getByRole("heading", { level: 1, name: "Version 1" }).waitFor()
      await settled(page)
      const weights = page.getByRole("list", { name: "What drives the ranking" }).getByRole("listitem")
      expect(await weights.count()).toBeGreaterThan(5)
      expect(await weights.allInnerTexts()).not.toContainEqual(expect.stringMatching(/^(any|again)\./))
      await expectSound(screen)
      await setTheme(page, "dark")
      expect(await accessibilityFaults(page)).toEqual([])
    })
  })

  test("dashboard, versions: a version that is not there fails in words", async () => {
    await onScreen(suite(), "/recommendations/versions/none", async ({ page }) => {
      await page.getByText("Something went wrong").waitFor()
      await page.getByRole("button", { name: "Try again" }).waitFor()
    })
  })

  test("dashboard, behavior: charts with the same figures as a table", async () => {
    await onScreen(suite(), "/recommendations/behavior", async (screen) => {
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
    await onScreen(suite(), "/recommendations/behavior", async ({ page }) => {
      await page.getByRole("switch", { name: "Live" }).click()
      const event = (productId: string) => ({
        id: randomUUID(),
        type: "view",
        product_id: productId,
        occurred_at: new Date().toISOString(),
      })
      const good = event(suite().shop.products[0]?.id ?? "")
      await call(`${suite().shop.url}/store/behavior-events`, {
        // What Node calls itself by default counts as a bot.
        headers: { ...suite().shop.storeHeaders, "user-agent": "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0" },
        body: { consent: true, visitor_id: randomUUID(), events: [good, event("prod_that_never_was")] },
      })
      const tail = page.getByRole("region", { name: "Live events" })
      await tail.getByRole("row").filter({ hasText: good.id }).getByText("Stored").waitFor()
      await tail.getByRole("row").getByText("Rejected").first().waitFor()
    })
  })

  test("dashboard, results: starts and stops a hold-out", async () => {
    await onScreen(suite(), "/recommendations/results", async (screen) => {
      const { page } = screen
      await page.getByRole("button", { name: "Start a test" }).click()
      await page.getByLabel("Name").fill("Autumn")
      expect(await accessibilityFaults(page)).toEqual([])
      await page.getByRole("dialog").getByRole("button", { name: "Start a test" }).click()
      await page.getByText("Autumn").first().waitFor()
      // Nobody is in a group yet: that none of nobody bought is no rate.
      expect(await page.getByRole("cell", { name: "0.00%" }).count()).toBe(0)
      await page.getByRole("button", { name: "Stop the test" }).click()
      await page.getByRole("alertdialog").getByRole("button", { name: "Stop the test" }).click()
      await page.getByText("Stopped", { exact: true }).waitFor()
      await expectSound(screen)
    })
  })

  test("dashboard, results: what the shop refuses is said in the admin's language", async () => {
    await onScreen(suite(), "/recommendations/results", async ({ page }) => {
      await speak(page, "de")
      await page.getByRole("button", { name: "Test starten" }).click()
      await page.getByLabel("Name").fill("Herbst")
      const { experiment } = z
        .object({ experiment: z.looseObject({ id: z.string() }) })
        .parse(await suite().shop.admin("/admin/recommendations/experiments", { name: "Theirs", holdout_share: 0.1 }))
      await page.getByRole("dialog").getByRole("button", { name: "Test starten" }).click()
      await page.getByText("Es läuft schon ein Test. Beende ihn zuerst.").waitFor()
      await suite().shop.admin(`/admin/recommendations/experiments/${experiment.id}/stop`, {})
      await speak(page, "en")
    })
  })

  test("dashboard, shoppers: finds a customer by keyboard and shows list and reasons", async () => {
    await onScreen(suite(), "/recommendations/shoppers", async (screen) => {
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
      // What is called a likelihood is one, not the product's place among the list.
      const customerId = new URL(page.url()).searchParams.get("customer") ?? ""
      const { list: answered } = z
        .object({ list: z.object({ recommendations: z.array(z.object({ chance: z.number() })) }) })
        .parse(await suite().shop.admin(`/admin/recommendations/shoppers/${customerId}`))
      const shown = await list.getByText(/likelihood$/).allInnerTexts()
      expect(
        shown
          .map((text) => Number(/[\d.]+/.exec(text)?.[0]))
          .map((percent, at) => Math.abs(percent - 100 * (answered.recommendations[at]?.chance ?? 1)) <= 0.6),
      ).toEqual(answered.recommendations.map(() => true))
      // A picture, or what stands in for one, beside each product that is named.
      const recent = page.getByRole("region", { name: "Bo Summer" }).locator("ol > li")
      expect(await recent.count()).toBeGreaterThan(0)
      expect(await recent.filter({ hasNot: page.locator("img, svg") }).count()).toBe(0)
      await expectSound(screen)
    })
  })

  test("dashboard, shoppers: erases a shopper after a question", async () => {
    const dan = suite().shop.customers[3]
    await onScreen(suite(), `/recommendations/shoppers?customer=${dan?.id ?? ""}`, async ({ page }) => {
      await page.getByRole("button", { name: "Erase" }).click()
      await page.getByRole("alertdialog").getByRole("button", { name: "Erase" }).click()
      await page.getByText("No activity yet.").waitFor()
    })
  })

  test("dashboard, widgets: stand on a product, a customer and an order", async () => {
    const pages = [
      [`/products/${suite().shop.products[0]?.id ?? ""}`, "Recommendations"],
      [`/customers/${suite().shop.customers[0]?.id ?? ""}`, "Recommended for this customer"],
      [`/orders/${suite().shop.orderId}`, "From recommendations"],
    ] as const
    for (const [path, title] of pages) {
      const page = await suite().context.newPage()
      await page.goto(`${suite().dashboard.url}${path}`)
      const widget = page.getByRole("region", { name: title })
      await widget.waitFor()
      await widget.locator("[data-state=loading]").first().waitFor({ state: "detached" })
      expect(await widget.locator("[data-state=failing]").allInnerTexts()).toEqual([])
      for (const theme of ["light", "dark"] as const) {
        await setTheme(page, theme)
        expect(await accessibilityFaults(page, `main [role=region][aria-label="${title}"]`)).toEqual([])
      }
      await page.close()
    }
  })

  test("dashboard, widgets: a product pinned from its own page is a rule", async () => {
    const page = await suite().context.newPage()
    const network = await handOnTheWire(page)
    network.stall()
    await page.goto(`${suite().dashboard.url}/products/${suite().shop.products[1]?.id ?? ""}`)
    const pin = page.getByRole("button", { name: "Pin to the top" })
    await pin.waitFor()
    // What is pinned already is not known yet.
    expect(await pin.isDisabled()).toBe(true)
    network.restore()
    await pin.click()
    await page.getByText(/^Pin Product \d+ \(Pin\)$/).waitFor()
    await page.close()
    const { rules } = z
      .object({ rules: z.array(z.looseObject({ action: z.string(), product_ids: z.array(z.string()) })) })
      .parse(await suite().shop.admin("/admin/recommendations/rules"))
    const pins = rules.filter((rule) => rule.product_ids.includes(suite().shop.products[1]?.id ?? ""))
    expect(pins.map((rule) => rule.action)).toEqual(["pin"])
  })
})
