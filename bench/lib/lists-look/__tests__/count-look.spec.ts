import { countLook } from "../count-look"

const categories = new Map([
  ["tea", "Drinks"],
  ["mug", "Drinks"],
  ["bear", "Toys"],
  ["book", "Books"],
])
const reason = (code: string, productId: string | null = null) => ({ code, text: code, productId })
const did = (type: string, productId: string) => ({ type, productId })

describe("countLook", () => {
  test("countLook: a claim of a purchase that the log does not hold is false, on this product or the one it names", () => {
    const { falseClaims } = countLook(
      [
        {
          cards: [
            { productId: "tea", reasons: [reason("bought_before"), reason("because_bought", "mug")] },
            { productId: "bear", reasons: [reason("because_bought", "tea"), reason("viewed")] },
          ],
          past: [did("view", "tea"), did("purchase", "mug")],
        },
      ],
      categories,
    )
    expect(falseClaims).toEqual(['"bought_before" on tea', '"because_bought" on bear', '"viewed" on bear'])
  })

  test("countLook: counts the reason that is shown, and whether it names what the shopper knows", () => {
    const look = countLook(
      [
        {
          cards: [
            { productId: "tea", reasons: [reason("popular"), reason("because_viewed", "mug")] },
            { productId: "bear", reasons: [reason("because_viewed", "mug"), reason("popular")] },
          ],
          past: [did("view", "mug")],
        },
      ],
      categories,
    )
    expect(look).toMatchObject({ reasons: { popular: 0.5, because_viewed: 0.5 }, names_known: 0.5 })
  })

  test("countLook: a list of one category counts against shoppers whose past is broad alone", () => {
    const cards = ["tea", "mug", "bear"].map((productId) => ({ productId, reasons: [] }))
    const broad = ["tea", "mug", "bear", "book"].map((productId) => did("purchase", productId))
    const narrow = ["tea", "mug", "tea", "book"].map((productId) => did("purchase", productId))
    const look = countLook(
      [broad, narrow].map((past) => ({ cards, past })),
      categories,
    )
    expect(look).toMatchObject({ shoppers: 2, largest_category: 2, broad_shoppers: 1, broad_over_half: 1 })
  })
})
