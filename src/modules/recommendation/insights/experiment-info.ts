import type { ExperimentArm } from "../../../core/evaluation/experiment"
import { SMALLEST_EFFECT, neededShoppers, relativeUplift, sampleRatioMismatch } from "../../../core/evaluation/uplift"
import type { ArmCount } from "../../../core/evaluation/uplift"
import type { ExperimentInfo } from "../../../types/http"

/** Purchases in the weeks before below which the shop's own rate is chance. */
const BUYERS_AT_LEAST = 20
/** Share of shoppers who buy where the shop's own is not known. */
const USUAL_RATE = 0.02
/** What the goal's column holds. */
const MOST_PER_ARM = 2_000_000_000

/** What an experiment needs, settled before it starts: a goal that moved with the figures could never be reached. */
export interface ExperimentGoal {
  readonly perArm: number
  /** Days until the smaller arm has that many shoppers at the traffic of the weeks before; null without any. */
  readonly days: number | null
}

/** The goal of a hold-out, from who came in the `days` before. */
export function goalOf(before: ArmCount, days: number, holdoutShare: number): ExperimentGoal {
  const rate = before.conversions >= BUYERS_AT_LEAST ? before.conversions / before.shoppers : USUAL_RATE
  const smaller = Math.min(holdoutShare, 1 - holdoutShare)
  const needed = neededShoppers({ baseRate: rate < 1 ? rate : USUAL_RATE, effect: SMALLEST_EFFECT, holdoutShare })
  const perArm = Math.min(MOST_PER_ARM, Math.ceil(needed * smaller))
  const aDay = (before.shoppers / days) * smaller
  return { perArm, days: aDay > 0 ? Math.ceil(perArm / aDay) : null }
}

/** What is said of an experiment, from its arms. */
export function outcomeOf(
  arms: Readonly<Record<ExperimentArm, ArmCount>>,
  { goalPerArm, holdoutShare, isAA }: { goalPerArm: number; holdoutShare: number; isAA: boolean },
): Pick<ExperimentInfo, "arms" | "uplift" | "ratio_mismatch"> {
  const { treatment, control } = arms
  return {
    arms: [
      { arm: "treatment", ...treatment, rate: rateOf(treatment) },
      { arm: "control", ...control, rate: rateOf(control) },
    ],
    ratio_mismatch: sampleRatioMismatch(treatment, control, holdoutShare),
    uplift: upliftOf(arms, goalPerArm, isAA),
  }
}

const rateOf = (arm: ArmCount): number => (arm.shoppers === 0 ? 0 : arm.conversions / arm.shoppers)

/** Null until somebody bought in each arm: of 0 buyers against 0 any ratio could be said. */
function upliftOf(
  { treatment, control }: Readonly<Record<ExperimentArm, ArmCount>>,
  goalPerArm: number,
  isAA: boolean,
): ExperimentInfo["uplift"] {
  if (treatment.conversions === 0 || control.conversions === 0) return null
  const uplift = relativeUplift(treatment, control)
  if (!uplift) return null
  const enough = Math.min(treatment.shoppers, control.shoppers) >= goalPerArm
  return { ...uplift, enough, words: wordsFor(uplift, { enough, isAA }) }
}

function wordsFor(
  { relative, low, high }: { relative: number; low: number; high: number },
  { enough, isAA }: { enough: boolean; isAA: boolean },
): string {
  const percent = (share: number): string => `${share >= 0 ? "+" : ""}${(share * 100).toFixed(1)} %`
  const range = `between ${percent(low)} and ${percent(high)} (95 % sure)`
  if (isAA) {
    return low <= 0 && high >= 0
      ? `Both arms got the same, and the measurement agrees: the difference lies ${range}.`
      : `Both arms got the same, yet they differ (${range}): check how shoppers are counted before trusting a test.`
  }
  if (!enough) return `Too early to say: so far ${percent(relative)}, and the truth lies ${range}.`
  if (low > 0) return `Recommendations bring more shoppers to buy: ${percent(relative)}, ${range}.`
  if (high < 0) return `Shoppers buy less with recommendations: ${percent(relative)}, ${range}.`
  return `No clear difference: ${percent(relative)}, ${range}.`
}
