import type { Dataset, ProfileEvent, Recommender, Strategy } from "../../contract"
import type { InteractionRow } from "../../data/interaction-log-builder"
import { createLadder, loadRecommender, trainRecommender } from ".."
import { logOf, shopItems, shopRows, SHOP_START } from "./shop"

const DAY = 86_400_000
const NOW = SHOP_START + 151 * DAY
const OPTIONS = { seed: 3, now: NOW, maxRows: 1_000_000, newShopperOrders: 3 }
const rows = shopRows().map((row, at) => ({ ...row, time: row.time + at }))

const datasetOf = (log: readonly InteractionRow[]): Dataset => ({
  log: logOf(log),
  items: shopItems(),
  segments: new Map(),
})

const numberOf = (id: string): number => Number(id.slice(1))
/** Garden and kitchen are sold in one channel, toys and paper in the other. */
const ofTwo = rows.map((row): InteractionRow => ({ ...row, channel: numberOf(row.itemId) < 24 ? "home" : "play" }))

interface Ask {
  readonly strategy: Strategy
  readonly channel?: string | null
  readonly past?: readonly string[]
}

function shown(recommender: Recommender, { strategy, channel = null, past = [] }: Ask): string[] {
  const events = past.map((productId, at): ProfileEvent => ({
    ...{ productId, type: "purchase", at: NOW - (past.length - at) * 5 * DAY },
    ...{ quantity: 1, price: null, basketId: `own${at}` },
  }))
  const asked = { strategy, channel, limit: 8, now: NOW }
  return recommender.rank({ events, segment: null }, asked).map(({ productId }) => productId)
}

const isHome = (id: string): boolean => numberOf(id) < 24

describe("a shop of one channel", () => {
  const named = trainRecommender(datasetOf(rows.map((row) => ({ ...row, channel: "only" }))), OPTIONS)

  test("trainRecommender: a shop that names its one channel has the very bytes of one that names none", () => {
    expect(named.bytes).toEqual(trainRecommender(datasetOf(rows), OPTIONS).bytes)
  })

  test("rank: its lists are the same whether or not they are asked in that channel", () => {
    const recommender = loadRecommender(named.bytes)
    for (const strategy of ["for_you", "popular", "trending"] as const)
      expect(shown(recommender, { strategy, channel: "only" })).toEqual(shown(recommender, { strategy }))
  })
})

describe("a shop of two channels of different tastes", () => {
  const { bytes } = trainRecommender(datasetOf(ofTwo), OPTIONS)
  const trained = loadRecommender(bytes)
  const ladder = createLadder(datasetOf(ofTwo))

  test.each([
    ["a trained model", trained],
    ["the ladder", ladder],
  ])("rank: %s shows strangers each channel's own best sellers", (_, recommender) => {
    for (const strategy of ["for_you", "popular", "trending"] as const) {
      expect(shown(recommender, { strategy, channel: "home" }).every(isHome)).toBe(true)
      expect(shown(recommender, { strategy, channel: "play" }).some(isHome)).toBe(false)
    }
  })

  test("rank: a channel that the model does not know, and none, have the whole shop's lists", () => {
    for (const strategy of ["popular", "trending"] as const)
      expect(shown(trained, { strategy, channel: "opened today" })).toEqual(shown(trained, { strategy }))
  })

  test("rank: what a shopper bought in one channel is known in the other", () => {
    const past = ["p25", "p26", "p25"]
    expect(shown(trained, { strategy: "for_you", channel: "home", past })).toContain("p25")
  })

  test("trainRecommender: the same shop gives the same bytes, and lists do not change when they are read", () => {
    expect(trainRecommender(datasetOf(ofTwo), OPTIONS).bytes).toEqual(bytes)
  })

  test("observe: what sells in one channel from now on rises there, and in the other does not", () => {
    const live = loadRecommender(bytes)
    const [before] = ["play"].map((channel) => shown(live, { strategy: "popular", channel }))
    for (let shopper = 0; shopper < 400; shopper++) {
      live.observe(`new${shopper}`, [
        {
          ...{ productId: "p7", type: "purchase", at: NOW, quantity: 1, price: 1 },
          ...{ basketId: `live${shopper}`, channel: "home" },
        },
      ])
    }
    expect(shown(live, { strategy: "popular", channel: "home" })[0]).toBe("p7")
    expect(before).not.toContain("p7")
    expect(shown(live, { strategy: "popular", channel: "play" })).not.toContain("p7")
  })

  test("upsertItems: a new product is found in every channel, and what sold there still does", () => {
    const grown = loadRecommender(bytes)
    const before = shown(grown, { strategy: "popular", channel: "play" })
    const item = { id: "p99", title: "paper thing 99", category: "paper", price: 3, tags: [], createdAt: NOW - DAY }
    grown.upsertItems(new Map([["p99", item]]))
    expect(shown(grown, { strategy: "popular", channel: "play" })).toEqual(before)
    expect(shown(grown, { strategy: "new_arrivals", channel: "play" })).toContain("p99")
  })
})
