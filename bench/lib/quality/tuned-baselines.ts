import type { EvaluateOptions, MethodResult } from "../../../src/core/evaluation/evaluate"
import { evaluateMethod } from "../../../src/core/evaluation/evaluate"
import { baselineContext, baselinesFor, bestTrial, rankByScore, tryBaseline } from "../baselines"
import type { Baseline, BaselineContext, TuningGround } from "../baselines"
import { leaveLastOut, temporalSplit } from "../../../src/core/evaluation/temporal-split"
import type { RankingCase, Split } from "../../../src/core/evaluation/temporal-split"
import { isInterest } from "../../../src/core/features/profile"
import { isGoal } from "../../../src/core/features/shop-state"
import type { InteractionLog } from "../../../src/core/contract"

/** Cases that settings are tried on, spread evenly: hundreds of settings are tried. */
const TUNING_CASES = 400
/** Products that EASE inverts over: while tuning, and for the numbers shown. */
const EASE_ITEMS = { tuning: 1200, final: 4100 }

/** Groups of shoppers and products that are measured apart. */
export const COHORTS = ["all", "novel", "new"] as const
/** One of {@link COHORTS}. */
export type Cohort = (typeof COHORTS)[number]

/** Cases in steps, so that the whole span of time and all shoppers are there. */
function everyNth(cases: readonly RankingCase[], atMost: number): RankingCase[] {
  const step = Math.max(1, cases.length / atMost)
  return Array.from({ length: Math.min(cases.length, atMost) }, (_, at) => cases[Math.floor(at * step)])
}

/** Products chosen before, by goal events, as the protocol's `novel` needs them. */
export function optionsFor(log: InteractionLog, split: Split): EvaluateOptions {
  const accepts = isGoal(split.goal)
  return {
    productCount: new Set(split.train.item).size,
    boughtBefore: ({ rows }) => new Set(rows.filter((row) => accepts(log.behavior[row])).map((row) => log.item[row])),
  }
}

/** The same protocol one step earlier: a cut within the time before the cut. */
function innerSplit(split: Split): Split {
  return split.kind === "leave_last_out" ? leaveLastOut(split.train, split.goal, 1) : temporalSplit(split.train)
}

/** Views, carts and wishes may teach a baseline as well as purchases do, where a set has both. */
function contextsFor(log: InteractionLog, split: Split): BaselineContext[] {
  const both = split.goal === "purchase" && split.train.behavior.some(isInterest)
  return (both ? [false, true] : [split.goal === "interest"]).map((usesInterest) =>
    baselineContext(log, split, usesInterest),
  )
}

interface Ground {
  readonly inner: TuningGround
  readonly outer: TuningGround
  readonly metric: "ndcg10" | "hitRate20"
}

function groundOf(log: InteractionLog, split: Split): Ground {
  const inner = innerSplit(split)
  const source = split.train
  return {
    inner: {
      contexts: contextsFor(source, inner),
      cases: everyNth(inner.cases, TUNING_CASES),
      options: optionsFor(source, inner),
    },
    outer: { contexts: contextsFor(log, split), cases: split.cases, options: optionsFor(log, split) },
    metric: split.kind === "next_item" ? "hitRate20" : "ndcg10",
  }
}

/**
 * A baseline, tuned before the cut once for each cohort's own number and then measured after it: each cohort
 * shows the setting that was best for it, so that no baseline is held back by what it is worse at.
 */
function measureBaseline(baseline: Baseline, finalBaseline: Baseline, ground: Ground): MethodResult {
  const { inner, outer, metric } = ground
  const results = new Map<string, MethodResult>()
  const trials = tryBaseline(baseline, inner)
  const resultFor = (cohort: Cohort): MethodResult => {
    const tuned = bestTrial(trials, (result) => result[cohort][metric])
    const key = JSON.stringify([tuned.setting, tuned.context])
    const context = outer.contexts[tuned.context]
    const known = results.get(key)
    if (known !== undefined) return known
    const rank = rankByScore(context, finalBaseline.build(context, tuned.setting))
    const result = evaluateMethod(outer.cases, rank, outer.options)
    results.set(key, result)
    return result
  }
  return { all: resultFor("all").all, novel: resultFor("novel").novel, new: resultFor("new").new }
}

/** All baselines of a split, or those named, each tuned before its cut. */
export function measureBaselines(
  log: InteractionLog,
  split: Split,
  only?: ReadonlySet<string>,
): Map<string, MethodResult> {
  const ground = groundOf(log, split)
  const finals = baselinesFor(split.kind, EASE_ITEMS.final)
  const results = new Map<string, MethodResult>()
  baselinesFor(split.kind, EASE_ITEMS.tuning).forEach((baseline, at) => {
    if (only !== undefined && !only.has(baseline.name)) return
    results.set(baseline.name, measureBaseline(baseline, finals[at], ground))
  })
  return results
}
