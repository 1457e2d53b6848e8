import type { InteractionRow } from "../../src/core/data/interaction-log-builder"
import type { Recommender } from "../../src/core/contract"
import { loadRecommender } from "../../src/core/recommender"
import { tried } from "../helpers/trials"
import { FULL } from "../reliability/rounds"
import {
  crowdRows,
  falseRows,
  honestRows,
  modelFileOf,
  modelOf,
  NOW,
  SHOPPERS,
  standingOf,
  TARGET,
} from "./poison-shop"
import type { Crowd, Standing } from "./poison-shop"

const FLOOD = 20_000
const percent = (share: number): string => `${Math.round(share * 1000) / 10} %`
const outcomeOf = ({ personal, similar, popular, trending }: Standing): string =>
  `target in ${percent(personal)} of others' personal lists, on ${percent(similar)} of product pages, place ${popular} by popularity, ${trending} by trend`

/**
 * The same attacks on a shop that sells, and on one that has only views to learn from. A file for each, for each attack is
 * a training: two workers then share them.
 */
export function poisoningTrials(shop: string, buys: boolean): void {
  const honest = honestRows(buys).sort((a, b) => a.time - b.time)
  let before: Standing
  let model: Recommender
  let file: Uint8Array

  const attackedBy = (rows: readonly InteractionRow[]): Standing =>
    standingOf(modelOf([...honest, ...rows].sort((a, b) => a.time - b.time)), honest)

  beforeAll(() => {
    file = modelFileOf(honest)
    model = loadRecommender(file)
    before = standingOf(model, honest)
  })

  test("one visitor's spam, and the flood of nobody, once trained", () => {
    expect(before.personal).toBe(0)
    expect(before.similar).toBeLessThanOrEqual(0.05)
    const visitor = attackedBy(falseRows("false", { events: FLOOD, days: 28, seed: 1 }))
    const nobody = attackedBy(falseRows("", { events: FLOOD, days: 28, seed: 1 }))
    for (const after of [visitor, nobody]) {
      expect(after.personal).toBeLessThanOrEqual(0.1)
      expect(after.similar).toBeLessThanOrEqual(0.05)
      // Not bounded: where there are views alone, nobody's flood still leads the order by popularity.
      if (buys || after === visitor) expect(after.popular).toBeGreaterThan(10)
    }
    const trial = { items: ["S15"], times: FLOOD }
    tried({ ...trial, what: `events of one visitor, ${shop}`, outcome: outcomeOf(visitor) })
    tried({ ...trial, what: `events without consent, ${shop}`, outcome: outcomeOf(nobody) })
  })

  test("one visitor's spam, live, before any training", () => {
    const flood = (key: string): Standing => {
      model.observe(
        key,
        falseRows("x", { events: FLOOD, days: 1, seed: 2 }).map(({ itemId, behavior, time }) => {
          return { productId: itemId, type: behavior, at: time, quantity: 1, price: null, basketId: null }
        }),
      )
      return standingOf(model, honest)
    }
    for (const key of ["false visitor", ""]) {
      const after = flood(key)
      expect(after.personal).toBeLessThanOrEqual(0.1)
      expect(after.similar).toBeLessThanOrEqual(0.05)
      expect(after.popular).toBeGreaterThan(10)
      tried({
        items: ["S15"],
        what: `live events of ${key || "nobody"}, ${shop}`,
        times: FLOOD,
        outcome: outcomeOf(after),
      })
    }
  })

  // Where nothing but the number of false shoppers differs, the greater share stands for the lesser.
  const shares: readonly (readonly [number, { readonly personal: number; readonly similar: number }])[] = [
    ...(FULL || !buys ? [[0.01, { personal: 0.1, similar: 0.05 }] as const] : []),
    [0.1, { personal: 0.1, similar: buys ? 0.05 : 0.1 }],
  ]

  test.each(shares)("false shoppers: a share of %d moves others' lists only within its bound", (share, bound) => {
    const count = Math.round((SHOPPERS * share) / (1 - share))
    const rows = Array.from({ length: count }, (_, n) => falseRows(`false-${n}`, { events: 40, days: 7, seed: n + 1 }))
    const after = attackedBy(rows.flat())
    expect(after.personal).toBeLessThanOrEqual(bound.personal)
    expect(after.similar).toBeLessThanOrEqual(bound.similar)
    tried({
      items: ["S16"],
      what: `${percent(share)} false shoppers, ${shop}`,
      times: count,
      outcome: outcomeOf(after),
    })
  })

  /** The widest that is bounded, and the longest; the others in the long form alone. */
  const worst: readonly Crowd[] = [
    { identities: 30_000, addresses: 10, days: 1 },
    { identities: 30_000, addresses: 1, days: 28 },
  ]
  const others: readonly Crowd[] = [
    // The one that was seen first.
    { identities: 300, addresses: 1, days: 1 },
    { identities: 1, addresses: 1, days: 1 },
    { identities: 30_000, addresses: 1, days: 1 },
    { identities: 300, addresses: 10, days: 1 },
    { identities: 30_000, addresses: 1_000, days: 1 },
  ]
  const crowds = FULL ? [...worst, ...others] : worst
  const named = ({ identities, addresses, days }: Crowd): string =>
    `${identities} identities from ${addresses} addresses in ${days} days`

  /**
   * Where nobody buys, each address and day is one voice, and nothing that costs anything tells it from a shopper: what
   * more than a tenth of all voices push is past what is bounded.
   */
  const isBounded = ({ addresses, days }: Crowd): boolean => buys || addresses * days <= SHOPPERS / 10

  test.each(crowds)("free identities: $identities from $addresses addresses in $days days, once trained", (crowd) => {
    const after = attackedBy(crowdRows(crowd))
    tried({ items: ["S16"], what: `${named(crowd)}, ${shop}`, times: crowd.identities, outcome: outcomeOf(after) })
    if (!isBounded(crowd)) return
    expect(after.personal).toBeLessThanOrEqual(0.1)
    expect(after.similar).toBeLessThanOrEqual(0.1)
    expect(after.popular).toBeGreaterThan(10)
  })

  test.each(crowds)("free identities: $identities from $addresses addresses in $days days, live", (crowd) => {
    const attacked = loadRecommender(file)
    for (const { userId, itemId, behavior, time, voice } of crowdRows(crowd))
      attacked.observe(userId, [
        { productId: itemId, type: behavior, at: time, quantity: 1, price: null, basketId: null, voice: voice ?? null },
      ])
    const after = standingOf(attacked, honest)
    tried({
      items: ["S16"],
      what: `live, ${named(crowd)}, ${shop}`,
      times: crowd.identities,
      outcome: outcomeOf(after),
    })
    if (!isBounded(crowd) && crowd.addresses >= 1_000) return
    expect(after.personal).toBeLessThanOrEqual(0.1)
    expect(after.similar).toBeLessThanOrEqual(0.1)
    expect(after.popular).toBeGreaterThan(10)
  })

  test("the target can be found at all: whoever looked at it is shown it again", () => {
    const events = [{ productId: TARGET, type: "view" as const, at: NOW - 1, quantity: 1, price: null, basketId: null }]
    const viewed = model.rank({ events, segment: null }, { strategy: "recently_viewed", now: NOW, limit: 1 })
    expect(viewed.map(({ productId }) => productId)).toEqual([TARGET])
  })
}
