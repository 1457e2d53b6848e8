import type { InteractionRow } from "../../data/interaction-log-builder"
import { trainRecommender } from ".."
import { logOf, shopRows, SHOP_START } from "./shop"

const DAY = 86_400_000
const LAST_DAY = 150
const SHOPPERS = 30

/** Looked at once, so that it is for sale; nobody buys it before the last day. */
const looked: InteractionRow = {
  ...{
    userId: "shopper-0",
    itemId: "hit",
    behavior: "view",
    time: SHOP_START,
    quantity: 1,
    price: 9,
    sessionId: "look",
  },
}

/** Everybody's choice from the last day on, so much of it that the hold-out is little else. */
function laterHits(purchases: number): InteractionRow[] {
  return Array.from({ length: purchases }, (_, at) => ({
    userId: `shopper-${at % SHOPPERS}`,
    itemId: "hit",
    behavior: "purchase",
    time: SHOP_START + (LAST_DAY + 1 + Math.floor(at / SHOPPERS)) * DAY + at * 1_000,
    quantity: 1,
    price: 9,
    sessionId: `hit-${at}`,
  }))
}

test("hold-out: that everybody buys a product after the cut moves nothing that is judged", () => {
  const rows = shopRows({ days: LAST_DAY, shoppers: SHOPPERS })
  const purchases = rows.filter(({ behavior }) => behavior === "purchase").length
  // The cut is at 85 % of purchases: just before the first of these.
  const log = logOf([looked, ...rows, ...laterHits(Math.floor(purchases * 0.17))])
  const { report } = trainRecommender(
    { log, items: new Map(), segments: new Map() },
    { seed: 3, now: SHOP_START + 365 * DAY, maxRows: 1_000_000, newShopperOrders: 3 },
  )
  // What is chosen stands at the lists' ends, for nobody had bought it by then: with later rows it would stand at their heads.
  expect(report.auc).toBeLessThan(0.5)
  expect(report.baselines.popularity.all.recall10).toBeLessThan(0.2)
})
