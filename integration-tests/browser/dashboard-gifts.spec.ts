import type { Page } from "playwright-core"
import { z } from "@medusajs/framework/zod"
import { call } from "../helpers/shop-client"
import { PHONE, openScreen, settled } from "./helpers/admin-page"
import { dashboardSuite, expectSound, germanPhone, onScreen } from "./helpers/dashboard-suite"
import { eventually } from "./helpers/stub-pages"

jest.setTimeout(600_000)

const SCREEN = "/recommendations/gifts"
const asked = z.object({
  question: z.object({ key: z.string(), options: z.array(z.object({ value: z.string() })) }).nullable(),
  recommendation_id: z.string(),
})
const shown = z.object({ questions: z.array(z.unknown()), wishes: z.array(z.unknown()) })

const suite = dashboardSuite("svm_dashboard_gifts")

async function ask(answers: Record<string, string | null>, searchId?: string): Promise<z.output<typeof asked>> {
  const { url, storeHeaders, regionId } = suite().shop
  const body = { answers, region_id: regionId, limit: 2, ...(searchId && { search_id: searchId }) }
  return asked.parse((await call(`${url}/store/recommendations/gift/next`, { headers: storeHeaders, body })).body)
}

/** Eight givers, of whom every other one answers, and one wishes for what the shop has not. */
async function search(): Promise<void> {
  // The shop's products were made a moment ago; what is asked without a search is none.
  await eventually(
    () => ask({ recipient: null }),
    ({ question }) => expect(question).not.toBeNull(),
  )
  for (let giver = 0; giver < 8; giver++) {
    const { question, recommendation_id: id } = await ask({})
    if (question && giver % 2 === 0) await ask({ [question.key]: question.options[0]?.value ?? null }, id)
    if (giver === 7) await ask({ recipient: "mother", budget: "-1" }, id)
  }
  // They are written behind the answers.
  await eventually(
    async () => shown.parse(await suite().shop.admin("/admin/recommendations/gifts")),
    ({ questions, wishes }) => expect([questions.length > 0, wishes.length]).toEqual([true, 1]),
  )
}

const tableOf = (page: Page, name: string) => page.getByRole("region", { name }).locator("tbody tr")

test("dashboard, gifts: before the first search no request is called met, and no product unreached", async () => {
  await onScreen(suite(), SCREEN, async ({ page }) => {
    await settled(page)
    await page.getByText("No searches in this period").waitFor()
    expect(await page.getByRole("heading", { level: 2 }).allInnerTexts()).toEqual(["How far searches go"])
  })
})

test("dashboard, gifts: searches, questions, wishes and products are listed, with nothing wrong on the screen", async () => {
  await search()
  await onScreen(suite(), SCREEN, async (screen) => {
    const { page } = screen
    await settled(page)
    const progress = page.getByRole("list", { name: "How far searches go" })
    expect(await progress.getByRole("listitem").first().innerText()).toMatch(/Started\s+8 searches/)
    expect(await tableOf(page, "Questions").count()).toBeGreaterThan(0)
    expect(await tableOf(page, "Conversion").allInnerTexts()).toEqual([
      expect.stringContaining("Gift finder"),
      expect.stringContaining("AI agents (MCP)"),
      expect.stringContaining("All shoppers"),
    ])
    expect(await tableOf(page, "Wishes without a product").allInnerTexts()).toEqual([
      expect.stringMatching(/^Up to €1 · Mother\s+1\s+.*Budget/),
    ])
    const never = tableOf(page, "Products never suggested")
    expect(await never.count()).toBeGreaterThan(10)
    const suits = () => never.evaluateAll((rows) => rows.map((row) => Number(row.lastElementChild?.textContent)))
    const before = await suits()
    await page.getByRole("button", { name: "Answers it suits" }).click()
    expect(await suits()).toEqual([...before].sort((a, b) => b - a))
    await expectSound(screen)
  })
})

test("dashboard, gifts: the questions and wishes are in the admin's language, on a phone in the dark", async () => {
  const phone = await germanPhone(suite())
  const screen = await openScreen(phone, suite().dashboard, SCREEN)
  const { page } = screen
  await settled(page)
  expect(page.viewportSize()?.width).toBe(PHONE.width)
  expect(await page.locator("main h1").innerText()).toBe("Geschenkfinder")
  expect(await tableOf(page, "Wünsche ohne Produkt").innerText()).toMatch(/Bis 1\s€ · Mutter/)
  await expectSound(screen)
  await phone.close()
})

test("dashboard, gifts: figures that are still being counted are asked for again, and the page says why it waits", async () => {
  const phone = await germanPhone(suite())
  for (const [context, words] of [
    [suite().context, /^Still counting\. In a large shop/],
    [phone, /^Es wird noch gezählt\. In einem großen Shop/],
  ] as const) {
    const page = await context.newPage()
    let asked = 0
    await page.route("**/admin/recommendations/gifts?*", async (route) => {
      expect(route.request().headers().prefer).toBe("respond-async")
      if (++asked > 5) return route.continue()
      return route.fulfill({ status: 202, headers: { "retry-after": "1" }, json: { counting: true } })
    })
    await page.goto(`${suite().dashboard.url}${SCREEN}`)
    await page.getByRole("status").getByText(words).waitFor()
    expect(asked).toBeGreaterThan(2)
    if (process.env.SVM_SHOTS) await page.screenshot({ path: `/tmp/counting-${page.viewportSize()?.width}.png` })
    await expectSound({ page, errors: [] })
    await settled(page)
    expect(await page.getByRole("list").count()).toBeGreaterThan(0)
    expect(asked).toBe(6)
    await page.close()
  }
  await phone.close()
})
