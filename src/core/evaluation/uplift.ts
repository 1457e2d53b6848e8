import { exp, ln } from "../numeric/portable-math"

/** Shoppers of one arm, and how many of them bought. */
export interface ArmCount {
  readonly shoppers: number
  readonly conversions: number
}

/** Relative uplift of treatment over control, as a share: 0.1 is ten percent more. */
export interface Uplift {
  readonly relative: number
  /** Ends of the 95 % interval. */
  readonly low: number
  readonly high: number
}

const Z_95 = 1.959963984540054
/** z of 80 % power. */
const Z_POWER = 0.8416212335729143

/**
 * Relative uplift with its 95 % interval on the log of the risk ratio (Katz),
 * half a conversion added to each arm so that an arm without any stays finite
 * (Haldane-Anscombe).
 *
 * Returns null while an arm has no shoppers: there is nothing to compare.
 *
 * @throws RangeError when an arm has more conversions than shoppers
 * @see Katz, Baptista, Azen, Pike, "Obtaining Confidence Intervals for the Risk Ratio in Cohort Studies", Biometrics 1978
 */
export function relativeUplift(treatment: ArmCount, control: ArmCount): Uplift | null {
  for (const arm of [treatment, control]) {
    if (arm.conversions < 0 || arm.conversions > arm.shoppers)
      throw new RangeError(`an arm has ${arm.conversions} conversions among ${arm.shoppers} shoppers`)
  }
  if (treatment.shoppers === 0 || control.shoppers === 0) return null
  const [a, n1] = [treatment.conversions + 0.5, treatment.shoppers + 0.5]
  const [b, n0] = [control.conversions + 0.5, control.shoppers + 0.5]
  const logRatio = ln(a / n1 / (b / n0))
  const spread = Z_95 * Math.sqrt(Math.max(0, 1 / a - 1 / n1 + 1 / b - 1 / n0))
  return {
    relative: exp(logRatio) - 1,
    low: exp(logRatio - spread) - 1,
    high: exp(logRatio + spread) - 1,
  }
}

/**
 * Shoppers needed in each arm to see a relative uplift of `effect` in a
 * conversion rate of `baseRate`, at 5 % two-sided error and 80 % power.
 *
 * Returns Infinity where no number suffices (a rate of 0 or 1, no effect).
 *
 * @param baseRate conversion rate of control, 0 to 1
 * @param effect relative, 0.1 is ten percent more
 * @see Fleiss, Levin, Paik, "Statistical Methods for Rates and Proportions", 3rd ed., section 4.2
 */
export function neededPerArm(baseRate: number, effect: number): number {
  const lifted = Math.min(1, baseRate * (1 + effect))
  const difference = Math.abs(lifted - baseRate)
  if (difference === 0 || baseRate <= 0 || baseRate >= 1) return Number.POSITIVE_INFINITY
  const mean = (baseRate + lifted) / 2
  const root =
    Z_95 * Math.sqrt(2 * mean * (1 - mean)) + Z_POWER * Math.sqrt(baseRate * (1 - baseRate) + lifted * (1 - lifted))
  return Math.ceil((root * root) / (difference * difference))
}

/** Critical value of chi-square with one degree of freedom at p = 0.001: one sound experiment in a thousand is suspected. */
const CHI_SQUARE_001 = 10.827566170662733

/**
 * Whether the arms hold other shares of the shoppers than they were assigned (p < 0.001): then shoppers are lost or
 * counted twice in one of them, and its uplift means nothing. False while nobody came.
 *
 * @param holdoutShare share assigned to control, above 0 and below 1
 * @see Fabijan et al., "Diagnosing Sample Ratio Mismatch in Online Controlled Experiments", KDD 2019
 */
export function sampleRatioMismatch(treatment: ArmCount, control: ArmCount, holdoutShare: number): boolean {
  const shoppers = treatment.shoppers + control.shoppers
  if (shoppers === 0) return false
  const off = control.shoppers - shoppers * holdoutShare
  return (off * off) / (shoppers * holdoutShare * (1 - holdoutShare)) > CHI_SQUARE_001
}
