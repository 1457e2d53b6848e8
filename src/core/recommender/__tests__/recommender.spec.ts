import type { ProfileEvent, Recommender, Strategy } from "../../contract/recommender"
import { STRATEGIES } from "../../contract/recommender"
import { FEATURE_NAMES } from "../../features/feature-map"
import { InteractionLogBuilder } from "../../data/interaction-log-builder"
import { ModelFormatError, TrainingInputError } from "../../svm"
import { assessReadiness, createLadder, loadRecommender, trainRecommender } from ".."
import type { InteractionRow } from "../../data/interaction-log-builder"
import { decodeRankingModel, encodeRankingModel } from "../model/model-file"
import { aShop, logOf, shopItems, shopRows, SHOP_START } from "./shop"

const DAY = 86_400_000
const NOW = SHOP_START + 151 * DAY
const OPTIONS = { seed: 3, now: NOW, maxRows: 1_000_000, newShopperOrders: 3 }
const shop = aShop()
const trained = trainRecommender(shop, OPTIONS)

function events(products: readonly string[], type: ProfileEvent["type"] = "purchase"): ProfileEvent[] {
  return products.map((productId, at) => ({
    productId,
    type,
    at: NOW - (products.length - at) * 5 * DAY,
    quantity: 1,
    price: null,
    basketId: `b${at}`,
  }))
}

describe("training", () => {
  test("trainRecommender: the same data and seed give the same bytes, its phases come in order and end with the last", () => {
    const phases: string[] = []
    const fractions: number[] = []
    const again = trainRecommender(aShop(), OPTIONS, ({ phase, fraction }) => {
      if (phases.at(-1) !== phase) phases.push(phase)
      fractions.push(fraction)
    })
    expect(Buffer.from(again.bytes).equals(Buffer.from(trained.bytes))).toBe(true)
    expect(phases).toEqual(["snapshot", "candidates", "features", "fit", "evaluate", "refit", "store"])
    expect(fractions).toEqual([...fractions].sort((a, b) => a - b))
  })

  test("trainRecommender: beats popularity on the time it has not seen", () => {
    const { challenger, baselines, auc, calibrationError } = trained.report
    expect(challenger.all.ndcg10).toBeGreaterThan(baselines.popularity.all.ndcg10)
    expect(auc).toBeGreaterThan(0.6)
    expect(calibrationError).toBeLessThan(0.1)
  })

  test("trainRecommender: judges the serving model on the same hold-out", () => {
    const report = trainRecommender(shop, { ...OPTIONS, champion: trained.bytes }).report
    expect(report.champion?.all.shoppers).toBe(report.challenger.all.shoppers)
  })

  test("trainRecommender: keeps to a budget of rows", () => {
    const report = trainRecommender(shop, { ...OPTIONS, maxRows: 1500 }).report
    expect(report.counts.events).toBeLessThan(1800)
  })

  test("trainRecommender: too little behavior is refused, and readiness says how much is needed", () => {
    const empty = { log: new InteractionLogBuilder().finish(), items: shopItems(), segments: new Map() }
    expect(() => trainRecommender(empty, OPTIONS)).toThrow(TrainingInputError)
    expect(assessReadiness(empty)).toMatchObject({ ready: false, has: { purchases: 0 } })
    expect(assessReadiness(shop).ready).toBe(true)
  })

  test("model file: holds no shopper's id", () => {
    expect(Buffer.from(trained.bytes).includes("shopper-")).toBe(false)
  })
})

describe("lists of their own", () => {
  const { lists } = trained.report

  test.each(["cart", "bought_together", "similar", "buy_again"] as const)(
    "trainRecommender: %s is taught and judged beside its prior on its own hold-out",
    (list) => {
      expect(lists?.[list]).toMatchObject({ missing: null })
      expect(lists?.[list].cases).toBeGreaterThan(10)
      expect(lists?.[list].learned).not.toBeNull()
    },
  )

  test.each(["similar", "bought_together", "cart"] as const)(
    "%s: of what is shown to somebody without a past, a threshold of 0.3 leaves half at least",
    (strategy) => {
      const request = { strategy, now: NOW, limit: 10, anchors: ["p3"] }
      const shown = loadRecommender(trained.bytes).rank({ events: [], segment: null }, request)
      expect(shown).toHaveLength(10)
      expect(shown.filter(({ confidence }) => confidence >= 0.3).length).toBeGreaterThanOrEqual(5)
      expect(shown[0].confidence).toBeGreaterThan(0.6)
    },
  )

  test("trainRecommender: without orders marked as gifts the gift list keeps its prior and says what is missing", () => {
    expect(lists?.gift).toMatchObject({ serves: "prior", missing: "gift_orders", learned: null })
  })

  test("trainRecommender: a log of purchases alone cannot teach what is similar, and says so", () => {
    const log = logOf(shopRows().filter(({ behavior }) => behavior === "purchase"))
    const { report, bytes } = trainRecommender({ ...shop, log }, OPTIONS)
    expect(report.lists?.similar).toMatchObject({ serves: "prior", missing: "visits", cases: 0 })
    expect(report.lists?.cart.missing).toBeNull()
    const similar = loadRecommender(bytes).rank(
      { events: [], segment: null },
      { strategy: "similar", now: NOW, limit: 5, anchors: ["p1"] },
    )
    expect(similar).toHaveLength(5)
  })

  test("loadRecommender: names the weights of every list that serves what was learned", () => {
    const learned = Object.entries(lists ?? {}).flatMap(([list, { serves }]) => (serves === "learned" ? [list] : []))
    const loaded = loadRecommender(trained.bytes)
    expect([...loaded.listWeights.keys()].sort()).toEqual(learned.sort())
    for (const weights of loaded.listWeights.values()) expect(weights.size).toBeGreaterThan(100)
  })

  test("rank: the shopper's own past decides among what goes with a cart", () => {
    const loaded = loadRecommender(trained.bytes)
    const request = { strategy: "cart", now: NOW, limit: 10, anchors: ["p1"] } as const
    const toys = { events: events(["p26", "p27", "p28", "p26"]), segment: null }
    const ofToys = (profile: typeof toys): number =>
      loaded.rank(profile, request).filter(({ productId }) => /^p(2[4-9]|3[0-5])$/.test(productId)).length
    expect(ofToys(toys)).toBeGreaterThan(ofToys({ events: [], segment: null }))
  })

  test("rank: often bought with is said from three orders together on, and not of what chance would bring", () => {
    const rows = shopRows({ shoppers: 20, days: 60 }).filter(({ behavior }) => behavior === "purchase")
    const pairs = (orders: number): InteractionRow[] =>
      Array.from({ length: orders }, (_, at) =>
        ["x", "y"].map((itemId) => ({ ...rows[0], itemId, sessionId: `pair${at}` })),
      ).flat()
    const codesFor = (orders: number, ordersTogether?: number): string[] => {
      const ladder = createLadder({ log: logOf([...pairs(orders), ...rows]), items: shopItems() })
      const request = { strategy: "cart" as const, now: NOW, limit: 1, anchors: ["x"] }
      const [first] = ladder.rank(
        { events: [], segment: null },
        { ...request, ...(ordersTogether === undefined ? {} : { ordersTogether }) },
      )
      expect(first.productId).toBe("y")
      return first.reasons.map(({ code }) => code)
    }
    expect(codesFor(2)).not.toContain("bought_with")
    expect(codesFor(2)).toContain("because_carted")
    expect(codesFor(3)).toContain("bought_with")
    expect(codesFor(3, 4)).not.toContain("bought_with")
  })

  test("rank: no reason says bought of what was only seen", () => {
    const loaded = loadRecommender(trained.bytes)
    const viewer = { events: events(["p9", "p4", "p5"], "view"), segment: null }
    const codes = loaded
      .rank(viewer, { strategy: "for_you", now: NOW, limit: 30 })
      .flatMap(({ reasons }) => reasons.map(({ code }) => code))
    expect(codes.filter((code) => ["bought_before", "buy_again", "because_bought"].includes(code))).toEqual([])
  })

  test("rank: the reason at the head names a product of the shopper's past where one speaks for it", () => {
    const loaded = loadRecommender(trained.bytes)
    const gardener = { events: events(["p1", "p2", "p3", "p1"]), segment: null }
    const heads = loaded.rank(gardener, { strategy: "for_you", now: NOW, limit: 10 }).map(({ reasons }) => reasons[0])
    expect(heads.filter(({ productId }) => productId !== null).length).toBeGreaterThanOrEqual(3)
  })
})

describe("loading", () => {
  test("loadRecommender: a damaged, cut or foreign file is refused by name", () => {
    const flipped = trained.bytes.slice()
    flipped[Math.floor(flipped.length / 2)] ^= 1
    expect(() => loadRecommender(flipped)).toThrow(ModelFormatError)
    expect(() => loadRecommender(trained.bytes.slice(0, 1000))).toThrow(ModelFormatError)
    expect(() => loadRecommender(new Uint8Array(0))).toThrow(ModelFormatError)
  })

  test("loadRecommender: names every weight", () => {
    expect([...loadRecommender(trained.bytes).weights.keys()]).toEqual([...FEATURE_NAMES])
  })
})

describe("ranking", () => {
  const recommender = loadRecommender(trained.bytes)
  const gardener = { events: events(["p1", "p2", "p3", "p1"]), segment: null }

  test("rank: a shopper with one taste is shown that taste first", () => {
    const top = recommender.rank(gardener, { strategy: "for_you", now: NOW, limit: 5 })
    const ofTheme = top.filter(({ productId }) => Number(productId.slice(1)) < 12)
    expect(ofTheme.length).toBeGreaterThanOrEqual(4)
    expect(top[0].rung).toBe("personal")
    expect(top[0].sources.length).toBeGreaterThan(0)
  })

  test("rank: the reasons of a personal product sum to its score, to which trees add where they serve", () => {
    const model = decodeRankingModel(trained.bytes)
    expect(model.trees).not.toBeNull()
    const withoutTrees = loadRecommender(encodeRankingModel({ ...model, trees: null }))
    const scores = (ranks: Recommender): number[] =>
      ranks.rank(gardener, { strategy: "for_you", now: NOW, limit: 5 }).map(({ score }) => score)
    expect(scores(recommender)).not.toEqual(scores(withoutTrees))
    for (const { score, reasons } of recommender.rank(gardener, { strategy: "for_you", now: NOW, limit: 5 })) {
      expect(reasons.reduce((sum, reason) => sum + reason.weight, 0)).toBeCloseTo(score, 5)
    }
  })

  test("rank: a stranger is promised no more than strangers have chosen, and less with each place", () => {
    const stranger = { events: [], segment: null }
    const list = recommender.rank(stranger, { strategy: "for_you", now: NOW, limit: 10 })
    const confidences = list.map(({ chance }) => chance)
    expect(confidences).toEqual([...confidences].sort((x, y) => y - x))
    // The sum over ten places is what a shopper takes of ten: not more than what popularity found on the hold-out.
    const promised = confidences.reduce((sum, confidence) => sum + confidence, 0)
    const { hitRate10, recall10 } = trained.report.baselines.popularity.all
    expect(promised).toBeGreaterThan(recall10 / 4)
    expect(promised).toBeLessThan(4 * hitRate10)
  })

  test("rank: confidence and chance lie in 0 to 1 and fall with the score", () => {
    const list = recommender
      .rank(gardener, { strategy: "for_you", now: NOW, limit: 10 })
      .filter(({ rung }) => rung === "personal")
    for (const values of [list.map(({ confidence }) => confidence), list.map(({ chance }) => chance)]) {
      expect(values).toEqual([...values].sort((a, b) => b - a))
      expect(values.every((value) => value >= 0 && value <= 1)).toBe(true)
    }
  })

  test.each(["for_you", "cart", "similar", "bought_together", "popular"] as const)(
    "rank: a confidence of 0.3 does not empty %s, even of one whose few purchases say little",
    (strategy) => {
      const list = recommender.rank(gardener, { strategy, now: NOW, limit: 10, anchors: ["p1"] })
      expect(list.some(({ confidence }) => confidence >= 0.3)).toBe(true)
    },
  )

  test("rank: a confidence of 0.3 is reached by most of what for_you shows to the shop's own shoppers", () => {
    const rows = shopRows()
    const confidences = Array.from({ length: 60 }, (_, shopper) => {
      const own = rows.filter(({ userId }) => userId === `shopper-${shopper}`)
      const past = own.map(({ itemId, behavior, time, sessionId }) => ({
        ...{ productId: itemId, type: behavior, at: time, quantity: 1, price: null, basketId: sessionId },
      }))
      const segment = shop.segments.get(`shopper-${shopper}`) ?? null
      return recommender.rank({ events: past, segment }, { strategy: "for_you", now: NOW, limit: 10 })
    }).flatMap((list) => list.map(({ confidence }) => confidence))
    const reached = confidences.filter((confidence) => confidence >= 0.3).length / confidences.length
    expect(reached).toBeGreaterThan(0.5)
    expect(reached).toBeLessThan(0.9)
  })

  test.each(STRATEGIES.filter((name) => !["recently_viewed", "buy_again"].includes(name)))(
    "rank: %s fills its limit, names no product twice and keeps to what may be shown",
    (strategy: Strategy) => {
      for (const profile of [gardener, { events: [], segment: null }]) {
        const request = { strategy, now: NOW, limit: 8, anchors: ["p1"], exclude: new Set(["p2", "p5"]) }
        const ids = recommender
          .rank(profile, { ...request, eligible: (id) => id !== "p7" })
          .map(({ productId }) => productId)
        expect(ids).toHaveLength(8)
        expect(new Set(ids).size).toBe(8)
        expect(ids.filter((id) => ["p1", "p2", "p5", "p7"].includes(id))).toEqual([])
      }
    },
  )

  test("rank: buy again offers what the shopper came back for and is due, and not what was ordered minutes ago", () => {
    const bought = (productId: string, daysAgo: number): ProfileEvent => ({
      ...events([productId])[0],
      at: NOW - daysAgo * DAY,
      basketId: `b${daysAgo}`,
    })
    const again = (...past: ProfileEvent[]): string[] =>
      recommender
        .rank({ events: past, segment: null }, { strategy: "buy_again", now: NOW, limit: 9 })
        .map(({ productId }) => productId)
    const refill = [bought("p1", 90), bought("p1", 60), bought("p1", 30)]
    expect(again(...refill)).toEqual(["p1"])
    expect(again(...refill, bought("p1", 0.001))).toEqual([])
    const returned = { ...bought("p1", 20), type: "return" as const, quantity: 3 }
    expect(again(...refill, returned)).toEqual([])
  })

  test("rank: recently viewed tells of the shopper's own views alone", () => {
    const viewer = { events: events(["p9", "p4"], "view"), segment: null }
    const viewed = recommender.rank(viewer, { strategy: "recently_viewed", now: NOW, limit: 9 })
    expect(viewed.map(({ productId }) => productId)).toEqual(["p4", "p9"])
  })

  test("rank: whoever was only shown products is a stranger to for you", () => {
    const shown = { events: events(["p1", "p2", "p3"], "impression"), segment: null }
    const request = { strategy: "for_you", now: NOW, limit: 6 } as const
    expect(recommender.rank(shown, request)).toEqual(recommender.rank({ events: [], segment: null }, request))
  })

  test("rank: events after the moment asked about change nothing", () => {
    const request = { strategy: "for_you", now: NOW - 20 * DAY, limit: 10 } as const
    const later = { ...events(["p40"])[0], at: NOW - DAY }
    const past = events(["p1", "p2"]).map((event) => ({ ...event, at: NOW - 30 * DAY }))
    expect(recommender.rank({ events: [...past, later], segment: null }, request)).toEqual(
      recommender.rank({ events: past, segment: null }, request),
    )
  })

  test("rank: gifts do not speak for the giver's taste", () => {
    const request = { strategy: "for_you", now: NOW, limit: 5 } as const
    const gifts = events(["p40", "p41", "p42"]).map((event) => ({ ...event, isGift: true }))
    const top = recommender.rank({ events: [...gifts, ...gardener.events], segment: null }, request)
    expect(top.every(({ reasons }) => reasons.every(({ productId }) => productId !== "p40"))).toBe(true)
    expect(Number(top[0].productId.slice(1))).toBeLessThan(12)
  })

  test("rank: what a shopper does not want is not shown", () => {
    const profile = { events: [...gardener.events, ...events(["p4"], "dismiss")], segment: null }
    const ids = recommender.rank(profile, { strategy: "for_you", now: NOW, limit: 48 }).map((one) => one.productId)
    expect(ids).not.toContain("p4")
  })

  test("predict: scores any known product, null for one never seen", () => {
    const liked = recommender.predict(gardener, "p1", { now: NOW })
    const foreign = recommender.predict(gardener, "p40", { now: NOW })
    expect(liked?.score).toBeGreaterThan(foreign?.score ?? Infinity)
    expect(recommender.predict(gardener, "nowhere", { now: NOW })).toBeNull()
  })
})

describe("following behavior", () => {
  test("upsertItems: takes a catalog of more products than a function takes arguments", () => {
    const recommender = loadRecommender(trained.bytes)
    const item = { title: "Mug", category: null, price: 5, tags: [], createdAt: 0 }
    recommender.upsertItems(new Map(Array.from({ length: 200_000 }, (_, at) => [`p${at}`, { ...item, id: `p${at}` }])))
    const newest = recommender.rank({ events: [], segment: null }, { strategy: "new_arrivals", now: NOW, limit: 3 })
    expect(newest).toHaveLength(3)
  })

  test("upsertItems: a new product is found by its words and by being new", () => {
    const recommender = loadRecommender(trained.bytes)
    const fresh = {
      id: "new1",
      title: "garden thing 11 deluxe",
      category: "garden",
      price: 9,
      tags: [],
      createdAt: NOW - DAY,
    }
    recommender.upsertItems(new Map([["new1", fresh]]))
    const ask = (strategy: Strategy) =>
      recommender.rank({ events: [], segment: null }, { strategy, now: NOW, limit: 20, anchors: ["p11"] })
    expect(ask("new_arrivals")[0].productId).toBe("new1")
    expect(ask("similar").map(({ productId }) => productId)).toContain("new1")
  })

  test("upsertItems: a product described anew is found by its new words at once, whether new ones come with it or not", () => {
    const options = {
      id: "p40",
      title: "garden thing 11 deluxe",
      category: "garden",
      price: 9,
      tags: [],
      createdAt: NOW - DAY,
    }
    const similar = (...items: (typeof options)[]): string[] => {
      const recommender = loadRecommender(trained.bytes)
      recommender.upsertItems(new Map(items.map((item) => [item.id, item])))
      const request = { strategy: "similar" as const, now: NOW, limit: 20, anchors: ["p11"] }
      return recommender.rank({ events: [], segment: null }, request).map(({ productId }) => productId)
    }
    expect(similar()).not.toContain("p40")
    expect(similar(options)).toContain("p40")
    expect(similar(options, { ...options, id: "new1", title: "wholly other" })).toContain("p40")
  })

  test("observe: one shopper cannot make a product popular, many can", () => {
    const rankOf = (shoppers: number, repeats: number): number => {
      const recommender = loadRecommender(trained.bytes)
      for (let shopper = 0; shopper < shoppers; shopper++) {
        const clicks = Array.from({ length: repeats }, () => ({ ...events(["p40"])[0], at: NOW }))
        recommender.observe(`s${shopper}`, clicks)
      }
      const top = recommender.rank({ events: [], segment: null }, { strategy: "popular", now: NOW, limit: 48 })
      return top.findIndex(({ productId }) => productId === "p40")
    }
    expect(rankOf(1, 5000)).toBe(rankOf(1, 1))
    expect(rankOf(300, 1)).toBe(0)
  })

  test("observe: a purchase of which nothing was kept counts no more, whether the model learned from it or not", () => {
    const placeOf = (shopper: (n: number) => string, at: number, isReturned: boolean): number => {
      const recommender = loadRecommender(trained.bytes)
      const bought = { ...events(["p40"], "purchase")[0], at }
      for (let n = 0; n < 300; n++) if (at === NOW) recommender.observe(shopper(n), [bought])
      const back = { ...bought, type: "return" as const, at: NOW, boughtAt: at }
      for (let n = 0; isReturned && n < 300; n++) recommender.observe(shopper(n), [back, back])
      const top = recommender.rank({ events: [], segment: null }, { strategy: "popular", now: NOW, limit: 48 })
      return top.findIndex(({ productId }) => productId === "p40")
    }
    const live = (n: number): string => `s${n}`
    const untouched = placeOf(live, 0, false)
    expect(placeOf(live, NOW, false)).toBe(0)
    expect(placeOf(live, NOW, true)).toBe(untouched)
    expect(placeOf(live, NOW - 40 * DAY, true)).toBeGreaterThan(untouched)
  })

  test("observe: a few events are ranked after five minutes, many at once", () => {
    const recommender = loadRecommender(trained.bytes)
    const placeAt = (now: number): number =>
      recommender
        .rank({ events: [], segment: null }, { strategy: "popular", now, limit: 48 })
        .findIndex(({ productId }) => productId === "p40")
    const buy = (shoppers: number, name: string): void => {
      for (let n = 0; n < shoppers; n++) recommender.observe(`${name}${n}`, [{ ...events(["p40"])[0], at: NOW }])
    }
    const before = placeAt(NOW)
    buy(150, "few")
    expect(placeAt(NOW + 299_999)).toBe(before)
    const after = placeAt(NOW + 300_000)
    expect(after).toBeLessThan(before)
    buy(250, "many")
    expect(placeAt(NOW + 300_001)).toBe(0)
  })

  test("observe: what came in before the first list counts in it", () => {
    const recommender = loadRecommender(trained.bytes)
    const added = { id: "p99", title: "thing", category: "garden", price: 9, tags: [], createdAt: NOW - DAY }
    recommender.upsertItems(new Map([["p99", added]]))
    for (let n = 0; n < 150; n++) recommender.observe(`early${n}`, [{ ...events(["p99"])[0], at: NOW - 1 }])
    const list = recommender.rank(
      { events: events(["p11", "p12"]), segment: null },
      { strategy: "for_you", now: NOW, limit: 49 },
    )
    expect(list.find(({ productId }) => productId === "p99")?.rung).toBe("personal")
  })

  test("upsertItems: five minutes after a product's words changed, the shop's lists are those of a model that never knew others", () => {
    const items = Array.from({ length: 40 }, (_, at) => ({
      ...{
        id: `p${at}`,
        title: `garden thing ${at}`,
        category: "garden",
        price: 9,
        tags: [],
        createdAt: NOW - 90 * DAY,
      },
    }))
    const changed = items.map((item, at) =>
      at % 4 === 0 ? { ...item, title: `theme${(at + 5) % 10} thing ${at}` } : item,
    )
    const asMap = (of: typeof items) => new Map(of.map((item) => [item.id, item]))
    const ask = (recommender: ReturnType<typeof loadRecommender>, now: number): [string, number][] => {
      return recommender
        .rank({ events: events(["p3"]), segment: null }, { strategy: "for_you", now, limit: 20 })
        .map(({ productId, score }) => [productId, score])
    }
    const { bytes } = trainRecommender({ ...shop, items: new Map() }, OPTIONS)
    const [moved, fresh] = [loadRecommender(bytes), loadRecommender(bytes)]
    moved.upsertItems(asMap(items))
    ask(moved, NOW)
    moved.upsertItems(asMap(changed))
    fresh.upsertItems(asMap(changed))
    const later = NOW + 301_000
    expect(ask(moved, later)).toEqual(ask(fresh, later))
  })

  test("upsertItems: a product that is taken out of its category is in none", () => {
    const recommender = loadRecommender(trained.bytes)
    const garden = { id: "p40", title: "thing", category: "garden", price: 9, tags: [], createdAt: NOW - DAY }
    const scoreOf = (): number | undefined =>
      recommender.predict({ events: events(["p11", "p12"]), segment: null }, "p40", { now: NOW })?.score
    recommender.upsertItems(new Map([["p40", { ...garden, category: null }]]))
    const inNone = scoreOf()
    recommender.upsertItems(new Map([["p40", garden]]))
    expect(scoreOf()).not.toBe(inNone)
    recommender.upsertItems(new Map([["p40", { ...garden, category: null }]]))
    expect(scoreOf()).toBe(inNone)
  })

  test("rank: popular by segment is what the shopper's country buys, and says so; without it, what the shop buys", () => {
    const recommender = loadRecommender(trained.bytes)
    const french = { events: [], segment: { age: null, gender: null, country: "France" } }
    const request = { strategy: "popular" as const, now: NOW, limit: 5 }
    const bySegment = recommender.rank(french, { ...request, bySegment: true })
    expect(bySegment.map(({ rung, reasons }) => [rung, reasons[0]?.code])).toEqual(
      Array(5).fill(["segment", "popular_in_country"]),
    )
    expect(recommender.rank(french, request).map(({ rung }) => rung)).toEqual(Array(5).fill("popular"))
    const stranger = { events: [], segment: null }
    expect(recommender.rank(stranger, { ...request, bySegment: true })).toEqual(recommender.rank(stranger, request))
  })

  test("rank: popular with an age band is what that band buys, and of a band of few mostly what the shop buys", () => {
    const shop = aShop()
    // Gardeners are in their thirties but for one, who is ninety; the others' age is unknown.
    const ageOf = (shopper: number): number | null => (shopper % 4 > 0 ? null : shopper === 0 ? 91 : 34)
    const segments = new Map(
      Array.from({ length: 60 }, (_, n): [string, { age: number | null; gender: null; country: null }] => [
        `shopper-${n}`,
        { age: ageOf(n), gender: null, country: null },
      ]),
    )
    const { bytes } = trainRecommender({ ...shop, segments }, OPTIONS)
    const recommender = loadRecommender(bytes)
    const request = { strategy: "popular" as const, now: NOW, limit: 5, bySegment: true }
    const ask = (age: number) =>
      recommender.rank({ events: [], segment: { age, gender: null, country: null } }, request)
    const gardens = (list: readonly { productId: string }[]): number =>
      list.filter(({ productId }) => Number(productId.slice(1)) < 12).length
    expect(ask(38).map(({ reasons }) => reasons[0]?.code)).toEqual(Array(5).fill("popular_with_age"))
    expect(gardens(ask(38))).toBe(5)
    const ofShop = recommender.rank({ events: [], segment: null }, request)
    const shared = ask(95).filter(({ productId }) => ofShop.some((other) => other.productId === productId))
    expect(ask(95)[0]?.reasons[0]?.code).toBe("popular_with_age")
    expect(shared.length).toBeGreaterThan(0)
  })

  test("createLadder: answers with nothing but a catalog, newest first", () => {
    const ladder = createLadder({ items: shopItems() })
    const top = ladder.rank({ events: [], segment: null }, { strategy: "for_you", now: NOW, limit: 4 })
    expect(top).toHaveLength(4)
    expect(top[0].rung).toBe("newest")
    expect(ladder.weights.size).toBe(0)
  })

  test("createLadder: links what it observes", () => {
    const ladder = createLadder({ items: shopItems() })
    for (let shopper = 0; shopper < 5; shopper++) ladder.observe(`s${shopper}`, events(["p1", "p30"]))
    const together = ladder.rank(
      { events: [], segment: null },
      { strategy: "bought_together", now: NOW, limit: 3, anchors: ["p1"] },
    )
    expect(together[0]).toMatchObject({ productId: "p30", rung: "item_to_item" })
  })

  test("createLadder: an empty shop has nothing to show", () => {
    expect(createLadder().rank({ events: [], segment: null }, { strategy: "for_you", now: NOW, limit: 3 })).toEqual([])
  })
})
