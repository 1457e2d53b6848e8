import { PHONE } from "./helpers/admin-page"
import { openStubPages } from "./helpers/stub-pages"
import type { StubPages } from "./helpers/stub-pages"
import { shiftOf, watchShifts } from "./helpers/storefront-page"
import { stubItem } from "./widget-fixtures/stub-shop"

jest.setTimeout(60_000)

let pages: StubPages

beforeAll(async () => {
  pages = await openStubPages()
})
afterAll(() => pages.close())
beforeEach(() => pages.renew())

const setOf = (size: number) => ({
  products: Array.from({ length: size }, (_, at) => ({
    ...stubItem(at + 1),
    ...{ variant_id: `variant_${at + 1}`, variant_ids: [`variant_${at + 1}`] },
  })),
  total: { currency_code: "eur", amount: 30, discount: 3, total: 27 },
  ...{ recommendation_id: "rec_set", model_version: 1 },
})

/** Opens a page with a set whose answer comes when `answer` is called. */
async function openSet(bundle: object | null): Promise<{ answer: () => void }> {
  const page = pages.page()
  let answer = (): void => undefined
  const answered = new Promise<void>((resolve) => (answer = resolve))
  const asked = page.waitForRequest((request) => request.url().includes("/store/recommendations/bundle"))
  await page.route("**/store/recommendations/bundle*", async (route) => {
    await answered
    await route.fulfill({ json: { bundle } })
  })
  await page.addInitScript(watchShifts)
  await page.goto(`${pages.shop.url}/react?set`)
  await asked
  return { answer }
}

test.each([
  ["three on a desktop", 3, { width: 1_100, height: 800 }],
  ["two on a desktop", 2, { width: 1_100, height: 800 }],
  ["three on a phone", 3, PHONE],
  ["two on a phone", 2, PHONE],
])("set: of %s, nothing below moves when the answer comes", async (_what, size, viewport) => {
  const page = pages.page()
  await page.setViewportSize(viewport)
  const { answer } = await openSet(setOf(size))
  const place = page.locator(".svmb")
  const before = await page.locator("#below").boundingBox()
  expect(await place.getByRole("checkbox").count()).toBe(0)
  answer()
  await place
    .getByRole("checkbox")
    .nth(size - 1)
    .waitFor()
  expect(await page.locator("#below").boundingBox()).toEqual(before)
  expect(await shiftOf(page)).toBe(0)
})

test("set: where there is none its place closes only once it is out of sight", async () => {
  const page = pages.page()
  const { answer } = await openSet(null)
  const before = await page.locator("#below").boundingBox()
  answer()
  await page.locator(".svmb").waitFor({ state: "detached" })
  expect(await page.locator("#below").boundingBox()).toEqual(before)
  await page.locator("#below").evaluate((below) => (below.style.marginBottom = "300vh"))
  await page.evaluate(() => scrollTo(0, innerHeight * 2))
  await page.waitForFunction(() => document.querySelector("main > div") === null)
  expect(await shiftOf(page)).toBe(0)
})
