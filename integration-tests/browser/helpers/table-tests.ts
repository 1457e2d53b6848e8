import { randomUUID } from "node:crypto"
import { readFileSync } from "node:fs"
import type { Page } from "playwright-core"
import { z } from "@medusajs/framework/zod"
import { registerCustomer } from "../../helpers/customer"
import { call } from "../../helpers/shop-client"
import { accessibilityFaults } from "./admin-page"
import { onScreen } from "./dashboard-suite"
import type { DashboardSuite } from "./dashboard-suite"
import { eventually } from "./stub-pages"

/** Lines of the file that a table's button keeps, the heading first. */
async function linesOfFile(page: Page, name: string): Promise<string[]> {
  const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name }).click()])
  return readFileSync(await file.path(), "utf8")
    .replace("\ufeff", "")
    .trim()
    .split("\n")
}

/** Long tables come in pages, can be narrowed down, and lead on. */
export function longTables(suite: () => DashboardSuite): void {
  test("dashboard, behavior: many events come in pages, are chosen by type, and are all in the file", async () => {
    await onScreen(suite(), "/recommendations/behavior", async ({ page }) => {
      const tail = page.getByRole("region", { name: "Live events" })
      await tail.getByRole("switch").click()
      const rows = () => tail.getByRole("row").count()
      // Twenty, and the heading.
      await eventually(rows, (count) => expect(count).toBe(21))
      await tail.getByRole("switch").click()
      const pages = async () => (await tail.getByText(/^\d+ of \d+ results$/).textContent()) ?? ""
      const [, shown, all] = /^(\d+) of (\d+) results$/.exec(await pages()) ?? []
      expect(shown).toBe("20")
      await tail.getByRole("button", { name: "Next" }).click()
      await eventually(pages, (words) => expect(words).toBe(`40 of ${all} results`))
      const lines = await linesOfFile(page, "Export CSV: Live events")
      expect(lines.length - 1).toBe(Number(all))
      // A time without its day is none for who opens the file tomorrow.
      expect(lines[1]).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z,/)
      await eventually(rows, (count) => expect(count).toBe(21))
      await tail.getByRole("combobox", { name: "Type" }).click()
      await page.getByRole("option", { name: "Purchase", exact: true }).click()
      const types = () => tail.getByRole("row").allTextContents()
      await eventually(types, (texts) => {
        expect(texts.length).toBeGreaterThan(1)
        for (const text of texts.slice(1)) expect(text).toContain("Purchase")
      })
      expect(await accessibilityFaults(page)).toEqual([])
    })
  })

  test("dashboard, behavior: the file of a chart has days and numbers that a sheet reads", async () => {
    await onScreen(suite(), "/recommendations/behavior", async ({ page }) => {
      const chart = page.getByRole("region", { name: "Over time" })
      await chart.getByText("Show as table").click()
      const [, first] = await linesOfFile(page, "Export CSV: Events per day by type, last 30 days")
      expect(first).toMatch(/^\d{4}-\d\d-\d\d(,\d+)+$/)
    })
  })

  test("dashboard, shoppers: what rules with long names changed is seen whole, in one column and in two", async () => {
    const { shop } = suite()
    const name = "Everything for the first day of school, until the last bag and the last pencil case are sold"
    const { rule } = z.object({ rule: z.looseObject({ id: z.string() }) }).parse(
      await shop.admin("/admin/recommendations/rules", {
        ...{ name, action: "pin", value: 1, product_ids: [shop.products[20]?.id] },
      }),
    )
    await onScreen(suite(), `/recommendations/shoppers?customer=${shop.customers[1]?.id ?? ""}`, async ({ page }) => {
      const applied = page.getByRole("region", { name: "Rules applied" })
      await applied.getByRole("cell", { name }).waitFor()
      for (const width of [1_280, 1_540]) {
        await page.setViewportSize({ width, height: 900 })
        const hidden = () =>
          applied.getByRole("table").evaluate(({ parentElement: frame }) => {
            return frame ? frame.scrollWidth - frame.clientWidth : null
          })
        await eventually(hidden, (pixels) => expect({ width, pixels }).toEqual({ width, pixels: 0 }))
      }
    })
    await shop.admin(`/admin/recommendations/rules/${rule.id}`, undefined, "DELETE")
  })

  const guest = "0b0f8a52-6a0c-4a3e-9d8e-3a1f4a6d9c11"

  test("dashboard, shoppers: recent customers and guests are listed, and lead to what they see", async () => {
    const { url, storeHeaders, products } = suite().shop
    const view = () => ({ id: randomUUID(), type: "view", product_id: products[0]?.id, occurred_at: new Date() })
    const customer = await registerCustomer(url, storeHeaders, "recent@shop.test")
    // By a browser's name: scripts are bots, and bots no shoppers.
    const browser = {
      ...storeHeaders,
      "user-agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
    }
    for (const [visitor_id, token] of [
      [guest, {}],
      [randomUUID(), customer],
    ] as const) {
      const body = { visitor_id, consent: true, events: [view()] }
      const answer = await call(`${url}/store/behavior-events`, { headers: { ...browser, ...token }, body })
      expect(answer).toMatchObject({ status: 202, body: { accepted: 1 } })
    }
    await onScreen(suite(), "/recommendations/shoppers", async ({ page }) => {
      await page
        .getByRole("region", { name: "Recent customers" })
        .getByRole("link", { name: "Test", exact: true })
        .click()
      await page.getByRole("region", { name: "Current recommendations" }).waitFor()
      expect(page.url()).toContain("customer=cus_")
      await page.getByRole("tab", { name: "Guest" }).click()
      const guests = page.getByRole("region", { name: "Recent guests" })
      await guests
        .getByRole("link", { name: /^Visitor/ })
        .first()
        .click()
      await eventually(
        () => page.getByLabel("Visitor ID").inputValue(),
        (id) => expect(id).toBe(guest),
      )
      expect(await guests.count()).toBe(0)
      expect(await accessibilityFaults(page)).toEqual([])
    })
  })
}

/** A period is typed digit by digit, and no digit of its year costs the page. */
export function typedPeriod(suite: () => DashboardSuite): void {
  test("dashboard, results: a period of one's own is typed, year and all", async () => {
    await onScreen(suite(), "/recommendations/results", async ({ page }) => {
      await page.getByRole("combobox", { name: "Period" }).click()
      await page.getByRole("option", { name: "Custom range" }).click()
      const year = page.getByRole("group", { name: "From" }).getByRole("spinbutton", { name: /^year/ })
      const before = Number(await year.innerText()) - 1
      await year.click()
      const asked = page.waitForRequest((request) => request.url().includes(`/results?from=${before}`))
      await page.keyboard.type(String(before), { delay: 50 })
      await asked
      expect(await page.locator("main h1").innerText()).toBe("Results")
    })
  })
}

/** The order of rules is changed by dragging, and kept. */
export function draggedRules(suite: () => DashboardSuite): void {
  test("dashboard, rules: a rule that is dragged above another stands there, in the shop too", async () => {
    const { shop } = suite()
    const names = async (): Promise<string[]> =>
      z
        .object({ rules: z.array(z.looseObject({ name: z.string() })) })
        .parse(await shop.admin("/admin/recommendations/rules"))
        .rules.map(({ name }) => name)
    for (const [at, name] of ["Upper", "Lower"].entries())
      await shop.admin("/admin/recommendations/rules", {
        name,
        action: "exclude",
        product_ids: [shop.products[at]?.id],
      })
    await onScreen(suite(), "/recommendations/rules", async ({ page }) => {
      const rule = (name: string) =>
        page.getByRole("region", { name: "Priority" }).getByRole("listitem").filter({ hasText: name })
      await rule("Lower").waitFor()
      const before = await names()
      expect(before.indexOf("Upper")).toBeLessThan(before.indexOf("Lower"))
      await rule("Lower").dragTo(rule("Upper"))
      await eventually(names, (list) => expect(list.indexOf("Lower")).toBeLessThan(list.indexOf("Upper")))
      // What stood above them, and what stood below, stays where it was.
      const others = (list: readonly string[]) => list.filter((name) => !["Upper", "Lower"].includes(name))
      expect(others(await names())).toEqual(others(before))
    })
  })
}
