import type { OffPolicyReport } from "../contract/recommender"

/** One product of a list that a shopper was shown, in sight, and where two policies would have put it. */
export interface LoggedPlace {
  readonly isChosen: boolean
  /** Chance of being in sight where it stood, above 0 and at most 1. */
  readonly inSight: number
  /** Chance of being looked at, once in sight there: above 0 and at most 1. */
  readonly propensity: number
  /** Probability with which the list chose it for its place. */
  readonly chance: number
  /** Chance of being looked at where each policy would have put it; 0 where it would have left it out. */
  readonly challenger: number
  readonly champion: number
}

/** One list as it was shown, and what of each policy's own list it can speak of. */
export interface LoggedList {
  /** Lists of one shopper stay together in the interval. */
  readonly shopperId: string
  readonly places: readonly LoggedPlace[]
  /** Share of the looks at each policy's own list that fall on products which were shown, 0 to 1. */
  readonly overlap: { readonly challenger: number; readonly champion: number }
}

/** Equal lists that those of a log must stand for at least. */
export const OFF_POLICY_LISTS_AT_LEAST = 1000
/** Share of the looks at a policy's own lists that the log must speak of. */
export const OFF_POLICY_OVERLAP_AT_LEAST = 0.8

/** What a place counts at most: one that is all but never looked at would else decide alone. */
const WEIGHT_AT_MOST = 10
/** Two-sided 95 % of the normal distribution. */
const Z = 1.959964

/**
 * What two policies' lists would have been worth to the shoppers of a log: choices per look, by self-normalised inverse
 * propensities of the position-based model, and the difference of the two on the same lists, whose variance is that of
 * the difference and not of the sum (Delta-OPE). Weights are clipped. The interval is that of the linearised difference,
 * by shopper.
 *
 * Null where no list can speak of both policies.
 *
 * @see Li, Abbasi-Yadkori, Kveton, Muthukrishnan, Vinay, Wen, "Offline Evaluation of Ranking Policies with Click Models", KDD 2018
 * @see Swaminathan, Joachims, "The Self-Normalized Estimator for Counterfactual Learning", NeurIPS 2015
 * @see Jeunen, Ustimenko, "Delta-OPE: Off-Policy Estimation with Pairs of Policies", RecSys 2024
 */
export function offPolicyComparison(lists: readonly LoggedList[]): OffPolicyReport | null {
  const spoken = lists.filter(({ places }) => places.length > 0)
  const challenger = policyValue(spoken, "challenger")
  const champion = policyValue(spoken, "champion")
  if (challenger === null || champion === null) return null
  const difference = challenger.value - champion.value
  const error = standardError(spoken, [challenger, champion])
  return {
    lists: spoken.length,
    effectiveSample: Math.min(challenger.effective, champion.effective),
    overlap: Math.min(meanOf(spoken, "challenger"), meanOf(spoken, "champion")),
    challenger: challenger.value,
    champion: champion.value,
    difference,
    low: difference - Z * error,
    high: difference + Z * error,
  }
}

/** Whether a comparison rests on enough to be believed. */
export function isEnoughOffPolicy({ effectiveSample, overlap }: OffPolicyReport): boolean {
  return effectiveSample >= OFF_POLICY_LISTS_AT_LEAST && overlap >= OFF_POLICY_OVERLAP_AT_LEAST
}

type Policy = "challenger" | "champion"

/** Weighted choices and looks of every list under one policy. */
interface PolicyValue {
  readonly choices: Float64Array
  readonly looks: Float64Array
  /** Of all lists. */
  readonly total: number
  readonly value: number
  /** (sum of the lists' weights)^2 / sum of their squares (Kish). */
  readonly effective: number
}

function policyValue(lists: readonly LoggedList[], policy: Policy): PolicyValue | null {
  const choices = new Float64Array(lists.length)
  const looks = new Float64Array(lists.length)
  lists.forEach(({ places }, at) => {
    for (const place of places) {
      const shown = Math.max(1 / WEIGHT_AT_MOST, place.inSight * place.chance)
      looks[at] += place[policy] / shown
      // Looks are chances and no events: a choice stands for all who did not look there.
      if (place.isChosen) choices[at] += place[policy] / (shown * Math.max(1 / WEIGHT_AT_MOST, place.propensity))
    }
  })
  const total = sum(looks)
  if (!(total > 0)) return null
  const effective = (total * total) / sum(looks.map((one) => one * one))
  return { choices, looks, total, value: sum(choices) / total, effective }
}

/** Of the difference of two ratios, by the delta method over shoppers. */
function standardError(lists: readonly LoggedList[], [first, second]: readonly [PolicyValue, PolicyValue]): number {
  const influence = ({ choices, looks, total, value }: PolicyValue, at: number): number =>
    (choices[at] - value * looks[at]) / total
  const byShopper = new Map<string, number>()
  lists.forEach(({ shopperId }, at) => {
    // Nobody is a shopper of their own each time.
    const name = shopperId === "" ? `\u001f${at}` : shopperId
    byShopper.set(name, (byShopper.get(name) ?? 0) + influence(first, at) - influence(second, at))
  })
  const squares = [...byShopper.values()].reduce((total, one) => total + one * one, 0)
  const count = byShopper.size
  return count < 2 ? Infinity : Math.sqrt((squares * count) / (count - 1))
}

function meanOf(lists: readonly LoggedList[], policy: Policy): number {
  return lists.reduce((total, { overlap }) => total + overlap[policy], 0) / lists.length
}

const sum = (values: Float64Array): number => values.reduce((total, one) => total + one, 0)
