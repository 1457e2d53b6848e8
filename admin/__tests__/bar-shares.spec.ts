import { barShares } from "../charts/bar-shares"

test("bars: shares of a whole are drawn against the whole, not against the largest of them", () => {
  expect(barShares([0.52, 0.13], 1)).toEqual([0.52, 0.13])
})

test("bars: counts without a whole are drawn against the largest, and never beyond the full bar", () => {
  expect(barShares([8, -4])).toEqual([1, -0.5])
  expect(barShares([120, -120], 100)).toEqual([1, -1])
  expect(barShares([0, 0])).toEqual([0, 0])
  expect(barShares([])).toEqual([])
})
