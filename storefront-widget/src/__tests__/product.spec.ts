import { formatMoney, hrefOf, onlyVariantOf, priceOf, safeUrl } from "../view/product"

const aProduct = (variants: unknown) => ({ id: "prod_1", title: "Mug", handle: "fern mug", thumbnail: null, variants })
const aVariant = (amount: number, original = amount, currency = "eur") => ({
  calculated_price: { calculated_amount: amount, original_amount: original, currency_code: currency },
})

describe("safe address", () => {
  test.each(["/products/mug", "https://shop.com/a", "http://shop.com/a", "//cdn.shop.com/a.png", "a.png", "?q=1"])(
    "safe address: %s stays",
    (url) => expect(safeUrl(url)).toBe(url),
  )
  test.each([
    ...[
      "javascript:alert(1)",
      "JaVaScRiPt:alert(1)",
      "java\nscript:alert(1)",
      "\u0001javascript:alert(1)",
      " javascript:x",
    ],
    ...[
      "data:text/html,<script>",
      "vbscript:x",
      "file:///etc/passwd",
      "blob:https://x/y",
      "http://[",
      "",
      null,
      undefined,
    ],
  ])("safe address: %j is no address", (url) => expect(safeUrl(url)).toBeUndefined())
})

test("product address: the handle is escaped", () => {
  expect(hrefOf(aProduct([]))).toBe("/products/fern%20mug")
  expect(hrefOf({ ...aProduct([]), handle: "../../admin?x=" })).toBe("/products/..%2F..%2Fadmin%3Fx%3D")
})

test("price: the lowest of the variants, with the word that there are others", () => {
  expect(priceOf(aProduct([aVariant(20), aVariant(12, 15), aVariant(30)]))).toMatchObject({
    ...{ amount: 12, before: 15, currency: "eur", isLowest: true },
  })
  expect(priceOf(aProduct([aVariant(12), aVariant(12)]))).toMatchObject({ amount: 12, before: null, isLowest: false })
})

test("price: a gift for nothing has a price, a product without one has none", () => {
  expect(priceOf(aProduct([aVariant(0)]))).toMatchObject({ amount: 0 })
  for (const variants of [undefined, null, [], [{}], [null], [{ calculated_price: { calculated_amount: "9" } }], "x"])
    expect(priceOf(aProduct(variants))).toBeNull()
})

test("money: currencies without decimals, unknown ones, other scripts", () => {
  expect(formatMoney(1200, "jpy", "en")).toBe("¥1,200")
  expect(formatMoney(12.5, "eur", "de-DE")).toBe("12,50\u00a0€")
  expect(formatMoney(12.5, "kwd", "en")).toContain("12.500")
  expect(formatMoney(5, "points", "en")).toBe("5 points")
})

test("variant: only where there is no choice", () => {
  expect(onlyVariantOf(aProduct([{ id: "v" }]))).toBe("v")
  expect(onlyVariantOf(aProduct([{ id: "v" }, { id: "w" }]))).toBeUndefined()
  expect(onlyVariantOf(aProduct(undefined))).toBeUndefined()
})
