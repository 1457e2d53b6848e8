import type { MethodMetrics, ScoreLead, TrainingReport } from "../../../core/contract"
import { assuredLead, chanceBelow, gateScore, isEnoughOffPolicy, passesGate } from "../../../core/evaluation"
import type { RecommendationSettings } from "../options"
import { aboutGate, inTurn } from "../sayings"
import type { Statement } from "../sayings"
import type { AccuracyMark } from "./activation-store"

/** Whether a version may serve, and why. */
export interface Verdict {
  readonly promote: boolean
  readonly why: Statement
}

const refuse = (why: Statement): Verdict => ({ promote: false, why })

type GateSettings = RecommendationSettings["gate"]

/**
 * Whether a trained model may serve: not below popularity, with no tolerance; not worse than the serving model by more
 * than the tolerance. A first model must be better than popularity: else the ladder, which needs no model, does as well.
 * What was measured decides, and the chance that the truth is otherwise stands beside it.
 *
 * With `require_evidence`, and where the hold-out has `INTERVAL_CASES`, that must also hold at the lower end of the lead's
 * interval, lest a model serve that is better by chance alone. Of 200 as good as the champion 194 serve without it and 129
 * with it; of 200 that are 2.4 to 5.4 % worse 16 and none. On smaller hold-outs the lead itself decides in any case: an
 * interval would refuse nearly every successor there, while a much worse one is seen without it (of 200 that were 8 %
 * worse, on 20 to 80 cases, 4 served).
 */
export function judgeVersion(report: TrainingReport, gate: GateSettings): Verdict {
  const { challenger, champion, baselines } = report
  const score = gateScore(challenger)
  if (Number.isNaN(score)) return refuse(aboutGate.unmeasured())
  const popularity = gateScore(baselines.popularity)
  if (!passesGate(score, popularity, 0)) return refuse(aboutGate.belowPopularity(score, popularity))
  return champion === null ? judgeFirst(report, gate) : judgeSuccessor(report, champion, gate)
}

function judgeFirst({ challenger, baselines, leads }: TrainingReport, gate: GateSettings): Verdict {
  const score = gateScore(challenger)
  const popularity = gateScore(baselines.popularity)
  if (score <= popularity) return refuse(aboutGate.notAbovePopularity(score, popularity))
  const assured = gate.require_evidence ? assuredLead(leads.popularity) : null
  if (assured !== null && assured <= 0) return refuse(aboutGate.noiseAbovePopularity(score, popularity, assured))
  const passes = aboutGate.firstPasses(score, popularity, gateScore(baselines.item_knn))
  return { promote: true, why: withChance(passes, leads.popularity && chanceToBeBelow(leads.popularity)) }
}

function judgeSuccessor(report: TrainingReport, champion: MethodMetrics, gate: GateSettings): Verdict {
  const { challenger, baselines, leads } = report
  const { tolerance } = gate
  const score = gateScore(challenger)
  const serving = gateScore(champion)
  const lead = leads.champion
  const chance = lead && aboutGate.chanceWorse(chanceBelow(lead, -tolerance * serving), tolerance)
  if (!passesGate(score, serving, tolerance))
    return refuse(withChance(aboutGate.belowServing(score, serving, tolerance), chance))
  const assured = gate.require_evidence ? assuredLead(lead) : null
  if (assured !== null && assured < -tolerance * serving) {
    return refuse(withChance(aboutGate.noiseBelowServing({ score, serving, assured, tolerance }), chance))
  }
  const passes = aboutGate.passes(score, gateScore(baselines.popularity), serving, gateScore(baselines.item_knn))
  const opinion = secondOpinion(report, gate)
  return { promote: !opinion.isWorse, why: inTurn(withChance(passes, chance), opinion.why) }
}

/**
 * What lists that shoppers saw say beside the hold-out. They refuse where, within all of the interval, the challenger's lists
 * are chosen from less often, and by more than the tolerance; they promote nothing, and say so where they are too few.
 */
function secondOpinion(
  { offPolicy }: TrainingReport,
  { tolerance }: GateSettings,
): { isWorse: boolean; why: Statement } {
  if (offPolicy === null || offPolicy.champion <= 0 || !isEnoughOffPolicy(offPolicy)) {
    const { effectiveSample, overlap } = offPolicy ?? { effectiveSample: 0, overlap: 0 }
    return { isWorse: false, why: aboutGate.seenTooLittle(effectiveSample, overlap) }
  }
  const { lists, champion } = offPolicy
  const share = (value: number): number => value / champion
  const shares = {
    lists,
    ...{ difference: share(offPolicy.difference), low: share(offPolicy.low), high: share(offPolicy.high) },
  }
  const isWorse = shares.high < 0 && shares.difference < -tolerance
  return { isWorse, why: isWorse ? aboutGate.seenWorse(shares) : aboutGate.seenBeside(shares) }
}

const chanceToBeBelow = (lead: ScoreLead): Statement => aboutGate.chanceBelowPopularity(chanceBelow(lead, 0))

/** Reports of older releases have no leads: no chances are shown then. */
const withChance = (why: Statement, chance: Statement | null): Statement =>
  chance === null ? why : inTurn(why, chance)

/** How good a model was on its hold-out: what its accuracy is measured against until there are real choices. */
export function holdoutAccuracy({ auc, challenger }: TrainingReport): AccuracyMark {
  const cohort = challenger.all.shoppers > 0 ? challenger.all : challenger.new
  const known = (value: number): number | null => (Number.isFinite(value) ? value : null)
  return { pairwise: known(auc), hit_rate: known(cohort.hitRate10), sample: cohort.shoppers, source: "holdout" }
}
