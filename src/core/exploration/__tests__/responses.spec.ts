import { createRandom } from "../../random/seeded-random"
import { believedResponses, liftOf, oddsBeside, oddsOf, placeRates } from ".."
import { drawLift } from "../responses"

const lifts = (responses: Record<string, readonly [clicks: number, expected: number]>) => {
  const counted = Object.entries(responses).map(([id, [clicks, expected]]) => [id, { clicks, expected }] as const)
  return new Map([...believedResponses(new Map(counted))].map(([id, belief]) => [id, liftOf(belief)]))
}

test("responses: of what nobody has seen nothing is believed, and what is clicked as the model says keeps its place", () => {
  expect(lifts({ a: [0, 0], b: [0, 0] })).toEqual(
    new Map([
      ["a", 1],
      ["b", 1],
    ]),
  )
  for (const expected of [0.5, 5, 50]) expect(lifts({ a: [expected, expected] }).get("a")).toBeCloseTo(1, 12)
})

test("responses: a product clicked oftener than the model says is lifted, towards what it is as more is seen, and the seldom clicked is let down", () => {
  const [few = 0, more = 0, many = 0] = [1, 10, 1_000].map((times) => {
    const of = lifts({ good: [6 * times, times], poor: [0, times], c: [times, times], d: [times, times] })
    expect(of.get("poor") ?? 1).toBeLessThan(1)
    return of.get("good") ?? 0
  })
  expect(few).toBeGreaterThan(2)
  expect(more).toBeGreaterThan(few)
  expect(many).toBeGreaterThan(more)
  expect(many).toBeCloseTo(6, 1)
})

test("responses: what new products have in common is believed of one that nobody has seen, however often one of them was", () => {
  const seen = { a: [3, 1], b: [3, 1], c: [3, 1] } as const
  const unseen = lifts({ ...seen, x: [0, 0] }).get("x") ?? 0
  expect(unseen).toBeGreaterThan(1.5)
  expect(unseen).toBeLessThan(3)
  // One that everybody sees, and is what the model says, speaks for one.
  const beside = lifts({ ...seen, x: [0, 0], everywhere: [1_000, 1_000] }).get("x") ?? 0
  expect(beside).toBeGreaterThan(1.4)
})

test("responses: no click lifts anything without bound, and draws are about the mean", () => {
  expect(lifts({ a: [10_000, 0.001] }).get("a")).toBe(50)
  expect(lifts({ a: [0, 10_000] }).get("a")).toBe(1 / 50)
  const random = createRandom(5)
  const draws = Array.from({ length: 20_000 }, () => drawLift({ shape: 6, rate: 2 }, random))
  expect(draws.reduce((sum, one) => sum + one, 0) / draws.length).toBeCloseTo(3, 1)
})

const shown = (...chances: (readonly [id: string, odds: number, lift?: number])[]) =>
  chances.map(([productId, odds, lift]) => ({ productId, chance: odds / (1 + odds), lift }))

test("odds beside: a new product is held against the old ones next to it, without what it was lifted by", () => {
  const isNew = (id: string): boolean => id.startsWith("new")
  const odds = oddsBeside(shown(["a", 0.4], ["new1", 0.3, 3], ["new2", 0.05], ["b", 0.1], ["c", 0.9]), isNew)
  // The geometric mean of 0.4 and 0.1 is 0.2.
  expect([...odds.keys()]).toEqual(["new1", "new2"])
  expect(odds.get("new1")).toBeCloseTo(0.5, 6)
  expect(odds.get("new2")).toBeCloseTo(0.25, 6)
  expect(oddsBeside(shown(["new1", 0.3]), isNew).get("new1")).toBeCloseTo(1, 6)
  expect(oddsBeside(shown(["a", 0.4], ["new1", 0]), isNew).get("new1")).toBe(0.01)
  expect(oddsBeside(shown(["a", 0], ["new1", 0.4]), isNew).get("new1")).toBe(10)
  expect(oddsOf(0.2)).toBeCloseTo(0.25, 12)
})

test("place rates: each place has its own rate, few looks that of all, and none is 0", () => {
  const rateAt = placeRates([
    { looks: 2_000, clicks: 200 },
    { looks: 2_000, clicks: 20 },
    { looks: 1, clicks: 1 },
  ])
  expect(rateAt(0)).toBeCloseTo(0.1, 2)
  expect(rateAt(1)).toBeCloseTo(0.01, 2)
  expect(rateAt(2)).toBeLessThan(0.12)
  expect(rateAt(7)).toBeCloseTo(222 / 4_021, 3)
  expect(placeRates([])(0)).toBeCloseTo(0.05, 12)
})
