import type { CatalogItem } from "../../contract"
import type { InteractionRow } from "../../data/interaction-log-builder"
import { rowsByKey } from "../../data/rows-by-key"
import { logOf } from "../../recommender/__tests__/shop"
import { itemFacts, WEEKS } from "../item-facts"
import type { ItemFacts } from "../item-facts"
import { BEHAVIOR, DAY_MS } from "../profile"
import { aRow, NOW, unpacked } from "./small-logs"

const product = (id: string, changes: Partial<CatalogItem> = {}): CatalogItem => ({
  ...{ id, title: id, category: null, price: null, tags: [], createdAt: null },
  ...changes,
})

function factsOf(rows: readonly InteractionRow[], items: readonly CatalogItem[] = []): ItemFacts {
  const log = logOf(rows)
  return itemFacts(
    { log, items: new Map(items.map((item) => [item.id, item])), segments: new Map() },
    log,
    rowsByKey(log.user, log.userIds.length),
    { moment: NOW, accepts: (behavior) => behavior === BEHAVIOR.purchase },
  )
}

const rounded = (numbers: ArrayLike<number>): number[] => Array.from(numbers, (value) => Number(value.toFixed(4)))

function expectNear(found: ArrayLike<number>, right: readonly number[]): void {
  expect(rounded(found)).toEqual(rounded(right))
}

describe("itemFacts: prices, ages and categories", () => {
  test("itemFacts: a product's price is what it went for, and as listed where it has not sold", () => {
    const { logPrice } = factsOf(
      [
        aRow({ daysAgo: 9, itemId: "a", price: 5 }),
        aRow({ daysAgo: 8, itemId: "a", price: 5 }),
        aRow({ daysAgo: 7, itemId: "b", price: Number.NaN }),
        aRow({ daysAgo: 6, itemId: "c", price: 0 }),
        aRow({ daysAgo: 5, itemId: "d", price: Number.NaN }),
      ],
      [product("a", { price: 100 }), product("b", { price: 20 }), product("c", { price: 0 })],
    )
    // ln 5 and ln 20.
    expectNear(logPrice, [1.609438, 2.995732, Number.NaN, Number.NaN])
  })

  test("itemFacts: what is paid back is no price", () => {
    const rows = [aRow({ daysAgo: 9, price: 5 }), aRow({ daysAgo: 8, price: 500, behavior: "return" })]
    expectNear(factsOf(rows).logPrice, [1.609438])
  })

  test("itemFacts: a price between those that it went for is the mean", () => {
    const [between] = factsOf([aRow({ daysAgo: 9, price: 5 }), aRow({ daysAgo: 8, price: 20 })]).logPrice
    expect(between).toBeGreaterThan(1.7)
    expect(between).toBeLessThan(2.9)
  })

  test("itemFacts: a product is first seen with its earliest row, of whatever behavior", () => {
    const rows = [aRow({ daysAgo: 9, behavior: "view" }), aRow({ daysAgo: 3 }), aRow({ daysAgo: 2, itemId: "b" })]
    expect([...factsOf(rows).firstSeen]).toEqual([NOW - 9 * DAY_MS, NOW - 2 * DAY_MS])
  })

  test("itemFacts: a product that is in no row is first seen now", () => {
    const log = { ...logOf([aRow({ daysAgo: 3 }), aRow({ daysAgo: 2 })]), itemIds: ["a", "b"] }
    const byUser = rowsByKey(log.user, log.userIds.length)
    const dataset = { log, items: new Map(), segments: new Map() }
    const facts = itemFacts(dataset, log, byUser, { moment: NOW, accepts: () => true })
    expect([...facts.firstSeen]).toEqual([NOW - 3 * DAY_MS, NOW])
    expectNear(facts.logPrice, [0, Number.NaN])
  })

  test("itemFacts: categories are numbered as products bring them, and none is -1", () => {
    const rows = ["a", "b", "c", "d", "e"].map((itemId, at) => aRow({ daysAgo: 9 - at, itemId }))
    const categories = ["toys", null, "paper", "toys"]
    const items = categories.map((category, at) => product("abcd"[at], { category }))
    const { category, categoryNames } = factsOf(rows, items)
    expect([...category]).toEqual([0, -1, 1, 0, -1])
    expect(categoryNames).toEqual(["toys", "paper"])
  })
})

describe("itemFacts: who came back", () => {
  test("itemFacts: the share of shoppers who came back is drawn to the shop's by ten shoppers", () => {
    const facts = factsOf([
      aRow({ daysAgo: 30, itemId: "a" }),
      aRow({ daysAgo: 25, itemId: "a", userId: "v" }),
      aRow({ daysAgo: 24, itemId: "b", userId: "v" }),
      aRow({ daysAgo: 20, itemId: "a" }),
    ])
    expect([...facts.shoppers]).toEqual([2, 1])
    // One in three came back in the shop: (1 + 10/3) / 12 and (10/3) / 11.
    expectNear(facts.repeatRate, [0.361111, 0.30303])
    // Ten days once, beside one gap of thirty: 20 in the mean, so (10 + 10 · 20) / 11 and 20.
    expectNear(facts.gapDays, [19.090909, 20])
  })

  test("itemFacts: whoever comes back often is one who came back, with a gap for each time", () => {
    const facts = factsOf([30, 20, 14].map((daysAgo) => aRow({ daysAgo })))
    expect([...facts.shoppers]).toEqual([1])
    expectNear(facts.repeatRate, [1])
    // The mean is (10 + 6 + 30) / 3, and the product's (16 + 10 · 46/3) / 12.
    expectNear(facts.gapDays, [14.111111])
  })

  test("itemFacts: a second purchase within half a day is of the same visit, and begins none", () => {
    const gapOf = (days: readonly number[]): number => factsOf(days.map((daysAgo) => aRow({ daysAgo }))).gapDays[0]
    // No gap but the one of thirty.
    expect(gapOf([9, 8.75])).toBe(30)
    // Half a day: (0.5 + 30) / 2, so (0.5 + 152.5) / 11.
    expect(gapOf([9, 8.5])).toBeCloseTo(13.909091, 5)
    // The gap is from the first of the visit: 3/4 of a day.
    expect(gapOf([9, 8.75, 8.25])).toBeCloseTo(14.045455, 5)
    expectNear(factsOf([aRow({ daysAgo: 9 }), aRow({ daysAgo: 8.75 })]).repeatRate, [0])
  })

  test("itemFacts: other behavior neither counts as a shopper nor as coming back", () => {
    const facts = factsOf([
      aRow({ daysAgo: 30, behavior: "view" }),
      aRow({ daysAgo: 20 }),
      aRow({ daysAgo: 10, behavior: "view" }),
      aRow({ daysAgo: 9, behavior: "view", userId: "v" }),
    ])
    expect([...facts.shoppers]).toEqual([1])
    expectNear(facts.repeatRate, [0])
  })

  test("itemFacts: two shoppers in turn do not come back for each other", () => {
    const facts = factsOf([aRow({ daysAgo: 9 }), aRow({ daysAgo: 5, userId: "v" }), aRow({ daysAgo: 1 })])
    expect([...facts.shoppers]).toEqual([2])
    // One gap of eight days: the mean is 19, and the product's (8 + 190) / 11.
    expectNear(facts.gapDays, [18])
  })

  test("itemFacts: where times are only an order, each time is a day after the last", () => {
    const facts = factsOf([1, 2, 3].map(() => aRow({ daysAgo: 0, time: Number.NaN })))
    // The mean is (2 + 30) / 3, and the product's (2 + 10 · 32/3) / 12.
    expectNear(facts.gapDays, [9.055556])
    expect(unpacked(facts.weeks, 0).items).toEqual([])
  })
})

describe("itemFacts: choices by week", () => {
  test("itemFacts: a week ends seven days back, and half a year back all weeks are one", () => {
    const days = [0.5, 7 - 1e-6, 7, 26 * 7 - 1e-6, 26 * 7, 900]
    const rows = days.map((daysAgo) => aRow({ daysAgo }))
    const { items, columns } = unpacked(factsOf([...rows, aRow({ daysAgo: 60, behavior: "view" })]).weeks, 0)
    expect(items).toEqual([0, 1, 25, WEEKS - 1])
    expect(columns[0].map(Math.round)).toEqual([2, 1, 1, 2])
  })

  test("itemFacts: each product has the weeks of its own choices", () => {
    const rows = [aRow({ daysAgo: 15 }), aRow({ daysAgo: 10, itemId: "b" }), aRow({ daysAgo: 1, itemId: "b" })]
    const { weeks } = factsOf(rows)
    expect([0, 1].map((item) => unpacked(weeks, item).items)).toEqual([[2], [0, 1]])
  })
})
