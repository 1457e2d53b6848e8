import fc from "fast-check"
import type { InteractionRow } from "../../data/interaction-log-builder"
import { InteractionLogBuilder } from "../../data/interaction-log-builder"
import { rowsByKey } from "../../data/rows-by-key"
import { NEWCOMER_SETTINGS, newcomerShares, segmentShares } from "../newcomers"
import type { NewcomerCounts } from "../newcomers"
import { countPopularity, repeatNumbers } from "../popularity"
import type { PopularityCounters } from "../popularity"
import { BEHAVIOR, DAY_MS } from "../profile"
import { countShop } from "../shop-counters"

const NOW = Date.UTC(2025, 5, 1)

function aRow(row: Partial<InteractionRow> & { readonly daysAgo: number }): InteractionRow {
  const { daysAgo, ...rest } = row
  return {
    userId: "u",
    itemId: "a",
    behavior: "purchase",
    time: NOW - daysAgo * DAY_MS,
    quantity: 1,
    price: 1,
    sessionId: "",
    ...rest,
  }
}

interface Counted {
  readonly counts: NewcomerCounts
  readonly interest: PopularityCounters
  readonly itemIds: readonly string[]
}

function counted(rows: readonly InteractionRow[]): Counted {
  const builder = new InteractionLogBuilder()
  for (const row of [...rows].sort((a, b) => a.time - b.time)) builder.add(row)
  const log = builder.finish()
  const byUser = rowsByKey(log.user, log.userIds.length, log.length)
  const views = Uint16Array.from(log.behavior, (behavior) => (behavior === BEHAVIOR.view ? 1 : 0))
  const accepts = (behavior: number): boolean => behavior === BEHAVIOR.purchase
  const repeats = repeatNumbers(log, byUser, accepts)
  return {
    counts: countShop(log, byUser, { moment: NOW, accepts, repeats }).whole.newcomers,
    interest: countPopularity(log, NOW, views),
    itemIds: log.itemIds,
  }
}

/** Share by product id. */
function sharesOf({ counts, interest, itemIds }: Counted, setting = 0): Map<string, number> {
  const shares = newcomerShares(counts, interest, NEWCOMER_SETTINGS[setting])
  return new Map(itemIds.map((id, at) => [id, shares[at]]))
}

/** Old customers who buy `old`, and as many new ones, each with `first` in the first basket. */
function shopOf(newcomers: number): InteractionRow[] {
  const regulars = Array.from({ length: 40 }, (_, at) => [
    aRow({ userId: `old${at}`, itemId: "starter", daysAgo: 300, sessionId: `s${at}` }),
    aRow({ userId: `old${at}`, itemId: "old", daysAgo: 3 + (at % 5), sessionId: `t${at}` }),
  ]).flat()
  const fresh = Array.from({ length: newcomers }, (_, at) =>
    aRow({ userId: `new${at}`, itemId: "first", daysAgo: 2 + (at % 5), sessionId: `n${at}` }),
  )
  return [...regulars, ...fresh]
}

describe("what new shoppers choose", () => {
  test("newcomer counts: a first basket counts each of its products once, and later baskets not at all", () => {
    const { counts, itemIds } = counted([
      aRow({ itemId: "a", daysAgo: 0, sessionId: "1" }),
      aRow({ itemId: "a", daysAgo: 0, sessionId: "1" }),
      aRow({ itemId: "b", daysAgo: 0, sessionId: "1" }),
      aRow({ itemId: "c", daysAgo: -1, sessionId: "2" }),
      aRow({ userId: "v", itemId: "c", daysAgo: 0 }),
    ])
    const first = counts.firstBaskets.counts[0]
    expect(itemIds.map((id, at) => [id, first[at]])).toEqual([
      ["a", 1],
      ["b", 1],
      ["c", 1],
    ])
  })

  test("newcomer counts: of one shopper's choices of a product only the latest counts as a shopper", () => {
    const { counts, itemIds } = counted([
      ...[40, 20, 0].map((daysAgo) => aRow({ itemId: "a", daysAgo, sessionId: `d${daysAgo}` })),
      aRow({ userId: "", itemId: "a", daysAgo: 0, sessionId: "guest" }),
    ])
    const at = itemIds.indexOf("a")
    expect(counts.latest.counts[3][at]).toBeCloseTo(2, 9)
    expect(counts.sales.counts[3][at]).toBeGreaterThan(3.8)
  })

  test("newcomerShares: what first baskets hold outweighs what regulars buy once there are many of them", () => {
    const few = sharesOf(counted(shopOf(10)))
    const many = sharesOf(counted(shopOf(400)))
    expect(few.get("first") ?? 0).toBeLessThan(few.get("old") ?? 0)
    expect(many.get("first") ?? 0).toBeGreaterThan(many.get("old") ?? 0)
  })

  test("newcomerShares: where nothing was bought, views speak", () => {
    const shares = sharesOf(
      counted([
        aRow({ itemId: "seen", behavior: "view", daysAgo: 1 }),
        aRow({ userId: "v", itemId: "seen", behavior: "view", daysAgo: 2 }),
        aRow({ userId: "w", itemId: "rare", behavior: "view", daysAgo: 2 }),
      ]),
    )
    expect(shares.get("seen") ?? 0).toBeGreaterThan(shares.get("rare") ?? 0)
  })

  test("newcomerShares: one purchase is heard over a hundred views of another product", () => {
    const views = Array.from({ length: 100 }, (_, at) =>
      aRow({ userId: `v${at}`, itemId: "seen", behavior: "view", daysAgo: 1 }),
    )
    const purchases = Array.from({ length: 30 }, (_, at) => aRow({ userId: `p${at}`, itemId: "bought", daysAgo: 1 }))
    const shares = sharesOf(counted([...views, ...purchases]))
    expect(shares.get("bought") ?? 0).toBeGreaterThan(shares.get("seen") ?? 0)
  })

  test("newcomerShares: shares of any shop are at least 0 and sum to 1 at most, in every setting", () => {
    const rows = fc.array(
      fc.record({
        userId: fc.constantFrom("", "u", "v", "w"),
        itemId: fc.constantFrom("a", "b", "c"),
        behavior: fc.constantFrom("purchase" as const, "view" as const),
        sessionId: fc.constantFrom("", "1", "2"),
        daysAgo: fc.integer({ min: 0, max: 400 }),
      }),
      { minLength: 1, maxLength: 30 },
    )
    fc.assert(
      fc.property(rows, fc.nat(NEWCOMER_SETTINGS.length - 1), (drawn, setting) => {
        const shares = [...sharesOf(counted(drawn.map(aRow)), setting).values()]
        expect(shares.every((share) => share >= 0)).toBe(true)
        expect(shares.reduce((sum, share) => sum + share, 0)).toBeLessThanOrEqual(1 + 1e-9)
      }),
      { seed: 20260101, numRuns: 200 },
    )
  })

  test("newcomerShares: few choices are ranked by all of the past, many by these weeks", () => {
    const shopOfTwoTimes = (of: number): InteractionRow[] =>
      Array.from({ length: of }, (_, at) => [
        aRow({ userId: `a${at}`, itemId: "then", daysAgo: 200 }),
        aRow({ userId: `b${at}`, itemId: "then", daysAgo: 200 }),
        aRow({ userId: `c${at}`, itemId: "now", daysAgo: 3 }),
      ]).flat()
    const lead = (of: number): number => {
      const shares = sharesOf(counted(shopOfTwoTimes(of)), 1)
      return (shares.get("now") ?? 0) - (shares.get("then") ?? 0)
    }
    expect(lead(10)).toBeLessThan(0.2)
    expect(lead(5000)).toBeGreaterThan(0.5)
  })

  test("segmentShares: a small segment is drawn towards the shop, a large one speaks for itself", () => {
    const shares = Float64Array.of(0.5, 0.5)
    const liftOf = (scale: number): number => {
      const table = {
        names: ["country:fr"],
        offsets: Int32Array.of(0, 2),
        items: Int32Array.of(0, 1),
        counts: Float32Array.of(scale, 3 * scale),
        whole: Float32Array.of(500, 500),
      }
      const lifted = segmentShares(shares, table, { segments: [0], doubt: 3 })
      return lifted[1] / lifted[0]
    }
    expect(liftOf(0.1)).toBeLessThan(1.1)
    expect(liftOf(1000)).toBeCloseTo(3, 1)
  })

  test("segmentShares: a product that came after the counting keeps its share", () => {
    const table = {
      names: ["country:fr"],
      offsets: Int32Array.of(0, 1),
      items: Int32Array.of(0),
      counts: Float32Array.of(900),
      whole: Float32Array.of(1000),
    }
    const lifted = segmentShares(Float64Array.of(0.7, 0.3), table, { segments: [0], doubt: 3 })
    expect(lifted[1]).toBeCloseTo(0.3, 9)
  })
})
