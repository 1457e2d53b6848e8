import fc from "fast-check"
import type { InteractionLog } from "../../contract"
import type { InteractionRow } from "../../data/interaction-log-builder"
import { InteractionLogBuilder } from "../../data/interaction-log-builder"
import { rowsByKey } from "../../data/rows-by-key"
import { createRandom } from "../../random/seeded-random"
import { strengthOf } from "../channel-strength"
import { repeatNumbers } from "../popularity"
import { BEHAVIOR, DAY_MS } from "../profile"
import { countersIn, countShop } from "../shop-counters"
import type { ChannelTable, ShopCounters } from "../shop-counters"

const NOW = Date.UTC(2025, 5, 1)
const PRODUCTS = 20

interface Channel {
  readonly id: string
  readonly choices: number
  /** Its products are this one and those behind. */
  readonly from: number
  readonly to: number
}

/** Choices of so many shoppers in each channel, every third of them of its first product. */
function logOf(channels: readonly Channel[]): InteractionLog {
  const random = createRandom(7)
  const builder = new InteractionLogBuilder()
  const rows = channels.flatMap(({ id, choices, from, to }) =>
    Array.from({ length: choices }, (_, at): InteractionRow => {
      const item = at % 3 === 0 ? from : from + random.nextInt(to - from)
      return {
        ...{ userId: `${id}-${at}`, itemId: `p${item}`, behavior: "purchase", quantity: 1, price: 1, channel: id },
        ...{ sessionId: `${id}-${at}`, time: NOW - DAY_MS * (1 + random.next() * 60) },
      }
    }),
  )
  for (const row of rows.sort((a, b) => a.time - b.time)) builder.add(row)
  return builder.finish()
}

function counted(log: InteractionLog): { readonly whole: ShopCounters; readonly channels: ChannelTable | null } {
  const accepts = (behavior: number): boolean => behavior === BEHAVIOR.purchase
  const byUser = rowsByKey(log.user, log.userIds.length, log.length)
  return countShop(log, byUser, { moment: NOW, accepts, repeats: repeatNumbers(log, byUser, accepts) })
}

/** Products by a channel's counts of 60 days, best first. */
function bestIn(log: InteractionLog, channel: string | null, depth = 3): string[] {
  const { whole, channels } = counted(log)
  const at = channel === null ? -1 : (channels?.ids.indexOf(channel) ?? -1)
  const column = countersIn({ ...whole, channels }, at).goalPopularity.counts[2]
  return [...column.keys()]
    .sort((a, b) => column[b] - column[a])
    .slice(0, depth)
    .map((item) => log.itemIds[item])
}

const DISJOINT = [
  { id: "a", choices: 900, from: 0, to: 10 },
  { id: "b", choices: 200, from: 10, to: PRODUCTS },
]

describe("counters of several sales channels", () => {
  test("countShop: each of two channels of disjoint tastes has its own best sellers, the shop those of the larger", () => {
    const log = logOf(DISJOINT)
    const numbers = (ids: readonly string[]): number[] => ids.map((id) => Number(id.slice(1)))
    expect(numbers(bestIn(log, "a", 10)).every((item) => item < 10)).toBe(true)
    expect(numbers(bestIn(log, "b", 10)).every((item) => item >= 10)).toBe(true)
    expect(bestIn(log, null)[0]).toBe(bestIn(log, "a")[0])
  })

  test("countShop: a log of one channel counts as one that names none, and has no table", () => {
    const one = logOf([{ id: "a", choices: 300, from: 0, to: PRODUCTS }])
    expect(one.channels).toBeUndefined()
    expect(counted(one).channels).toBeNull()
  })

  test("countShop: the whole shop's counts do not hang on the channels", () => {
    const log = logOf(DISJOINT)
    expect(counted(log).whole).toEqual(counted({ ...log, channels: undefined }).whole)
  })

  test("countShop: a channel with fewer than 50 choices is asked for the whole shop's", () => {
    const log = logOf([...DISJOINT, { id: "c", choices: 20, from: 3, to: 5 }])
    expect(counted(log).channels?.ids).toEqual(["a", "b"])
    expect(bestIn(log, "c")).toEqual(bestIn(log, null))
  })

  test("countShop: channels of one taste have no table, for chance alone tells them apart", () => {
    const random = createRandom(3)
    const log = logOf([{ id: "a", choices: 2000, from: 0, to: PRODUCTS }])
    const of = Int32Array.from({ length: log.length }, () => random.nextInt(2))
    expect(counted({ ...log, channels: { ids: ["a", "b"], of } }).channels).toBeNull()
  })

  test("countersIn: a channel's counts sum to the whole shop's, and a channel that is the whole shop has them", () => {
    const { whole, channels } = counted(logOf(DISJOINT))
    if (channels === null) throw new Error("no channels")
    const sum = (column: Float32Array): number => column.reduce((total, count) => total + count, 0)
    const drawn = countersIn({ ...whole, channels }, 1)
    whole.goalPopularity.counts.forEach((all, at) =>
      expect(sum(drawn.goalPopularity.counts[at])).toBeCloseTo(sum(all), 1),
    )
    const itself = countersIn({ ...whole, channels: { ...channels, counters: [whole] } }, 0)
    itself.newcomers.latest.counts[3].forEach((count, item) =>
      expect(count).toBeCloseTo(whole.newcomers.latest.counts[3][item], 3),
    )
  })

  test("countersIn: the fewer choices a channel has, the nearer it is to the whole shop", () => {
    const [many, some, few] = [900, 200, 60].map((choices) => {
      const log = logOf([DISJOINT[0], { ...DISJOINT[1], choices }])
      const { whole, channels } = counted(log)
      if (channels === null) throw new Error("no channels")
      const drawn = countersIn({ ...whole, channels: { ...channels, strength: 100 } }, 1)
      const column = drawn.goalPopularity.counts[2]
      const sum = (items: readonly number[]): number => items.reduce((total, item) => total + column[item], 0)
      const all = [...column.keys()]
      return sum(all.filter((item) => Number(log.itemIds[item].slice(1)) < 10)) / sum(all)
    })
    expect(few).toBeGreaterThan(some)
    expect(some).toBeGreaterThan(many)
  })
})

describe("strengthOf", () => {
  test("strengthOf: finds about the precision that the channels were drawn with", () => {
    const random = createRandom(11)
    // Shares of 50 products in two channels, each Dirichlet of precision 100 around the same, by gamma draws of shape 2.
    const gamma = (): number => -Math.log(1 - random.next()) - Math.log(1 - random.next())
    const strengths = Array.from({ length: 40 }, () => {
      const counts = [4000, 1000].map((choices) => {
        const weights = Array.from({ length: 50 }, gamma)
        const total = weights.reduce((sum, weight) => sum + weight, 0)
        return Float32Array.from(weights, (weight) => Math.round((choices * weight) / total))
      })
      return strengthOf(counts) ?? Infinity
    })
    const middle = [...strengths].sort((a, b) => a - b)[20]
    expect(middle).toBeGreaterThan(70)
    expect(middle).toBeLessThan(140)
  })

  test("strengthOf: nothing is heard of channels where only one has choices, or none", () => {
    expect(strengthOf([])).toBeNull()
    expect(strengthOf([Float32Array.of(3, 4), new Float32Array(2)])).toBeNull()
  })

  test("strengthOf: does not hang on the order of channels or products", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(30), fc.nat(30)), { minLength: 3, maxLength: 20 }), (pairs) => {
        const columns = [0, 1].map((side) => Float32Array.from(pairs, (pair) => pair[side]))
        const turned = [...columns].reverse().map((column) => column.slice().reverse())
        const [one, other] = [strengthOf(columns), strengthOf(turned)]
        if (one === null || other === null) expect(one).toBe(other)
        else expect(one / other).toBeCloseTo(1, 6)
      }),
      { numRuns: 200, seed: 5 },
    )
  })
})
