import type { ExperimentArm } from "../../../core/evaluation/experiment"
import { SMALLEST_EFFECT, neededShoppers, relativeUplift, sampleRatioMismatch } from "../../../core/evaluation/uplift"
import type { ArmCount } from "../../../core/evaluation/uplift"
import type { Comparison } from "../../../types/experiment-schema"
import type { ExperimentInfo } from "../../../types/http"
import type { ArmFigures, ExperimentFigures } from "./experiment-counts"

/** Buyers below which a rate is chance: the shop's own of the weeks before, and an arm's. */
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

/** What an experiment was meant to show. */
interface ExperimentAim {
  readonly goalPerArm: number
  readonly holdoutShare: number
  readonly isAA: boolean
  readonly comparison: Comparison
}

/** What is shown of an experiment, from what was counted. */
export function outcomeOf(
  figures: ExperimentFigures,
  aim: ExperimentAim,
): Pick<ExperimentInfo, "arms" | "uplift" | "revenue" | "ratio_mismatch"> {
  const { treatment, control, revenue } = figures
  return {
    arms: [armInfo("treatment", treatment), armInfo("control", control)],
    ratio_mismatch: sampleRatioMismatch(treatment, control, aim.holdoutShare),
    uplift: upliftOf(figures, aim),
    revenue: revenue.map(({ currency, lead, ...means }) => ({
      currency_code: currency,
      ...means,
      lead: lead && {
        ...{ difference: lead.difference, low: lead.low, high: lead.high },
        variance_left: lead.varianceLeft,
      },
    })),
  }
}

const share = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole)

function armInfo(arm: ExperimentArm, figures: ArmFigures): ExperimentInfo["arms"][number] {
  const { shoppers, conversions, orders, impressions, clicks } = figures
  return {
    ...{ arm, shoppers, conversions, orders, impressions, clicks },
    rate: share(conversions, shoppers),
    // A click may arrive without its impression (a storefront that reports clicks alone).
    click_through: Math.min(1, share(clicks, impressions)),
  }
}

/** Null until somebody bought in each arm: of 0 buyers against 0 any ratio could be shown. */
function upliftOf(
  { treatment, control }: Readonly<Record<ExperimentArm, ArmCount>>,
  { goalPerArm, isAA, comparison }: ExperimentAim,
): ExperimentInfo["uplift"] {
  if (treatment.conversions === 0 || control.conversions === 0) return null
  const uplift = relativeUplift(treatment, control)
  if (!uplift) return null
  // The interval holds at every look: a difference found before the goal is reached is as sure as one found there.
  const isConclusive =
    Math.min(treatment.conversions, control.conversions) >= BUYERS_AT_LEAST && (uplift.low > 0 || uplift.high < 0)
  const enough = isConclusive || Math.min(treatment.shoppers, control.shoppers) >= goalPerArm
  return { ...uplift, enough, words: wordsFor(uplift, { enough, isAA, comparison }) }
}

/** What treatment has that control has not. */
const TREATMENTS: Readonly<Record<Comparison["kind"], string>> = {
  popularity: "Personal recommendations",
  nothing: "Recommendations",
  strategy: "The lists of the other strategy",
  settings: "The other settings",
  version: "The lists of the other model version",
}

function wordsFor(
  { relative, low, high }: { relative: number; low: number; high: number },
  { enough, isAA, comparison }: { enough: boolean; isAA: boolean; comparison: Comparison },
): string {
  const treatment = TREATMENTS[comparison.kind]
  const percent = (share: number): string => `${share >= 0 ? "+" : ""}${(share * 100).toFixed(1)} %`
  const range = `between ${percent(low)} and ${percent(high)} (95 % sure)`
  if (isAA) {
    return low <= 0 && high >= 0
      ? `Both arms got the same, and the measurement agrees: the difference lies ${range}.`
      : `Both arms got the same, yet they differ (${range}): check how shoppers are counted before trusting a test.`
  }
  // Of one buyer against two any figure could be shown, and somebody would repeat it.
  if (!enough) return "Too early to say: too few shoppers have bought for a difference to be distinguished from chance."
  if (low > 0) return `${treatment} bring more shoppers to buy: ${percent(relative)}, ${range}.`
  if (high < 0) return `${treatment} bring fewer shoppers to buy: ${percent(relative)}, ${range}.`
  return `No clear difference: ${percent(relative)}, ${range}.`
}
