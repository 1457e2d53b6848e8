import { createRandom } from "../../random/seeded-random"
import type { SeededRandom } from "../../random/seeded-random"
import { isEnoughOffPolicy, offPolicyComparison } from "../off-policy"
import type { LoggedList, LoggedPlace } from "../off-policy"

const LENGTH = 6
const PRODUCTS = 8
/** What each place gives: in sight, and looked at once in sight. */
const SIGHT = [1, 0.9, 0.8, 0.7, 0.6, 0.5]
const LOOK = [1, 0.8, 0.65, 0.5, 0.4, 0.3]
const LIKED = [0.3, 0.25, 0.2, 0.18, 0.15, 0.12, 0.1, 0.08]
const look = (place: number): number => (place < LENGTH ? SIGHT[place] * LOOK[place] : 0)

type Order = readonly number[]
const BEST: Order = [0, 1, 2, 3, 4, 5, 6, 7]
const WORST: Order = [...BEST].reverse()
const NEAR: Order = [1, 0, 2, 3, 5, 4, 6, 7]

/** Choices per look of a list in this order, as it truly is. */
function truthOf(order: Order): number {
  const looks = order.map((_, place) => look(place))
  const choices = order.map((product, place) => looks[place] * LIKED[product])
  return choices.reduce((sum, one) => sum + one, 0) / looks.reduce((sum, one) => sum + one, 0)
}

/** Lists in an order that is turned by chance, each product being at each place with the same probability. */
function turnedLists(
  random: SeededRandom,
  count: number,
  policies: Record<"challenger" | "champion", Order>,
): LoggedList[] {
  return Array.from({ length: count }, (_, list) => {
    const turn = random.nextInt(PRODUCTS)
    const shown = Array.from({ length: LENGTH }, (__, place) => BEST[(place + turn) % PRODUCTS])
    const places = shown.flatMap((product, place): LoggedPlace[] => {
      if (random.next() >= SIGHT[place]) return []
      return [
        {
          isChosen: random.next() < LOOK[place] * LIKED[product],
          ...{ inSight: SIGHT[place], propensity: LOOK[place], chance: 1 / PRODUCTS },
          challenger: look(policies.challenger.indexOf(product)),
          champion: look(policies.champion.indexOf(product)),
        },
      ]
    })
    return { shopperId: `s${list % Math.ceil(count / 3)}`, places, overlap: { challenger: 1, champion: 1 } }
  })
}

describe("offPolicyComparison", () => {
  test("off-policy: over many logs the true difference of two rankings lies within the interval nineteen times in twenty", () => {
    const random = createRandom(3)
    const truth = truthOf(BEST) - truthOf(WORST)
    let [within, sum] = [0, 0]
    for (let log = 0; log < 200; log++) {
      const report = offPolicyComparison(turnedLists(random, 600, { challenger: BEST, champion: WORST }))
      if (report === null) throw new Error("nothing was compared")
      if (report.low <= truth && truth <= report.high) within++
      sum += report.difference
    }
    expect(within).toBeGreaterThanOrEqual(180)
    expect(Math.abs(sum / 200 - truth)).toBeLessThan(0.1 * truth)
  })

  test("off-policy: which of two rankings is better is found on lists that neither made, where plain clicks of a log tell nothing", () => {
    const lists = turnedLists(createRandom(4), 3_000, { challenger: WORST, champion: BEST })
    const report = offPolicyComparison(lists)
    expect(report?.high).toBeLessThan(0)
    expect(report?.champion).toBeCloseTo(truthOf(BEST), 1)
    expect(report?.lists).toBe(3_000)
    expect(report?.effectiveSample).toBeLessThan(3_000)
  })

  test("off-policy: of two rankings that are nearly one the difference is known much closer than either", () => {
    const lists = turnedLists(createRandom(5), 2_000, { challenger: NEAR, champion: BEST })
    const apart = turnedLists(createRandom(5), 2_000, { challenger: WORST, champion: BEST })
    const width = (of: LoggedList[]): number => {
      const report = offPolicyComparison(of)
      return report === null ? NaN : report.high - report.low
    }
    expect(width(lists)).toBeLessThan(width(apart) / 2)
    const same = offPolicyComparison(turnedLists(createRandom(5), 100, { challenger: BEST, champion: BEST }))
    expect(same).toMatchObject({ difference: 0, low: 0, high: 0 })
  })

  test("off-policy: lists that hold nothing of a ranking's own cannot speak of it, and no list at all of neither", () => {
    expect(offPolicyComparison([])).toBeNull()
    const blind = turnedLists(createRandom(6), 50, { challenger: BEST, champion: BEST }).map((list) => ({
      ...list,
      places: list.places.map((place) => ({ ...place, champion: 0 })),
    }))
    expect(offPolicyComparison(blind)).toBeNull()
  })

  test("off-policy: one shopper's lists, however many, leave the interval open", () => {
    const lists = turnedLists(createRandom(7), 50, { challenger: BEST, champion: WORST })
    const report = offPolicyComparison(lists.map((list) => ({ ...list, shopperId: "one" })))
    expect(report).toMatchObject({ low: -Infinity, high: Infinity })
  })

  /** One place in full sight, looked at for sure and chosen by itself, unless said otherwise. */
  const place = (fields: Partial<LoggedPlace> = {}): LoggedPlace => ({
    ...{ isChosen: false, inSight: 1, propensity: 1, chance: 1, challenger: 1, champion: 1, ...fields },
  })
  const listOf = (shopperId: string, places: LoggedPlace[], overlap = { challenger: 1, champion: 1 }): LoggedList => ({
    ...{ shopperId, places, overlap },
  })

  test("off-policy: by hand, two lists of one place for each ranking", () => {
    const [first, second] = [place({ isChosen: true, champion: 0 }), place({ challenger: 0 })]
    const report = offPolicyComparison([listOf("a", [first]), listOf("b", [second]), listOf("c", [])])
    // A list of which nothing was in sight says nothing.
    expect(report).toMatchObject({ lists: 2, challenger: 1, champion: 0, difference: 1, effectiveSample: 1 })
  })

  test("off-policy: a choice that few would have made counts for all who did not look, at most ten times", () => {
    const rare = (fields: Partial<LoggedPlace>): number | undefined =>
      offPolicyComparison([
        listOf("a", [place({ isChosen: true, ...fields })]),
        listOf("b", [place()]),
        listOf("c", [place()]),
      ])?.challenger
    expect(rare({})).toBeCloseTo(1 / 3)
    expect(rare({ propensity: 0.5 })).toBeCloseTo(2 / 3)
    expect(rare({ propensity: 0.01 })).toBeCloseTo(10 / 3)
    expect(rare({ inSight: 0.5 })).toBeCloseTo(2 / 4)
    expect(rare({ inSight: 0.5, chance: 0.5 })).toBeCloseTo(4 / 6)
    expect(rare({ chance: 0.001 })).toBeCloseTo(10 / 12)
  })

  test("off-policy: sample and overlap are those of whichever ranking has less", () => {
    const even = Array.from({ length: 10 }, (_, at) =>
      listOf(`s${at}`, [place({ champion: at === 0 ? 1 : 0.1 })], { challenger: 0.9, champion: at < 5 ? 0.5 : 0.7 }),
    )
    const report = offPolicyComparison(even)
    expect(report?.effectiveSample).toBeCloseTo((1.9 * 1.9) / 1.09)
    expect(report?.overlap).toBeCloseTo(0.6)
  })

  test("off-policy: lists of nobody are each a shopper of their own, those of one are one", () => {
    const lists = (name: (at: number) => string): LoggedList[] =>
      Array.from({ length: 8 }, (_, at) =>
        listOf(name(at), [place({ isChosen: at % 2 === 0, champion: at % 4 === 0 ? 1 : 0.5 })]),
      )
    const widthOf = (all: LoggedList[]): number => {
      const report = offPolicyComparison(all)
      return report === null ? NaN : report.high - report.low
    }
    expect(widthOf(lists(() => ""))).toBeCloseTo(widthOf(lists((at) => `s${at}`)))
    expect(widthOf(lists((at) => `s${at % 2}`))).not.toBeCloseTo(widthOf(lists((at) => `s${at}`)))
    expect(Number.isFinite(widthOf(lists((at) => `s${at % 2}`)))).toBe(true)
  })

  test("isEnoughOffPolicy: a thousand lists in effect, and four looks in five", () => {
    const report = { ...{ lists: 5_000, challenger: 0.1, champion: 0.1, difference: 0, low: 0, high: 0 } }
    expect(isEnoughOffPolicy({ ...report, effectiveSample: 1_000, overlap: 0.8 })).toBe(true)
    expect(isEnoughOffPolicy({ ...report, effectiveSample: 999, overlap: 0.8 })).toBe(false)
    expect(isEnoughOffPolicy({ ...report, effectiveSample: 1_000, overlap: 0.79 })).toBe(false)
  })
})
