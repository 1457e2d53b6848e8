import type { CatalogItem } from "../../contract"
import type { ShopState } from "../../features/shop-state"
import { hasRoomFor, liveState, setItems, withItems } from "../ranking/live-state"
import { anItem, aRow, DAY, NOW, smallModel } from "./small-model"

/** Three products: a tea of 10, a cup without a category in the catalog, and a toy that the catalog does not know. */
function aState(changes: Partial<ShopState> = {}): ShopState {
  return smallModel({
    rows: [aRow("u", "tea", 30), aRow("u", "cup", 20), aRow("v", "tea", 10), aRow("v", "toy", 5)],
    items: [anItem("tea", { category: "drinks", price: 10 }), anItem("cup")],
    state: changes,
  }).state
}

const DRINK = anItem("new", { title: "green leaves", category: "drinks", price: 20, createdAt: NOW - DAY })

describe("liveState", () => {
  test("liveState: links follow behavior, divided by how many shoppers knew a product", () => {
    const state = aState()
    const live = liveState({ ...state, facts: { ...state.facts, shoppers: Float32Array.of(9, 4, 0) } })
    live.live?.add(0, 1, 1)
    const found: [number, number][] = []
    live.live?.spread(
      new Map([
        [0, 1],
        [1, 1],
      ]),
      (item, value) => found.push([item, value]),
    )
    // 1 / (√9 + 1) from the first, 1 / (√4 + 1) from the second.
    expect(found).toEqual([
      [1, 1 / 4],
      [0, 1 / 3],
    ])
    expect(state.live).toBeNull()
  })

  test("liveState: a product that came later is known by no shopper", () => {
    const { live } = liveState(aState())
    live?.add(7, 1, 1)
    const found: number[] = []
    live?.spread(new Map([[7, 1]]), (_, value) => found.push(value))
    expect(found).toEqual([1])
  })
})

describe("hasRoomFor", () => {
  const roomFor = (index: number, changes: Partial<CatalogItem>): boolean =>
    hasRoomFor(aState(), new Map([[index, anItem("x", changes)]]))

  test("hasRoomFor: known products of known categories, or of none, are updated in place", () => {
    expect(roomFor(0, { category: "drinks" })).toBe(true)
    expect(roomFor(2, { category: null })).toBe(true)
    expect(hasRoomFor(aState(), new Map())).toBe(true)
  })

  test("hasRoomFor: a new product has none, and neither has a new category", () => {
    expect(roomFor(3, { category: "drinks" })).toBe(false)
    expect(roomFor(0, { category: "hats" })).toBe(false)
  })

  test("hasRoomFor: one that has none is enough", () => {
    const items = new Map([
      [0, anItem("tea")],
      [1, anItem("cup", { category: "hats" })],
      [2, anItem("toy")],
    ])
    expect(hasRoomFor(aState(), items)).toBe(false)
  })
})

describe("setItems", () => {
  test("setItems: price, category and words are those of the catalog from now on", () => {
    const state = aState()
    setItems(state, new Map([[1, DRINK]]))
    expect(state.facts.logPrice[1]).toBeCloseTo(Math.log(20), 6)
    expect(state.facts.category[1]).toBe(0)
    expect(state.content.cosine(1, 0)).toBeGreaterThan(0)
    expect(state.content.has(2)).toBe(false)
  })

  test.each([[null], [0], [-5]])("setItems: a price of %p leaves the one that is known", (price) => {
    const state = aState()
    setItems(state, new Map([[0, anItem("tea", { category: "drinks", price })]]))
    expect(state.facts.logPrice[0]).toBeCloseTo(Math.log(10), 6)
  })

  test("setItems: a product that lost its category has none", () => {
    const state = aState()
    setItems(state, new Map([[0, anItem("tea")]]))
    expect(state.facts.category[0]).toBe(-1)
    setItems(state, new Map([[0, anItem("tea", { category: "unheard of" })]]))
    expect(state.facts.category[0]).toBe(-1)
  })
})

describe("withItems", () => {
  test("withItems: of a new product words, price, category and age are known, of its shoppers nothing", () => {
    const state = aState()
    const { facts, content, itemCount, ...grown } = withItems(state, new Map([[3, DRINK]]))
    expect(itemCount).toBe(4)
    expect(facts.firstSeen[3]).toBe(NOW - DAY)
    expect(facts.logPrice[3]).toBeCloseTo(Math.log(20), 6)
    expect(facts.categoryNames[facts.category[3]]).toBe("drinks")
    expect(content.has(3)).toBe(true)
    expect([facts.repeatRate[3], facts.gapDays[3], facts.shoppers[3]]).toEqual([0, 60, 0])
    for (const counters of [grown.goalPopularity, grown.interestPopularity, grown.discoveries])
      for (const column of counters.counts) expect([column.length, column[3]]).toEqual([4, 0])
    const { firstBaskets, latest, sales } = grown.newcomers
    for (const counters of [firstBaskets, latest, sales])
      for (const column of counters.counts) expect([column.length, column[3]]).toEqual([4, 0])
    expect(facts.weeks.offsets).toHaveLength(5)
  })

  test("withItems: what was known of the others stays, and the state that grew is as before", () => {
    const state = aState()
    const before = [state.goalPopularity.counts.map((column) => [...column]), [...state.facts.firstSeen]]
    const grown = withItems(state, new Map([[3, DRINK]]))
    for (const name of ["firstSeen", "repeatRate", "gapDays", "shoppers", "logPrice", "category"] as const)
      expect([...grown.facts[name].subarray(0, 3)]).toEqual([...state.facts[name]])
    expect(grown.goalPopularity.counts.map((column) => [...column.subarray(0, 3)])).toEqual(before[0])
    expect([state.goalPopularity.counts.map((column) => [...column]), [...state.facts.firstSeen]]).toEqual(before)
    expect(state.itemCount).toBe(3)
    expect(state.facts.categoryNames).toEqual(["drinks"])
  })

  test("withItems: a new product without a date came at the state's moment, without a price at none", () => {
    const { facts } = withItems(aState(), new Map([[3, anItem("new")]]))
    expect(facts.firstSeen[3]).toBe(NOW)
    expect(facts.logPrice[3]).toBeNaN()
    expect(facts.category[3]).toBe(-1)
  })

  test("withItems: a known product keeps its age whatever its catalog says of it", () => {
    const { facts, itemCount } = withItems(aState(), new Map([[0, anItem("tea", { createdAt: 1, category: "hats" })]]))
    expect(facts.firstSeen[0]).toBe(NOW - 30 * DAY)
    expect(facts.categoryNames).toEqual(["drinks", "hats"])
    expect(facts.category[0]).toBe(1)
    expect(itemCount).toBe(3)
  })

  test("withItems: several new products have room, in whatever order they come", () => {
    const items = new Map([
      [5, anItem("f", { price: 3 })],
      [3, anItem("d", { price: 1 })],
      [4, anItem("e", { price: 2 })],
    ])
    const { facts, itemCount } = withItems(aState(), items)
    expect(itemCount).toBe(6)
    expect([3, 4, 5].map((at) => Math.round(Math.exp(facts.logPrice[at])))).toEqual([1, 2, 3])
  })

  test("withItems: counters of channels and numbers from outside grow alike", () => {
    const plain = aState()
    const fromShop = { numbers: new Float32Array(9).fill(2), vectors: new Float32Array(6).fill(1), width: 2 }
    const state = aState({
      channels: { ids: ["web", "app"], strength: 7, counters: [plain, plain] },
      facts: { ...plain.facts, fromShop },
    })
    const { channels, facts } = withItems(state, new Map([[3, DRINK]]))
    expect([channels?.ids, channels?.strength]).toEqual([["web", "app"], 7])
    for (const counters of channels?.counters ?? []) {
      expect(counters.goalPopularity.counts.map(({ length }) => length)).toEqual([4, 4, 4, 4])
      expect([...counters.newcomers.sales.counts[3].subarray(0, 3)]).toEqual([...plain.newcomers.sales.counts[3]])
    }
    expect([facts.fromShop?.numbers.length, facts.fromShop?.vectors.length]).toEqual([12, 8])
    const one = withItems(plain, new Map([[3, DRINK]]))
    expect([one.channels, one.facts.fromShop]).toEqual([null, null])
  })
})
