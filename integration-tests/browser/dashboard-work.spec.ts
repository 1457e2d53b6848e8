import type { BrowserContext } from "playwright-core"
import { z } from "@medusajs/framework/zod"
import { withClient } from "../helpers/database"
import { call, logInUser } from "../helpers/shop-client"
import type { CallOptions } from "../helpers/shop-client"
import { DESKTOP, accessibilityFaults, goTo, logIn, openScreen } from "./helpers/admin-page"
import type { AdminPage } from "./helpers/admin-page"
import { brokenConnection } from "./helpers/connection-tests"
import { SCREENS, dashboardSuite, expectSound, onScreen } from "./helpers/dashboard-suite"
import {
  arrangedByHand,
  correctedGift,
  daysOfTheShop,
  pickedSets,
  productAudience,
  rulePreview,
} from "./helpers/dashboard-tests"
import { forgeRule } from "./helpers/forge-rule"
import { formsThatKnow } from "./helpers/form-tests"
import { chosenSchedule } from "./helpers/schedule-tests"
import { draggedRules, longTables, typedPeriod } from "./helpers/table-tests"
import { unsavedWidgets, unsavedWork } from "./helpers/unsaved-tests"

jest.setTimeout(600_000)

const suite = dashboardSuite("svm_dashboard_work")

beforeAll(() => suite().shop.addHistory())

/** Opens a screen in another window. */
const openIn = (window: BrowserContext, path: string): Promise<AdminPage> => openScreen(window, suite().dashboard, path)

const addRule = (): Promise<unknown> =>
  suite().shop.admin("/admin/recommendations/rules", {
    ...{ name: "Never this", action: "exclude", product_ids: [suite().shop.products[4]?.id] },
  })

describe("steering", () => {
  const pages = {
    openPage: async (id: string) => (await openIn(suite().context, `/products/${id}`)).page,
    productIds: () => suite().shop.products.map(({ id }) => id),
  }
  unsavedWidgets(pages)
  correctedGift(pages)
  productAudience({
    ...pages,
    // As customers with an account who said yes: those of the dashboard have none.
    agree: () =>
      withClient(suite().shop.database, (client) =>
        client.query(`update customer set has_account = true, metadata = '{"recommendation_consent": true}'`),
      ),
  })
  pickedSets({
    ...pages,
    rules: () => suite().shop.admin("/admin/recommendations/rules"),
  })

  test("dashboard, rules: creates one, tries it, moves it up, and deletes it", async () => {
    await addRule()
    await onScreen(suite(), "/recommendations/rules", async (screen) => {
      const { page } = screen
      await page.getByRole("button", { name: "New rule" }).first().click()
      const panel = page.getByRole("dialog")
      // The buttons are always in sight, the fields and the preview are not.
      await panel.getByText("The rule is on").scrollIntoViewIfNeeded()
      await panel.getByRole("button", { name: "Save" }).click()
      await panel.getByText("Enter a name.").waitFor()
      expect(await panel.locator(":focus").getAttribute("id")).toBe(await panel.getByLabel("Name").getAttribute("id"))
      await panel.getByLabel("Name").fill("Product 7 first")
      await panel.getByRole("combobox", { name: "Products" }).fill("Product 7")
      await page
        .getByRole("option", { name: /Product 7/ })
        .first()
        .click()
      await panel.getByText("The rule is on").scrollIntoViewIfNeeded()
      await panel.getByRole("button", { name: "Try it" }).click()
      await panel.getByText("With this rule").first().waitFor()
      const preview = panel.getByRole("region", { name: "Preview rule changes" })
      expect(await preview.evaluate((region) => region.getBoundingClientRect().top)).toBeGreaterThan(0)
      expect(await accessibilityFaults(page)).toEqual([])
      await panel.getByRole("button", { name: "Save" }).click()
      const rules = page.getByRole("region", { name: "Priority" })
      await rules.getByText("Product 7 first").waitFor()
      await page.getByRole("button", { name: "Move Product 7 first up" }).click()
      const moved = rules.getByRole("listitem").first()
      await moved.getByText("Product 7 first").waitFor()
      await moved.getByText(/^Created .* by \S+@\S+$/).waitFor()
      await expectSound(screen)
      await page.getByRole("button", { name: "Delete Product 7 first" }).click()
      await page.getByRole("alertdialog").getByRole("button", { name: "Delete" }).click()
      await rules.getByText("Product 7 first").waitFor({ state: "detached" })
    })
  })

  test("dashboard, rules: an admin who comes second hears of it, and overwrites nothing", async () => {
    const { rule } = z.object({ rule: z.looseObject({ id: z.string(), version: z.number() }) }).parse(
      await suite().shop.admin("/admin/recommendations/rules", {
        name: "Ours",
        action: "exclude",
        product_ids: [suite().shop.products[2]?.id],
      }),
    )
    await onScreen(suite(), "/recommendations/rules", async ({ page }) => {
      await page.getByRole("button", { name: "Edit Ours" }).click()
      await suite().shop.admin(`/admin/recommendations/rules/${rule.id}`, {
        name: "Theirs",
        action: "exclude",
        product_ids: [suite().shop.products[2]?.id],
        version: rule.version,
      })
      await page.getByRole("dialog").getByLabel("Name").fill("Mine")
      await page.getByRole("dialog").getByRole("button", { name: "Save" }).click()
      await page.getByText("Edited by someone else").waitFor()
    })
    const { rules } = z
      .object({ rules: z.array(z.looseObject({ name: z.string() })) })
      .parse(await suite().shop.admin("/admin/recommendations/rules"))
    expect(rules.map(({ name }) => name)).toContain("Theirs")
  })

  test("dashboard, settings: refuses what the API would refuse, before it is sent", async () => {
    await onScreen(suite(), "/settings/recommendations", async ({ page }) => {
      await page.getByLabel("Diversity (%)").fill("140")
      await page.getByText("At most 100.").waitFor()
      expect(await page.getByRole("button", { name: "Save" }).isDisabled()).toBe(true)
    })
  })

  chosenSchedule(suite)
})

describe("work in hand", () => {
  rulePreview({ onScreen: (path, work) => onScreen(suite(), path, work) }, addRule)
  arrangedByHand({ onScreen: (path, work) => onScreen(suite(), path, work) }, (...call) => suite().shop.admin(...call))
  unsavedWork({
    onScreen: (path, work) => onScreen(suite(), path, work),
    open: (path) => openIn(suite().context, path),
  })
  daysOfTheShop(() => {
    const { browser, dashboard } = suite()
    return logIn(browser, dashboard, undefined, { timezoneId: "America/New_York" })
  }, openIn)
})

describe("forms", () => formsThatKnow(suite))

describe("tables", () => {
  longTables(suite)
  draggedRules(suite)
  typedPeriod(suite)
})

describe("a slow and a broken connection", () => brokenConnection(suite))

describe("attacks", () => {
  const INJECTIONS = [
    `<img src=x onerror="window.injected=1">`,
    `"><script>window.injected=1</script>`,
    `javascript:window.injected=1`,
    "{{constructor.constructor('window.injected=1')()}}",
  ] as const

  test("dashboard, attacks: titles, names and rules are text wherever they stand", async () => {
    const [product, other] = suite().shop.products
    const [customer] = suite().shop.customers
    if (!product || !other || !customer) throw new Error("the shop is empty")
    await suite().shop.admin(`/admin/products/${product.id}`, { title: INJECTIONS.join(" "), thumbnail: INJECTIONS[2] })
    await suite().shop.admin(`/admin/products/${other.id}`, { title: INJECTIONS[1] })
    await suite().shop.admin(`/admin/customers/${customer.id}`, { first_name: INJECTIONS[0], last_name: INJECTIONS[1] })
    await suite().shop.admin("/admin/recommendations/rules", {
      name: INJECTIONS[0],
      action: "pin",
      value: 1,
      product_ids: [product.id],
    })
    await onScreen(suite(), `/recommendations/shoppers?customer=${customer.id}`, async ({ page }) => {
      const dialogs: string[] = []
      page.on("dialog", (dialog) => {
        dialogs.push(dialog.message())
        void dialog.dismiss()
      })
      const expectHarmless = async (path: string): Promise<void> => {
        const hrefs = await page
          .locator("main a[href]")
          .evaluateAll((links) => links.map((link) => link.getAttribute("href") ?? ""))
        const scripts = hrefs.filter((href) => /^\s*javascript:/i.test(href))
        expect({ path, dialogs, scripts, injected: await page.evaluate(() => "injected" in window) }).toEqual({
          ...{ path, dialogs: [], scripts: [], injected: false },
        })
      }
      await expectHarmless("shopper")
      for (const path of [
        ...SCREENS.map(([, screen]) => screen),
        `/products/${product.id}`,
        `/customers/${customer.id}`,
      ]) {
        await goTo(page, suite().dashboard, path)
        await expectHarmless(path)
      }
    })
    await onScreen(suite(), "/recommendations/rules", ({ page }) => page.getByText(INJECTIONS[0]).first().waitFor())
  })

  test("dashboard, attacks: a page of another site cannot post with the admin's session", async () => {
    const before = await suite().shop.admin("/admin/recommendations/rules")
    const target = new URL("/admin/recommendations/rules", suite().dashboard.url)
    const page = await suite().context.newPage()
    // The same machine by its other name is another site to a browser.
    const foreign = new URL("/app/login", suite().dashboard.url)
    foreign.hostname = "localhost"
    await page.goto(foreign.href)
    await forgeRule(page, target.href)
    await page.waitForURL((url) => url.hostname === target.hostname)
    expect(await page.locator("body").innerText()).toMatch(/another site|Unauthorized/)
    await page.close()
    expect(await suite().shop.admin("/admin/recommendations/rules")).toEqual(before)
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
    const { policies } = policiesAnswer.parse(await suite().shop.admin("/admin/rbac/policies?limit=1000&fields=id,key"))
    const ids = policies.filter(({ key }) => keys.includes(key)).map(({ id }) => id)
    expect(ids).toHaveLength(keys.length)
    const { role } = roleAnswer.parse(await suite().shop.admin("/admin/rbac/roles", { name, policy_ids: ids }))
    const who = { email: `${name}@shop.test`, password: "shop-test-2" }
    const headers = await logInUser(suite().shop.url, suite().shop.database, {
      ...who,
      id: `user_${name}`,
      roleId: role.id,
    })
    return { ...who, headers }
  }

  const statusOf = async (headers: Record<string, string>, route: string, options: CallOptions = {}): Promise<number> =>
    (await call(`${suite().shop.url}/admin/recommendations/${route}`, { ...options, headers })).status

  test("dashboard, access: a role without recommendations gets 403, and reads so in the dashboard", async () => {
    const packer = await somebodyWith("packer", ["order:read", "product:read"])
    expect(await statusOf(packer.headers, "model")).toBe(403)
    expect(await statusOf(packer.headers, "retrain", { body: { dry_run: true } })).toBe(403)
    const packing = await logIn(suite().browser, suite().dashboard, packer)
    const screen = await openScreen(packing, suite().dashboard, "/recommendations/versions")
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
    expect(
      await statusOf(reader.headers, `shoppers/${suite().shop.customers[0]?.id ?? ""}`, { method: "DELETE" }),
    ).toBe(403)
  })

  test("dashboard, access: a stranger is sent to the login", async () => {
    const stranger = await suite().browser.newContext({ locale: "en-US", viewport: DESKTOP })
    const page = await stranger.newPage()
    await page.goto(`${suite().dashboard.url}/recommendations`)
    await page.waitForURL(/\/login/)
    await stranger.close()
  })
})
