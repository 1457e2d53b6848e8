import type { CatalogItem, Dataset, Recommender, Strategy } from "../../contract"
import type { InteractionRow } from "../../data/interaction-log-builder"
import { decodeModelFile } from "../model/container/model-codec"
import { createLadder, loadRecommender, trainRecommender } from ".."
import { logOf, shopItems, shopRows, SHOP_START } from "./shop"

/*
 * What may be asked of lists when every count doubles, and of a trained model when an order was returned or a product
 * is not for sale. Not asked, for it cannot hold:
 *
 * - Lists do not stay as they are when counts double: shares of few choices are drawn towards longer half-lives,
 *   co-occurrence is shrunk and regressions have a ridge, so that twice the evidence is trusted more. They settle.
 * - A trained model's weights are not those of a shop in which a returned order never was: between purchase and return
 *   it was a purchase to whoever ranked, and moments of the past are taught as they stood. What the model knows of
 *   products is the same.
 * - Lists that compare words move when the catalog grows, for sale or not: how rare a word is, is counted over all
 *   products, as one model serves all channels and markets. Lists of behavior do not move.
 */

const DAY = 86_400_000
const DAYS = 70
const NOW = SHOP_START + (DAYS + 1) * DAY
const OPTIONS = { seed: 3, now: NOW, maxRows: 1_000_000, newShopperOrders: 3 }
/** Each at an instant of its own: rows of one instant keep the order in which they came. */
const rows = shopRows({ shoppers: 24, days: DAYS }).map((row, at) => ({ ...row, time: row.time + at }))
/** Ends every log at the same instant: counters fade to there. */
const end: InteractionRow = { ...rows[0], userId: "last", behavior: "impression", time: NOW - 1, sessionId: "end" }

const datasetOf = (log: readonly InteractionRow[]): Dataset => ({
  log: logOf([...log, end]),
  items: shopItems(),
  segments: new Map(),
})

const LINE = { quantity: 1, price: 10 }

function shown(recommender: Recommender, strategy: Strategy, eligible?: (id: string) => boolean): string[] {
  const asked = { strategy, limit: 10, anchors: ["p1"], now: NOW, ...(eligible ? { eligible } : {}) }
  return recommender.rank({ events: [], segment: null }, asked).map(({ productId }) => productId)
}

/** Everybody there so many times, with the same behavior at the same instants. */
const times = (count: number, log: readonly InteractionRow[]): Recommender =>
  createLadder(
    datasetOf(
      log.flatMap((row) =>
        Array.from({ length: count }, (_, twin) => ({
          ...row,
          ...{ userId: `${row.userId}-${twin}`, sessionId: `${row.sessionId}-${twin}` },
        })),
      ),
    ),
  )

describe("all counts doubled", () => {
  const [many, twiceAsMany] = [times(32, rows), times(64, rows)]

  test.each(["bought_together", "similar", "cart"] as const)(
    "%s: where there is plenty of evidence, twice as much changes nothing",
    (strategy) => expect(shown(twiceAsMany, strategy)).toEqual(shown(many, strategy)),
  )

  test.each(["popular", "trending"] as const)(
    "%s: what sells more on every day leads, before and after",
    (strategy) => {
      // Of p0 eight each day, of p7 one.
      const sales = Array.from({ length: 8 }, (_, product) => Array.from({ length: 8 - product }, () => product)).flat()
      const daily = Array.from({ length: 20 }, (_, day) =>
        sales.map((product, at): InteractionRow => {
          const userId = `shopper-${String(day)}-${String(at)}`
          const time = SHOP_START + day * DAY + at
          return {
            ...{ userId, itemId: `p${String(product)}`, behavior: "purchase" },
            ...LINE,
            sessionId: userId,
            time,
          }
        }),
      ).flat()
      // p1 is on the page.
      const expected = ["p0", "p2", "p3", "p4", "p5", "p6", "p7"]
      for (const count of [1, 2]) expect(shown(times(count, daily), strategy).slice(0, 7)).toEqual(expected)
    },
  )
})

describe("a trained model", () => {
  const order = (items: readonly string[], userId: string): InteractionRow[] =>
    items.map((itemId) => ({
      ...{ userId, itemId, behavior: "purchase" as const, quantity: 1, price: 10 },
      ...{ sessionId: `order-${userId}`, time: NOW - 3 * DAY },
    }))
  const bought = order(["p1", "p30", "p41"], "returner")
  const returned = bought.map((row) => ({ ...row, behavior: "return" as const, time: NOW - DAY }))
  const plain = trainRecommender(datasetOf(rows), OPTIONS).bytes
  const after = trainRecommender(datasetOf([...rows, ...bought, ...returned]), OPTIONS).bytes

  test("knows of products, after an order that was returned whole, what it knew without it", () => {
    const [one, other] = [decodeModelFile(plain), decodeModelFile(after)]
    const differing = one.names.filter((name) => String(sectionOf(one, name)) !== String(sectionOf(other, name)))
    expect(differing).toEqual(TAUGHT)
  })

  test.each(["popular", "trending"] as const)("%s: products that are not for sale move nothing", (strategy) => {
    const off = Array.from({ length: 30 }, (_, at): [string, CatalogItem] => {
      const id = `off${at}`
      return [id, { id, title: `garden thing ${at}`, category: "garden", price: 9, tags: [], createdAt: NOW - DAY }]
    })
    const larger = loadRecommender(plain)
    larger.upsertItems(new Map(off))
    const list = shown(larger, strategy, (id) => !id.startsWith("off"))
    expect(list).toEqual(shown(loadRecommender(plain), strategy))
  })
})

/** Sections of a model file that a fit writes; all others are counted. */
const TAUGHT = [
  "weights",
  "judgedWeights",
  "deviations",
  "list.cart",
  "list.bought_together",
  "list.similar",
  "calibration",
  "calibration.visits",
  "standings",
  "standings.visits",
]

type File = ReturnType<typeof decodeModelFile>

function sectionOf(file: File, name: string): unknown {
  for (const kind of ["json", "strings", "float64", "float32", "int32", "uint8"] as const) {
    try {
      const value = file[kind](name)
      return kind === "json" ? JSON.stringify(value) : value
    } catch {
      // Of another kind.
    }
  }
  throw new Error(`section ${name} is of no known kind`)
}
