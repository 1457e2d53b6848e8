import type { Dataset, Outcome, ShownList } from "../../contract/interaction-log"
import type { TrainedRecommender } from "../../contract/recommender"
import { createRandom } from "../../random/seeded-random"
import { harvestPropensities } from "../teaching/place-propensities"
import { seenLists } from "../teaching/seen-lists"
import { trainRecommender } from "../train-recommender"
import { SHOP_START, aShop } from "./shop"

const DAY = 86_400_000
/** What two trainings may take on a busy machine. */
const TRAININGS_MS = 300_000
const OPTIONS = { seed: 1, now: SHOP_START + 71 * DAY, maxRows: 1_000_000, newShopperOrders: 3 }

/** A list whose products are named; with `!` chosen, with `-` not in sight. */
function list(products: readonly string[], fields: Partial<ShownList> = {}): ShownList {
  return {
    ...{ kind: "for_you", anchors: [], shopperId: "s", placement: "home", time: SHOP_START, ...fields },
    products: products.map((text, place) => ({
      itemId: text.replace("!", "").replace("-", ""),
      ...{ place, seen: !text.endsWith("-"), outcome: text.endsWith("!") ? ("clicked" as const) : "passed_over" },
      chance: 1,
    })),
  }
}

/** Lists of six products in random order, clicked by taste times what a place gives. */
function shuffledLists(chanceAt: readonly number[], count: number): ShownList[] {
  const random = createRandom(5)
  return Array.from({ length: count }, (_, n) => {
    const order = [0, 1, 2, 3, 4, 5].sort(() => random.next() - 0.5)
    return {
      ...{ kind: "for_you" as const, anchors: [], shopperId: `s${n % 50}`, placement: "home", time: SHOP_START + n },
      products: order.map((item, place) => {
        const outcome: Outcome = random.next() < chanceAt[place] * (0.1 + 0.1 * item) ? "clicked" : "passed_over"
        return { itemId: `p${item}`, place, seen: true, outcome, chance: 1 }
      }),
    }
  })
}

describe("harvestPropensities", () => {
  test("harvestPropensities: places that are looked at less are found from products that moved", () => {
    const truth = [1, 0.8, 0.6, 0.4, 0.3, 0.2]
    const propensity = harvestPropensities(shuffledLists(truth, 6_000))
    truth.forEach((chance, place) => expect(Math.abs(propensity("home", place) - chance)).toBeLessThan(0.12))
  })

  test("harvestPropensities: a page that shows all at once has none", () => {
    const propensity = harvestPropensities(shuffledLists([1, 1, 1, 1, 1, 1], 6_000))
    for (let place = 0; place < 6; place++) expect(propensity("home", place)).toBeGreaterThan(0.85)
  })

  test("harvestPropensities: where nothing moved, and elsewhere, nothing is corrected", () => {
    const propensity = harvestPropensities(Array.from({ length: 500 }, () => list(["a!", "b", "c"])))
    expect([0, 1, 2].map((place) => propensity("home", place))).toEqual([1, 1, 1])
    expect(propensity("elsewhere", 3)).toBe(1)
  })
})

describe("seenLists", () => {
  const even = (): number => 1

  test("seenLists: a choice counts over what was in sight and passed over, and over nothing else", () => {
    const { lists, effective } = seenLists([list(["a", "b!", "c-"])], even, SHOP_START)
    expect(lists).toMatchObject([{ itemIds: ["a", "b"], chosen: [false, true], weights: [1, 1] }])
    expect(effective).toBe(1)
  })

  test("seenLists: a list of which all or nothing was chosen says nothing", () => {
    expect(seenLists([list(["a!"]), list(["a", "b"])], even, SHOP_START)).toEqual({ lists: [], effective: 0 })
  })

  test("seenLists: a choice where few look counts more, but at most ten times, and leaves less in effect", () => {
    const rare = (_: string, place: number): number => (place === 0 ? 1 : 0.01)
    const { lists, effective } = seenLists([list(["a!", "b"]), list(["a", "b!"], { shopperId: "t" })], rare, SHOP_START)
    const [first, second] = lists.map(({ weights, chosen }) => weights[chosen.indexOf(true)])
    expect(Math.max(first, second) / Math.min(first, second)).toBeCloseTo(10)
    expect(effective).toBeCloseTo(121 / 101)
  })

  test("seenLists: old lists fade, and of one shopper the newest twenty count", () => {
    const lists = Array.from({ length: 30 }, (_, n) => list(["a!", "b"], { time: SHOP_START + n * DAY }))
    const seen = seenLists(lists, even, SHOP_START + 30 * DAY).lists
    expect(seen.map(({ time }) => time)).toEqual(lists.slice(10).map(({ time }) => time))
    expect(seen[0].weights[0]).toBeLessThan(seen[19].weights[0])
  })
})

describe("trainRecommender with lists that were shown", () => {
  const shop = aShop({ shoppers: 24, days: 70 })
  const base64 = ({ bytes }: TrainedRecommender): string => Buffer.from(bytes).toString("base64")
  const bytesOf = (dataset: Dataset): string => base64(trainRecommender(dataset, OPTIONS))
  /** Without lists; trained once, for each test compares with it. */
  const plain = trainRecommender(shop, OPTIONS)
  /** Lists in which shoppers choose the last product, whatever it is. */
  const shown = (count: number, shopper: (n: number) => string): ShownList[] =>
    Array.from({ length: count }, (_, n) =>
      list([`p${n % 48}`, `p${(n + 7) % 48}`, `p${(n + 29) % 48}!`], {
        ...{ shopperId: shopper(n), time: SHOP_START + (20 + (n % 45)) * DAY },
      }),
    )
  const ofShop = (n: number): string => `shopper-${n % 24}`

  test(
    "training: too few lists, or lists of shoppers who never bought, leave every byte as it is",
    () => {
      const little = [...shown(20, ofShop), ...shown(2_000, (n) => `made-up-${n}`)]
      expect(bytesOf({ ...shop, shown: little })).toBe(base64(plain))
    },
    TRAININGS_MS,
  )

  test(
    "training: enough lists teach, are reported, and give the same bytes in any order",
    () => {
      const lists = shown(480, ofShop)
      const { bytes, report } = trainRecommender({ ...shop, shown: lists }, OPTIONS)
      const taught = Buffer.from(bytes).toString("base64")
      expect(report.seen?.for_you?.lists).toBeGreaterThan(400)
      expect(report.seen?.for_you?.effectiveSample).toBeGreaterThan(200)
      expect(bytesOf({ ...shop, shown: [...lists].reverse() })).toBe(taught)
    },
    TRAININGS_MS,
  )

  test(
    "training: lists beside products teach those lists alone, each beside what it started from",
    () => {
      const beside: ShownList[] = shown(480, ofShop).map((list, n) => ({
        ...list,
        kind: "bought_together",
        anchors: [`p${(n + 11) % 48}`],
      }))
      const { report } = trainRecommender({ ...shop, shown: beside }, OPTIONS)
      expect(report.seen).toMatchObject({ bought_together: { lists: expect.any(Number) } })
      expect(report.seen?.bought_together?.lists).toBeGreaterThan(400)
      expect(report.seen?.for_you).toBeUndefined()
      expect(report.challenger).toEqual(plain.report.challenger)
      expect(report.lists?.cart).toEqual(plain.report.lists?.cart)
      expect(report.lists?.bought_together.learned?.ndcg10).not.toBe(
        plain.report.lists?.bought_together.learned?.ndcg10,
      )
      // What nothing started from is no question.
      const nowhere = beside.map((list) => ({ ...list, anchors: ["unknown"] }))
      expect(bytesOf({ ...shop, shown: nowhere })).toBe(base64(plain))
    },
    TRAININGS_MS,
  )

  test(
    "training: lists shown since the cut compare it with what serves, and an older one with itself comes out even",
    () => {
      const lists = shown(480, ofShop)
      expect(plain.report.offPolicy).toBeNull()
      const next = trainRecommender({ ...shop, shown: lists }, { ...OPTIONS, champion: plain.bytes }).report.offPolicy
      expect(next?.lists).toBeGreaterThan(20)
      expect(next?.overlap).toBeGreaterThan(0)
      expect(next?.overlap).toBeLessThanOrEqual(1)
      // Too few to teach: the challenger is the champion.
      const few = lists.filter((_, n) => n % 6 === 0)
      const even = trainRecommender({ ...shop, shown: few }, { ...OPTIONS, champion: plain.bytes }).report.offPolicy
      expect(even).toMatchObject({ difference: 0, low: 0, high: 0 })
    },
    TRAININGS_MS,
  )
})
