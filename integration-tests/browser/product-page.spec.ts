import type { Page, Route } from "playwright-core"
import { z } from "@medusajs/framework/zod"
import type { StoreBundleResponse } from "../../src/types/page-http"
import { accessibilityFaults } from "./helpers/admin-page"
import { launchBrowser } from "./helpers/launch-browser"
import { eventually } from "./helpers/stub-pages"
import { bundlePage } from "./widget-fixtures/bundle"
import { startStubShop, stubItem } from "./widget-fixtures/stub-shop"
import type { StubShop } from "./widget-fixtures/stub-shop"

jest.setTimeout(120_000)

/** A desk and a phone. */
const WIDTHS = [1280, 390] as const
const THUMB = 44

const added = z.strictObject({
  cart_id: z.string(),
  items: z.array(z.strictObject({ variant_id: z.string() })),
  recommendation_id: z.string(),
  visitor_id: z.string(),
})

const price = (amount: number) => ({ calculated_amount: amount, original_amount: amount, currency_code: "eur" })
/** The second product comes in two sizes; the first costs 1.50, the others 2.50 and 3.50. */
const SET: StoreBundleResponse = {
  bundle: {
    products: [1, 2, 3].map((number) => {
      const variants = [`variant_${number}`, ...(number === 2 ? ["variant_2_large"] : [])]
      const item = stubItem(number, (product) => ({
        ...product,
        variants: variants.map((id, at) => ({
          id,
          title: ["Small", "Large"][at],
          calculated_price: price(number + 0.5 + at),
        })),
      }))
      return { ...item, variant_id: `variant_${number}`, variant_ids: variants }
    }),
    total: { currency_code: "eur", amount: 7.5, discount: 0.75, total: 6.75 },
    ...{ recommendation_id: "rec_set", model_version: 3 },
  },
}

describe("a product's page in a guest's browser", () => {
  let shop: StubShop
  let browser: Awaited<ReturnType<typeof launchBrowser>>
  let page: Page
  let problems: string[]
  let posted: z.output<typeof added>[]
  let isGone: boolean

  beforeAll(async () => {
    shop = await startStubShop()
    const code = await bundlePage("product-page.tsx", 19)
    shop.serve("/product.js", { html: code, type: "text/javascript; charset=utf-8" })
    shop.serve("/product", {
      html: `<!doctype html><html lang="en"><head><meta name="viewport" content="width=device-width"><title>A shop</title></head><body style="font-family:sans-serif;margin:1rem"><div id="root"></div><script src="/product.js"></script></body></html>`,
      type: "text/html; charset=utf-8",
    })
    browser = await launchBrowser()
  })
  afterAll(async () => {
    await browser.close()
    await shop.close()
  })
  beforeEach(() => {
    shop.reset()
    ;[problems, posted, isGone] = [[], [], false]
  })
  afterEach(async () => {
    expect(problems).toEqual([])
    await page.context().close()
  })

  async function open(width: number, stock: number): Promise<void> {
    page = await browser.newPage({ viewport: { width, height: 844 }, locale: "en-US" })
    page.on("pageerror", (error) => problems.push(error.message))
    await page.route(/\/store\/recommendations\/bundle/, async (route: Route) => {
      if (route.request().method() === "GET") return route.fulfill({ json: SET })
      posted.push(added.parse(route.request().postDataJSON()))
      return isGone
        ? route.fulfill({ status: 400, json: { type: "not_allowed" } })
        : route.fulfill({ json: { cart: {} } })
    })
    await page.goto(`${shop.url}/product?stock=${stock}`)
    await page.getByRole("heading", { name: "Bought together" }).waitFor()
  }
  const isSound = async (): Promise<void> => {
    expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBe(0)
    expect(await accessibilityFaults(page, "body")).toEqual([])
  }
  const total = () => page.locator(".svmb-foot strong").textContent()
  const alternativesAsked = (): string[] =>
    shop.asked
      .map(({ path, body }) => path + JSON.stringify(body ?? {}))
      .filter((asked) => asked.includes("alternatives"))

  test.each(WIDTHS)("product page, %i px: one that has sold out shows by itself what to buy instead", async (width) => {
    await open(width, 0)
    const list = page.locator(".svmr")
    await list.locator("[data-product]").first().waitFor()
    expect(await list.locator("[data-product]").count()).toBe(4)
    expect(alternativesAsked()).toEqual([expect.stringContaining("prod_1")])
    await isSound()
  })

  test.each(WIDTHS)("product page, %i px: one that can be bought asks for nothing instead", async (width) => {
    await open(width, 3)
    expect(await page.locator(".svmr").count()).toBe(0)
    expect(alternativesAsked()).toEqual([])
  })

  test.each(WIDTHS)(
    "set, %i px: boxes by keyboard, a total that follows, and one press for all that is chosen",
    async (width) => {
      await open(width, 3)
      expect(await total()).toBe("€6.75")
      await page.getByRole("combobox", { name: "Choose: Product 2" }).selectOption("variant_2_large")
      expect(await total()).toBe("€8.50")
      await page.getByRole("checkbox", { name: /^Product 1/ }).focus()
      await page.keyboard.press("Space")
      expect(await total()).toBe("€7.00")
      await page.keyboard.press("Tab")
      expect(await page.evaluate(() => document.activeElement?.getAttribute("type"))).toBe("checkbox")
      await isSound()
      await page.getByRole("button", { name: "Add all 2 to cart" }).focus()
      await page.keyboard.press("Enter")
      await page.getByText("Added to your cart").waitFor()
      expect(posted).toEqual([
        {
          ...{ cart_id: "cart_1", recommendation_id: "rec_set", visitor_id: expect.any(String) },
          items: [{ variant_id: "variant_2_large" }, { variant_id: "variant_3" }],
        },
      ])
    },
  )

  test.each(WIDTHS)("set, %i px: where one is gone the page says that nothing was added", async (width) => {
    await open(width, 3)
    isGone = true
    await page.getByRole("button", { name: "Add all 3 to cart" }).click()
    await eventually(
      () => page.getByRole("status").allTextContents(),
      (texts) => expect(texts).toContain("Nothing was added. One of these may be sold out."),
    )
  })

  test("set: buttons, boxes' labels and choices are large enough for a thumb", async () => {
    await open(390, 3)
    const heights = await page
      .locator(".svmb button, .svmb label, .svmb select")
      .evaluateAll((all) => all.map((one) => one.getBoundingClientRect().height))
    expect(heights).toHaveLength(5)
    expect(Math.min(...heights)).toBeGreaterThanOrEqual(THUMB)
  })
})
