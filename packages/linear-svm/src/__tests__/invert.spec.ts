import { invertPositiveDefinite } from "../linear-algebra/invert"
import { createRandom } from "../random/seeded-random"

test("invertPositiveDefinite: the product with the matrix is one, at sizes across the blocks", () => {
  const random = createRandom(9)
  for (const size of [1, 5, 48, 49, 103]) {
    const factor = Float64Array.from({ length: size * size }, () => random.next() - 0.5)
    const matrix = new Float64Array(size * size)
    for (let i = 0; i < size; i++) {
      for (let j = 0; j < size; j++) {
        for (let k = 0; k < size; k++) matrix[i * size + j] += factor[i * size + k] * factor[j * size + k]
      }
      matrix[i * size + i] += 1
    }
    const inverse = matrix.slice()
    expect(invertPositiveDefinite(inverse, size)).toBe(true)
    let worst = 0
    for (let i = 0; i < size; i++) {
      for (let j = 0; j < size; j++) {
        let sum = i === j ? -1 : 0
        for (let k = 0; k < size; k++) sum += matrix[i * size + k] * inverse[k * size + j]
        worst = Math.max(worst, Math.abs(sum))
      }
    }
    expect(worst).toBeLessThan(1e-9)
  }
  expect(invertPositiveDefinite(Float64Array.of(-1), 1)).toBe(false)
})
