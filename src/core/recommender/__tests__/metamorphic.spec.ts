import type { CatalogItem, Dataset, ProfileEvent, Recommender, Strategy } from "../../contract"
import type { InteractionRow } from "../../data/interaction-log-builder"
import { createRandom } from "../../random/seeded-random"
import { createLadder, loadRecommender, trainRecommender } from ".."
import { logOf, shopItems, shopRows, SHOP_START } from "./shop"

/*
 * Relations between the lists of two shops that differ in one known way. No list's right order is known, but
 * what the difference may do to it is.
 */

const DAY = 86_400_000
const NOW = SHOP_START + 151 * DAY
const OPTIONS = { seed: 3, now: NOW, maxRows: 1_000_000, newShopperOrders: 3 }
const LISTS = ["for_you", "cart", "bought_together", "similar", "popular", "trending"] as const
/** Each at an instant of its own: rows of one instant keep the order in which they came. */
const rows = shopRows().map((row, at) => ({ ...row, time: row.time + at }))

type Rename = (id: string) => string
const same: Rename = (id) => id

function datasetOf(log: readonly InteractionRow[], rename: Rename = same): Dataset {
  const items = [...shopItems().values()].map((item): [string, CatalogItem] => [
    rename(item.id),
    { ...item, id: rename(item.id) },
  ])
  return { log: logOf(log), items: new Map(items), segments: new Map() }
}

const learned = (dataset: Dataset): Recommender => loadRecommender(trainRecommender(dataset, OPTIONS).bytes)

/** What somebody who bought these five days apart is shown. */
function shown(recommender: Recommender, past: readonly string[], request: Partial<Ask> = {}): string[] {
  const events = past.map((productId, at): ProfileEvent => ({
    ...{ productId, type: "purchase", at: NOW - (past.length - at) * 5 * DAY },
    ...{ quantity: 1, price: null, basketId: `own${at}` },
  }))
  const { strategy = "for_you", limit = 10, anchors = ["p1"], eligible } = request
  const asked = { strategy, limit, anchors, now: NOW, ...(eligible ? { eligible } : {}) }
  return recommender.rank({ events, segment: null }, asked).map(({ productId }) => productId)
}

interface Ask {
  readonly strategy: Strategy
  readonly limit: number
  readonly anchors: readonly string[]
  readonly eligible: (id: string) => boolean
}

const PASTS = [["p1", "p2", "p3", "p1"], ["p26", "p27"], ["p40"], []]
const original = learned(datasetOf(rows))

describe("the same lists", () => {
  const rename: Rename = (id) => `z${String(999 - Number(id.slice(1)))}`
  const renamedRows = rows.map((row) => ({ ...row, itemId: rename(row.itemId), userId: `u-${row.userId}` }))
  const renamed = learned(datasetOf(renamedRows, rename))
  const random = createRandom(11)
  const shuffled = rows
    .map((row) => ({ row, at: random.next() }))
    .sort((a, b) => a.at - b.at)
    .map(({ row }) => row)
  const again = learned(datasetOf(shuffled))

  test.each(LISTS)("%s: products and shoppers under other names", (strategy) => {
    for (const past of PASTS) {
      const list = shown(renamed, past.map(rename), { strategy, anchors: [rename("p1")] })
      expect(list).toEqual(shown(original, past, { strategy }).map(rename))
    }
  })

  test.each(LISTS)("%s: rows that came in another order", (strategy) => {
    for (const past of PASTS) expect(shown(again, past, { strategy })).toEqual(shown(original, past, { strategy }))
  })

  test.each(LISTS)("%s: with more products in the catalog, of which none is for sale", (strategy) => {
    const more = Array.from({ length: 30 }, (_, at): [string, CatalogItem] => {
      const id = `off${at}`
      return [id, { id, title: `garden thing ${at}`, category: "garden", price: 9, tags: [], createdAt: NOW - DAY }]
    })
    const { items, ...rest } = datasetOf(rows)
    const larger = createLadder({ ...rest, items: new Map([...items, ...more]) })
    const smaller = createLadder(datasetOf(rows))
    const eligible = (id: string): boolean => !id.startsWith("off")
    for (const past of PASTS) {
      expect(shown(larger, past, { strategy, eligible })).toEqual(shown(smaller, past, { strategy, eligible }))
    }
  })
})

describe("one more or one less", () => {
  /** Ends every log at the same instant: counters fade to there. */
  const end: InteractionRow = { ...rows[0], userId: "last", behavior: "impression", time: NOW - 1, sessionId: "end" }
  const ladder = (log: readonly InteractionRow[]): Recommender => createLadder(datasetOf([...log, end]))
  const plain = ladder(rows)
  const order = (items: readonly string[], userId: string): InteractionRow[] =>
    items.map((itemId) => ({
      ...{ userId, itemId, behavior: "purchase" as const, quantity: 1, price: 10 },
      ...{ sessionId: `order-${userId}`, time: NOW - 3 * DAY },
    }))

  test.each([0, 1, 2, 3, 4, 5, 6, 7])(
    "bought_together: more orders of p1 with one thing (%i) never lowers it there",
    (tens) => {
      const other = `p${tens * 4 + 14}`
      const place = (recommender: Recommender): number =>
        shown(recommender, [], { strategy: "bought_together", limit: 47 }).indexOf(other)
      const before = place(plain)
      for (const more of [1, 2, 5]) {
        const orders = Array.from({ length: more }, (_, at) => order(["p1", other], `new-${at}`)).flat()
        const after = place(ladder([...rows, ...orders]))
        expect(after).toBeLessThanOrEqual(before)
      }
    },
  )

  test.each(LISTS)("%s: an order that was returned whole equals one that never was", (strategy) => {
    const bought = order(["p1", "p30", "p41"], "returner")
    const returned = bought.map((row) => ({ ...row, behavior: "return" as const, time: NOW - DAY }))
    const after = ladder([...rows, ...bought, ...returned])
    for (const past of PASTS) expect(shown(after, past, { strategy })).toEqual(shown(plain, past, { strategy }))
  })

  test.each(["cart", "bought_together"] as const)("%s: a shopper who shares nothing with anybody", (strategy) => {
    const stranger = order(["q1", "q2"], "stranger")
    const after = ladder([...rows, ...stranger])
    for (const past of PASTS) {
      expect(shown(after, past, { strategy })).toEqual(shown(plain, past, { strategy }))
    }
  })
})
