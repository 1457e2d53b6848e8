import type { ProfileEvent, RankReason } from "../../contract"
import { ContentIndex } from "../../features/content"
import { GIFT_FEATURES as GIFTS, PAGE_FEATURES, PERSONAL_FEATURES } from "../../features/feature-map"
import { readHistory } from "../../features/history"
import { packRows } from "../../features/packed-table"
import type { PackedTable } from "../../features/packed-table"
import { profileOfEvents } from "../../features/profile"
import type { ShopState, TableName } from "../../features/shop-state"
import { linear } from "../../trees/scorer"
import { PastLinks } from "../ranking/past-links"
import { explain, linkWeight } from "../ranking/reasons"
import type { ReasonSource } from "../ranking/reasons"
import { anEvent, anItem, aRow, NOW, smallModel } from "./small-model"

const IDS = ["tea", "cup", "pot", "toy", "kite"]
const PLAIN = smallModel({
  rows: IDS.map((id, at) => aRow("u", id, 300 - at)),
  items: [
    anItem("tea", { title: "green tea" }),
    anItem("cup", { title: "white cup" }),
    anItem("pot", { title: "white" }),
    anItem("toy", { title: "green" }),
    anItem("kite", { title: "red kite" }),
  ],
}).state

type Link = readonly [from: string, to: string, weight: number, orders?: number]

const noLinks = tableOf([])

/** A table of links with powers of two, which come back as they were; the second number counts orders. */
function tableOf(links: readonly Link[]): PackedTable {
  const rows = IDS.map((id) => links.filter(([from]) => from === id))
  const offsets = new Int32Array(IDS.length + 1)
  rows.forEach((row, at) => (offsets[at + 1] = offsets[at] + row.length))
  const all = rows.flat()
  const items = Int32Array.from(all, ([, to]) => IDS.indexOf(to))
  const columns = [Float32Array.from(all, ([, , weight]) => weight), Float32Array.from(all, ([, , , n]) => n ?? 0)]
  return packRows({ offsets, items, columns }, IDS.length)
}

/** The state with these links and no others; each product stood in 4 orders of 100. */
function stateOf(links: Partial<Readonly<Record<TableName, readonly Link[]>>>, changes: Partial<ShopState> = {}) {
  const of = (name: TableName): PackedTable => (links[name] === undefined ? noLinks : tableOf(links[name]))
  const tables: ShopState["tables"] = {
    ...{ basket: of("basket"), basketNow: of("basketNow"), basketNowRidge: of("basketNowRidge") },
    ...{ basketRidge: of("basketRidge"), shopper: of("shopper"), ridge: of("ridge") },
    ...{ interest: of("interest"), interestRidge: of("interestRidge"), next: of("next") },
  }
  return { ...PLAIN, tables, together: { orders: new Float32Array(5).fill(4), total: 100 }, ...changes }
}

interface Asked {
  readonly shown?: string
  readonly past?: readonly ProfileEvent[]
  readonly state?: ShopState
  readonly anchors?: readonly string[]
  readonly source?: Partial<ReasonSource>
}

/** The reasons of one product whose features these are, all weighed 1; on a page where anything is given. */
function reasonsOf(features: Readonly<Record<string, number>>, asked: Asked = {}): RankReason[] {
  const { shown = "kite", past = [], state = stateOf({}), anchors = [] } = asked
  const space = anchors.length > 0 ? PAGE_FEATURES : PERSONAL_FEATURES
  const indexOf = (id: string): number => (id.startsWith("#") ? Number(id.slice(1)) : IDS.indexOf(id))
  const profile = profileOfEvents({ events: past, segment: null }, NOW, { indexOf, segments: [] })
  const history = readHistory(profile, NOW, state)
  const source: ReasonSource = {
    ...{ state, history, now: NOW, shown: [indexOf(shown)], anchors: anchors.map(indexOf) },
    ...{ links: new PastLinks(state, history, [indexOf(shown)]), anchorCode: "goes_with", ordersTogether: 3 },
    ...{ isDue: () => false, productId: (item) => IDS[item] },
    ...asked.source,
  }
  const row = new Float32Array(space.names.length)
  for (const [name, value] of Object.entries(features)) row[space.names.indexOf(name)] = value
  const weights = new Float64Array(row.length).fill(1)
  return explain(source, 0, { scorer: linear(weights), row, space })
}

/** The one reason of a product with one feature. */
function reasonOf(feature: string, asked: Asked = {}): [code: string, product: string | null] {
  const reasons = reasonsOf({ [feature]: 1 }, asked)
  expect(reasons).toHaveLength(1)
  return [reasons[0].code, reasons[0].productId]
}

const codesOf = (reasons: readonly RankReason[]): string[] => reasons.map(({ code }) => code)
const viewed = (id: string, daysAgo: number): ProfileEvent => anEvent(id, daysAgo, { type: "view" })

describe("explain: what is claimed is true", () => {
  test("explain: what the shopper bought is called so, and bought again where it is due", () => {
    const past = [anEvent("tea", 9)]
    expect(reasonOf("any.frequency.value", { shown: "tea", past })).toEqual(["bought_before", null])
    const due = { isDue: (item: number, { baskets }: { baskets: number }) => item === 0 && baskets === 1 }
    expect(reasonOf("any.frequency.value", { shown: "tea", past, source: due })).toEqual(["buy_again", null])
    expect(reasonOf("any.frequency.value", { shown: "cup", past, source: due })).toEqual(["content", null])
    expect(reasonOf("any.frequency.value", { shown: "tea", past: [viewed("tea", 1)] })).toEqual(["content", null])
  })

  test("explain: new is what came within 45 days, where times are instants", () => {
    const since = (days: number): Partial<ShopState> => ({
      facts: { ...PLAIN.facts, firstSeen: new Float64Array(5).fill(NOW - days * 86_400_000) },
    })
    expect(reasonOf("any.newness.value", { state: stateOf({}, since(45)) })).toEqual(["new", null])
    expect(reasonOf("any.newness.value", { state: stateOf({}, since(45.01)) })).toEqual(["popular", null])
    expect(reasonOf("any.newness.value", { state: stateOf({}, { ...since(1), hasTime: false }) })[0]).toBe("popular")
  })

  test("explain: trending is what sells more these two weeks than in two months", () => {
    const selling = (recent: number): ShopState => {
      const { counts, references, fades } = PLAIN.goalPopularity
      const own = counts.map((column) => column.slice())
      own[1][4] = recent
      own[2][4] = 5
      return {
        ...stateOf({}),
        goalPopularity: Object.assign(PLAIN.goalPopularity.grown(5), { counts: own, references, fades }),
      }
    }
    // (2 / 15) / ((5 + 3) / 60) is 1, which is the usual pace.
    expect(reasonOf("any.trend.value", { state: selling(2) })).toEqual(["popular", null])
    expect(reasonOf("any.trend.value", { state: selling(2.01) })).toEqual(["trending", null])
  })

  test("explain: often given is what was given three times", () => {
    const table = { offsets: new Int32Array(1), items: new Int32Array(0), weights: new Float32Array(0) }
    const given = (count: number): ShopState =>
      stateOf(
        {},
        { gifts: { given: Float32Array.of(9, 9, 9, 9, count), words: [], givenFor: table, likeGiven: table } },
      )
    const row = (state: ShopState): string[] => {
      const isDue = (): boolean => false
      const history = readHistory(
        profileOfEvents({ events: [], segment: null }, NOW, { indexOf: () => 0, segments: [] }),
        NOW,
        state,
      )
      const source: ReasonSource = {
        ...{ state, history, now: NOW, shown: [4], anchors: [], anchorCode: "goes_with", ordersTogether: 3, isDue },
        ...{ links: new PastLinks(state, history, [4]), productId: String },
      }
      const features = new Float32Array(GIFTS.names.length)
      features[GIFTS.names.indexOf("any.giftGiven.value")] = 1
      return codesOf(
        explain(source, 0, { scorer: linear(new Float64Array(features.length).fill(1)), row: features, space: GIFTS }),
      )
    }
    expect([given(3), given(2.9), stateOf({})].map(row)).toEqual([["often_given"], ["popular"], ["popular"]])
  })
})

describe("explain: products that reasons name", () => {
  test("explain: similar is the product of the past that is most like it in words", () => {
    const past = [anEvent("toy", 9), anEvent("cup", 8), viewed("pot", 7)]
    // The cosine of "white cup" and "white" is 0.44, as is that of "green tea" and "green".
    expect(reasonOf("any.contentLong.value", { shown: "pot", past })).toEqual(["similar_to", "cup"])
    expect(reasonOf("any.contentLong.value", { shown: "tea", past })).toEqual(["similar_to", "toy"])
    expect(reasonOf("any.contentLong.value", { shown: "kite", past })).toEqual(["content", null])
    expect(reasonOf("any.contentLong.value", { shown: "cup", past: [anEvent("cup", 9)] })).toEqual(["content", null])
  })

  test("explain: two products are called similar from a cosine of 0.2", () => {
    const asked = (others: readonly string[]): Asked => {
      const content = new ContentIndex()
      const titles = ["green tea", "green toy", ...others]
      titles.forEach((title, at) => content.set(at, anItem(title)))
      return { shown: "tea", past: [anEvent("cup", 8)], state: stateOf({}, { content }) }
    }
    // Of five products ln²(1 + 5/2) / (ln²(1 + 5/2) + 2 ln²(1 + 5)) = 0.196, of six 0.202.
    expect(reasonOf("any.contentLong.value", asked(["blue", "red", "gray"]))).toEqual(["content", null])
    expect(reasonOf("any.contentLong.value", asked(["blue", "red", "gray", "pink"]))).toEqual(["similar_to", "cup"])
  })

  test("explain: of a long past the latest forty products are compared", () => {
    const content = new ContentIndex()
    for (const at of [0, 1]) content.set(at, anItem("green"))
    const asked = (others: number): Asked => {
      const later = Array.from({ length: others }, (_, at) => anEvent(`#${100 + at}`, 90 - at))
      return { shown: "tea", past: [anEvent("cup", 99), ...later], state: stateOf({}, { content }) }
    }
    expect(reasonOf("any.contentLong.value", asked(39))).toEqual(["similar_to", "cup"])
    expect(reasonOf("any.contentLong.value", asked(40))).toEqual(["content", null])
  })

  test("explain: beside given products similar is one of these, else what goes with the first", () => {
    const past = [anEvent("cup", 8)]
    const feature = "any.anchor.content.value"
    expect(reasonOf(feature, { shown: "pot", past, anchors: ["tea", "cup"] })).toEqual(["similar_to", "cup"])
    expect(reasonOf(feature, { shown: "pot", past, anchors: ["tea", "toy"] })).toEqual(["goes_with", "tea"])
    const carted: Asked["source"] = { anchorCode: "because_carted" }
    expect(reasonOf(feature, { shown: "pot", anchors: ["toy", "tea"], source: carted })).toEqual([
      "because_carted",
      "toy",
    ])
  })

  test("explain: often bought with a product of the past is what enough orders held", () => {
    const past = [anEvent("tea", 9), anEvent("cup", 8)]
    const asked = (orders: number): Asked => ({
      past,
      state: stateOf({
        basket: [
          ["tea", "kite", 1, orders],
          ["cup", "kite", 0.5, 4],
        ],
      }),
    })
    expect(reasonOf("any.basketRecent.value", asked(3))).toEqual(["bought_with", "tea"])
    expect(reasonOf("any.basketRecent.value", asked(2))).toEqual(["because_bought", "tea"])
    expect(reasonOf("any.basketRecent.value", { ...asked(2), source: { ordersTogether: 2 } })).toEqual([
      "bought_with",
      "tea",
    ])
    // 3 orders of both where 4 × 4 / 5 are to be expected by chance.
    const few = { ...asked(3).state!, together: { orders: new Float32Array(5).fill(4), total: 5 } }
    expect(reasonOf("any.basketRecent.value", { past, state: few })).toEqual(["because_bought", "tea"])
    expect(reasonOf("any.basketRecent.value", { past, state: { ...few, together: null } })[0]).toBe("because_bought")
  })

  test("explain: because bought names the strongest of three tables together, and only what was bought", () => {
    const state = stateOf({
      shopper: [
        ["tea", "kite", 2],
        ["cup", "kite", 4],
      ],
      ridge: [["tea", "kite", 2]],
      basket: [["tea", "kite", 1]],
      interest: [["pot", "kite", 64]],
    })
    const past = [anEvent("tea", 9), anEvent("cup", 8), viewed("pot", 7)]
    // 2 + 2 + 1 and 4.
    expect(reasonOf("any.shopperLong.value", { past, state })).toEqual(["because_bought", "tea"])
    const cupFirst = [anEvent("cup", 9), anEvent("tea", 8)]
    expect(reasonOf("any.shopperLong.value", { past: cupFirst, state })).toEqual(["because_bought", "tea"])
    expect(reasonOf("any.shopperLong.value", { past: past.slice(1), state })).toEqual(["because_bought", "cup"])
    expect(reasonOf("any.shopperLong.value", { past: past.slice(2), state })).toEqual(["similar_shoppers", null])
  })

  test("explain: because viewed names what was looked at, else it is to the shopper's taste", () => {
    const state = stateOf({
      interest: [
        ["pot", "kite", 1],
        ["tea", "kite", 64],
      ],
      next: [["toy", "kite", 2]],
    })
    const past = [viewed("pot", 9), viewed("toy", 8), anEvent("tea", 7)]
    expect(reasonOf("any.interestRecent.value", { past, state })).toEqual(["because_viewed", "toy"])
    expect(reasonOf("any.nextLast.value", { past: past.slice(0, 1), state })).toEqual(["because_viewed", "pot"])
    expect(reasonOf("any.interestLast.value", { past: past.slice(2), state })).toEqual(["content", null])
  })

  test("explain: beside given products, bought with names the strongest of those that orders show", () => {
    const basket: readonly Link[] = [
      ["tea", "kite", 4, 2],
      ["cup", "kite", 1, 3],
      ["pot", "kite", 2, 3],
    ]
    const state = stateOf({ basket })
    const asked = (...anchors: string[]): Asked => ({ state, anchors })
    expect(reasonOf("any.anchor.basket.value", asked("tea", "cup", "pot"))).toEqual(["bought_with", "pot"])
    expect(reasonOf("any.anchor.basket.value", asked("tea", "cup"))).toEqual(["bought_with", "cup"])
    expect(reasonOf("any.anchor.basket.value", asked("pot", "cup"))).toEqual(["bought_with", "pot"])
    expect(reasonOf("any.anchor.basket.value", asked("tea"))).toEqual(["goes_with", "tea"])
    // What goes with a product is not called bought with it, whatever orders show.
    expect(reasonOf("any.anchor.shopper.value", asked("cup"))).toEqual(["goes_with", "cup"])
  })

  test("explain: what goes with given products names the strongest of four tables together", () => {
    const state = stateOf({
      shopper: [["tea", "kite", 4]],
      interest: [["cup", "kite", 2]],
      next: [["cup", "kite", 2]],
      basket: [["cup", "kite", 1, 1]],
      ridge: [["tea", "kite", 64]],
    })
    const anchors = ["tea", "cup"]
    expect(reasonOf("any.anchor.next.value", { state, anchors })).toEqual(["goes_with", "cup"])
    const chosen = stateOf({ shopper: [["tea", "kite", 8]], next: [["cup", "kite", 4]] })
    const reversed = ["cup", "tea"]
    expect(reasonOf("any.anchor.next.value", { state: chosen, anchors: reversed })).toEqual(["goes_with", "tea"])
    const carted: Asked["source"] = { anchorCode: "because_carted" }
    expect(reasonOf("any.anchor.next.value", { state, anchors, source: carted })).toEqual(["because_carted", "cup"])
    // Without a link, words may tie them.
    expect(reasonOf("any.anchor.next.value", { shown: "toy", anchors: ["cup", "tea"] })).toEqual(["similar_to", "tea"])
  })

  test("linkWeight: is the weight in the row of the one product, 0 where there is none", () => {
    const { tables } = stateOf({
      shopper: [
        ["tea", "cup", 4],
        ["tea", "pot", 2],
      ],
    })
    const of = (from: number, to: number): number => linkWeight({ ...PLAIN, tables }, "shopper", { from, to })
    expect([of(0, 1), of(0, 2), of(0, 3), of(1, 0), of(9, 0)]).toEqual([4, 2, 0, 0, 0])
  })
})

describe("explain: order", () => {
  test("explain: reasons of one claim are one, and their weights sum", () => {
    const reasons = reasonsOf({
      "any.popular60.value": 1,
      "any.newness.value": 0.5,
      "any.popular4.root": 0.25,
      "any.price.value": 2,
    })
    expect(reasons).toEqual([
      { code: "price", productId: null, weight: 2 },
      { code: "popular", productId: null, weight: 1.75 },
    ])
    expect(reasonsOf({})).toEqual([])
  })

  test("explain: the most specific of the strong leads, of equally specific the stronger", () => {
    const features = {
      ...{ "any.popular60.value": 10, "any.category.value": 4, "any.price.value": 3 },
      ...{ "any.wished.value": 1, "any.interest.value": 2 },
    }
    expect(codesOf(reasonsOf(features))).toEqual(["viewed", "wished", "category", "price", "popular"])
  })

  test("explain: what has no more than 8 % of the strongest does not lead", () => {
    const codes = (weight: number): string[] =>
      codesOf(reasonsOf({ "any.popular60.value": 12.5, "any.wished.value": weight }))
    expect(codes(1)).toEqual(["popular", "wished"])
    expect(codes(1.0625)).toEqual(["wished", "popular"])
  })

  test("explain: no more than six compete for the head", () => {
    const features = {
      ...{ "any.popular60.value": 9, "any.repeatRate.value": 8, "any.segment.value": 7, "any.price.value": 6 },
      ...{ "any.category.value": 5, "any.wished.value": 4, "any.carted.value": 3 },
    }
    expect(codesOf(reasonsOf(features))).toEqual([
      ...["wished", "price", "category", "popular", "bought_again", "popular_in_segment"],
      "in_cart",
    ])
  })

  test("explain: that a product was bought leads however little it weighs, unless it speaks against it", () => {
    const asked: Asked = { shown: "tea", past: [anEvent("tea", 9)] }
    const codes = (weight: number): string[] =>
      codesOf(reasonsOf({ "any.popular60.value": 100, "any.wished.value": 50, "any.frequency.value": weight }, asked))
    expect(codes(1)).toEqual(["bought_before", "wished", "popular"])
    expect(codes(-1)).toEqual(["wished", "popular", "bought_before"])
  })

  test("explain: a product that is named is more specific than what was done, and that than nothing named", () => {
    const features = { "any.popular60.value": 4, "any.contentLong.value": 2, "any.wished.value": 3 }
    const past = [anEvent("cup", 8)]
    expect(codesOf(reasonsOf(features, { shown: "pot", past }))).toEqual(["similar_to", "wished", "popular"])
  })

  test("explain: what speaks against a product comes last, the strongest at the end", () => {
    const features = { "any.disliked.value": -5, "any.price.value": -1, "any.popular60.value": 2 }
    expect(codesOf(reasonsOf(features))).toEqual(["popular", "price", "disliked"])
    expect(codesOf(reasonsOf({ "any.wished.value": -5, "any.popular60.value": -1 }))).toEqual(["popular", "wished"])
  })
})
