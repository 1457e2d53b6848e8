import { exp, ln } from "../numeric/portable-math"

/** Shoppers of one arm, and how many of them bought. */
export interface ArmCount {
  readonly shoppers: number
  readonly conversions: number
}

/** Relative uplift of treatment over control, as a share: 0.1 is ten percent more. */
export interface Uplift {
  readonly relative: number
  /** Ends of the 95 % confidence sequence. */
  readonly low: number
  readonly high: number
}

/** Relative uplift that experiments are sized to see, and at which the interval is narrowest. */
export const SMALLEST_EFFECT = 0.1

/** Share of experiments whose interval may ever leave out the truth, however often it is looked at. */
const ERROR = 0.05
/** z of 80 % power. */
const Z_POWER = 0.8416212335729143
/** Information (1 / variance of the log ratio) at which a 5 % two-sided test with one look sees the smallest effect. */
const TUNED_INFORMATION = square((1.959963984540054 + Z_POWER) / ln(1 + SMALLEST_EFFECT))
/** Prior information of the normal mixture that makes the interval narrowest there (Waudby-Smith et al., appendix B.2). */
const PRIOR_INFORMATION = TUNED_INFORMATION / (-2 * ln(ERROR) + ln(1 - 2 * ln(ERROR)))

function square(value: number): number {
  return value * value
}

/**
 * Half the width of the confidence sequence of a mean that is known with some information: the mixture boundary of
 * Robbins, which holds at all times together with probability 95 %.
 */
function radiusAt(information: number): number {
  const grown = information + PRIOR_INFORMATION
  return Math.sqrt(grown * ln(grown / (PRIOR_INFORMATION * ERROR * ERROR))) / information
}

/**
 * Relative uplift with its 95 % confidence sequence: an interval that may be looked at every day, and be stopped at, for
 * all looks together leave out the truth in one experiment of twenty. It is an asymptotic one on the log of the risk
 * ratio, whose variance is Katz's, half a conversion added to each arm so that an arm without any stays finite
 * (Haldane-Anscombe). It is some 1.5 times as wide as an interval that may be looked at once.
 *
 * Returns null while an arm has no shoppers: there is nothing to compare.
 *
 * @throws RangeError when an arm has more conversions than shoppers
 * @see Waudby-Smith, Arbour, Sinha, Kennedy, Ramdas, "Time-uniform central limit theory and asymptotic confidence sequences", Annals of Statistics 2024
 * @see Johari, Koomen, Pekelis, Walsh, "Always Valid Inference: Continuous Monitoring of A/B Tests", Operations Research 2022 (the same boundary as a mixture SPRT)
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
  const variance = 1 / a - 1 / n1 + 1 / b - 1 / n0
  const radius = variance > 0 ? radiusAt(1 / variance) : 0
  return {
    relative: exp(logRatio) - 1,
    low: exp(logRatio - radius) - 1,
    high: exp(logRatio + radius) - 1,
  }
}

/** What the size of an experiment hangs on. */
export interface SampleQuestion {
  /** Conversion rate of control, 0 to 1. */
  readonly baseRate: number
  /** Relative uplift to be seen, 0.1 is ten percent more. */
  readonly effect: number
  /** Share of shoppers in control, above 0 and below 1. */
  readonly holdoutShare: number
}

/**
 * Shoppers in both arms together from which {@link relativeUplift} detects an effect with 80 % power. Half of
 * all experiments on a true effect of that size detect it sooner.
 *
 * Returns Infinity where no number suffices (a rate of 0 or 1, no effect).
 */
export function neededShoppers({ baseRate, effect, holdoutShare }: SampleQuestion): number {
  const lifted = Math.min(1, baseRate * (1 + effect))
  if (lifted === baseRate || baseRate <= 0 || baseRate >= 1 || lifted <= 0) return Number.POSITIVE_INFINITY
  const variance = (1 - lifted) / (lifted * (1 - holdoutShare)) + (1 - baseRate) / (baseRate * holdoutShare)
  return Math.ceil(informationFor(Math.abs(ln(lifted / baseRate))) * variance)
}

/** Information with which a log ratio other than 0 is detected with 80 % power, found by bisection on its logarithm. */
function informationFor(logRatio: number): number {
  let [low, high] = [0, 64]
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2
    const information = exp(middle)
    if (radiusAt(information) + Z_POWER / Math.sqrt(information) > logRatio) low = middle
    else high = middle
  }
  return exp(high)
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
