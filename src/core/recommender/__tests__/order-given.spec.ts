import fc from "fast-check"
import type { ProfileEvent } from "../../contract"
import { blendOrders, createLadder, loadRecommender, trainRecommender } from ".."
import { aShop, SHOP_START } from "./shop"

const DAY = 86_400_000
const NOW = SHOP_START + 151 * DAY
const shop = aShop()
const recommender = loadRecommender(
  trainRecommender(shop, { seed: 3, now: NOW, maxRows: 1_000_000, newShopperOrders: 3 }).bytes,
)
const ALL = [...shop.items.keys()]
const NOBODY = { events: [], segment: null }

function bought(ids: readonly string[], type: ProfileEvent["type"] = "purchase"): ProfileEvent[] {
  return ids.map((productId, at) => ({
    ...{ productId, type, quantity: 1, price: null, basketId: `b${at}` },
    at: NOW - (ids.length - at) * 3 * DAY,
  }))
}

const idsOf = (products: readonly { productId: string }[]): string[] => products.map(({ productId }) => productId)

describe("given products in a shopper's order", () => {
  const toys = { events: bought(["p25", "p26", "p27", "p28"]), segment: null }

  test("order: the same ids, once each, whatever is asked", () => {
    const subset = fc.uniqueArray(fc.constantFrom(...ALL), { minLength: 1 })
    fc.assert(
      fc.property(subset, fc.boolean(), (ids, isKnown) => {
        const ordered = recommender.order(isKnown ? toys : NOBODY, { ids, now: NOW })
        expect(idsOf(ordered).sort()).toEqual([...ids].sort())
      }),
      { seed: 28, numRuns: 200 },
    )
  })

  test("order: who bought toys sees toys before paper, with scores that fall and reasons for each", () => {
    const ordered = recommender.order(toys, { ids: ["p40", "p41", "p29", "p30"], now: NOW })
    expect(idsOf(ordered).slice(0, 2).sort()).toEqual(["p29", "p30"])
    const scores = ordered.map(({ score }) => score)
    expect(scores).toEqual([...scores].sort((a, b) => b - a))
    expect(ordered.every(({ reasons, rung }) => reasons.length > 0 && rung === "personal")).toBe(true)
  })

  test("order: a shopper without a past gets what new shoppers choose", () => {
    const ordered = recommender.order(NOBODY, { ids: ALL, now: NOW })
    const popular = recommender.rank(NOBODY, { strategy: "popular", now: NOW, limit: 10 })
    expect(idsOf(ordered).slice(0, 10)).toEqual(idsOf(popular))
    expect(ordered[0]?.rung).toBe("popular")
  })

  test("order: what was dismissed stands last, and is not hidden", () => {
    const events = [...toys.events, ...bought(["p29"], "dismiss")]
    const ordered = recommender.order({ events, segment: null }, { ids: ["p29", "p30", "p40"], now: NOW })
    expect(idsOf(ordered).at(-1)).toBe("p29")
  })

  test("order: reasons stand at the head of the order that the shop made of it", () => {
    const reversed = recommender.order(toys, {
      ...{ ids: ALL, now: NOW, reasonsOf: 2 },
      arrange: (personal) => [...personal].reverse(),
    })
    expect(reversed.map(({ reasons }) => reasons.length > 0)).toEqual(ALL.map((_, at) => at < 2))
    expect(reversed[0]?.score).toBeLessThan(reversed.at(-1)?.score ?? 0)
  })

  test("order: products that the model does not know are left to the caller, and an empty shop answers", () => {
    expect(idsOf(recommender.order(toys, { ids: ["nowhere", "p1"], now: NOW }))).toEqual(["p1"])
    expect(createLadder().order(NOBODY, { ids: ["p1"], now: NOW })).toEqual([])
  })
})

describe("two orders as one", () => {
  const given = ["a", "b", "c", "d"]

  test("blendOrders: 0 is the given order, 1 the other, and half of each lies between", () => {
    const personal = ["d", "c", "b", "a"]
    expect(blendOrders(given, personal, 0)).toEqual(given)
    expect(blendOrders(given, personal, 1)).toEqual(personal)
    expect(blendOrders(given, ["c", "a", "b", "d"], 0.5)).toEqual(["a", "c", "b", "d"])
  })

  test("blendOrders: what the second order does not know keeps its place", () => {
    expect(blendOrders(["x", "a", "b"], ["b", "a"], 1)).toEqual(["x", "b", "a"])
  })

  test("blendOrders: nothing is lost and nothing comes in", () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(given), fc.double({ min: 0, max: 1, noNaN: true }), (personal, blend) => {
        expect(blendOrders(given, personal, blend).sort()).toEqual(given)
      }),
      { seed: 29, numRuns: 300 },
    )
  })
})
