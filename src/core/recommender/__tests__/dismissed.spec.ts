import type { ProfileEvent } from "../../contract"
import { BEHAVIOR_TYPES } from "../../contract"
import { dismissedProducts } from "../ranking/dismissed"

const history = (...types: ProfileEvent["type"][]): ProfileEvent[] =>
  types.map((type, at) => ({ productId: "p", type, at, quantity: 1, price: null, basketId: null, isGift: false }))

describe("dismissedProducts", () => {
  test.each(["purchase", "add_to_cart", "add_to_wishlist"] as const)(
    "dismissedProducts: %s takes a dismissed product up again, until it is dismissed once more",
    (type) => {
      expect([...dismissedProducts(history("dismiss", type))]).toEqual([])
      expect([...dismissedProducts(history("dismiss", type, "dismiss"))]).toEqual(["p"])
    },
  )

  test("dismissedProducts: nothing else does, and what came before the dismissal counts for nothing", () => {
    const others = BEHAVIOR_TYPES.filter(
      (type) => !["dismiss", "purchase", "add_to_cart", "add_to_wishlist"].includes(type),
    )
    expect(others.length).toBeGreaterThan(3)
    for (const other of others) expect([...dismissedProducts(history("dismiss", other))]).toEqual(["p"])
    expect([...dismissedProducts(history("purchase", "add_to_cart", "dismiss"))]).toEqual(["p"])
  })
})
