import type { RankedProduct } from "../../contract"
import { SOURCE_NAMES } from "../../candidates/select-candidates"
import { profileOfEvents } from "../../features/profile"
import type { ChannelTable } from "../../features/shop-counters"
import type { Ranking, ShopView } from "../ranking/shop-view"
import { WHOLE_SHOP } from "../ranking/shopper-list"
import { anEvent, anItem, aRow, idsOf, NOW, smallModel, viewOf } from "./small-model"

const ROWS = [
  ...[1, 2, 3].map((shopper) => aRow(`u${shopper}`, "b", 50)),
  ...[1, 2].map((shopper) => aRow(`u${shopper}`, "a", 20)),
  aRow("u1", "c", 10),
]
const TEA = anItem("b", { title: "tea", category: "drinks", price: 4, tags: ["x", "y"], createdAt: 1000 })

const aView = (channels: ChannelTable | null = null): ShopView =>
  viewOf(smallModel({ rows: ROWS, items: [TEA], state: { channels, newcomerSetting: 6 } }))

const IDS = ["b", "a", "c"]
const named = (items: Iterable<number>): string[] => Array.from(items, (item) => IDS[item])

describe("products of a view", () => {
  test("indexOf: is the place of a known product, and nothing for others", () => {
    expect([...IDS, "z", ""].map((id) => aView().indexOf(id))).toEqual([0, 1, 2, undefined, undefined])
  })

  test("indexFor: new products are numbered as they come, and keep their numbers", () => {
    const view = aView()
    expect(["z", "y", "z", "c"].map((id) => view.indexFor(id))).toEqual([3, 4, 3, 2])
    expect(view.indexOf("y")).toBe(4)
    expect(view.model.itemIds).toHaveLength(3)
  })

  test("idsWith and catalogWith: new products stand behind, what is known of the others stays", () => {
    const view = aView()
    const added = new Map(["z", "y", "b"].map((id) => [view.indexFor(id), anItem(id, { price: 7 })]))
    expect(view.idsWith(added)).toEqual(["b", "a", "c", "z", "y"])
    const catalog = view.catalogWith(added)
    const known = Array.from({ length: catalog.length }, (_, at) => catalog.at(at))
    expect(known).toEqual([anItem("b", { price: 7 }), null, null, anItem("z", { price: 7 }), anItem("y", { price: 7 })])
  })

  test("setItems: what is known from now on stands in the next view's catalog", () => {
    const view = aView()
    view.setItems(new Map([[0, anItem("b", { title: "coffee" })]]))
    expect(view.catalogWith(new Map()).at(0)?.title).toBe("coffee")
    expect(view.isSameItem(0, TEA)).toBe(false)
    expect(view.isSameItem(0, anItem("b", { title: "coffee" }))).toBe(true)
  })

  test.each([
    ["the same", {}, true],
    ["another title", { title: "Tea" }, false],
    ["another category", { category: null }, false],
    ["another price", { price: 4.01 }, false],
    ["no price", { price: null }, false],
    ["tags in another order", { tags: ["y", "x"] }, false],
    ["one tag less", { tags: ["x"] }, false],
    ["a time that was rounded up", { createdAt: 1001 }, true],
    ["a time that was cut", { createdAt: 999 }, true],
    ["another time", { createdAt: 1002 }, false],
    ["no time", { createdAt: null }, false],
  ])("isSameItem: a product with %s", (_, changes, isSame) => {
    expect(aView().isSameItem(0, { ...TEA, ...changes })).toBe(isSame)
  })

  test("isSameItem: of what nothing is known nothing is the same", () => {
    expect(aView().isSameItem(1, anItem("a"))).toBe(false)
    const view = aView()
    view.setItems(new Map([[1, anItem("a")]]))
    expect(view.isSameItem(1, anItem("a"))).toBe(true)
  })

  test("channelOf: a channel that the model does not know is the whole shop", () => {
    const { state } = smallModel({ rows: ROWS })
    const view = aView({ ids: ["web", "app"], strength: 1, counters: [state, state] })
    const asked = ["web", "app", "shop", "", null, undefined]
    expect(asked.map((id) => view.channelOf(id))).toEqual([0, 1, ...Array<number>(4).fill(WHOLE_SHOP)])
    expect(aView().channelOf("web")).toBe(WHOLE_SHOP)
  })
})

describe("orders of the shop", () => {
  test("order: is what sells, what sells more than it did, and what came last", () => {
    const view = aView()
    expect(named(view.order("popular", WHOLE_SHOP))).toEqual(["b", "a", "c"])
    // c(15) / 15 over (c(60) + 3) / 60, of 3 sold 50 days ago, 2 sold 20 days ago and 1 sold 10 days ago:
    // 0.298 / 15 · 60 / 4.684 = 0.25, 0.794 / 15 · 60 / 4.587 = 0.69, 0.63 / 15 · 60 / 3.891 = 0.65.
    expect(named(view.order("trending", WHOLE_SHOP))).toEqual(["a", "c", "b"])
    expect(view.orderValue("trending", 1, WHOLE_SHOP)).toBeCloseTo(0.692, 3)
    expect(named(view.order("newest", WHOLE_SHOP))).toEqual(["c", "a", "b"])
  })

  test("orderValue: what is looked at trends a fifth as much as what is bought", () => {
    const rows = [...ROWS, { ...aRow("u9", "c", 0), behavior: "view" as const, time: NOW - 1 }]
    const view = viewOf(smallModel({ rows }))
    // Of one view: (1 / 15) / ((1 + 3) / 60) = 1.
    const sold = aView().orderValue("trending", 2, WHOLE_SHOP)
    expect(view.orderValue("trending", 2, WHOLE_SHOP)).toBeCloseTo(sold + 0.2, 6)
  })

  test("order: equal products stand with the newer first, and equally new ones by their ids", () => {
    const rows = [aRow("u1", "z", 10), aRow("u2", "m", 10), aRow("u3", "k", 10), aRow("u4", "y", 5)].map((row) => ({
      ...row,
      behavior: "impression" as const,
    }))
    const view = viewOf(smallModel({ rows }))
    const ids = Array.from(view.order("popular", WHOLE_SHOP), (item) => view.model.itemIds[item])
    expect(ids).toEqual(["y", "k", "m", "z"])
  })

  test("order: is kept until it is forgotten, then follows the counters", () => {
    const view = aView()
    const before = view.order("popular", WHOLE_SHOP)
    view.model.state.newcomers.sales.add(2, NOW, 9)
    expect(view.order("popular", WHOLE_SHOP)).toBe(before)
    view.forgetOrders()
    expect(named(view.order("popular", WHOLE_SHOP))).toEqual(["c", "b", "a"])
  })

  test("order: each channel has its own", () => {
    const { state } = smallModel({ rows: ROWS })
    const other = smallModel({ rows: [...ROWS.slice(0, 1), aRow("u1", "a", 20), aRow("u9", "c", 2)] }).state
    const view = aView({ ids: ["web", "app"], strength: 0.01, counters: [state, other] })
    other.newcomers.sales.counts.forEach((column) => column.set([0.1, 0.1, 9]))
    other.goalPopularity.counts.forEach((column) => column.set([0.1, 0.1, 9]))
    expect(named(view.order("trending", 1))[0]).toBe("c")
    expect(named(view.order("trending", WHOLE_SHOP))[0]).toBe("a")
    expect(named(view.order("popular", 1))).toEqual(["c", "b", "a"])
    expect(named(view.order("popular", 0))).toEqual(["b", "a", "c"])
    expect(named(view.order("popular", WHOLE_SHOP))).toEqual(["b", "a", "c"])
  })

  test("plain: a product out of an order has the chance of its place", () => {
    const reasons = [{ code: "new", productId: null, weight: 1 }]
    const placed = { score: 0.5, rung: "newest", source: "newest", reasons, scale: "newest", place: 3 } as const
    const { chance, confidence, ...rest } = aView().plain(2, placed)
    expect(rest).toEqual({ productId: "c", score: 0.5, rung: "newest", sources: ["newest"], reasons })
    expect(confidence).toBeCloseTo(48 / 51, 9)
    expect(chance).toBeCloseTo(1 / (1 + Math.exp(4) * 3 ** 0.7), 9)
  })
})

describe("describe", () => {
  function described(changes: Partial<Ranking> = {}, places?: readonly number[]): RankedProduct[] {
    const view = viewOf(smallModel({ rows: ROWS, weights: { "any.popular360.value": 2, "any.price.value": 1 } }))
    const profile = profileOfEvents({ events: [anEvent("a", 5)], segment: null }, NOW, {
      ...{ indexOf: (id: string) => view.indexOf(id), segments: [] },
    })
    const list = view.lists.make({ profile, now: NOW })
    const scores = list.features.scores(view.model)
    const order = places ?? [...scores.keys()].sort((a, b) => scores[b] - scores[a])
    const ranking: Ranking = { scorer: view.model, scale: "personal", rung: "personal", anchors: [], ...changes }
    return view.describe(list, order, { scores, ranking })
  }

  test("describe: chance and confidence are read off the score, and reasons sum to it", () => {
    const products = described()
    expect(idsOf(products)).toHaveLength(3)
    for (const { score, chance, confidence, reasons, rung } of products) {
      expect(chance).toBeCloseTo(1 / (1 + Math.exp(4 - score)), 9)
      expect(confidence).toBeGreaterThanOrEqual(0)
      expect(reasons.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(score, 6)
      expect(rung).toBe("personal")
    }
    // "b" sold most, and is the price of what was bought: 2 · 1 + 1 · 1.
    expect([products[0].productId, products[0].score]).toEqual(["b", expect.closeTo(3, 5)])
    // 1.1 above the last of the prior's nineteen edges, 1.9.
    expect(products[0].confidence).toBeCloseTo(1 - 0.05 / 2.1, 5)
  })

  test("describe: sources are the generators that proposed a product, in their order", () => {
    const { sources } = described().find(({ productId }) => productId === "a") ?? { sources: [""] }
    expect(sources).toContain("bought_before")
    expect(sources).toContain("popular")
    expect(sources).toEqual(SOURCE_NAMES.filter((name) => sources.includes(name)))
    expect(described().find(({ productId }) => productId === "c")?.sources).not.toContain("bought_before")
  })

  test("describe: the first so many products have reasons, and none follow", () => {
    expect(described({ reasonsOf: 2 }).map(({ reasons }) => reasons.length > 0)).toEqual([true, true, false])
    expect(described({ reasonsOf: 0 }).map(({ reasons }) => reasons)).toEqual([[], [], []])
    expect(described({}, [])).toEqual([])
  })

  test("describe: a lift is named with its product, and stands among its reasons by its weight", () => {
    const plain = described()
    const lifts = new Map([
      [0, { factor: 20, score: 3 }],
      [1, { factor: 1, score: 0 }],
    ])
    const lifted = described({ lifts })
    expect(lifted.map(({ productId, lift }) => [productId, lift])).toEqual(
      plain.map(({ productId }) => [productId, productId === "b" ? 20 : productId === "a" ? 1 : undefined]),
    )
    expect(lifted[0].reasons[0]).toEqual({ code: "new", productId: null, weight: 3 })
    expect(new Set(lifted[0].reasons.slice(1))).toEqual(new Set(plain[0].reasons))
    expect(lifted.slice(1).map(({ reasons }) => reasons)).toEqual(plain.slice(1).map(({ reasons }) => reasons))
    const down = described({ lifts: new Map([[0, { factor: 0.5, score: -1 }]]) })
    expect(down[0].reasons.at(-1)).toEqual({ code: "new", productId: null, weight: -1 })
  })
})
