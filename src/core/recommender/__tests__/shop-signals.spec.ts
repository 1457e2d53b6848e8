import { loadRecommender, trainRecommender } from ".."
import { aShop, SHOP_START } from "./shop"

const DAYS = 100
const NOW = SHOP_START + (DAYS + 1) * 86_400_000

/** A shop whose products have no words: of their themes only the vectors know, and one number tells how liked they are. */
function shopOfVectors(): Parameters<typeof trainRecommender>[0] {
  const shop = aShop({ shoppers: 40, days: DAYS })
  const items = [...shop.items].map(([id, item], at) => {
    const theme = [0, 1, 2, 3].map((k) => (k === Math.floor(at / 12) ? 1 : 0))
    return [id, { ...item, title: "thing", category: null, signals: [at % 12, 0, 0], vector: theme }] as const
  })
  return { ...shop, items: new Map(items) }
}

test("shop signals: numbers and vectors from outside are learned with the shop's own, and what no product has weighs nothing", () => {
  const options = { seed: 3, now: NOW, maxRows: 1_000_000, newShopperOrders: 3 }
  const { weights } = loadRecommender(trainRecommender(shopOfVectors(), options).bytes)
  const sum = (signal: string): number =>
    ["value", "root", "rank"].reduce((total, basis) => total + (weights.get(`any.${signal}.${basis}`) ?? Number.NaN), 0)
  // Shoppers buy within their theme: to be near the past speaks for a product.
  expect(sum("shopLike")).toBeGreaterThan(0.01)
  expect(sum("shop1")).not.toBe(0)
  expect(sum("shop2")).toBe(0)
  expect(sum("shop3")).toBe(0)
})
