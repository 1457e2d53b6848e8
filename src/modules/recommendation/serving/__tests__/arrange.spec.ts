import { z } from "@medusajs/framework/zod"
import type { Strategy } from "../../../../core/contract"
import { arrange } from "../pipeline/arrange"
import type { Candidate } from "../pipeline/candidates"
import type { Prepared } from "../pipeline/prepare"
import { VISIT_MS, visitOf } from "../visit"

const LIMIT = 4

const aCandidate = (productId: string, fillsIn = false): Candidate => ({
  ...{
    productId,
    categoryIds: [],
    categoryTree: [],
    score: 1,
    confidence: 0.5,
    chance: 0,
    rung: "popular",
    source: "popular",
  },
  ...{ reasons: [], fillsIn },
})

/** What arranging reads of a preparation; a product's category is the first letter of its id. */
const prepared = (
  serving: { diversity: number; rotation: number },
  more: {
    strategy?: Strategy
    now?: number
    bought?: readonly string[]
    viewed?: readonly string[]
    /** Products of lists that were shown to the shopper. */
    seen?: readonly string[]
    /** Tags of products, by their ids. */
    ages?: Readonly<Record<string, readonly string[]>>
  } = {},
) =>
  z.custom<Prepared>().parse({
    question: { strategy: more.strategy ?? "for_you", limit: LIMIT, shopper: { customerId: "ann", visitorId: null } },
    settings: { serving, gift: { age_band: "age_band", recipient: "recipient" } },
    rules: [],
    profile: {
      events: [
        ...(more.bought ?? []).map((productId) => ({ type: "purchase", productId })),
        ...(more.viewed ?? []).map((productId) => ({ type: "view", productId })),
        ...(more.seen ?? []).map((productId) => ({ type: "impression", productId })),
      ],
    },
    now: more.now ?? 0,
    history: { owned: new Set(more.bought ?? []) },
    catalog: new Map(
      all.map(({ productId }) => [productId, { category: productId[0], tags: more.ages?.[productId] ?? [] }]),
    ),
  })

const all = ["a1", "a2", "a3", "a4", "b1", "c1", "d1", "e1"].map((id) => aCandidate(id))
const order = (given: Prepared, candidates = all): string[] =>
  arrange(candidates, given).candidates.map(({ productId }) => productId)

describe("arrange", () => {
  test("arrange: without diversity and rotation the ranking stands", () => {
    expect(order(prepared({ diversity: 0, rotation: 0 }))).toEqual(all.map(({ productId }) => productId))
  })

  test("arrange: the more diversity, the more categories; the best product stays first", () => {
    const categories = (diversity: number): number => {
      const [first, ...rest] = order(prepared({ diversity, rotation: 0 })).slice(0, LIMIT)
      expect(first).toBe("a1")
      return new Set([first, ...rest].map((id) => id?.[0])).size
    }
    expect([0, 0.15, 0.5, 1].map(categories)).toEqual([1, 3, 3, 4])
  })

  test("arrange: at most half of the list is of one category, unless more of what the shopper bought is", () => {
    const ofA = (bought: readonly string[], diversity = 0.01): number =>
      order(prepared({ diversity, rotation: 0 }, { bought }))
        .slice(0, LIMIT)
        .filter((id) => id.startsWith("a")).length
    expect(ofA(["a1", "b1", "c1", "d1"])).toBe(2)
    expect(ofA([])).toBe(2)
    expect(ofA(["a1", "a2", "a3", "b1"])).toBe(3)
    expect(ofA(["a1", "a2", "a3", "a4"])).toBe(4)
    expect(ofA(["a1", "b1", "c1", "d1"], 0)).toBe(4)
  })

  test("arrange: one product looked at, however often, does not fill a list with its category", () => {
    const ofA = (viewed: readonly string[]): number =>
      order(prepared({ diversity: 0.01, rotation: 0 }, { viewed }))
        .slice(0, LIMIT)
        .filter((id) => id.startsWith("a")).length
    expect(ofA(["a1", "a1", "a1", "a1", "a1"])).toBe(2)
    expect(ofA(["a1", "a2"])).toBe(2)
    expect(ofA(["a1", "a2", "a3"])).toBe(3)
    expect(ofA(["a1", "a2", "a3", "a4"])).toBe(4)
  })

  test("arrange: after a look at a toddler's book, what is for adults alone stands behind the list", () => {
    const ages = {
      ...{ a1: ["age_band:0-2", "age_band:3-6"], a2: ["age_band:adult"], a3: ["age_band:3-6", "age_band:adult"] },
      ...{ b1: ["age_band:senior"], c1: ["age_band:0-2"] },
    }
    const shown = (viewed: readonly string[]): string[] =>
      order(prepared({ diversity: 0.01, rotation: 0 }, { viewed, ages })).slice(0, LIMIT)
    // Of d1 and e1 nobody knows whom they are for.
    expect(shown(["a1"])).toEqual(["a1", "a3", "c1", "d1"])
    expect(shown(["a2"])).toEqual(["a2", "a3", "d1", "e1"])
    // Four products, or one of which nobody knows, say nothing of an age.
    expect(shown(["a1", "d1"])).toContain("b1")
    expect(shown(["a1", "c1", "a3", "b1"])).toContain("b1")
  })

  test("arrange: after a look at what is for a child, what is for grandparents alone stands behind the list", () => {
    const ages = {
      ...{ a1: ["recipient:child"], a2: ["recipient:grandparent"], a3: ["recipient:child", "recipient:grandparent"] },
      ...{ b1: ["recipient:grandparent", "age_band:3-6"], c1: ["recipient:child"] },
    }
    const shown = order(prepared({ diversity: 0.01, rotation: 0 }, { viewed: ["a1"], ages }))
    expect(shown.slice(0, LIMIT)).toEqual(["a1", "a3", "c1", "d1"])
  })

  test("arrange: lists that were merely shown make a past no longer", () => {
    const ages = { a1: ["age_band:0-2"], a2: ["age_band:adult"], a3: ["age_band:adult"], b1: ["age_band:adult"] }
    const seen = ["a2", "a3", "a4", "b1", "c1", "d1", "e1"]
    const shown = order(prepared({ diversity: 0.01, rotation: 0 }, { viewed: ["a1"], seen, ages }))
    expect(shown.slice(0, LIMIT)).toEqual(["a1", "a4", "c1", "d1"])
    // One look among many impressions is no taste for its category either way.
    const ofA = (more: { viewed: string[]; seen: string[] }): number =>
      order(prepared({ diversity: 0.01, rotation: 0 }, more))
        .slice(0, LIMIT)
        .filter((id) => id.startsWith("a")).length
    expect(ofA({ viewed: ["a1", "a2", "a3", "a4"], seen: ["b1", "c1", "d1", "e1"] })).toBe(4)
  })

  test("arrange: what is held back of a category stands right behind the list, and nothing is lost", () => {
    const shown = order(prepared({ diversity: 0.01, rotation: 0 }))
    expect(shown.slice(0, 6)).toEqual(["a1", "a2", "b1", "c1", "a3", "a4"])
    expect([...shown].sort()).toEqual(all.map(({ productId }) => productId).sort())
  })

  test("arrange: rotation keeps the first places, keeps still within a visit, and changes the last from visit to visit", () => {
    const settings = { diversity: 0, rotation: 0.5 }
    const shown = (visit: number): string[] => order(prepared(settings, { now: visit * VISIT_MS })).slice(0, LIMIT)
    const visits = Array.from({ length: 20 }, (_, visit) => shown(visit))
    for (const list of visits) expect(list.slice(0, 2)).toEqual(["a1", "a2"])
    const { shopper } = prepared(settings).question
    const next = Array.from({ length: VISIT_MS / 1_000 }, (_, s) => s * 1_000).find(
      (now) => visitOf(shopper, now) === 1,
    )
    expect(next).toBeGreaterThan(0)
    expect(order(prepared(settings, { now: (next ?? 0) - 1_000 })).slice(0, LIMIT)).toEqual(visits[0])
    expect(new Set(visits.map((list) => list.join())).size).toBeGreaterThan(3)
    expect([...order(prepared(settings))].sort()).toEqual(all.map(({ productId }) => productId).sort())
  })

  test("arrange: a list whose order is its claim is neither varied nor rotated", () => {
    const still = prepared({ diversity: 1, rotation: 1 }, { strategy: "recently_viewed", now: 5 * VISIT_MS })
    expect(order(still)).toEqual(all.map(({ productId }) => productId))
  })

  test("arrange: what fills up stands behind what the claim holds for", () => {
    const mixed = [aCandidate("a1", true), aCandidate("b1"), aCandidate("c1", true), aCandidate("d1")]
    expect(order(prepared({ diversity: 0, rotation: 0 }), mixed)).toEqual(["b1", "d1", "a1", "c1"])
  })
})
