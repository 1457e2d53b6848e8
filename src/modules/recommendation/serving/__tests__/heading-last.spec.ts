import type { RankReason } from "../../../../core/contract"
import { headingLast } from "../reasons/heading-last"

const reason = (code: string, productId: string | null = null): RankReason => ({ code, productId, weight: 1 })
const codes = (reasons: readonly RankReason[]): string[] => reasons.map(({ code }) => code)

describe("headingLast", () => {
  test("reasons: what the heading says already comes last", () => {
    const reasons = [reason("trending"), reason("category"), reason("price")]
    expect(codes(headingLast(reasons, { strategy: "trending", productId: null }))).toEqual([
      "category",
      "price",
      "trending",
    ])
    expect(codes(headingLast(reasons, { strategy: "for_you", productId: null }))).toEqual(codes(reasons))
  })

  test("reasons: of the product whose page it is nothing stands at the head", () => {
    const reasons = [reason("bought_with", "kit"), reason("because_viewed", "bear"), reason("popular")]
    const onPage = headingLast(reasons, { strategy: "bought_together", productId: "kit" })
    expect(codes(onPage)).toEqual(["because_viewed", "popular", "bought_with"])
  })

  test("reasons: another product is no reason to buy one again", () => {
    const reasons = [reason("because_bought", "bear"), reason("buy_again"), reason("category")]
    expect(codes(headingLast(reasons, { strategy: "buy_again", productId: null }))[0]).toBe("category")
  })

  test("reasons: the only reason stays, whatever the heading is", () => {
    expect(codes(headingLast([reason("trending")], { strategy: "trending", productId: null }))).toEqual(["trending"])
  })
})
