import type { ExploreRequest, ProfileEvent } from "../../contract"
import { FEATURE_COUNT, FEATURE_NAMES } from "../../features/feature-map"
import { profileOfEvents } from "../../features/profile"
import { exploreProducts } from "../ranking/explore-products"
import { anEvent, aRow, NOW, smallModel, viewOf } from "./small-model"

/** "a" sold eight times, "b" and "c" once. */
const ROWS = [
  ...Array.from({ length: 8 }, (_, at) => aRow(`u${at}`, "a", 20)),
  aRow("u", "b", 20),
  aRow("u", "c", 20),
  { ...aRow("u", "new", 1), behavior: "impression" as const },
]
const POPULAR = "any.popular360.value"
/** Of each product as much is believed, which leaves its odds to decide. */
const SURE = { shape: 1e6, rate: 1e6 }

interface Asked {
  readonly weight: number
  /** How far off the weight of what sells is, by draw. */
  readonly drawn?: readonly number[]
  readonly products?: ExploreRequest["products"]
  readonly events?: readonly ProfileEvent[]
  readonly seed?: number
}

const sure = (...ids: string[]): ExploreRequest["products"] => ids.map((productId) => ({ productId, ...SURE }))

function sharesOf({
  weight,
  drawn = [],
  products = sure("a", "b"),
  events = [],
  seed = 1,
}: Asked): Map<string, number> {
  const deviations = new Float32Array(drawn.length * FEATURE_COUNT)
  drawn.forEach((value, draw) => (deviations[draw * FEATURE_COUNT + FEATURE_NAMES.indexOf(POPULAR)] = value))
  const view = viewOf(smallModel({ rows: ROWS, weights: { [POPULAR]: weight }, model: { deviations } }))
  const profile = profileOfEvents({ events, segment: null }, NOW, {
    ...{ indexOf: (id: string) => view.indexOf(id), segments: [] },
  })
  return exploreProducts(view, profile, { now: NOW, products, seed })
}

describe("exploreProducts", () => {
  test("exploreProducts: the product of the best odds has nearly all of the probability, the others a hundredth", () => {
    // A hundredth is spread over both.
    expect([...sharesOf({ weight: 5 })]).toEqual([
      ["a", expect.closeTo(0.995, 9)],
      ["b", expect.closeTo(0.005, 9)],
    ])
    expect(sharesOf({ weight: -5 }).get("b")).toBeCloseTo(0.995, 9)
  })

  test("exploreProducts: each draw of the weights is one draw of the winner", () => {
    // The weight is 5 − 10 in one draw of four, and "b" wins it.
    const shares = sharesOf({ weight: 5, drawn: [0, -10, -1, -2] })
    expect(shares.get("a")).toBeCloseTo(0.005 + 0.99 * (3 / 4), 9)
    expect(shares.get("b")).toBeCloseTo(0.005 + 0.99 / 4, 9)
  })

  test("exploreProducts: what is believed of the answers counts beside the odds", () => {
    const products = [
      { productId: "b", shape: 3e6, rate: 1e6 },
      { productId: "c", shape: 1e6, rate: 1e6 },
    ]
    // Both sold once: their odds are equal.
    expect(sharesOf({ weight: 5, products }).get("b")).toBeCloseTo(0.995, 9)
    const doubted = products.map(({ productId }) => ({ productId, shape: 1, rate: 1 }))
    const shares = sharesOf({ weight: 5, products: doubted })
    expect(shares.get("b")).toBeGreaterThan(0.1)
    expect(shares.get("c")).toBeGreaterThan(0.1)
    // Where the weights have no draws of their own, 32 are made of what is believed.
    for (const share of shares.values())
      expect((share - 0.005) / (0.99 / 32)).toBeCloseTo(Math.round((share - 0.005) / (0.99 / 32)), 6)
  })

  test("exploreProducts: products that the model does not know have none, and the rest sums to 1", () => {
    const shares = sharesOf({ weight: 1, products: sure("gone", "c", "a", "b") })
    expect([...shares.keys()]).toEqual(["c", "a", "b"])
    expect([...shares.values()].reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 9)
    expect([...sharesOf({ weight: 1, products: sure("b") })]).toEqual([["b", 1]])
    expect(sharesOf({ weight: 1, products: sure("gone") }).size).toBe(0)
    expect(sharesOf({ weight: 1, products: [] }).size).toBe(0)
  })

  test("exploreProducts: what nobody would propose has its own odds", () => {
    expect(sharesOf({ weight: -5, products: sure("a", "new") }).get("new")).toBeCloseTo(0.995, 9)
  })

  test("exploreProducts: the same seed and facts give the same probabilities, another seed others", () => {
    const products = ["a", "b", "c"].map((productId) => ({ productId, shape: 1, rate: 1 }))
    const asked = { weight: 0.1, products, events: [anEvent("c", 3)] }
    expect([...sharesOf(asked)]).toEqual([...sharesOf(asked)])
    expect([...sharesOf({ ...asked, seed: 2 })]).not.toEqual([...sharesOf(asked)])
  })
})
