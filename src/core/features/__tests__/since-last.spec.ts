import type { CatalogItem } from "../../contract"
import { rowsByKey } from "../../data/rows-by-key"
import { logOf } from "../../recommender/__tests__/shop"
import { ChoicesSince } from "../choices-since"
import { ContentIndex } from "../content"
import { itemFacts, WEEKS } from "../item-facts"
import { packRows } from "../packed-table"
import { BEHAVIOR } from "../profile"
import { RowReader } from "../row-reader"

const DAY_MS = 86_400_000
const MOMENT = Date.UTC(2026, 5, 1)

const product = (id: string, title: string): CatalogItem => ({
  ...{ id, title, category: null, price: null, tags: [], createdAt: null },
})

describe("what happened since a shopper's last basket", () => {
  test("item facts: choices by week count back from the moment, the oldest together", () => {
    const at = (daysAgo: number, behavior: "purchase" | "view" = "purchase") => ({
      ...{ userId: "u1", itemId: "p1", behavior, time: MOMENT - daysAgo * DAY_MS, quantity: 1, price: 2 },
      sessionId: `s${daysAgo}`,
    })
    const log = logOf([at(1), at(6), at(8), at(9, "view"), at(400)].reverse())
    const { weeks } = itemFacts(
      { log, items: new Map(), segments: new Map() },
      log,
      rowsByKey(log.user, log.userIds.length, log.length),
      { moment: MOMENT, accepts: (behavior) => behavior === BEHAVIOR.purchase },
    )
    const row = new RowReader()
    expect([...row.items.subarray(0, row.read(weeks, 0))]).toEqual([0, 1, WEEKS - 1])
    const [latest, before, old] = row.values()
    expect([latest / old, before / old].map(Math.round)).toEqual([2, 1])
  })

  test("choices since: the latest weeks by product, the oldest together never among them", () => {
    const counts = new Float32Array(2 * WEEKS)
    counts.set([2, 1, 4], 0)
    counts.fill(1, WEEKS)
    const items = Int32Array.from(counts, (_, at) => at % WEEKS)
    const weeks = packRows({ offsets: Int32Array.of(0, WEEKS, 2 * WEEKS), items, columns: [counts] }, WEEKS)
    const since = new ChoicesSince({ weeks })
    expect([-3, 0, 1, 3, 400].map((count) => [...since.of(count)])).toEqual([
      [0, 0],
      [0, 0],
      [2, 1],
      [7, 3],
      [7, WEEKS - 1],
    ])
  })

  test("content: a word's ratio is over all that carry it, and a product has the mean of its words", () => {
    const content = new ContentIndex()
    ;["red star", "red moon", "blue moon", "plain"].forEach((title, at) => content.set(at, product(`p${at}`, title)))
    const ratios = content.ratioByWords([6, 0, 0, 0], [0, 3, 0, 0], 4)
    // "star" 6 / 3 and "red" 6 / 6 for the first; "red" and nothing else that sells for the second.
    expect(ratios[0]).toBeGreaterThan(1)
    expect(ratios[0]).toBeLessThanOrEqual(2)
    expect(ratios[1]).toBeGreaterThan(0)
    expect(ratios[1]).toBeLessThan(1)
    expect([ratios[2], ratios[3]]).toEqual([0, 0])
  })

  test("content: products beyond the values count as none", () => {
    const content = new ContentIndex()
    content.set(0, product("p0", "red"))
    content.set(1, product("p1", "red"))
    expect([...content.ratioByWords([3], [0], 2)]).toEqual([1, 1])
  })
})
