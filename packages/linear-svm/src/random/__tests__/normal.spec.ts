import { drawNormal } from "../normal"
import { createRandom } from "../seeded-random"

const DRAWS = 50_000

function moments(draw: () => number): { mean: number; variance: number } {
  const values = Array.from({ length: DRAWS }, draw)
  const mean = values.reduce((sum, value) => sum + value, 0) / DRAWS
  return { mean, variance: values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / DRAWS }
}

test("normal: mean 0, variance 1, and two in three within 1", () => {
  const random = createRandom(3)
  const { mean, variance } = moments(() => drawNormal(random))
  expect(mean).toBeCloseTo(0, 1)
  expect(variance).toBeCloseTo(1, 1)
  const within = Array.from({ length: DRAWS }, () => drawNormal(random)).filter((value) => Math.abs(value) < 1)
  expect(within.length / DRAWS).toBeCloseTo(0.6827, 1)
})
