import { InfluenceCap, NOBODY, SHOPPERS_AT_MOST } from "../influence"

const counted = (cap: InfluenceCap, shopper: string, events: readonly number[]): number =>
  events.filter((event) => cap.admits(shopper, event)).length

test("influence: of one shopper an event counts once, and sixty in all", () => {
  const cap = new InfluenceCap()
  expect(counted(cap, "a", [1, 1, 2, 1, 2])).toBe(2)
  expect(counted(cap, "b", [1])).toBe(1)
  const many = Array.from({ length: 200 }, (_, event) => event)
  expect(counted(cap, "c", many)).toBe(60)
  expect(counted(cap, "c", many)).toBe(0)
})

test("influence: of nobody's n events on a product 1 + log2 n count", () => {
  const cap = new InfluenceCap()
  expect(counted(cap, NOBODY, new Array<number>(1_024).fill(7))).toBe(11)
})

test("influence: past ten thousand shoppers the one longest unseen is forgotten, and no other", () => {
  const cap = new InfluenceCap()
  for (let shopper = 0; shopper < SHOPPERS_AT_MOST; shopper++) cap.admits(`s${shopper}`, 1)
  expect(cap.admits("s0", 1)).toBe(false)
  expect(cap.admits("new", 1)).toBe(true)
  expect(cap.admits("s0", 1)).toBe(false)
  expect(cap.admits("s1", 1)).toBe(true)
})
