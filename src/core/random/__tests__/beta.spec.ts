import { drawBeta } from "../beta"
import { createRandom } from "../seeded-random"

const DRAWS = 50_000

function moments(draw: () => number): { mean: number; variance: number } {
  const values = Array.from({ length: DRAWS }, draw)
  const mean = values.reduce((sum, value) => sum + value, 0) / DRAWS
  return { mean, variance: values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / DRAWS }
}

test.each([
  [0.3, 0.7],
  [1, 1],
  [2, 38],
  [120, 80],
])("beta: mean and variance of %d and %d, within 0 and 1", (a, b) => {
  const random = createRandom(5)
  let outside = 0
  const { mean, variance } = moments(() => {
    const value = drawBeta(a, b, random)
    if (!(value >= 0 && value <= 1)) outside++
    return value
  })
  expect(outside).toBe(0)
  expect(mean).toBeCloseTo(a / (a + b), 2)
  expect(variance).toBeCloseTo((a * b) / ((a + b) ** 2 * (a + b + 1)), 2)
})

test("beta: what is no count is refused", () => {
  expect(() => drawBeta(0, 1, createRandom(1))).toThrow(RangeError)
  expect(() => drawBeta(1, Number.NaN, createRandom(1))).toThrow(RangeError)
})
