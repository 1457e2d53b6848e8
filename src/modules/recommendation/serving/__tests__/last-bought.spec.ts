import type { ProfileEvent } from "../../../../core/contract"
import { lastBought } from "../reasons/last-bought"
import { reasonText } from "../reasons/reason-text"

const purchase = (at: string, more: Partial<ProfileEvent> = {}): ProfileEvent => ({
  ...{ productId: "tea", type: "purchase", at: Date.parse(at), quantity: 1, price: 9, basketId: at, isGift: false },
  ...more,
})

const EVENTS = [
  purchase("2026-08-30T12:00:00Z"),
  purchase("2026-09-14T12:00:00Z"),
  purchase("2026-10-02T12:00:00Z", { isGift: true }),
  purchase("2026-11-20T12:00:00Z", { type: "view" }),
  purchase("2026-12-01T12:00:00Z", { productId: "mug" }),
]

describe("lastBought", () => {
  test.each([
    ["en", "Last bought in September 2026"],
    ["de", "Zuletzt gekauft im September 2026"],
    ["es", "Última compra: septiembre de 2026"],
    ["pl", "Ostatni zakup: wrzesień 2026"],
  ])("reasons: in %s, what comes again says when it was last bought for themselves", (locale, words) => {
    expect(reasonText("last_bought", locale, { value: lastBought(EVENTS, "tea", locale) })).toBe(words)
  })

  test("reasons: what was never bought was not last bought", () => {
    expect(lastBought(EVENTS, "soap", "en")).toBeNull()
  })
})
