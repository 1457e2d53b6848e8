import { CART_FEATURES, GIFT_FEATURES, PAGE_FEATURES, PERSONAL_FEATURES } from "../../features/feature-map"
import type { FeatureSpace } from "../../features/feature-map"
import { codesOf } from "../ranking/reason-codes"

/** The code of a feature. */
function codeOf(space: FeatureSpace, name: string): string {
  const at = space.names.indexOf(name)
  if (at < 0) throw new Error(`no feature ${name}`)
  const { codes, index } = codesOf(space)
  return codes[index[at]]
}

describe("codesOf", () => {
  test.each([
    ["PERSONAL_FEATURES", PERSONAL_FEATURES],
    ["PAGE_FEATURES", PAGE_FEATURES],
    ["CART_FEATURES", CART_FEATURES],
    ["GIFT_FEATURES", GIFT_FEATURES],
  ])("codesOf: each feature of %s has one code, and each code stands once", (_, space) => {
    const { codes, index, unnamed } = codesOf(space)
    expect(index).toHaveLength(space.names.length)
    expect([...index].every((at) => typeof codes[at] === "string")).toBe(true)
    expect(new Set(codes).size).toBe(codes.length)
    expect(codes[unnamed]).toBe("other")
    // A code of which no feature speaks, but for the one of what no reason names, would never be given.
    expect(codes.every((code, at) => code === "other" || index.includes(at))).toBe(true)
  })

  test.each([
    ["any.frequency.value", "bought_before"],
    ["again.due.rank", "bought_before"],
    ["any.visit.root", "viewed"],
    ["any.carted.value", "in_cart"],
    ["any.wished.value", "wished"],
    ["any.disliked.value", "disliked"],
    ["any.basketRecent.value", "bought_with"],
    ["again.shopperLong.root", "because_bought"],
    ["any.interestRecent.value", "because_viewed"],
    ["any.nextLast.value", "because_viewed"],
    ["any.contentLong.value", "similar_to"],
    ["any.neighbors.value", "similar_shoppers"],
    ["any.segment.value", "popular_in_segment"],
    ["any.popular60.value", "popular"],
    ["any.popularNew15.value", "trending"],
    ["any.newness.value", "new"],
    ["any.repeatRate.value", "bought_again"],
    ["any.price.value", "price"],
    ["any.category.value", "category"],
    ["any.kin.value", "content"],
    ["any.shop1.value", "other"],
    ["any.shop3.rank", "other"],
    ["any.shopLike.value", "content"],
  ])("codesOf: %s of a shopper's list is called %s", (name, code) => {
    expect(codeOf(PERSONAL_FEATURES, name)).toBe(code)
  })

  test.each([
    ["again", "bought_before"],
    ["again:repeatShare", "bought_before"],
    ["again:daysSinceLast", "bought_before"],
    ["seen", "viewed"],
    ["seen:visit", "viewed"],
    ["young", "new"],
    ["young:share", "new"],
  ])("codesOf: the habit %s is called %s", (name, code) => {
    for (const space of [PERSONAL_FEATURES, CART_FEATURES]) expect(codeOf(space, name)).toBe(code)
  })

  test.each([
    ["any.anchor.basket.value", "bought_with"],
    ["any.anchorMost.basketNow.value", "bought_with"],
    ["any.anchorLatest.basketRidge.root", "bought_with"],
    ["any.anchor.shopper.value", "goes_with"],
    ["any.anchorMost.interestRidge.value", "goes_with"],
    ["any.anchor.next.rank", "goes_with"],
    ["any.anchor.content.value", "similar_to"],
    ["any.anchorLift.value", "bought_with"],
    ["any.anchorLive.value", "bought_with"],
    ["any.anchorCategory.value", "same_category"],
    ["any.anchorType.value", "same_type"],
    ["any.anchorPrice.value", "same_price"],
    ["any.anchorPopular.value", "popular"],
  ])("codesOf: %s of a cart is called %s", (name, code) => {
    expect(codeOf(CART_FEATURES, name)).toBe(code)
  })

  test("codesOf: beside given products, of which 'bought with' then speaks, the past has words of its own", () => {
    const past = ["basketRecent", "basketRidgeRecent", "basketNowRidgeLong", "contentLong"]
    const named = (space: FeatureSpace): string[] => past.map((signal) => codeOf(space, `any.${signal}.value`))
    expect(named(PERSONAL_FEATURES)).toEqual(["bought_with", "bought_with", "bought_with", "similar_to"])
    for (const space of [PAGE_FEATURES, CART_FEATURES])
      expect(named(space)).toEqual(["because_bought", "because_bought", "because_bought", "content"])
  })

  test("codesOf: what is given is called so", () => {
    for (const signal of ["giftGiven", "giftRecipient", "giftLikeAge"])
      expect(codeOf(GIFT_FEATURES, `any.${signal}.value`)).toBe("often_given")
  })
})
