import type { SeededRandom } from "../../src/core/random/seeded-random"

/**
 * A number from the standard normal distribution out of exactly two uniform ones (Box and Muller, 1958), on which the
 * printed figures of the simulated shops hang.
 */
export function normal(random: SeededRandom): number {
  return Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next())
}
