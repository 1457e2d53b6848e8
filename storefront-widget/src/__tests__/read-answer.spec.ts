import { readAnswer } from "../client/read-answer"

const product = { id: "prod_1", title: "Mug", handle: "mug", thumbnail: null, variants: [] }

test("answer: what is no answer is null", () => {
  for (const value of [undefined, null, "<html>", 7, [], {}, { recommendations: null }, { recommendations: {} }])
    expect(readAnswer(value)).toBeNull()
})

test("answer: what is no product is left out, what stands twice stands once", () => {
  const items = [null, 7, {}, { product: null }, { product: { id: 7 } }, { product }, { product }]
  expect(readAnswer({ recommendations: items })?.recommendations.map((item) => item.product.id)).toEqual(["prod_1"])
})

test("answer: texts are texts, whatever came", () => {
  const odd = { id: "prod_1", title: { toString: "x" }, handle: 7, thumbnail: ["a"] }
  const reasons = [{ code: "a", text: "Because" }, { text: { a: 1 } }, "x", null]
  const [item] = readAnswer({ recommendations: [{ product: odd, reasons, confidence: "high" }] })?.recommendations ?? []
  expect(item.product).toMatchObject({ title: "", handle: null, thumbnail: null })
  expect(item.reasons.map(({ text }) => text)).toEqual(["Because", ""])
  expect(item.confidence).toBe(0)
})

test("answer: fields of the product and of the envelope come through", () => {
  const value = {
    recommendations: [{ product: { ...product, metadata: { a: 1 } } }],
    rung: "popular",
    recommendation_id: "r",
  }
  expect(readAnswer(value)).toMatchObject({ rung: "popular", recommendation_id: "r" })
  expect(readAnswer(value)?.recommendations[0].product.metadata).toEqual({ a: 1 })
})
