import fc from "fast-check"
import type { History, ItemPast } from "../../features/history"
import { readHistory } from "../../features/history"
import { profileOfRows } from "../../features/profile"
import { buildShopState } from "../../features/shop-state"
import { contentOf } from "../item-content"
import { PastLinks } from "../ranking/past-links"
import { linkWeight } from "../ranking/reasons"
import { aShop } from "./shop"

const shop = aShop()
const moment = shop.log.time[shop.log.length - 1] + 1
const state = buildShopState(shop, shop.log, {
  moment,
  goal: "purchase",
  content: contentOf(shop, shop.log.itemIds),
})
const isBought = (past: ItemPast): boolean => past.baskets > 0
const KIND = { tables: ["shopper", "ridge"], accepts: isBought } as const

function historyOf(rows: readonly number[]): History {
  return readHistory(profileOfRows(shop.log, Int32Array.from(rows), []), moment, state)
}

/** The same, product by product. */
function strongestOf(history: History, item: number): number {
  let best = -1
  let bestWeight = 0
  for (const [past, known] of history.items) {
    const weight = KIND.tables.reduce((sum, name) => sum + linkWeight(state, name, { from: past, to: item }), 0)
    if (past === item || !isBought(known) || weight <= bestWeight) continue
    best = past
    bestWeight = weight
  }
  return best
}

test("past links: the strongest for each of those shown, as looked up one by one", () => {
  const items = fc.uniqueArray(fc.nat(state.itemCount - 1), { maxLength: 12 })
  const rows = fc.array(fc.nat(shop.log.length - 1), { maxLength: 60 })
  let found = 0
  fc.assert(
    fc.property(items, rows, (shown, ofPast) => {
      const history = historyOf([...ofPast].sort((a, b) => a - b))
      const links = new PastLinks(state, history, shown)
      shown.forEach((item, place) => {
        const strongest = links.strongest(KIND, place)
        if (strongest >= 0) found++
        expect(strongest).toBe(strongestOf(history, item))
      })
    }),
    { seed: 20260101, numRuns: 200 },
  )
  expect(found).toBeGreaterThan(200)
})
