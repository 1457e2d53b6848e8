import type { ProfileEvent } from "../../contract"
import { loadRecommender, trainRecommender } from ".."
import { aShop, SHOP_START } from "./shop"

const DAY = 86_400_000
const NOW = SHOP_START + 150 * DAY
const { bytes } = trainRecommender(aShop(), { seed: 1, now: NOW, maxRows: 100_000, newShopperOrders: 3 })
const bought = (productId: string, at: number): ProfileEvent => ({
  ...{ productId, type: "purchase", at: NOW - (10 - at) * DAY, quantity: 1, price: 5, basketId: `order-${at}` },
})
const gardener = { events: ["p1", "p2", "p3", "p1"].map(bought), segment: null }

/** The shop with new products that nobody has bought. */
function shopWith(ids: readonly string[], words: { title: string; category: string }) {
  const recommender = loadRecommender(bytes)
  const item = { ...words, price: 9, tags: [], createdAt: NOW - DAY }
  recommender.upsertItems(new Map(ids.map((id) => [id, { ...item, id }])))
  return recommender
}

test("lifts: a new product stands where its odds times the lift put it, and chance and reasons hold it", () => {
  const recommender = shopWith(["new1"], { title: "lamp", category: "lights" })
  const ask = (lifts?: ReadonlyMap<string, number>) =>
    recommender.rank(gardener, { strategy: "for_you", now: NOW, limit: 60, ...(lifts && { lifts }) })
  const listOf = (lift: number) => ask(new Map([["new1", lift]]))
  const placeOf = (list: ReturnType<typeof ask>) => list.findIndex(({ productId }) => productId === "new1")
  const [plain, lifted, down] = [listOf(2), listOf(20_000), listOf(1 / 20)]
  expect(placeOf(lifted)).toBeLessThan(placeOf(plain))
  expect(placeOf(down)).toBeGreaterThanOrEqual(placeOf(plain))
  const [before, after] = [plain[placeOf(plain)], lifted[placeOf(lifted)]]
  const oddsOf = (chance: number): number => chance / (1 - chance)
  expect(Math.log10(oddsOf(after.chance) / oddsOf(before.chance))).toBeCloseTo(4, 6)
  expect([before.lift, after.lift]).toEqual([2, 20_000])
  expect(after.reasons.map(({ code }) => code)).toContain("new")
  for (const { score, reasons } of lifted.filter(({ rung }) => rung === "personal"))
    expect(reasons.reduce((sum, reason) => sum + reason.weight, 0)).toBeCloseTo(score, 5)
  // Nothing else moves, and without lifts nothing has one.
  const others = (list: ReturnType<typeof ask>) =>
    list.filter(({ productId, rung }) => productId !== "new1" && rung === "personal").map(({ productId }) => productId)
  expect(others(lifted)).toEqual(others(plain))
  expect(ask().filter((product) => product.lift !== undefined)).toEqual([])
})

test("lifts: what may not be shown is not shown for all its lift, and other lists have none", () => {
  const recommender = shopWith(["new1"], { title: "lamp", category: "lights" })
  const lifts = new Map([["new1", 50]])
  const request = { now: NOW, limit: 8, lifts }
  const shown = recommender.rank(gardener, {
    ...{ ...request, strategy: "for_you" },
    eligible: (id) => id !== "new1",
  })
  expect(shown.map(({ productId }) => productId)).not.toContain("new1")
  for (const strategy of ["similar", "popular", "buy_again"] as const) {
    const list = recommender.rank(gardener, { ...request, strategy, anchors: ["p1"] })
    expect(list.filter(({ lift }) => lift !== undefined)).toEqual([])
  }
})

test("lifts: which new product is explored follows what is believed of each", () => {
  const recommender = shopWith(["new1", "new2"], { title: "garden lamp", category: "garden" })
  const products = [
    { productId: "new1", shape: 20, rate: 5 },
    { productId: "new2", shape: 5, rate: 20 },
    { productId: "nobody-knows-it", shape: 1, rate: 1 },
  ]
  const shares = recommender.explore(gardener, { now: NOW, products, seed: 3 })
  expect([...shares.keys()]).toEqual(["new1", "new2"])
  expect(shares.get("new1")).toBeGreaterThan(0.9)
  expect(shares.get("new2")).toBeGreaterThan(0)
})
