import { loadRecommender, trainRecommender } from ".."
import type { ProfileEvent } from "../../contract"
import { aShop, SHOP_START } from "./shop"

const DAY = 86_400_000
const NOW = SHOP_START + 151 * DAY
const { bytes } = trainRecommender(aShop(), {
  ...{ seed: 3, now: NOW, maxRows: 1_000_000, newShopperOrders: 3 },
})

/** Looked at and bought things of the garden alone, for months and until an hour ago. */
function gardener(): ProfileEvent[] {
  const events: ProfileEvent[] = []
  for (let day = 0; day < 60; day++) {
    const about = { productId: `p${day % 12}`, quantity: 1, price: 5 + (day % 12), basketId: `o${day}` }
    const at = NOW - day * 2 * DAY - 3_600_000
    events.push({ ...about, type: "view", at: at - 60_000 }, { ...about, type: "purchase", at })
  }
  return events.sort((a, b) => a.at - b.at)
}

describe("products like the one on the page", () => {
  test("similar: beside a toy a gardener of long standing is shown toys, in their own order", () => {
    const recommender = loadRecommender(bytes)
    const asked = { strategy: "similar", now: NOW, limit: 14, anchors: ["p30"] } as const
    const shown = recommender.rank({ events: gardener(), segment: null }, asked)
    const isToy = ({ productId }: { productId: string }): boolean =>
      Number(productId.slice(1)) >= 24 && Number(productId.slice(1)) < 36
    // Eleven others are of the kind; what the shopper knows comes behind them.
    expect(shown.map(isToy)).toEqual([...Array<boolean>(11).fill(true), false, false, false])
    const scores = shown.slice(0, 11).map(({ score }) => score)
    expect(scores).toEqual([...scores].sort((a, b) => b - a))
  })
})
