import type { InteractionLog } from "../../../src/core/contract"
import { baselineContext, rankByScore } from "../baselines"
import { POPULARITY_30_DAYS } from "../baselines/simple"
import type { RankCase } from "../../../src/core/evaluation/evaluate"
import { meanDefined, recallAt } from "../../../src/core/evaluation/metrics"
import type { Split } from "../../../src/core/evaluation/temporal-split"
import { DAY_MS } from "../../../src/core/features/profile"
import { isGoal } from "../../../src/core/features/shop-state"

/** Recall@20 of young products by method: share of those chosen that stand among a list's first 20. */
export interface ColdRecall {
  readonly cases: number
  readonly ours: number
  readonly popular_30d: number
  readonly newest: number
}

const DEPTH = 20

/** Time at which each product was first chosen, Infinity for never. */
function firstChosen({ train, goal }: Split): Float64Array {
  const accepts = isGoal(goal)
  const first = new Float64Array(train.itemIds.length).fill(Infinity)
  for (let row = 0; row < train.length; row++) {
    if (accepts(train.behavior[row])) first[train.item[row]] = Math.min(first[train.item[row]], train.time[row])
  }
  return first
}

/**
 * How products first sold within so many days before the cut are found in whole lists, beside the best sellers of
 * 30 days and the newest products. Undefined (`NaN`) where times are only an order, for nothing is young then.
 */
export function coldRecall(
  log: InteractionLog,
  split: Split,
  options: { readonly days: number; readonly ours: RankCase },
): ColdRecall {
  const { days, ours } = options
  if (!split.train.hasTime) return { cases: 0, ours: Number.NaN, popular_30d: Number.NaN, newest: Number.NaN }
  const first = firstChosen(split)
  const isYoung = (item: number): boolean => first[item] !== Infinity && first[item] >= split.cut - days * DAY_MS
  const context = baselineContext(log, split, split.goal === "interest")
  const age = Float64Array.from(first, (time) => (time === Infinity ? 0 : time))
  const popular = rankByScore(context, POPULARITY_30_DAYS.build(context, {}))
  const newest = rankByScore(context, () => age)
  const recalls: { ours: number; popular: number; newest: number }[] = []
  for (const testCase of split.cases) {
    const truth = new Set([...testCase.truth].filter(isYoung))
    if (truth.size === 0) continue
    const recall = (rank: RankCase): number => recallAt(DEPTH, rank(testCase, DEPTH), truth)
    recalls.push({ ours: recall(ours), popular: recall(popular), newest: recall(newest) })
  }
  return {
    cases: recalls.length,
    ours: meanDefined(recalls.map((one) => one.ours)),
    popular_30d: meanDefined(recalls.map((one) => one.popular)),
    newest: meanDefined(recalls.map((one) => one.newest)),
  }
}
