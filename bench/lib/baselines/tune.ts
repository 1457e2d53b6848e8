import type { EvaluateOptions, MethodResult } from "../../../src/core/evaluation/evaluate"
import { evaluateMethod } from "../../../src/core/evaluation/evaluate"
import type { RankingCase } from "../../../src/core/evaluation/temporal-split"
import { rankByScore } from "./baseline"
import type { Baseline, BaselineContext } from "./baseline"

/** Where a baseline is tuned: one context for each choice of behaviors that may teach. */
export interface TuningGround {
  readonly contexts: readonly BaselineContext[]
  readonly cases: readonly RankingCase[]
  readonly options: EvaluateOptions
}

/** One setting of a baseline, and how it did before the cut. */
export interface Trial {
  readonly setting: Readonly<Record<string, number>>
  /** Which of the contexts it learnt from. */
  readonly context: number
  readonly result: MethodResult
}

/** Tries every setting on every choice of behaviors. */
export function tryBaseline(baseline: Baseline, ground: TuningGround): Trial[] {
  return ground.contexts.flatMap((context, at) =>
    baseline.settings.map((setting) => {
      const rank = rankByScore(context, baseline.build(context, setting))
      return { setting, context: at, result: evaluateMethod(ground.cases, rank, ground.options) }
    }),
  )
}

/** The trial of greatest value, the first of equals; one without a value is worst. */
export function bestTrial(trials: readonly Trial[], value: (result: MethodResult) => number): Trial {
  const worth = (trial: Trial): number => {
    const number = value(trial.result)
    return Number.isNaN(number) ? -1 : number
  }
  return trials.reduce((best, trial) => (worth(trial) > worth(best) ? trial : best))
}
