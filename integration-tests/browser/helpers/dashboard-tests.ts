import { readFileSync } from "node:fs"
import type { BrowserContext, Page } from "playwright-core"
import { z } from "@medusajs/framework/zod"
import { accessibilityFaults } from "./admin-page"
import type { AdminPage } from "./admin-page"
import { eventually } from "./stub-pages"

export interface Screens {
  /** Opens a screen, does something on it, and expects that nothing broke. */
  readonly onScreen: (path: string, work: (screen: AdminPage) => Promise<void>) => Promise<void>
}

/** A preview of rules asks for the page and the shopper that are named. */
export function rulePreview({ onScreen }: Screens, addRule: () => Promise<unknown>): void {
  test("dashboard, rules: a preview is for the placement, region, channel, cart and guest that are named", async () => {
    await addRule()
    await onScreen("/recommendations/rules", async ({ page }) => {
      const asking = async (act: () => Promise<unknown>): Promise<unknown> => {
        const asked = page.waitForRequest((request) => request.url().endsWith("/rules/simulate"))
        await act()
        return (await asked).postDataJSON()
      }
      expect(await asking(() => page.getByRole("button", { name: "Simulate" }).click())).toEqual({ rules: [] })
      const panel = page.getByRole("dialog")
      const leave = () => panel.getByRole("heading").first().click()
      const pick = async (name: string) => {
        await panel.getByRole("combobox", { name }).click()
        await page.getByRole("option").first().click()
      }
      await asking(() => panel.getByLabel("Placement").fill("home-top").then(leave))
      await asking(() => panel.getByLabel("Cart", { exact: true }).fill("cart_none").then(leave))
      await asking(() => pick("Region"))
      await asking(() => pick("Sales channel"))
      await panel.getByRole("combobox", { name: "Shoppers" }).click()
      expect(await asking(() => page.getByRole("option", { name: "A guest" }).click())).toEqual({
        ...{ rules: [], placement: "home-top", cart_id: "cart_none", guest: true },
        ...{ region_id: expect.stringMatching(/^reg_/), sales_channel_id: expect.stringMatching(/^sc_/) },
      })
      await panel.getByRole("listitem").getByText("Guest", { exact: true }).waitFor()
      expect(await accessibilityFaults(page)).toEqual([])
    })
  })
}

/** Days are those of the shop's calendar, wherever the admin sits. */
export function daysOfTheShop(
  window: () => Promise<BrowserContext>,
  openIn: (window: BrowserContext, path: string) => Promise<AdminPage>,
): void {
  test("dashboard, behavior: days keep their names in the Americas, times are the shop's, and today is marked as unfinished", async () => {
    const americas = await window()
    const { page, errors } = await openIn(americas, "/recommendations/behavior")
    const chart = page.getByRole("region", { name: "Over time" })
    await chart.getByText("Show as table").click()
    const name = (day: Date): string =>
      new Intl.DateTimeFormat("en-US", { dateStyle: "medium", timeZone: "UTC" }).format(day)
    const today = new Date()
    const cells = await chart
      .getByRole("row")
      .evaluateAll((rows) => rows.map((row) => row.firstElementChild?.textContent))
    expect(cells.at(-1)).toBe(`${name(today)} (so far)`)
    expect(cells[1]).toBe(name(new Date(today.getTime() - 29 * 86_400_000)))
    expect(errors).toEqual([])
    const versions = await openIn(americas, "/recommendations/versions")
    const moments = () => versions.page.getByRole("cell", { name: /[AP]M/ }).allInnerTexts()
    await eventually(moments, (texts) => expect(texts.join()).toMatch(/[AP]M UTC/))
    for (const moment of await moments()) expect(moment).toMatch(/[AP]M UTC/)
    await americas.close()
  })
}

export interface ProductPages {
  readonly openPage: (productId: string) => Promise<Page>
  readonly productIds: () => readonly string[]
  readonly rules: () => Promise<unknown>
}

const rulesShape = z.object({
  rules: z.array(
    z.looseObject({ action: z.string(), product_ids: z.array(z.string()), anchor_product_ids: z.array(z.string()) }),
  ),
})

/** Who chooses the set on a product's page is chosen there. */
export function pickedSets({ openPage, productIds, rules }: ProductPages): void {
  test("dashboard, widgets: a set is picked, forbidden and left to the model again on the product's own page", async () => {
    const own = productIds()[2]
    const page = await openPage(own)
    const set = page.getByRole("region", { name: "Set on this page" })
    const setRules = async () =>
      rulesShape
        .parse(await rules())
        .rules.filter(({ action }) => action.includes("bundle"))
        .map(({ action, product_ids, anchor_product_ids }) => [action, product_ids, anchor_product_ids])
    const choose = async (from: string, to: string): Promise<void> => {
      await set.getByRole("combobox", { name: "Who chooses the set" }).filter({ hasText: from }).click()
      await page.getByRole("option", { name: to, exact: true }).click()
    }
    await choose("The model alone", "Set: only these")
    await set.getByRole("combobox", { name: "Products" }).fill("Product 7")
    await page
      .getByRole("option", { name: /Product 7/ })
      .first()
      .click()
    // The options lie over the button until they are closed.
    await page.keyboard.press("Escape")
    await set.getByRole("button", { name: "Save set" }).click()
    await set.getByText("picked", { exact: false }).first().waitFor()
    expect(await setRules()).toEqual([["bundle_only", [expect.stringMatching(/^prod_/)], [own]]])
    await choose("Set: only these", "No set")
    await set.getByRole("button", { name: "Save set" }).click()
    await set.getByText(/^No set is shown/).waitFor()
    expect(await setRules()).toEqual([["no_bundle", [], [own]]])
    await choose("No set", "The model alone")
    await set.getByRole("button", { name: "Save set" }).click()
    await set.getByRole("combobox", { name: "Who chooses the set" }).filter({ hasText: "The model alone" }).waitFor()
    await eventually(setRules, (left) => expect(left).toEqual([]))
    await page.close()
  })
}

/** What the gift finder believes of a product is corrected on its page. */
export function correctedGift({ openPage, productIds }: Pick<ProductPages, "openPage" | "productIds">): void {
  test("dashboard, widgets: what a product is a gift for is shown with how sure it is, and corrected by keyboard", async () => {
    const page = await openPage(productIds()[3])
    const gift = page.getByRole("region", { name: "As a gift" })
    const correct = gift.getByRole("button", { name: "Correct: Who is it for?" })
    const teacher = gift.getByRole("checkbox", { name: "A teacher" })
    await gift.getByText("no information, typical share").first().waitFor()
    await correct.press("Enter")
    await teacher.press("Space")
    await gift.getByRole("button", { name: "Save" }).press("Enter")
    await gift.getByText("A teacher: 97%").waitFor()
    expect(await gift.getByText("set by you").count()).toBe(1)
    await correct.press("Enter")
    expect(await teacher.isChecked()).toBe(true)
    await teacher.press("Space")
    await gift.getByRole("button", { name: "Save" }).press("Enter")
    await gift.getByText("A teacher: 97%").waitFor({ state: "detached" })
    await page.close()
  })
}

/** Whom to tell of a product is asked for on its page, and taken along as a file. */
export function productAudience({
  openPage,
  productIds,
  agree,
}: Pick<ProductPages, "openPage" | "productIds"> & {
  /** Has the customers, who have a past, say yes. */
  readonly agree: () => Promise<unknown>
}): void {
  test("dashboard, widgets: who would want a product is shown by a press, and downloaded as CSV", async () => {
    await agree()
    const page = await openPage(productIds()[6])
    const section = page.getByRole("region", { name: "Who would want it" })
    await section.getByRole("button", { name: "Show customers" }).press("Enter")
    const people = section.getByRole("listitem")
    await people.first().waitFor()
    const [count, first] = [await people.count(), await people.getByRole("link").first().textContent()]
    expect(count).toBeGreaterThan(0)
    expect(await accessibilityFaults(page, '[aria-label="Who would want it"]')).toEqual([])
    const file = page.waitForEvent("download")
    await section.getByRole("button", { name: /^Download all \d+ as CSV$/ }).click()
    const text = readFileSync(await (await file).path(), "utf8")
    const [header, ...rows] = text.trim().split("\n")
    expect(header).toContain("customer_id,email,chance,score")
    expect([rows.length, rows[0]?.split(",")[1]]).toEqual([count, first])
    await page.close()
  })
}

const pinShape = z.object({
  rules: z.array(
    z.looseObject({
      id: z.string(),
      action: z.string(),
      value: z.number().nullable(),
      placements: z.array(z.string()),
    }),
  ),
})

/** A list is arranged by hand where it is previewed: by keyboard and by dragging. */
export function arrangedByHand(
  { onScreen }: Screens,
  admin: (route: string, body?: unknown, method?: string) => Promise<unknown>,
): void {
  test("dashboard, rules: a guest's list is arranged by keyboard and by dragging, and stays so", async () => {
    await onScreen("/recommendations/rules", async ({ page }) => {
      await page.getByRole("button", { name: "Simulate" }).click()
      const panel = page.getByRole("dialog")
      await panel.getByLabel("Placement").fill("home-top")
      await panel.getByRole("combobox", { name: "Shoppers" }).click()
      await page.getByRole("option", { name: "A guest" }).click()
      const lists = panel.getByRole("list", { name: "With rules" })
      // Before the guest was chosen, several customers' lists stood there.
      await eventually(
        () => lists.count(),
        (count) => expect(count).toBe(1),
      )
      const served = lists.getByRole("listitem")
      const titles = (): Promise<string[]> =>
        served.evaluateAll((items) => items.map((item) => (item.textContent ?? "").replace(/^\d+\./, "").trim()))
      const pins = async () =>
        pinShape.parse(await admin("/admin/recommendations/rules")).rules.filter(({ action }) => action === "pin")
      await eventually(titles, (list) => expect(list.length).toBeGreaterThan(3))
      const [first = ""] = await titles()
      const down = () => panel.getByRole("button", { name: `Move ${first} down` }).press("Enter")
      await down()
      await eventually(titles, (list) => expect(list[1]).toBe(first))
      expect((await pins()).map(({ value, placements }) => [value, placements])).toEqual([[2, ["home-top"]]])
      const { 3: fourth = "" } = await titles()
      await served.nth(3).dragTo(served.nth(0))
      await eventually(titles, (list) => expect(list.slice(0, 2)).toEqual([fourth, first]))
      // Once more: its own pin moves along.
      await down()
      await eventually(titles, (list) => expect([list[0], list[2]]).toEqual([fourth, first]))
      expect((await pins()).map(({ value }) => value).sort()).toEqual([1, 3])
      expect(await accessibilityFaults(page)).toEqual([])
      for (const { id } of await pins()) await admin(`/admin/recommendations/rules/${id}`, undefined, "DELETE")
    })
  })
}
