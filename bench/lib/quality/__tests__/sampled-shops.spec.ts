import { generateShop } from "../../generated-shop"
import { parseSizes, sampleShops } from "../sampled-shops"

const SHOP = generateShop({ products: 300, shoppers: 400, events: 6000, seed: 2 })
const [SMALL, YOUNG] = parseSizes("40x50,young30")

describe("sampling small shops", () => {
  test("sampleShops: a shop has no more products and shoppers than asked for", () => {
    const shops = sampleShops(SHOP, SMALL, { shops: 3, seed: 1 })
    expect(shops).toHaveLength(3)
    for (const { log } of shops) {
      expect(log.itemIds.length).toBeLessThanOrEqual(40)
      expect(log.userIds.length).toBeLessThanOrEqual(50)
      expect(log.length).toBeGreaterThan(60)
    }
  })

  test("sampleShops: the same seed gives the same shops, another one others", () => {
    const ids = (seed: number): string[] =>
      sampleShops(SHOP, SMALL, { shops: 1, seed }).flatMap(({ log }) => log.itemIds)
    expect(ids(1)).toEqual(ids(1))
    expect(ids(1)).not.toEqual(ids(2))
  })

  test("sampleShops: a young shop holds so many days and no more", () => {
    const shops = sampleShops(SHOP, YOUNG, { shops: 2, seed: 1 })
    for (const { log } of shops) expect(log.time[log.length - 1] - log.time[0]).toBeLessThan(30 * 86_400_000)
    expect(shops).toHaveLength(2)
  })

  test("sampleShops: what is known of products and shoppers comes along", () => {
    const [{ log, items }] = sampleShops(SHOP, SMALL, { shops: 1, seed: 1 })
    expect([...items.keys()].sort()).toEqual([...log.itemIds].sort())
  })

  test("parseSizes: a size that is none is named", () => {
    expect(() => parseSizes("100x100,big")).toThrow("not big")
  })
})
