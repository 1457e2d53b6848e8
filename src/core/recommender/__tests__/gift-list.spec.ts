import { loadRecommender, trainRecommender } from ".."
import type { Dataset, GiftLine, GiftContext, ProfileEvent, RankedProduct, Recommender } from "../../contract"
import { createRandom } from "../../random/seeded-random"
import { anchoredCases } from "../teaching/list-cases"
import { aShop, SHOP_START } from "./shop"

const DAY = 86_400_000
const NOW = SHOP_START + 151 * DAY
/** Whom each of the shop's four themes is given to. */
const RECIPIENTS = ["mother", "host", "child", "colleague"]

/** Gifts of every day but a few: three of four are of the recipient's theme, one is anything. */
function giftLines(days: number): GiftLine[] {
  const random = createRandom(11)
  return Array.from({ length: days * 3 }, (_, at): GiftLine => {
    const theme = at % RECIPIENTS.length
    const isTheirs = random.next() < 0.75
    const item = isTheirs ? theme * 12 + random.nextInt(12) : random.nextInt(48)
    const time = SHOP_START + (at / 3) * DAY
    return {
      orderId: `g${at}`,
      itemId: `p${item}`,
      time,
      returnedAt: null,
      giftContext: { recipient: RECIPIENTS[theme] },
    }
  })
}

const train = (dataset: Dataset) =>
  trainRecommender(dataset, { seed: 1, now: NOW, maxRows: 50_000, newShopperOrders: 3 })

const shop = aShop()
const trained = train({ ...shop, gifts: giftLines(150) })
const recommender = loadRecommender(trained.bytes)

const NOBODY = { events: [], segment: null }
const giftsFor = (giftContext: GiftContext, profile: Parameters<Recommender["rank"]>[0] = NOBODY): RankedProduct[] =>
  recommender.rank(profile, { strategy: "gift", now: NOW, limit: 10, giftContext })
const themeOf = ({ productId }: RankedProduct): number => Math.floor(Number(productId.slice(1)) / 12)

describe("the list of gifts", () => {
  test("gift: is learned of orders that were marked as gifts, and judged on later ones", () => {
    const { gift } = trained.report.lists ?? {}
    expect(gift).toMatchObject({ serves: "learned", missing: null })
    expect(gift?.cases).toBeGreaterThan(30)
    expect(gift?.learned?.ndcg10).toBeGreaterThan(2 * (gift?.popularity.ndcg10 ?? 1))
    expect(recommender.listWeights.get("gift")?.size).toBeGreaterThan(0)
  })

  test("gift: whom a giver names decides of what is shown", () => {
    for (const [theme, recipient] of RECIPIENTS.entries()) {
      const shown = giftsFor({ recipient })
      expect([recipient, shown.filter((product) => themeOf(product) === theme).length]).toEqual([recipient, 10])
    }
  })

  test("gift: says that a product is often given only of one that was", () => {
    const [first] = giftsFor({ recipient: "mother" })
    expect(first.reasons[0].code).toBe("often_given")
    expect(first.rung).toBe("popular")
  })

  test("gift: nothing that the giver bought, looked at or is moves a gift", () => {
    const events = [24, 25, 26].flatMap((item): ProfileEvent[] =>
      (["view", "purchase"] as const).map((type) => ({
        ...{ productId: `p${item}`, type, at: NOW - DAY, quantity: 1, price: null, basketId: "b" },
      })),
    )
    const giver = { events, segment: { age: 30, gender: null, country: "France" } }
    expect(giftsFor({ recipient: "mother" }, giver)).toEqual(giftsFor({ recipient: "mother" }))
  })

  test("gift: a word that nobody has said is answered by what is given at all", () => {
    expect(giftsFor({ recipient: "stranger" })).toEqual(giftsFor({}))
    expect(giftsFor({})).toHaveLength(10)
  })

  test("gift: a shop without gift orders has its prior and says what is missing", () => {
    const { bytes, report } = train(shop)
    expect(report.lists?.gift).toMatchObject({ serves: "prior", missing: "gift_orders", cases: 0 })
    const shown = loadRecommender(bytes).rank(NOBODY, { strategy: "gift", now: NOW, limit: 10, giftContext: {} })
    expect(shown).toEqual(loadRecommender(bytes).rank(NOBODY, { strategy: "gift", now: NOW, limit: 10 }))
    expect(shown.map(({ rung }) => rung)).toEqual(Array.from({ length: 10 }, () => "popular"))
  })

  test("gift: the order in which gifts were read changes no byte of the model", () => {
    const other = train({ ...shop, gifts: giftLines(150).reverse() })
    expect(Buffer.from(other.bytes).equals(Buffer.from(trained.bytes))).toBe(true)
  })
})

describe("questions of gifts", () => {
  const window = { cut: SHOP_START + 20 * DAY, until: SHOP_START + 60 * DAY }
  const line: GiftLine = {
    ...{ orderId: "o", itemId: "p1", time: window.cut + DAY, returnedAt: null, giftContext: { recipient: "mother" } },
  }
  const asked = (gifts: readonly GiftLine[]) =>
    anchoredCases({ log: shop.log, gifts }, "gift", { goal: "purchase", window, seed: 1 }).map(
      ({ user, rows, ...one }) => ({
        ...{ user, seen: rows.length, giftContext: one.giftContext },
        truth: Array.from(one.truth, (item) => shop.log.itemIds[item]).sort(),
      }),
    )

  test("gift: one question for each order, of nobody", () => {
    expect(asked([line, { ...line, itemId: "p2" }])).toEqual([
      { user: -1, seen: 0, giftContext: { recipient: "mother" }, truth: ["p1", "p2"] },
    ])
  })

  test("gift: presents for two in one order are two questions", () => {
    const both = asked([line, { ...line, itemId: "p2", giftContext: { recipient: "father" } }])
    expect(both.map(({ truth }) => truth).sort()).toEqual([["p1"], ["p2"]])
  })

  test("gift: what came back is no answer, however late", () => {
    expect(asked([{ ...line, returnedAt: window.until + 50 * DAY }])).toEqual([])
  })
})
