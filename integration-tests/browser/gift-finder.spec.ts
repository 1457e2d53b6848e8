import type { Page, Route } from "playwright-core"
import { z } from "@medusajs/framework/zod"
import type { StoreGiftResponse } from "../../src/types/gift-http"
import { launchBrowser } from "./helpers/launch-browser"
import { eventually } from "./helpers/stub-pages"
import { bundlePage } from "./widget-fixtures/bundle"
import { startStubShop, stubItem } from "./widget-fixtures/stub-shop"
import type { StubShop } from "./widget-fixtures/stub-shop"

jest.setTimeout(120_000)

const QUESTIONS: readonly NonNullable<StoreGiftResponse["question"]>[] = [
  {
    ...{ key: "recipient", text: "Who is it for?" },
    options: ["Mother", "Father", "Grandparents", "A friend", "A colleague", "Partner", "A child"].map((text, at) => ({
      ...{ value: text.toLowerCase(), text, count: 40 - at },
    })),
  },
  {
    ...{ key: "budget", text: "How much would you like to spend?" },
    options: [
      { value: "-20", text: "Up to €20", count: 12 },
      { value: "20-", text: "More than €20", count: 9 },
    ],
  },
  {
    ...{ key: "occasion", text: "What is the occasion?" },
    options: ["Birthday", "Housewarming"].map((text) => ({ value: text.toLowerCase(), text, count: 4 })),
  },
]
const sent = z.looseObject({
  ...{ answers: z.record(z.string(), z.string().nullable()), region_id: z.string() },
  search_id: z.string().optional(),
})

/** A shop's answer: the first question that has none yet, other products after each. */
function answerTo(answers: Readonly<Record<string, string | null>>): StoreGiftResponse {
  const given = Object.keys(answers).length
  return {
    question: QUESTIONS.find(({ key }) => !Object.hasOwn(answers, key)) ?? null,
    products: Array.from({ length: 6 }, (_, at) => ({
      ...stubItem(given * 6 + at + 1),
      gift_wrap: at !== 2,
      notes: at === 0 ? ["Bought as a gift by 7 people", "Can be there by Friday, December 4"] : [],
    })),
    ...{ left: 30 - 9 * given, given_up: answers.budget === "20-" ? ["budget"] : [], understood: [], unknown: [] },
    wrap: { product_id: "prod_w", variant_id: "var_w", title: "Gift wrap", amount: 3.5, currency_code: "eur" },
    message: { field: "gift_message", gift_field: "is_gift" },
    recommendation_id: `rec_${given}`,
  }
}

describe("the gift finder in a guest's browser", () => {
  let shop: StubShop
  let browser: Awaited<ReturnType<typeof launchBrowser>>
  let page: Page
  let problems: string[]
  let asked: z.output<typeof sent>[]
  let isDown: boolean

  beforeAll(async () => {
    shop = await startStubShop()
    const code = await bundlePage("gift-page.tsx", 19)
    shop.serve("/gift.js", { html: code, type: "text/javascript; charset=utf-8" })
    shop.serve("/gift", {
      html: `<!doctype html><html lang="en"><head><meta name="viewport" content="width=device-width"><title>A shop</title><style>#root:empty + footer{display:none}</style></head><body style="font-family:sans-serif;margin:1rem"><div id="root"></div><footer>A shop</footer><script src="/gift.js"></script></body></html>`,
      type: "text/html; charset=utf-8",
    })
    browser = await launchBrowser()
  })
  afterAll(async () => {
    await browser.close()
    await shop.close()
  })
  beforeEach(async () => {
    ;[problems, asked, isDown] = [[], [], false]
    page = await browser.newPage({ viewport: { width: 390, height: 844 } })
    page.on("pageerror", (error) => problems.push(error.message))
    await page.route("**/store/recommendations/gift/next", async (route: Route) => {
      const body = sent.parse(route.request().postDataJSON())
      asked.push(body)
      if (isDown) await route.fulfill({ status: 503, json: { type: "unavailable" } })
      else await route.fulfill({ json: answerTo(body.answers) })
    })
    await page.goto(`${shop.url}/gift`)
  })
  afterEach(async () => {
    expect(problems).toEqual([])
    await page.close()
  })

  const press = (name: string | RegExp) => page.getByRole("button", { name }).click()
  const question = () => page.locator("legend").textContent()
  const focused = () => page.evaluate(() => document.activeElement?.textContent ?? "")
  const products = () => page.locator("[data-product]").count()

  test("gift finder: the first answer moves nothing that stood there", async () => {
    await eventually(question, (text) => expect(text).toBe("Who is it for?"))
    const moved = await page.evaluate(
      () =>
        new Promise<number>((resolve) => {
          new PerformanceObserver((list) =>
            resolve(list.getEntries().reduce((sum, entry) => sum + Number(Reflect.get(entry, "value")), 0)),
          ).observe({ type: "layout-shift", buffered: true })
          setTimeout(() => resolve(0), 500)
        }),
    )
    expect(moved).toBe(0)
  })

  test("gift finder: products stand there at once, and each answer leads to the next question, by keyboard too", async () => {
    await eventually(question, (text) => expect(text).toBe("Who is it for?"))
    expect(await products()).toBe(6)
    expect(await page.getByText("Bought as a gift by 7 people").count()).toBe(1)
    expect(await page.getByText("Can be there by Friday, December 4").count()).toBe(1)
    expect(await page.getByText("Question 1 of at most 5").count()).toBe(1)
    await page.getByRole("button", { name: /^Mother/ }).focus()
    await page.keyboard.press("Enter")
    await eventually(focused, (text) => expect(text).toBe("How much would you like to spend?"))
    expect(asked.at(-1)).toMatchObject({ answers: { recipient: "mother" }, region_id: "reg_1", limit: 6 })
    await page.getByLabel("Or in your own words").fill("about 35")
    await page.keyboard.press("Enter")
    await eventually(focused, (text) => expect(text).toBe("What is the occasion?"))
    await press("I don’t know")
    await eventually(
      () => asked.at(-1)?.answers,
      (answers) => expect(answers).toEqual({ recipient: "mother", budget: "about 35", occasion: null }),
    )
    await eventually(
      () => page.getByRole("status").textContent(),
      (text) => expect(text).toContain("These fit best."),
    )
    expect([await page.locator("legend").count(), await products()]).toEqual([0, 6])
    // After the last question the keyboard goes on with the gifts, and from there back to a question.
    const title = await page.getByRole("heading", { level: 2 }).textContent()
    await eventually(focused, (text) => expect(text).toBe(title))
    await press("Back")
    await eventually(focused, (text) => expect(text).toBe("What is the occasion?"))
  })

  test("gift finder: an answer is changed, taken back, and what had to be given up is said", async () => {
    await press(/^Father/)
    await eventually(question, (text) => expect(text).toBe("How much would you like to spend?"))
    await press(/^More than/)
    await eventually(
      () => page.getByRole("status").textContent(),
      (text) => expect(text).toBe("Nothing fits all of that. These come closest."),
    )
    await press("Back")
    await eventually(question, (text) => expect(text).toBe("How much would you like to spend?"))
    await press(/^Change: Who is it for\?/)
    await eventually(question, (text) => expect(text).toBe("Who is it for?"))
    expect(asked.at(-1)?.answers).toEqual({})
  })

  test("gift finder: each request names the first list of its search, and a new search begins without one", async () => {
    await press(/^Mother/)
    await eventually(question, (text) => expect(text).toBe("How much would you like to spend?"))
    await press(/^Up to/)
    await eventually(question, (text) => expect(text).toBe("What is the occasion?"))
    // React's strict mode mounts twice, so that the first question is asked twice.
    const begun = asked.filter((one) => Object.keys(one.answers).length === 0)
    expect(begun.map((one) => one.search_id)).toEqual(begun.map(() => undefined))
    expect(asked.slice(begun.length).map((one) => one.search_id)).toEqual(["rec_0", "rec_0"])
    await press("Start again")
    await eventually(question, (text) => expect(text).toBe("Who is it for?"))
    expect(asked.at(-1)?.search_id).toBeUndefined()
  })

  test("gift finder: answers stand in the address, so that back, a look at a product and a link keep them", async () => {
    await press(/^Mother/)
    await eventually(question, (text) => expect(text).toBe("How much would you like to spend?"))
    await press(/^Up to €20/)
    await eventually(question, (text) => expect(text).toBe("What is the occasion?"))
    await page.goBack()
    await eventually(question, (text) => expect(text).toBe("How much would you like to spend?"))
    await page.goForward()
    await eventually(question, (text) => expect(text).toBe("What is the occasion?"))
    const link = page.url()
    await page.goto(`${shop.url}/nowhere`)
    await page.goBack()
    await eventually(
      () => asked.at(-1),
      (body) => expect(body).toMatchObject({ answers: { recipient: "mother", budget: "-20" }, search_id: "rec_0" }),
    )
    await page.goto(`${shop.url}/nowhere`)
    await page.goto(link)
    await page.getByRole("button", { name: "Change: Who is it for? Mother" }).waitFor()
    await eventually(question, (text) => expect(text).toBe("What is the occasion?"))
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe("BODY")
    await page.goto(
      `${link.split("#")[0] ?? ""}#gift-finder=${encodeURIComponent('["rec_0",{"key":{},"text":[1]},7]')}`,
    )
    await eventually(products, (count) => expect(count).toBe(6))
  })

  test("gift finder: a shop that does not answer is asked again by a button, and clicks are reported with the list", async () => {
    await eventually(products, (count) => expect(count).toBe(6))
    isDown = true
    await press(/^Mother/)
    await page.getByRole("alert").waitFor()
    isDown = false
    await press("Try again")
    await eventually(question, (text) => expect(text).toBe("How much would you like to spend?"))
    await page.evaluate(() => document.addEventListener("click", (event) => event.preventDefault()))
    await page.getByRole("link", { name: "Product 7" }).click()
    await eventually(
      () => shop.events.map(({ type, product_id, recommendation_id }) => [type, product_id, recommendation_id]),
      (events) => expect(events).toContainEqual(["click", "prod_7", "rec_1"]),
    )
  })

  test("gift finder: without a cart of the shop's there is no button that would lead nowhere", async () => {
    await eventually(products, (count) => expect(count).toBe(6))
    expect(await page.getByRole("button", { name: /^Add to cart/ }).count()).toBe(0)
    expect(await page.getByLabel("A message to go with it").count()).toBe(0)
  })

  test("gift finder: a gift goes into the cart with its message, its wrap and its list, and a refusal is said", async () => {
    await page.goto(`${shop.url}/gift?cart`)
    await eventually(products, (count) => expect(count).toBe(6))
    await page.getByLabel("A message to go with it").fill("For Anna, with love")
    await page.getByLabel("Gift wrap €3.50").check()
    const kept = (): Promise<unknown> => page.evaluate(() => Reflect.get(window, "carts"))
    const answered = (words: string) =>
      eventually(
        () => page.getByRole("status").last().textContent(),
        (text) => expect(text).toBe(words),
      )
    const add = (title: string) => page.getByRole("button", { name: `Add to cart: ${title}`, exact: true })
    await add("Product 1").dblclick()
    await answered("Product 1: In your cart")
    await add("Product 3").focus()
    await page.keyboard.press("Enter")
    await answered("Product 3: In your cart")
    await add("Product 2").click()
    await answered("Product 2: Not added. Please try again.")
    const metadata = { recommendation_id: "rec_0", is_gift: true, gift_message: "For Anna, with love" }
    expect(await kept()).toMatchObject([
      { id: "prod_1", metadata, wrap: "var_w" },
      { id: "prod_3", metadata, wrap: null },
    ])
    await eventually(
      () => shop.events.filter(({ type }) => type === "add_to_cart").map(({ product_id }) => product_id),
      (events) => expect(events).toEqual(["prod_1", "prod_3"]),
    )
    expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBe(0)
  })

  test.each([320, 334])(
    "gift finder, %i px: no word of an answer is broken, whatever stands beside it",
    async (width) => {
      await page.setViewportSize({ width, height: 800 })
      for (const answer of [/^Mother/, /^Up to/]) await page.getByRole("button", { name: answer }).click()
      const word = page.getByRole("button", { name: /^Housewarming/ })
      await word.waitFor()
      const lines = await word.evaluate((button) => {
        const words = document.createRange()
        words.selectNodeContents(button.firstChild ?? button)
        return words.getClientRects().length
      })
      expect(lines).toBe(1)
    },
  )

  test("gift finder: nothing stands beside the page on a phone, and buttons are large enough for a thumb", async () => {
    for (const width of [320, 390, 1280]) {
      await page.setViewportSize({ width, height: 800 })
      await eventually(products, (count) => expect(count).toBe(6))
      const beside = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
      expect([width, beside]).toEqual([width, 0])
      const heights = await page
        .getByRole("button")
        .evaluateAll((all) => all.map((one) => one.getBoundingClientRect().height))
      expect(Math.min(...heights)).toBeGreaterThanOrEqual(44)
    }
  })
})
