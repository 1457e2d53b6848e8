import { ln } from "../numeric/portable-math"
import type { SeededRandom } from "./seeded-random"

/**
 * A number from the standard normal distribution, by the polar method: two uniform numbers or more for each.
 *
 * @see Marsaglia, Bray, "A convenient method for generating normal variables", SIAM Review 6, 1964
 */
export function drawNormal(random: SeededRandom): number {
  for (;;) {
    const [x, y] = [2 * random.next() - 1, 2 * random.next() - 1]
    const square = x * x + y * y
    if (square > 0 && square < 1) return x * Math.sqrt((-2 * ln(square)) / square)
  }
}
