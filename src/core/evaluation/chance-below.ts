import type { ScoreLead } from "../contract/recommender"
import { exp } from "../numeric/portable-math"

/** Standard normal quantile at the ends of a 90 % interval. */
const Z_90 = 1.6448536269514722

/**
 * Chance that a lead truly lies below a bound, with the width of its interval as that of a normal distribution.
 *
 * @returns 0 to 1
 */
export function chanceBelow({ difference, low, high }: ScoreLead, bound: number): number {
  const deviation = (high - low) / (2 * Z_90)
  if (!(deviation > 0)) return difference < bound ? 1 : 0
  return normalDistribution((bound - difference) / deviation)
}

const COEFFICIENTS = [0.31938153, -0.356563782, 1.781477937, -1.821255978, 1.330274429]
const ROOT_OF_TAU = Math.sqrt(2 * Math.PI)

/** Φ(z), to seven digits: Abramowitz & Stegun, "Handbook of Mathematical Functions", 26.2.17. */
function normalDistribution(z: number): number {
  if (z < 0) return 1 - normalDistribution(-z)
  const t = 1 / (1 + 0.2316419 * z)
  const tail = COEFFICIENTS.reduceRight((sum, coefficient) => (sum + coefficient) * t, 0)
  return 1 - (exp(-z * z * 0.5) / ROOT_OF_TAU) * tail
}
