import { exp, ln } from "../numeric/portable-math"
import { drawNormal } from "./seeded-random"
import type { SeededRandom } from "./seeded-random"

/**
 * A number from the gamma distribution of scale 1.
 *
 * @param shape above 0; one below 1 is drawn from shape + 1 and brought down by a uniform number
 * @see Marsaglia, Tsang, "A simple method for generating gamma variables", ACM TOMS 26, 2000
 */
export function drawGamma(shape: number, random: SeededRandom): number {
  if (shape < 1) return drawGamma(shape + 1, random) * exp(ln(1 - random.next()) / shape)
  const base = shape - 1 / 3
  const spread = 1 / Math.sqrt(9 * base)
  for (;;) {
    const normal = drawNormal(random)
    const root = 1 + spread * normal
    const cube = root * root * root
    if (cube > 0 && ln(1 - random.next()) < normal * normal * 0.5 + base * (1 - cube + ln(cube))) return base * cube
  }
}

/**
 * A number from the beta distribution: what a share may be of which `a` successes and `b` failures are known.
 *
 * @throws RangeError unless both are above 0
 */
export function drawBeta(a: number, b: number, random: SeededRandom): number {
  if (!(a > 0 && b > 0)) throw new RangeError(`a and b must be above 0, got ${a} and ${b}`)
  const first = drawGamma(a, random)
  const sum = first + drawGamma(b, random)
  // Both may round to 0 where shapes are tiny.
  return sum > 0 ? first / sum : a / (a + b)
}
