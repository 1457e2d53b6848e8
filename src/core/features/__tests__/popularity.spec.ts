import { rowsByKey } from "../../data/rows-by-key"
import { logOf } from "../../recommender/__tests__/shop"
import { countPopularity, POPULARITY_HALF_LIVES, PopularityCounters, repeatNumbers } from "../popularity"
import { BEHAVIOR, DAY_MS } from "../profile"
import { aRow, NOW } from "./small-logs"

const isPurchase = (behavior: number): boolean => behavior === BEHAVIOR.purchase

function repeatsOf(rows: Parameters<typeof logOf>[0]): number[] {
  const log = logOf(rows)
  return [...repeatNumbers(log, rowsByKey(log.user, log.userIds.length), isPurchase)]
}

/** Counters of two products, the first of which has one event now. */
function counters(fades = true): PopularityCounters {
  const counts = POPULARITY_HALF_LIVES.map(() => Float32Array.of(1, 0))
  return new PopularityCounters(counts, new Float64Array(counts.length).fill(NOW), fades)
}

describe("repeatNumbers", () => {
  test("repeatNumbers: counts a shopper's choices of one product, whatever others choose between", () => {
    const rows = [
      aRow({ daysAgo: 9 }),
      aRow({ daysAgo: 8, userId: "v" }),
      aRow({ daysAgo: 7, itemId: "b" }),
      aRow({ daysAgo: 6 }),
      aRow({ daysAgo: 5, userId: "v", itemId: "b" }),
      aRow({ daysAgo: 4 }),
      aRow({ daysAgo: 3, itemId: "b" }),
    ]
    expect(repeatsOf(rows)).toEqual([1, 1, 1, 2, 1, 3, 2])
  })

  test("repeatNumbers: other behavior is 0 and makes no later choice a repeat", () => {
    const rows = [aRow({ daysAgo: 9, behavior: "view" }), aRow({ daysAgo: 8 }), aRow({ daysAgo: 7, behavior: "view" })]
    expect(repeatsOf([...rows, aRow({ daysAgo: 6 })])).toEqual([0, 1, 0, 2])
  })

  test("repeatNumbers: rows of nobody are each a first choice", () => {
    expect(repeatsOf([9, 8, 7].map((daysAgo) => aRow({ daysAgo, userId: "" })))).toEqual([1, 1, 1])
  })

  test("repeatNumbers: stop at the greatest number that a column holds", () => {
    const numbers = repeatsOf(Array.from({ length: 65_537 }, (_, at) => aRow({ daysAgo: 90 - at / 1000 })))
    expect(numbers.slice(-4)).toEqual([65_534, 65_535, 65_535, 65_535])
  })
})

describe("countPopularity", () => {
  test("countPopularity: an event counts half after the half-life of each column", () => {
    expect(POPULARITY_HALF_LIVES).toEqual([4, 15, 60, 360])
    const log = logOf([4, 15, 60, 360].map((daysAgo) => aRow({ daysAgo, itemId: `${daysAgo}` })))
    const { counts, references, fades } = countPopularity(log, NOW, Uint16Array.of(1, 1, 1, 1))
    const of = (days: number, column: number): number => counts[column][log.itemIds.indexOf(`${days}`)]
    expect([of(4, 0), of(15, 1), of(60, 2), of(360, 3)]).toEqual([0.5, 0.5, 0.5, 0.5])
    // 2^(-15/4), and 2^(-4/360).
    expect(of(15, 0)).toBeCloseTo(0.0743254, 6)
    expect(of(4, 3)).toBeCloseTo(0.992328, 6)
    expect([...references]).toEqual([NOW, NOW, NOW, NOW])
    expect(fades).toBe(true)
  })

  test("countPopularity: a row of repeat number k counts 1/k, and one of number 0 nothing", () => {
    const log = logOf([4, 4, 8, 8].map((daysAgo, at) => aRow({ daysAgo, itemId: at === 3 ? "b" : "a" })))
    const { counts } = countPopularity(log, NOW, Uint16Array.of(4, 0, 1, 2))
    // The log is oldest first: 1/4 · 1/4 for "a" and nothing for "b", of 8 days, then 1/2 (1 + 1/2) for "a".
    expect(log.itemIds).toEqual(["a", "b"])
    expect([...counts[0]]).toEqual([1 / 16 + 3 / 4, 0])
  })

  test("countPopularity: where times are only an order, nothing fades", () => {
    const log = logOf([1, 2, 3].map((daysAgo) => aRow({ daysAgo, time: Number.NaN })))
    const { counts, fades } = countPopularity(log, NOW, Uint16Array.of(1, 2, 4))
    expect(counts.map((column) => [...column])).toEqual([[1.75], [1.75], [1.75], [1.75]])
    expect(fades).toBe(false)
  })
})

describe("PopularityCounters", () => {
  test("add: a later event counts more than 1 and an earlier one less, by the half-life of each column", () => {
    const later = counters()
    later.add(1, NOW + 60 * DAY_MS, 1)
    expect([later.counts[0][1], later.counts[1][1], later.counts[2][1]]).toEqual([2 ** 15, 2 ** 4, 2])
    expect(later.counts[3][1]).toBeCloseTo(2 ** (1 / 6), 6)
    const earlier = counters()
    earlier.add(0, NOW - 60 * DAY_MS, 3)
    expect(earlier.counts[2][0]).toBe(2.5)
  })

  test("add: an event that is taken back leaves what was before it, and nothing falls below 0", () => {
    const taken = counters()
    taken.add(0, NOW + 4 * DAY_MS, 1)
    taken.add(0, NOW + 4 * DAY_MS, -1)
    expect(taken.counts[0][0]).toBe(1)
    taken.add(0, NOW + 4 * DAY_MS, -1)
    expect(taken.counts[0][0]).toBe(0)
  })

  test("add: without times each event counts its weight, and nothing falls below 0", () => {
    const steady = counters(false)
    steady.add(0, NOW + 400 * DAY_MS, 0.5)
    expect(steady.counts.map((column) => column[0])).toEqual([1.5, 1.5, 1.5, 1.5])
    steady.add(0, NOW, -2)
    expect(steady.counts.map((column) => column[0])).toEqual([0, 0, 0, 0])
    expect([...steady.references]).toEqual([NOW, NOW, NOW, NOW])
  })

  test("add: up to forty half-lives behind its reference a column stays in its scale", () => {
    const late = counters()
    late.add(1, NOW + 160 * DAY_MS, 1)
    expect([...late.counts[0]]).toEqual([1, 2 ** 40])
    expect(late.references[0]).toBe(NOW)
  })

  test("add: beyond forty half-lives a column is scaled back, and its ratios stay", () => {
    const late = counters()
    const time = NOW + 164 * DAY_MS
    late.add(1, time, 3)
    expect([...late.counts[0]]).toEqual([2 ** -41, 3])
    expect([...late.references]).toEqual([time, NOW, NOW, NOW])
    late.add(1, time + 4 * DAY_MS, 1)
    expect(late.counts[0][1]).toBe(5)
  })

  test("grown: has the counts of before and none of the products to come", () => {
    const small = counters(false)
    const large = small.grown(4)
    large.add(0, NOW, 1)
    large.add(3, NOW, 1)
    expect(large.counts.map((column) => [...column])).toEqual(POPULARITY_HALF_LIVES.map(() => [2, 0, 0, 1]))
    expect(small.counts.map((column) => [...column])).toEqual(POPULARITY_HALF_LIVES.map(() => [1, 0]))
    expect([large.fades, ...large.references]).toEqual([false, NOW, NOW, NOW, NOW])
  })

  test("grown: what is scaled back in the copy leaves the scale of the original", () => {
    const small = counters()
    small.grown(4).add(3, NOW + 164 * DAY_MS, 1)
    expect([...small.references]).toEqual([NOW, NOW, NOW, NOW])
    expect([...small.counts[0]]).toEqual([1, 0])
  })
})
