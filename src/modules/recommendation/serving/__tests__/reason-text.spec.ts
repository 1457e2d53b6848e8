import { de } from "../reasons/de"
import { en } from "../reasons/en"
import { reasonText } from "../reasons/reason-text"

describe("reasonText", () => {
  test("reasonText: both languages say the same codes with the same gaps", () => {
    expect(Object.keys(de).sort()).toEqual(Object.keys(en).sort())
    const gaps = (text: string | undefined): string[] => (text?.match(/\{\w+\}/g) ?? []).sort()
    for (const code of Object.keys(en)) expect(gaps(de[code])).toEqual(gaps(en[code]))
  })

  test("reasonText: a region's language, an unknown one, an unknown code", () => {
    expect(reasonText("because_bought", "de-AT", { product: "Tasse" })).toBe("Weil Sie Tasse gekauft haben")
    expect(reasonText("trending", "fr")).toBe("Trending now")
    expect(reasonText("constructor", "en")).toBe("Picked for you")
  })

  test("reasonText: without the product's title it says something true all the same", () => {
    expect(reasonText("because_bought", "en")).toBe("Fits your taste")
    expect(reasonText("bought_with", "de", { product: null })).toBe("Beliebt bei Kunden mit Ihrem Geschmack")
  })

  test("reasonText: a title is text, whatever it looks like", () => {
    expect(reasonText("similar_to", "en", { product: "$& {value}" })).toBe("Similar to $& {value}")
  })

  test("reasonText: gift values have words in each language, however the shopper wrote them", () => {
    expect(reasonText("gift_recipient", "en", { value: "Mother" })).toBe("For your mother")
    expect(reasonText("gift_occasion", "de", { value: "mothers day" })).toBe("Zum Muttertag")
    expect(reasonText("gift_age_band", "en", { value: "3-6" })).toBe("Ages 3 to 6")
    expect(reasonText("gift_age_band", "de", { value: "3-6" })).toBe("Für 3 bis 6 Jahre")
  })

  test("reasonText: a gift value that is the shop's own is shown as it is, without hyphens", () => {
    expect(reasonText("gift_recipient", "en", { value: "dog-owner" })).toBe("A gift for dog owner")
    expect(reasonText("gift_occasion", "en", { value: "constructor" })).toBe("For the occasion: constructor")
  })
})
