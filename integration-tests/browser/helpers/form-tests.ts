import { z } from "@medusajs/framework/zod"
import { call } from "../../helpers/shop-client"
import { PHONE, accessibilityFaults, logIn, openScreen } from "./admin-page"
import { onScreen } from "./dashboard-suite"
import type { DashboardSuite } from "./dashboard-suite"
import { eventually } from "./stub-pages"

const results = z.object({ served: z.array(z.object({ placement: z.string().nullable() })) })

/** A list is asked for at a place, until the dashboard knows the place. */
async function askAt({ shop }: DashboardSuite, placement: string): Promise<void> {
  const { url, storeHeaders, regionId } = shop
  await call(`${url}/store/recommendations?region_id=${regionId}&placement=${placement}`, { headers: storeHeaders })
  await eventually(
    async () => results.parse(await shop.admin("/admin/recommendations/results")),
    ({ served }) => expect(served.map((row) => row.placement)).toContain(placement),
  )
}

/** Forms offer what the shop knows, and say nothing of what they do not know yet. */
export function formsThatKnow(suite: () => DashboardSuite): void {
  test("dashboard, rules: known placements say what they show and earned, and are ticked beside what is typed", async () => {
    await askAt(suite(), "home-top")
    await onScreen(suite(), "/recommendations/rules", async ({ page }) => {
      await page.getByRole("button", { name: "New rule" }).first().click()
      const panel = page.getByRole("dialog")
      const placements = panel.getByLabel("Placements", { exact: true })
      await placements.fill("newsletter, ")
      const known = panel.getByRole("group", { name: "Known placements (last 90 days)" })
      const top = known.getByRole("checkbox", { name: "home-top" })
      expect(await top.getAttribute("aria-describedby")).toBe(
        await known.getByText("For you · nothing earned yet").first().getAttribute("id"),
      )
      await top.press("Space")
      expect(await placements.inputValue()).toBe("newsletter, home-top")
      expect(await accessibilityFaults(page)).toEqual([])
      await placements.fill("home-top, newsletter, shelf")
      await top.press("Space")
      expect(await placements.inputValue()).toBe("newsletter, shelf")
    })
  })

  test("dashboard, rules: a preview of alternatives asks for the product that they stand beside", async () => {
    const { shop } = suite()
    await shop.admin("/admin/recommendations/rules", {
      ...{ name: "Not beside others", action: "exclude", product_ids: [shop.products[5]?.id] },
    })
    await onScreen(suite(), "/recommendations/rules", async ({ page }) => {
      await page.getByRole("button", { name: "Simulate" }).click()
      const panel = page.getByRole("dialog")
      await panel.getByRole("combobox", { name: "List" }).click()
      await page.getByRole("option", { name: "Alternatives" }).click()
      await panel.getByText("Choose a product: this list starts from one").waitFor()
      await panel.getByRole("combobox", { name: "Product page" }).click()
      await page.getByRole("option").first().click()
      await panel.getByRole("listitem").first().waitFor()
    })
  })

  test("dashboard, rules: a preview of all rules marks what they brought into a list", async () => {
    const { shop } = suite()
    await shop.admin("/admin/recommendations/rules", {
      ...{ name: "Last ones first", action: "pin", value: 1, placements: ["shelf"] },
      product_ids: shop.products.slice(-3).map(({ id }) => id),
    })
    await onScreen(suite(), "/recommendations/rules", async ({ page }) => {
      await page.getByRole("button", { name: "Simulate" }).click()
      const panel = page.getByRole("dialog")
      await panel.getByLabel("Placement").fill("shelf")
      await panel.getByLabel("Placement").blur()
      const lists = panel.getByRole("list", { name: "With rules" })
      await lists.getByText("(added)").first().waitFor({ state: "attached" })
      expect(await accessibilityFaults(page)).toEqual([])
    })
  })

  test("dashboard, rules: west of the shop a rule's dates are entered and listed by the shop's clock", async () => {
    const { shop, browser, dashboard } = suite()
    await shop.admin("/admin/recommendations/rules", {
      ...{ name: "Until Christmas", action: "exclude", product_ids: [shop.products[5]?.id] },
      ends_at: "2027-12-24T02:30:00.000Z",
    })
    const americas = await logIn(browser, dashboard, undefined, { timezoneId: "America/New_York" })
    const { page } = await openScreen(americas, dashboard, "/recommendations/rules")
    await page.getByText("Until Dec 24, 2027, 2:30 AM UTC").waitFor()
    await page.getByRole("button", { name: "Edit Until Christmas" }).click()
    const ends = page.getByRole("dialog").getByRole("group", { name: "Ends" })
    const shown = () => ends.getByRole("spinbutton").allInnerTexts()
    expect((await shown()).slice(0, 4)).toEqual(["12", "24", "2027", "2"])
    await ends.getByRole("spinbutton", { name: /^day/ }).press("ArrowUp")
    await page.getByRole("dialog").getByRole("button", { name: "Save" }).click()
    await page.getByText("Until Dec 25, 2027, 2:30 AM UTC").waitFor()
    expect(await shop.admin("/admin/recommendations/rules")).toMatchObject({
      rules: expect.arrayContaining([expect.objectContaining({ ends_at: "2027-12-25T02:30:00.000Z" })]),
    })
    await americas.close()
  })

  test("dashboard, behavior: on a phone nothing of the page stands above a drawer", async () => {
    await onScreen(suite(), "/recommendations/behavior", async ({ page }) => {
      // So high that the page's tables are behind the drawer.
      await page.setViewportSize({ width: PHONE.width, height: 4_000 })
      await page.getByRole("group", { name: "Best-converting products" }).waitFor()
      await page.getByRole("button", { name: "Import a file" }).click()
      const panel = page.getByRole("dialog")
      await panel.getByLabel("File", { exact: true }).waitFor()
      const above = await panel.evaluate(async (dialog) => {
        await Promise.all(dialog.getAnimations().map(({ finished }) => finished))
        // What may not be pressed is found nowhere, though it is seen.
        document.body.style.pointerEvents = "auto"
        const { left, right, top, bottom } = dialog.getBoundingClientRect()
        const found = new Set<string>()
        for (let x = left + 10; x < right; x += 20)
          for (let y = top + 10; y < bottom; y += 20) {
            const shown = document.elementFromPoint(x, y)
            if (shown && !dialog.contains(shown)) found.add(shown.outerHTML.slice(0, 100))
          }
        return [...found]
      })
      expect(above).toEqual([])
    })
  })

  test("dashboard, results: versions that could not be read are not called missing", async () => {
    await onScreen(suite(), "/recommendations/results", async ({ page }) => {
      await page.route("**/admin/recommendations/versions", (route) => route.fulfill({ status: 500, json: {} }))
      await page.getByRole("button", { name: "Start a test" }).click()
      const panel = page.getByRole("dialog")
      await panel.getByRole("combobox", { name: "What to compare" }).click()
      await page.getByRole("option", { name: "Another model version" }).click()
      await panel.getByRole("status", { name: "Loading" }).waitFor()
      expect(await panel.getByText("There is no other version yet.").count()).toBe(0)
      await panel.getByRole("alert").getByText("Something went wrong").waitFor()
    })
  })

  test("dashboard, results: a setting out of bounds says which bounds", async () => {
    await onScreen(suite(), "/recommendations/results", async ({ page }) => {
      await page.getByRole("button", { name: "Start a test" }).click()
      const panel = page.getByRole("dialog")
      await panel.getByRole("combobox", { name: "What to compare" }).click()
      await page.getByRole("option", { name: "Other list settings" }).click()
      await panel.getByLabel("Trying new products (%)").fill("30")
      await panel.getByText("Enter a value between 0 and 20.").waitFor()
    })
  })
}
