import type { BehaviorType, ProfileEvent, RankRequest, ServedFeatures } from "../../contract"
import { FEATURE_NAMES, PAGE_FEATURES } from "../../features/feature-map"
import { COUNTERS } from "../../features/shop-counters"
import type { ShopCounters } from "../../features/shop-counters"
import { linear } from "../../trees/scorer"
import type { RankingModel } from "../model/ranking-model"
import { priorLists } from "../priors/list-priors"
import { ShopRecommender } from "../shop-recommender"
import { anEvent, anItem, aRow, DAY, idsOf, NOW, smallModel } from "./small-model"
import type { SmallShop } from "./small-model"

const NAMES = Array.from({ length: 13 }, (_, at) => `p${at}`)
/** "p0" was bought last, by one more shopper than "p1" and so on. */
const aModel = (changes: Partial<SmallShop> = {}): RankingModel =>
  smallModel({
    rows: NAMES.flatMap((id, at) => Array.from({ length: 13 - at }, (_, u) => aRow(`u${at} ${u}`, id, 40 - at))),
    ...changes,
  })

const anAct = (productId: string, type: BehaviorType, changes: Partial<ProfileEvent> = {}): ProfileEvent =>
  anEvent(productId, 0, { type, basketId: null, ...changes })

/** What each kind of counters has of "p5" more than before, in the column that forgets least. */
function movedBy(model: RankingModel, act: (recommender: ShopRecommender) => void, of: ShopCounters = model.state) {
  const item = model.itemIds.indexOf("p5")
  const read = (): number[] => Object.values(COUNTERS).map((kind) => kind(of).counts[3][item])
  const before = read()
  act(new ShopRecommender(model))
  const [goal, interest, discoveries, firstBaskets, latest, sales] = read().map(
    (count, at) => Math.round(1e4 * (count - before[at])) / 1e4 + 0,
  )
  return { goal, interest, discoveries, firstBaskets, latest, sales }
}

const NOTHING = { goal: 0, interest: 0, discoveries: 0, firstBaskets: 0, latest: 0, sales: 0 }
const choices = (count: number) => ({ ...NOTHING, goal: count, discoveries: count, latest: count, sales: count })
const looks = (count: number) => ({ ...NOTHING, interest: count })

const popular = (recommender: ShopRecommender, now = NOW, limit = 1): string[] =>
  idsOf(recommender.rank({ events: [], segment: null }, { strategy: "popular", now, limit }))

/** Purchases by as many shoppers. */
function sell(recommender: ShopRecommender, productId: string, count: number): void {
  for (let at = 0; at < count; at++) recommender.observe(`new ${productId} ${at}`, [anAct(productId, "purchase")])
}

describe("observe: what counts", () => {
  test("observe: a choice moves what choices are counted by, a look what looks are", () => {
    expect(movedBy(aModel(), (live) => live.observe("s", [anAct("p5", "purchase")]))).toEqual(choices(1))
    for (const type of ["view", "click", "add_to_cart", "add_to_wishlist"] as const)
      expect(movedBy(aModel(), (live) => live.observe("s", [anAct("p5", type)]))).toEqual(looks(1))
    for (const type of ["impression", "dismiss", "remove_from_cart", "return"] as const)
      expect(movedBy(aModel(), (live) => live.observe("s", [anAct("p5", type)]))).toEqual(NOTHING)
    expect(movedBy(aModel(), (live) => live.observe("s", [anAct("gone", "purchase")]))).toEqual(NOTHING)
  })

  test("observe: where interest is the goal, a look is a choice too", () => {
    const model = aModel({ goal: "interest" })
    expect(movedBy(model, (live) => live.observe("s", [anAct("p5", "view")]))).toEqual({ ...choices(1), interest: 1 })
  })

  test("observe: one shopper counts once by a choice of a product and once by a look", () => {
    const acts = [anAct("p5", "purchase"), anAct("p5", "view"), anAct("p5", "click"), anAct("p5", "purchase")]
    const twice = (live: ShopRecommender): void => {
      live.observe("s", acts)
      live.observe("s", acts)
    }
    expect(movedBy(aModel(), twice)).toEqual({ ...choices(1), interest: 1 })
    const others = (live: ShopRecommender): void => ["s", "t"].forEach((key) => live.observe(key, acts))
    expect(movedBy(aModel(), others)).toEqual({ ...choices(2), interest: 2 })
  })

  test("observe: of shoppers with one voice one is heard by looks, and all by choices", () => {
    const speak = (type: BehaviorType) => (live: ShopRecommender) =>
      ["s", "t"].forEach((key) => live.observe(key, [anAct("p5", type, { voice: 7 })]))
    expect(movedBy(aModel(), speak("view"))).toEqual(looks(1))
    expect(movedBy(aModel(), speak("purchase"))).toEqual(choices(2))
  })

  test("observe: of five looks by nobody three count", () => {
    const look = (live: ShopRecommender): void => live.observe("", Array(5).fill(anAct("p5", "view")))
    // The first, the second and the fourth.
    expect(movedBy(aModel(), look)).toEqual(looks(3))
  })

  test("observe: a later event counts for more, as all before it has faded", () => {
    const later = { at: NOW + 360 * DAY }
    expect(movedBy(aModel(), (live) => live.observe("s", [anAct("p5", "purchase", later)]))).toEqual(choices(2))
  })

  test("observe: a channel's events count in it and in the whole shop, in no other", () => {
    const own = aModel().state
    const other = aModel().state
    const channels = { ids: ["web", "app"], strength: 1, counters: [own, other] }
    const act = (live: ShopRecommender): void => {
      live.observe("s", [anAct("p5", "purchase", { channel: "web" })])
      live.observe("t", [anAct("p5", "purchase", { channel: "gone" })])
      live.observe("t", [anAct("p5", "return", { channel: "web", boughtAt: NOW })])
    }
    const without = (of?: ShopCounters) => movedBy(aModel({ state: { channels } }), act, of).goal
    expect(without()).toBe(1)
    const fresh = { ids: ["web", "app"], strength: 1, counters: [aModel().state, aModel().state] }
    const model = aModel({ state: { channels: fresh } })
    // One came and one went.
    expect(movedBy(model, act, fresh.counters[0]).goal).toBe(0)
    expect(movedBy(model, act, fresh.counters[1])).toEqual(NOTHING)
  })
})

describe("observe: what was returned", () => {
  const back = (boughtAt: number | null): ProfileEvent => anAct("p5", "return", { boughtAt })
  const observing =
    (...acts: ProfileEvent[]) =>
    (live: ShopRecommender): void => {
      for (const act of acts) live.observe("s", [act])
    }

  test("observe: a purchase of before the training counts no more, once, faded as it is", () => {
    const faded = Number((2 ** (-36 / 360)).toFixed(4))
    expect(movedBy(aModel(), observing(back(NOW - 36 * DAY)))).toEqual(choices(-faded))
    const again = back(NOW - 36 * DAY)
    expect(movedBy(aModel(), observing(again, again))).toEqual(choices(-faded))
  })

  test("observe: a purchase since the training counts no more, and only where it counted", () => {
    const buy = anAct("p5", "purchase")
    expect(movedBy(aModel(), observing(buy, back(NOW)))).toEqual(NOTHING)
    expect(movedBy(aModel(), observing(buy, back(NOW), back(NOW)))).toEqual(NOTHING)
    expect(movedBy(aModel(), observing(back(NOW)))).toEqual(NOTHING)
    expect(movedBy(aModel(), observing(back(null)))).toEqual(NOTHING)
  })

  test("observe: what was returned and is bought again counts again", () => {
    const buy = anAct("p5", "purchase")
    expect(movedBy(aModel(), observing(buy, back(NOW), buy))).toEqual(choices(1))
    expect(movedBy(aModel(), observing(buy, back(NOW), buy, back(NOW)))).toEqual(NOTHING)
  })
})

describe("observe: what goes together", () => {
  const LIVE = linear(Float64Array.from(PAGE_FEATURES.names, (name) => (name === "any.anchorLive.value" ? 1 : 0)))
  const similar = { ...LIVE, isLearned: true }
  const model = (): RankingModel => {
    const rows = NAMES.map((id, at) => aRow(`u${at}`, id, 40 - at))
    return smallModel({ rows, model: { lists: { ...priorLists(), similar } } })
  }
  const looksAt = (...ids: string[]): ProfileEvent[] => ids.map((id) => anAct(id, "view"))
  /** Scores beside "p0" after what one shopper, or nobody, did in turn. */
  function besideFirst(key: string, acts: readonly ProfileEvent[]): Map<string, number> {
    const live = new ShopRecommender(model())
    live.observe(key, acts)
    const asked: RankRequest = { strategy: "similar", anchors: ["p0"], limit: 12, now: NOW }
    return new Map(live.rank({ events: [], segment: null }, asked).map(({ productId, score }) => [productId, score]))
  }

  test("observe: what one shopper looked at goes together, of nobody nothing does", () => {
    const scores = besideFirst("s", looksAt("p0", "p7"))
    expect([scores.get("p7"), scores.get("p6")]).toEqual([1, 0])
    expect(besideFirst("", looksAt("p0", "p7")).get("p7")).toBe(0)
  })

  test("observe: a product is linked with the ten before it, the less the more there are", () => {
    const scores = besideFirst("s", looksAt(...NAMES))
    expect(scores.get("p10")).toBeGreaterThan(0)
    expect(scores.get("p11")).toBe(0)
    // Beside given products the third greatest is the measure: 1 / log₂(2 + n) after n = 1 to 10 others.
    for (const [id, n] of [
      ["p4", 4],
      ["p10", 10],
    ] as const)
      expect(scores.get(id)).toBeCloseTo(Math.log2(2 + 3) / Math.log2(2 + n), 5)
  })

  test("observe: a product that was looked at and then bought is the latest again", () => {
    const before = looksAt(...NAMES.slice(0, 10))
    const after = looksAt("p10", "p11", "p12")
    expect(besideFirst("s", [...before, ...after]).get("p12")).toBe(0)
    expect(besideFirst("s", [...before, anAct("p0", "purchase"), ...after]).get("p12")).toBeGreaterThan(0)
  })
})

describe("lists between trainings", () => {
  test("rank: a trained model's orders follow at once at its first list, then every five minutes", () => {
    const live = new ShopRecommender(aModel())
    sell(live, "p9", 90)
    expect(popular(live)).toEqual(["p9"])
    sell(live, "p8", 180)
    expect(popular(live, NOW + 299_999)).toEqual(["p9"])
    expect(popular(live, NOW + 300_000)).toEqual(["p8"])
  })

  test("rank: two hundred events are followed whenever they come", () => {
    const live = new ShopRecommender(aModel())
    popular(live)
    sell(live, "p9", 199)
    expect(popular(live)).toEqual(["p0"])
    sell(live, "p8", 1)
    expect(popular(live)).toEqual(["p9"])
  })

  test("rank: a return is an event too", () => {
    const live = new ShopRecommender(aModel())
    popular(live)
    for (let at = 0; at < 200; at++) live.observe(`s${at}`, [anAct("p0", "return", { boughtAt: NOW - DAY })])
    expect(popular(live)).toEqual(["p1"])
  })

  test("rank: without a model the first event is followed", () => {
    const live = new ShopRecommender(aModel({ model: { isTrained: false } }))
    expect(popular(live)).toEqual(["p0"])
    live.observe("s", [anAct("p1", "purchase", { at: NOW + 1500 * DAY })])
    expect(popular(live)).toEqual(["p1"])
  })

  test("rank: of no product nothing is shown, and neither events nor lists are needed", () => {
    const live = new ShopRecommender(aModel())
    expect(popular(live, NOW, 0)).toEqual([])
    expect(popular(live, NOW, -1)).toEqual([])
  })

  test("ShopRecommender: names the weights of what was trained, and of lists that were learned", () => {
    const lists = priorLists()
    const similar = { ...lists.similar, isLearned: true }
    const weights = { "any.trend.root": 2.5 }
    const trained = new ShopRecommender(aModel({ weights, model: { lists: { ...lists, similar } } }))
    expect(trained.weights.size).toBe(FEATURE_NAMES.length)
    expect([trained.weights.get("any.trend.root"), trained.weights.get("again")]).toEqual([2.5, 0])
    expect([...trained.listWeights.keys()]).toEqual(["similar"])
    expect(trained.listWeights.get("similar")?.get("any.anchor.content.value")).toBe(1)
    const prior = new ShopRecommender(aModel({ weights, model: { isTrained: false } }))
    expect([prior.weights.size, prior.listWeights.size]).toEqual([0, 0])
    expect(prior.productIds).toEqual(NAMES)
  })

  test("predict: is the score of any known product, with its reasons, as its list has it", () => {
    const live = new ShopRecommender(aModel({ weights: { "any.popular360.value": 1 } }))
    const profile = { events: [anEvent("p3", 9)], segment: null }
    const asked = { now: NOW }
    expect(live.predict(profile, "gone", asked)).toBeNull()
    const ranked = live.rank(profile, { strategy: "for_you", limit: 13, ...asked })
    expect(ranked).toHaveLength(13)
    for (const product of ranked) expect(live.predict(profile, product.productId, asked)).toEqual(product)
    expect(live.predict({ events: [], segment: null }, "p3", asked)?.rung).toBe("segment")
  })
})

describe("upsertItems", () => {
  const known = anItem("p5", { title: "red tea", category: "tea", price: 5 })
  const withCatalog = (): RankingModel => aModel({ items: [known] })

  test("upsertItems: a new product can be shown, asked for and counted, and is numbered behind the others", () => {
    const live = new ShopRecommender(withCatalog())
    live.upsertItems(new Map([["new", anItem("new", { createdAt: NOW - 1 })]]))
    expect(live.productIds).toEqual([...NAMES, "new"])
    const newest = live.rank({ events: [], segment: null }, { strategy: "new_arrivals", now: NOW, limit: 1 })
    expect(idsOf(newest)).toEqual(["new"])
    sell(live, "new", 400)
    expect(popular(live)).toEqual(["new"])
  })

  test("upsertItems: it is known what came since the training", () => {
    const live = new ShopRecommender(withCatalog())
    for (const id of ["new", "newer"]) live.upsertItems(new Map([[id, anItem(id, { createdAt: NOW - 2 })]]))
    const handed: ServedFeatures[] = []
    const events = [anEvent("p5", 9), anEvent("newer", 0, { at: NOW - 1 })]
    const onFeatures = (features: ServedFeatures): void => void handed.push(features)
    live.rank({ events, segment: null }, { strategy: "for_you", now: NOW, limit: 3, onFeatures })
    expect(handed[0].added).toEqual([["newer", NOW - 2]])
  })

  test("upsertItems: what is known already is left, what changed is read", () => {
    const model = withCatalog()
    const live = new ShopRecommender(model)
    const item = model.itemIds.indexOf("p5")
    const price = model.state.facts.logPrice[item]
    live.upsertItems(new Map([["p5", known]]))
    expect(model.state.facts.logPrice[item]).toBe(price)
    live.upsertItems(new Map([["p5", { ...known, price: 20 }]]))
    expect(model.state.facts.logPrice[item]).toBeCloseTo(Math.log(20), 6)
    live.upsertItems(new Map())
    expect(live.productIds).toEqual(NAMES)
  })

  test("upsertItems: what was counted before a product came still counts", () => {
    const live = new ShopRecommender(withCatalog())
    sell(live, "p9", 90)
    live.upsertItems(new Map([["p5", { ...known, category: "a category of later" }]]))
    expect(popular(live)).toEqual(["p9"])
    expect(live.productIds).toEqual(NAMES)
  })
})
