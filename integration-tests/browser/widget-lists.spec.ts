import { eventually, openStubPages } from "./helpers/stub-pages"
import type { StubPages } from "./helpers/stub-pages"

jest.setTimeout(60_000)

/** What lists do under a shopper's hands: what they follow, show and say. */

const attributes = 'backend-url="SHOP" publishable-key="pk_test" consent="granted" limit="4" country-code="de"'
let pages: StubPages

beforeAll(async () => {
  pages = await openStubPages({
    "/two": `<svm-recommendations id="a" ${attributes}></svm-recommendations><svm-recommendations id="b" ${attributes} strategy="trending" fill="false"></svm-recommendations>`,
    "/german": `<svm-recommendations ${attributes} locale="de" show-add-to-cart show-confidence></svm-recommendations>`,
  })
})
afterAll(() => pages.close())
beforeEach(() => pages.renew())

const open = (path: string) => pages.page().goto(pages.shop.url + path)
const button = (name: string | RegExp) => pages.page().getByRole("button", { name })
const cards = () => pages.page().locator("[data-product]")
const shown = () => cards().evaluateAll((items) => items.map((item) => item.getAttribute("data-product")))
const types = () => pages.shop.events.map(({ type }) => type)

test("list: after a view, and without a reload, the list that comes back is shown at once and then changes", async () => {
  await open("/react?consent")
  await cards().first().waitFor()
  await button("Open product 1").click()
  await eventually(types, (seen) => expect(seen).toContain("view"))
  pages.shop.order = [7, 2, 3, 4, 5, 6]
  await button("Back to the list").click()
  expect(await pages.page().locator("section[aria-busy=true]").count()).toBe(0)
  await eventually(shown, (ids) => expect(ids[0]).toBe("prod_7"))
})

test("list: a view in another tab makes the list of this one ask when it is looked at again", async () => {
  await open("/react?consent")
  await cards().first().waitFor()
  const heard = pages.page().evaluate(() =>
    new Promise((resolve) => {
      new BroadcastChannel("svm-recommendations:changed").onmessage = resolve
    }).then(() => true),
  )
  const other = await pages.context().newPage()
  await other.goto(`${pages.shop.url}/react?consent&view=prod_5`)
  expect(await heard).toBe(true)
  pages.shop.order = [7, 2, 3]
  await other.close()
  await pages.page().evaluate(() => document.dispatchEvent(new Event("visibilitychange")))
  await eventually(shown, (ids) => expect(ids[0]).toBe("prod_7"))
})

test("list: a change that comes while a card is pressed waits for its click", async () => {
  await open("/react?consent")
  const link = pages.page().locator('[data-product="prod_1"] a').first()
  await link.hover()
  await pages.page().mouse.down()
  const before = pages.shop.asked.length
  pages.shop.order = [7, 8, 9]
  const answered = pages.page().waitForResponse((response) => response.url().includes("recommendations"))
  await pages.page().evaluate(() => dispatchEvent(new Event("svm-recommendations:changed")))
  await answered
  expect(pages.shop.asked.length).toBeGreaterThan(before)
  expect(await shown()).toContain("prod_1")
  await pages.page().mouse.up()
  await eventually(types, (seen) => expect(seen).toContain("click"))
  expect(pages.shop.events.find(({ type }) => type === "click")?.product_id).toBe("prod_1")
})

test("list: what is not of interest goes at once, is reported, and is announced", async () => {
  await open("/react?consent&dismiss")
  await button("Not interested: Product 2").click()
  expect(await shown()).not.toContain("prod_2")
  expect(await pages.page().getByRole("status").textContent()).toBe("Not interested: Product 2")
  await eventually(types, (seen) => expect(seen).toContain("dismiss"))
  expect(pages.shop.events.find(({ type }) => type === "dismiss")?.product_id).toBe("prod_2")
})

test("list: what was put into the cart, wished for or changed under the keyboard is announced", async () => {
  await open("/react?consent&rich")
  const status = () => pages.page().getByRole("status").textContent()
  await button("Add to wishlist: Product 2").click()
  await eventually(status, (words) => expect(words).toBe("Saved: Product 2"))
  await pages.page().reload()
  await cards().nth(2).getByRole("link").focus()
  pages.shop.order = [5, 3, 1, 2, 4, 6]
  await pages.page().evaluate(() => dispatchEvent(new Event("svm-recommendations:changed")))
  await eventually(status, (words) => expect(words).toBe("Updated"))
})

test("list: an add-to-cart that fails says so on its button, and can be tried again", async () => {
  await open("/react?consent&rich")
  await cards().first().waitFor()
  pages.shop.mode = "down"
  await cards().first().locator(".svmr-add").click()
  await button(/^Not added. Retry ?: Product 1/).waitFor()
  pages.shop.mode = "up"
  await button(/^Not added. Retry ?: Product 1/).click()
  await eventually(types, (seen) => expect(seen).toContain("add_to_cart"))
})

test("list: the buttons of two lists have names of their own", async () => {
  await pages.page().setViewportSize({ width: 500, height: 800 })
  await open("/react?consent&rich&two&limit=10")
  await button("Next: For you").waitFor()
  await button("Next: Trending").waitFor()
})

test("prices: From is of what can be bought, with tax where the page says where the goods go", async () => {
  const price = (amount: number) => ({
    ...{ calculated_amount: amount, original_amount: amount + 10, currency_code: "eur" },
    ...{ calculated_amount_with_tax: amount * 1.25, original_amount_with_tax: (amount + 10) * 1.25 },
  })
  pages.shop.dress = (product) => ({
    ...product,
    variants: [
      { id: "gone", manage_inventory: true, allow_backorder: false, inventory_quantity: 0, calculated_price: price(5) },
      { id: "here", manage_inventory: true, allow_backorder: false, inventory_quantity: 3, calculated_price: price(8) },
      { id: "more", manage_inventory: false, calculated_price: price(12) },
    ],
  })
  const words = () => cards().first().locator(".svmr-price").textContent()
  await open("/react?consent")
  await cards().first().waitFor()
  expect(await words()).toBe("Price: From €8.00Was: €18.00Sale")
  await open("/react?consent&country=de")
  await cards().first().waitFor()
  expect(await words()).toBe("Price: From €10.00Was: €22.50Sale")
})

test("element: the lists of a page are one request, in which fill and country go along", async () => {
  await open("/two")
  await cards().first().waitFor()
  expect(pages.shop.asked.map(({ path }) => path)).toEqual(["/store/recommendations/panels"])
  expect(pages.shop.asked[0].body).toMatchObject({
    country_code: "de",
    panels: [{ strategy: "for_you" }, { fill: false }],
  })
})

test("element: a locale gives prices, labels and reasons of that language", async () => {
  await open("/german")
  await cards().first().waitFor()
  expect(await pages.page().getByRole("heading", { level: 2 }).textContent()).toBe("Für dich")
  expect(await cards().first().textContent()).toMatch(/1,50\s€/)
  expect(await cards().first().getByRole("button").textContent()).toBe("In den Warenkorb: Product 1")
  expect(pages.shop.asked[0].path).toContain("locale=de")
})

test("element: a cart button without a cart says that it did not work", async () => {
  await open("/german")
  await cards().first().getByRole("button").click()
  await button(/^Nicht hinzugefügt/).waitFor()
})

test("list: price and reason stand right below a name of one line, however long the names beside it are", async () => {
  await open("/react?consent")
  await cards().first().waitFor()
  const gaps = await cards().evaluateAll((items) =>
    items.map((item) => {
      const name = document.createRange()
      name.selectNodeContents(item.querySelector(".svmr-link") ?? item)
      const price = item.querySelector(".svmr-price")?.getBoundingClientRect()
      const why = item.querySelector("bdi")?.getBoundingClientRect()
      if (!price || !why) throw new Error("no price, no reason")
      return { price: price.top - name.getBoundingClientRect().bottom, why: why.top - price.bottom }
    }),
  )
  // Less than half of a line, in pixels.
  for (const { price, why } of gaps) expect(Math.max(price, why)).toBeLessThan(11)
})

test("list: a page that hides itself from screen readers behind a dialog still shows its cards", async () => {
  await open("/react?consent")
  await cards().first().waitFor()
  await pages.page().evaluate(() => document.body.setAttribute("aria-hidden", "true"))
  expect(
    await cards()
      .first()
      .locator(".svmr-price")
      .evaluate((price) => getComputedStyle(price).visibility),
  ).toBe("visible")
})

test("list: the keyboard stops at the cards in sight alone, and the list's buttons bring the others in reach", async () => {
  await open("/react?consent&rich&limit=10")
  await cards().first().waitFor()
  const page = pages.page()
  const reached = async (): Promise<string[]> => {
    await page.getByRole("button", { name: "Log out" }).focus()
    const stops: string[] = []
    for (;;) {
      await page.keyboard.press("Tab")
      // A focus that scrolled the list would bring the next card in reach, and so on to the last.
      await page.waitForTimeout(100)
      const stop = await page.evaluate(() => {
        const { activeElement } = document
        if (!activeElement?.closest(".svmr")) return null
        return activeElement.closest("[data-product]")?.getAttribute("data-product") ?? "button"
      })
      if (stop === null) return stops
      stops.push(stop)
    }
  }
  const inSight = () =>
    cards().evaluateAll((items) => {
      const list = items[0]?.parentElement?.getBoundingClientRect()
      return items
        .filter((item) => {
          const { left, right } = item.getBoundingClientRect()
          return list && left > list.left - 1 && right < list.right + 1
        })
        .map((item) => item.getAttribute("data-product"))
    })
  const seen = await inSight()
  expect(seen).toHaveLength(4)
  // Both buttons of the list, then link, cart and wish of each card in sight: of ten cards they were 32 stops.
  await eventually(reached, (stops) =>
    expect(stops).toEqual(["button", "button", ...seen.flatMap((id) => [id, id, id])]),
  )
  await button("Next: For you").click()
  await eventually(inSight, (ids) => expect(ids[0]).not.toBe("prod_1"))
  await eventually(reached, (stops) => expect(stops.slice(2)).not.toContain("prod_1"))
  expect((await reached())[2]).toBe((await inSight())[0])
})

test("list: while it loads its pictures pulse, and stand still for who wants no motion", async () => {
  pages.shop.mode = "slow"
  const moving = () => pages.page().evaluate(() => document.getAnimations().length)
  await open("/react?consent")
  await eventually(moving, (count) => expect(count).toBeGreaterThan(0))
  await pages.page().emulateMedia({ reducedMotion: "reduce" })
  expect(await moving()).toBe(0)
})

test("list: a card under the pointer shows it, a sale and the last few of a product stand on the picture", async () => {
  const stock = (inventory_quantity: number) => ({ manage_inventory: true, allow_backorder: false, inventory_quantity })
  const price = { calculated_amount: 5, original_amount: 8, currency_code: "eur" }
  const variants: Record<string, unknown> = {
    prod_1: [{ id: "a", ...stock(2), calculated_price: price }],
    prod_2: [{ id: "b", ...stock(40), calculated_price: price }],
    // One of its variants is not counted: nobody knows how many are left.
    prod_3: [{ id: "c", ...stock(1), calculated_price: { ...price, original_amount: 5 } }, { id: "d" }],
  }
  pages.shop.dress = (product) => ({ ...product, variants: variants[String(product.id)] ?? product.variants })
  await open("/react?consent&rich")
  await cards().first().waitFor()
  const badges = await cards().evaluateAll((items) =>
    items.slice(0, 3).map((item) => item.querySelector(".svmr-badge")?.textContent ?? null),
  )
  expect(badges).toEqual(["Only 2 left", "Sale", null])
  const border = () =>
    cards()
      .first()
      .evaluate((card) => getComputedStyle(card).borderColor)
  const before = await border()
  await cards().first().hover()
  expect(await border()).not.toBe(before)
})

test("list: a link beside the heading leads to all of its kind, and one that would run as script does not stand there", async () => {
  await open(`/react?consent&more=${encodeURIComponent("/best")}`)
  await cards().first().waitFor()
  const link = pages.page().getByRole("link", { name: "See all: For you" })
  expect(await link.getAttribute("href")).toBe("/best")
  await open(`/react?consent&more=${encodeURIComponent("javascript:alert(1)")}`)
  await cards().first().waitFor()
  expect(await link.count()).toBe(0)
})
