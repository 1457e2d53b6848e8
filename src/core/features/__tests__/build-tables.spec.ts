import type { InteractionRow } from "../../data/interaction-log-builder"
import { rowsByKey } from "../../data/rows-by-key"
import { logOf } from "../../recommender/__tests__/shop"
import { buildTables, collectBaskets, TABLES } from "../build-tables"
import type { TableName, TableSources } from "../build-tables"
import type { PackedTable } from "../packed-table"
import { BEHAVIOR, DAY_MS } from "../profile"
import { rowsByVisit } from "../visits"
import { aRow, NOW, unpacked } from "./small-logs"

const accepts = (behavior: number): boolean => behavior === BEHAVIOR.purchase

/** All tables of a shop in which nothing fades. */
function tablesOf(
  rows: readonly InteractionRow[],
  changes: Partial<TableSources> = {},
): { ids: readonly string[]; tables: Record<TableName, PackedTable> } {
  const log = logOf(rows)
  const byVisit = rowsByVisit(log)
  const tables = buildTables(log, {
    byUser: rowsByKey(log.user, log.userIds.length),
    byVisit,
    accepts,
    goal: "purchase",
    baskets: collectBaskets(log, { byVisit, accepts, decay: () => 1 }),
    recency: () => 1,
    countsOrders: false,
    ...changes,
  })
  return { ids: log.itemIds, tables }
}

/** Products beside one in a table, in the order of the alphabet. */
function beside({ ids, tables }: ReturnType<typeof tablesOf>, name: TableName, id: string): string {
  return unpacked(tables[name], ids.indexOf(id))
    .items.map((item) => ids[item])
    .sort()
    .join("")
}

const filled = (tables: Record<TableName, PackedTable>): TableName[] =>
  TABLES.filter((name) => tables[name].bytes.length > 0)

/** Rows of one shopper, by visit: what they looked at and what they bought. */
function visitOf(userId: string, daysAgo: number, { viewed = "", bought = "" }): InteractionRow[] {
  const sessionId = `${userId} ${daysAgo}`
  const at = (step: number): number => daysAgo - step / 1000
  return [
    ...Array.from(viewed, (itemId, step) => aRow({ userId, sessionId, itemId, daysAgo: at(step), behavior: "view" })),
    ...Array.from(bought, (itemId, step) => aRow({ userId, sessionId, itemId, daysAgo: at(20 + step) })),
  ].sort((a, b) => a.time - b.time)
}

describe("collectBaskets", () => {
  test("collectBaskets: a basket weighs by its age, over the logarithm of its size", () => {
    const log = logOf([...visitOf("u", 40, { bought: "abc" }), ...visitOf("u", 10, { bought: "a", viewed: "b" })])
    const decay = (time: number): number => (NOW - time > 20 * DAY_MS ? 1 : 5)
    const baskets = collectBaskets(log, { byVisit: rowsByVisit(log), accepts, decay })
    // log2 4 and log2 2.
    expect([...baskets.weights]).toEqual([0.5, 5])
    expect([...baskets.offsets]).toEqual([0, 3, 4])
  })

  test("collectBaskets: a basket has a hundred products at most", () => {
    const rows = Array.from({ length: 102 }, (_, at) =>
      aRow({ daysAgo: 9 - at / 1000, itemId: `p${at}`, sessionId: "s" }),
    )
    const log = logOf(rows)
    const { items } = collectBaskets(log, { byVisit: rowsByVisit(log), accepts, decay: () => 1 })
    expect([items.length, log.itemIds[items[0]], log.itemIds[items[99]]]).toEqual([100, "p101", "p2"])
  })

  test("collectBaskets: without times and sessions there are none, with either there are", () => {
    const count = (changes: Partial<InteractionRow>): number => {
      const log = logOf(["a", "b"].map((itemId, at) => aRow({ daysAgo: 9 - at / 10, itemId, ...changes })))
      return collectBaskets(log, { byVisit: rowsByVisit(log), accepts, decay: () => 1 }).weights.length
    }
    expect(count({ time: Number.NaN })).toBe(0)
    expect(count({ time: Number.NaN, sessionId: "s" })).toBe(1)
    expect(count({})).toBe(1)
  })
})

describe("buildTables", () => {
  const shop = [
    ...visitOf("u", 40, { viewed: "de", bought: "ab" }),
    ...visitOf("u", 10, { viewed: "fa", bought: "c" }),
    ...visitOf("v", 9, { viewed: "d", bought: "ab" }),
  ]

  test("buildTables: baskets join what was bought at once, shoppers what they ever bought, interest all they turned to", () => {
    const built = tablesOf(shop)
    expect([beside(built, "basket", "a"), beside(built, "basketNow", "a")]).toEqual(["b", "b"])
    expect(beside(built, "shopper", "a")).toBe("bc")
    expect([beside(built, "interest", "a"), beside(built, "interest", "e")]).toEqual(["bcdef", "abcdf"])
    expect(beside(built, "next", "d")).toBe("abe")
    expect(filled(built.tables)).toEqual(TABLES)
  })

  test("buildTables: where interest is the goal, a visit holds what was turned to at once", () => {
    expect(beside(tablesOf(shop, { goal: "interest" }), "interest", "a")).toBe("bcdef")
    expect(beside(tablesOf(shop, { goal: "interest" }), "interest", "e")).toBe("abd")
  })

  test("buildTables: a regression stands behind each table of pairs, with what it makes of it", () => {
    const rows = [...visitOf("u", 9, { bought: "ab" }), ...visitOf("v", 8, { bought: "ab" })]
    const { tables } = tablesOf(rows)
    const weightOf = (name: TableName): number => unpacked(tables[name], 0).columns[0][0]
    // Two sets of 1 / log2 3 each: a mass of 1.26186, so 1.26186 / (√1.26186 + 1), and over 8 or 2 more for the regression.
    const mass = 1.26186
    expect(weightOf("basket") / (mass / (Math.sqrt(mass) + 1))).toBeCloseTo(1, 1)
    expect(weightOf("basketRidge") / (mass / (mass + 8))).toBeCloseTo(1, 1)
    expect(weightOf("basketNowRidge") / (mass / (mass + 2))).toBeCloseTo(1, 1)
    expect(weightOf("ridge") / (mass / (mass + 8))).toBeCloseTo(1, 1)
  })

  test("buildTables: recent baskets weigh by their recency, the others by what they were given", () => {
    const rows = [...visitOf("u", 40, { bought: "ab" }), ...visitOf("v", 9, { bought: "ac" })]
    const recency = (time: number): number => (NOW - time > 20 * DAY_MS ? 0 : 1)
    const built = tablesOf(rows, { recency })
    expect([beside(built, "basket", "a"), beside(built, "basketNow", "a")]).toEqual(["bc", "c"])
  })

  test("buildTables: without interest there is none of its tables", () => {
    expect(filled(tablesOf(visitOf("u", 9, { bought: "ab" })).tables)).toEqual([
      ...["basket", "basketNow", "basketNowRidge", "basketRidge", "shopper", "ridge"],
    ])
  })

  test("buildTables: without times nothing is recent, and without sessions too there are no baskets", () => {
    const timeless = shop.map((row) => ({ ...row, time: Number.NaN }))
    expect(filled(tablesOf(timeless).tables)).toEqual(TABLES.filter((name) => !name.startsWith("basketNow")))
    expect(filled(tablesOf(timeless.map((row) => ({ ...row, sessionId: "" }))).tables)).toEqual(
      TABLES.filter((name) => !name.startsWith("basket")),
    )
  })

  test("buildTables: the basket table alone says of how many orders its entries are, where it is asked to", () => {
    const columns = (changes: Partial<TableSources>): number[] => {
      const { tables } = tablesOf(shop, changes)
      return TABLES.map((name) => tables[name].columns)
    }
    expect(columns({})).toEqual(TABLES.map(() => 1))
    expect(columns({ countsOrders: true })).toEqual(TABLES.map((name) => (name === "basket" ? 2 : 1)))
    const { ids, tables } = tablesOf(shop, { countsOrders: true })
    expect(unpacked(tables.basket, ids.indexOf("a")).columns[1].map(Math.round)).toEqual([2])
  })

  test("buildTables: a product keeps its eighty strongest links, and its fifty nearest predict it", () => {
    const pairs = Array.from({ length: 90 }, (_, at) => [
      aRow({ daysAgo: 90, userId: `u${at}`, sessionId: `s${at}`, itemId: "a", time: NOW - at * DAY_MS - 2 }),
      aRow({ daysAgo: 90, userId: `u${at}`, sessionId: `s${at}`, itemId: `p${at}`, time: NOW - at * DAY_MS - 1 }),
    ]).flat()
    const { ids, tables } = tablesOf(pairs, { countsOrders: true })
    const a = ids.indexOf("a")
    for (const name of ["basket", "basketRidge", "shopper", "ridge"] as const)
      expect(unpacked(tables[name], a).items).toHaveLength(80)
    // And fifty others predict it.
    const predicting = ids.filter((_, item) => unpacked(tables.basketRidge, item).items.includes(a))
    expect(predicting).toHaveLength(50)
  })
})
