import type { CatalogEntry } from "../catalog/catalog"
import { GiftMatcher, NO_GIFT_REQUEST, giftContextOf } from "../gift"

const FIELDS = {
  recipient: "recipient",
  occasion: "occasion",
  age_band: "age_band",
  gift_order_flag: "is_gift",
  shipping_name_differs: false,
  ...{ delivery_days: "delivery_days", wrap_product: null, wrap: "gift_wrap", message: null },
}

const anEntry = (entry: Partial<CatalogEntry>): CatalogEntry => ({
  ...{
    id: "p",
    title: "P",
    category: null,
    price: null,
    tags: [],
    createdAt: null,
    categoryIds: [],
    categoryTree: [],
    textHash: "",
    learnedMark: 0,
  },
  ...{ type: null, gift: {}, isRecommended: true, mark: 0 },
  ...entry,
})

describe("GiftMatcher", () => {
  const request = { ...NO_GIFT_REQUEST, recipient: "Grand Mother", occasion: "birthday" }
  const matcher = new GiftMatcher(request, FIELDS)

  test("GiftMatcher: tags, type and metadata speak alike, however they are written", () => {
    expect(matcher.score(anEntry({ tags: ["recipient:grand-mother", "occasion:Birthday"] }))).toBe(2)
    expect(matcher.score(anEntry({ type: "recipient:grand_mother" }))).toBe(1)
    expect(
      matcher.score(anEntry({ gift: { recipient: ["father", "grand mother"], occasion: "easter, birthday" } })),
    ).toBe(2)
  })

  test("GiftMatcher: what is believed of silence is half a yes, and stands above no merchant's word", () => {
    const believing = new GiftMatcher(request, FIELDS, {
      suits:
        () =>
        ({ title }) =>
          title === "Granny’s Trowel",
    })
    const [granny, other] = [anEntry({ title: "Granny’s Trowel" }), anEntry({ title: "Mug" })]
    expect([believing.score(granny), believing.score(other)]).toEqual([1, 0])
    expect(believing.score({ ...granny, tags: ["recipient:baby"] })).toBe(-1)
    expect(believing.score({ ...granny, tags: ["recipient:grand-mother", "occasion:birthday"] })).toBe(2)
    expect(believing.yes(granny).map(({ code }) => code)).toEqual(["gift_recipient", "gift_occasion"])
    expect(new GiftMatcher(request, FIELDS, { suits: () => null }).score(granny)).toBe(0)
  })

  test("GiftMatcher: a no outweighs a yes, silence is neither, anyone is a yes", () => {
    expect(matcher.score(anEntry({ tags: ["recipient:baby", "occasion:birthday"] }))).toBe(-1)
    expect(matcher.score(anEntry({}))).toBe(0)
    expect(matcher.score(anEntry({ tags: ["recipient:anyone"] }))).toBe(1)
  })

  test("GiftMatcher: reasons name only the words that the product says yes to", () => {
    expect(matcher.yes(anEntry({ tags: ["occasion:birthday"] }))).toMatchObject([
      { code: "gift_occasion", value: "birthday" },
    ])
  })

  test("GiftMatcher: names of fields that every object has are plain names", () => {
    const odd = new GiftMatcher({ ...NO_GIFT_REQUEST, recipient: "x" }, { ...FIELDS, recipient: "constructor" })
    expect(odd.score(anEntry({}))).toBe(0)
  })

  test("GiftMatcher: a request without words asks nothing", () => {
    expect(new GiftMatcher(NO_GIFT_REQUEST, FIELDS).asked).toBe(0)
  })
})

test("giftContextOf: what a giver says is spelled as gift orders are learned of; what they do not say is not there", () => {
  const asked = { ...NO_GIFT_REQUEST, recipient: "Grand Mother", occasion: "", ageBand: "adult" }
  expect(giftContextOf(asked)).toEqual({ recipient: "grand-mother", age_band: "adult" })
  expect(giftContextOf(NO_GIFT_REQUEST)).toEqual({})
})
