import type { ProfileEvent, RankedProduct, RankRequest, ServedFeatures, Strategy } from "../../contract"
import { PAGE_FEATURES } from "../../features/feature-map"
import { profileOfEvents } from "../../features/profile"
import { linear } from "../../trees/scorer"
import { priorLists } from "../priors/list-priors"
import { rankWith } from "../ranking/rank-strategies"
import type { ShopView } from "../ranking/shop-view"
import { anEvent, anItem, aRow, DAY, idsOf, NOW, smallModel, viewOf } from "./small-model"
import type { SmallShop } from "./small-model"

/** Ten products: "p9" was bought by ten, "p8" by nine and so on, each by others, "p9" first. */
const ROWS = Array.from({ length: 10 }, (_, back) => 9 - back).flatMap((at) =>
  Array.from({ length: at + 1 }, (_, shopper) => aRow(`u${at} ${shopper}`, `p${at}`, 40 - shopper / 10 + at)),
)
const aView = (changes: Partial<SmallShop> = {}): ShopView =>
  viewOf(
    smallModel({
      // What sells all along ranks.
      ...{ rows: ROWS, weights: { "any.popular360.value": 1 } },
      items: Array.from({ length: 10 }, (_, at) => anItem(`p${at}`, { category: at % 2 === 0 ? "even" : "odd" })),
      ...changes,
    }),
  )
const VIEW = aView()

interface Asked extends Partial<RankRequest> {
  readonly view?: ShopView
  readonly events?: readonly ProfileEvent[]
}

function rank(strategy: Strategy, { view = VIEW, events = [], ...request }: Asked = {}): RankedProduct[] {
  const whole: RankRequest = { strategy, now: NOW, limit: 4, ...request }
  const profile = profileOfEvents({ events, segment: null }, whole.now, {
    ...{ indexOf: (id: string) => view.indexOf(id), segments: [] },
  })
  return rankWith(view, profile, { profile: { events, segment: null }, request: whole })
}

const shown = (strategy: Strategy, asked: Asked = {}): string[] => idsOf(rank(strategy, asked))
const viewed = (id: string, daysAgo: number): ProfileEvent => anEvent(id, daysAgo, { type: "view" })
const PAST = [anEvent("p0", 20)]
const MINUTE = 1 / 1440

describe("what may be shown", () => {
  test("rankWith: nothing dismissed, excluded, given or not eligible is shown", () => {
    expect(shown("popular")).toEqual(["p9", "p8", "p7", "p6"])
    expect(shown("popular", { events: [anEvent("p9", 1, { type: "dismiss" })] })[0]).toBe("p8")
    expect(shown("popular", { exclude: new Set(["p8"]) })).toEqual(["p9", "p7", "p6", "p5"])
    expect(shown("popular", { anchors: ["p9", "p7"] })).toEqual(["p8", "p6", "p5", "p4"])
    expect(shown("popular", { eligible: (id) => id < "p3" })).toEqual(["p2", "p1", "p0"])
    expect(shown("for_you", { events: PAST, eligible: (id) => id < "p3" }).sort()).toEqual(["p0", "p1", "p2"])
    expect(shown("popular", { limit: 99 })).toHaveLength(10)
  })

  test("rankWith: what comes on sale later is not shown before, asked for some products or for all", () => {
    const facts = { ...VIEW.model.state.facts, firstSeen: VIEW.model.state.facts.firstSeen.slice() }
    const [p9, p8] = ["p9", "p8"].map((id) => VIEW.indexOf(id) ?? -1)
    facts.firstSeen[p9] = NOW + 1
    facts.firstSeen[p8] = NOW
    const view = aView({ state: { facts } })
    expect(shown("popular", { view })[0]).toBe("p8")
    expect(shown("popular", { view, exclude: new Set(["p0"]) })[0]).toBe("p8")
    expect(shown("popular", { view, now: NOW + 1 })[0]).toBe("p9")
  })
})

describe("for_you", () => {
  test("rankWith: of whom nothing is known gets the shop's order, of whom something is the learned one", () => {
    const lightest = aView({ weights: { "any.popular360.value": -1 } })
    expect(rank("for_you", { view: lightest }).map(({ rung }) => rung)).toEqual(Array(4).fill("popular"))
    expect(shown("for_you", { view: lightest })[0]).toBe("p9")
    const known = rank("for_you", { view: lightest, events: PAST })
    expect(idsOf(known)).toEqual(["p0", "p1", "p2", "p3"])
    expect(known.map(({ rung }) => rung)).toEqual(Array(4).fill("personal"))
    const guest = rank("for_you", { view: lightest, events: [viewed("p5", 3)] })
    expect([guest[0].productId, guest[0].rung]).toEqual(["p0", "item_to_item"])
  })

  test("rankWith: to have dismissed something is no taste yet", () => {
    expect(rank("for_you", { events: [anEvent("p0", 2, { type: "dismiss" })] })[0].rung).toBe("popular")
  })

  test("rankWith: products of equal score stand in the order of their numbers", () => {
    const view = aView({ weights: {} })
    // The log begins with "p9".
    expect(shown("for_you", { view, events: PAST })).toEqual(["p9", "p8", "p7", "p6"])
  })

  test("rankWith: on_sale ranks as for_you does", () => {
    expect(rank("on_sale", { events: PAST })).toEqual(rank("for_you", { events: PAST }))
  })

  test("rankWith: a share of repeats holds back what the shopper bought, not what they saw", () => {
    const events = [anEvent("p9", 22), anEvent("p8", 21), viewed("p7", 20)]
    expect(shown("for_you", { events })).toEqual(["p9", "p8", "p7", "p6"])
    expect(shown("for_you", { events, repeatsAtMost: 0.5 })).toEqual(["p9", "p7", "p8", "p6"])
    expect(shown("for_you", { events, repeatsAtMost: 0 })).toEqual(["p7", "p6", "p5", "p4"])
    const all = shown("for_you", { events, repeatsAtMost: 0, limit: 10 })
    expect(all.slice(-2)).toEqual(["p9", "p8"])
  })

  test("rankWith: what was looked at in this visit stands behind three others, unless it was bought before", () => {
    const now = [viewed("p9", 2 * MINUTE), viewed("p8", MINUTE)]
    expect(shown("for_you", { events: now })).toEqual(["p7", "p6", "p9", "p8"])
    expect(shown("for_you", { events: now, limit: 6 })).toEqual(["p7", "p6", "p5", "p9", "p8", "p4"])
    expect(shown("for_you", { events: [viewed("p9", 2)] })[0]).toBe("p9")
    expect(shown("for_you", { events: [anEvent("p9", 30), ...now] })).toEqual(["p9", "p7", "p6", "p8"])
  })

  test("rankWith: a lift moves a product by the logarithm of its factor, and nothing else", () => {
    const plain = new Map(
      rank("for_you", { events: PAST, limit: 10 }).map(({ productId, score }) => [productId, score]),
    )
    const lifts = new Map([
      ["p0", Math.exp(3)],
      ["p9", Math.exp(-2)],
      ["unknown", 9],
    ])
    const lifted = rank("for_you", { events: PAST, limit: 10, lifts })
    // The prior's odds rise by e with each unit of the score.
    const differences = new Map(lifted.map(({ productId, score }) => [productId, score - (plain.get(productId) ?? 0)]))
    expect(differences.get("p0")).toBeCloseTo(3, 9)
    expect(differences.get("p9")).toBeCloseTo(-2, 9)
    expect(differences.get("p5")).toBe(0)
    expect([lifted[0].productId, lifted[9].productId]).toEqual(["p0", "p9"])
    expect(lifted.filter(({ lift }) => lift !== undefined)).toHaveLength(2)
  })

  test("rankWith: a lifted product that may not be shown is not", () => {
    const lifts = new Map([["p0", 50]])
    expect(shown("for_you", { events: [anEvent("p1", 9)], lifts, exclude: new Set(["p0"]) })).not.toContain("p0")
  })
})

describe("lists beside products", () => {
  const sells = linear(Float64Array.from(PAGE_FEATURES.names, (name) => (name === "any.popular360.value" ? 1 : 0)))
  const popular = { ...sells, isLearned: true }
  const view = aView({ model: { lists: { ...priorLists(), similar: popular, bought_together: popular } } })
  const beside = (at: number): Asked => ({ view, limit: 10, anchors: [`p${at}`] })

  test("rankWith: similar shows what is of the product's kind first, each part in its order", () => {
    expect(shown("similar", beside(4))).toEqual(["p8", "p6", "p2", "p0", "p9", "p7", "p5", "p3", "p1"])
    expect(shown("similar", { ...beside(4), limit: 5 })).toEqual(["p8", "p6", "p2", "p0", "p9"])
  })

  test("rankWith: alternatives are what is similar, and other lists hold nothing back by kind", () => {
    expect(rank("alternatives", beside(4))).toEqual(rank("similar", beside(4)))
    expect(shown("bought_together", beside(4)).slice(0, 5)).toEqual(["p9", "p8", "p7", "p6", "p5"])
  })

  test("rankWith: without a product that is known the shop's order answers, but for a cart", () => {
    for (const strategy of ["similar", "alternatives", "bought_together"] as const) {
      const answers = [rank(strategy, { events: PAST }), rank(strategy, { events: PAST, anchors: ["gone"] })]
      for (const answer of answers) expect(answer.map(({ rung }) => rung)).toEqual(Array(4).fill("popular"))
    }
    expect(rank("cart", { events: PAST })[0].rung).toBe("item_to_item")
    expect(rank("cart")[0].rung).toBe("popular")
  })

  test("rankWith: an empty cart's answer starts from the three products that the shopper did anything with last", () => {
    const handed: ServedFeatures[] = []
    const events = [
      ...[anEvent("p1", 9), anEvent("p2", 8), viewed("p3", 7), anEvent("p2", 6), anEvent("p4", 5)],
      anEvent("p5", 4, { type: "remove_from_cart" }),
    ]
    const list = rank("cart", { events, limit: 10, onFeatures: (features) => handed.push(features) })
    expect(handed[0].anchors).toEqual(["p3", "p2", "p4"])
    // What goes with the cart is not said of an empty one.
    const codes = list
      .filter(({ rung }) => rung === "item_to_item")
      .flatMap(({ reasons }) => reasons.map((r) => r.code))
    expect(codes).not.toContain("because_carted")
  })

  test("rankWith: a cart names what lies in it, each product once", () => {
    const handed: ServedFeatures[] = []
    const anchors = ["p4", "p4", "gone", "p6"]
    rank("cart", { events: PAST, anchors, onFeatures: (features) => handed.push(features) })
    expect(handed.map(({ list, anchors: given }) => [list, given])).toEqual([["cart", ["p4", "p6"]]])
  })

  test("rankWith: who has chosen nothing yet has chances on a scale of their own", () => {
    const calibration = {
      ...VIEW.model.calibration,
      ...{ bought_together: { a: -1, b: 0 }, bought_together_visit: { a: -1, b: 10 } },
    }
    const view = aView({ model: { calibration } })
    const chanceOf = (events: readonly ProfileEvent[]): number => {
      const [{ chance, score }] = rank("bought_together", { view, events, anchors: ["p4"] })
      // ln of the odds is score − b.
      return Math.round(score - Math.log(chance / (1 - chance))) + 0
    }
    expect([chanceOf(PAST), chanceOf([viewed("p0", 3)])]).toEqual([0, 10])
  })
})

describe("lists of the shopper's own past", () => {
  test("rankWith: buy_again shows what is due and fills nothing up", () => {
    const twice = [anEvent("p1", 60), anEvent("p2", 60), anEvent("p1", 30), anEvent("p2", 30), anEvent("p3", 30)]
    const list = rank("buy_again", { events: [...twice, anEvent("p2", 1)] })
    // Thirty days lie between two purchases of "p1", and thirty passed; "p2" was bought yesterday, "p3" once.
    expect(idsOf(list)).toEqual(["p1"])
    expect(rank("buy_again")).toEqual([])
  })

  test("rankWith: recently_viewed shows what was looked at or clicked, the latest first, each once", () => {
    const events = [
      ...[viewed("p1", 9), viewed("p2", 8), anEvent("p3", 7, { type: "click" }), viewed("p1", 6), anEvent("p4", 5)],
      ...[viewed("gone", 4), viewed("p5", 3), anEvent("p5", 2, { type: "dismiss" }), viewed("p6", -1)],
    ]
    const list = rank("recently_viewed", { events })
    expect(idsOf(list)).toEqual(["p1", "p3", "p2"])
    expect(list.map(({ score, rung, sources }) => [score, rung, sources])).toEqual([
      [1, "personal", ["viewed"]],
      [1 / 2, "personal", ["viewed"]],
      [1 / 3, "personal", ["viewed"]],
    ])
    expect(list[1].reasons).toEqual([{ code: "viewed", productId: null, weight: 1 / 2 }])
    expect(list.map(({ confidence }) => Math.round(confidence * 51))).toEqual([50, 49, 48])
    expect(idsOf(rank("recently_viewed", { events, limit: 2 }))).toEqual(["p1", "p3"])
    expect(idsOf(rank("recently_viewed", { events: [...events].reverse() }))).toEqual(["p1", "p3", "p2"])
  })

  test("rankWith: recently_viewed shows the product on the page, which no other list does", () => {
    const events = [viewed("p1", 9), viewed("p2", 8)]
    expect(shown("recently_viewed", { events, anchors: ["p2"] })).toEqual(["p2", "p1"])
    expect(shown("recently_viewed", { events, exclude: new Set(["p2"]) })).toEqual(["p1"])
    expect(shown("recently_viewed", { events, now: NOW - 8 * DAY })).toEqual(["p2", "p1"])
    expect(shown("recently_viewed", { events, now: NOW - 8 * DAY - 1 })).toEqual(["p1"])
  })
})

describe("features that are handed over", () => {
  const handedBy = (strategy: Strategy, asked: Asked): ServedFeatures[] => {
    const handed: ServedFeatures[] = []
    rank(strategy, { ...asked, onFeatures: (features) => handed.push(features) })
    return handed
  }

  test("rankWith: a list hands over what it showed, in its order, and of whom nothing is known none is", () => {
    const [features] = handedBy("for_you", { events: PAST, limit: 3 })
    expect([features.list, features.now, features.anchors]).toEqual(["for_you", NOW, []])
    expect(features.products).toEqual(["p9", "p8", "p7"])
    expect(handedBy("for_you", {})).toEqual([])
    expect(handedBy("popular", { events: PAST })).toEqual([])
  })

  test("rankWith: lists beside products say which ranking was theirs, and gifts say nothing of the giver", () => {
    const events = [anEvent("p1", 60), anEvent("p1", 30)]
    for (const list of ["similar", "bought_together", "cart"] as const)
      expect(handedBy(list, { events, anchors: ["p4"] }).map((one) => one.list)).toEqual([list])
    expect(handedBy("alternatives", { events, anchors: ["p4"] })[0].list).toBe("similar")
    expect(handedBy("buy_again", { events })[0].list).toBe("buy_again")
    expect(handedBy("gift", { events, anchors: ["p4"] })).toEqual([])
  })
})
