import type { EvaluateOptions } from "../../../src/core/evaluation/evaluate"
import type { RankingCase } from "../../../src/core/evaluation/temporal-split"
import { COHORTS } from "./tuned-baselines"
import type { Cohort } from "./tuned-baselines"

/** Counts which share of what was chosen was among the candidates at all: no ranking can find the rest. */
export class CandidateRecall {
  readonly #options: EvaluateOptions
  readonly #found: Record<Cohort, number> = { all: 0, novel: 0, new: 0 }
  readonly #total: Record<Cohort, number> = { all: 0, novel: 0, new: 0 }

  constructor(options: EvaluateOptions) {
    this.#options = options
  }

  /** Takes the candidates of one case. */
  take(testCase: RankingCase, candidates: Int32Array): void {
    const known = new Set(candidates)
    const count = (cohort: Cohort, truth: readonly number[]): void => {
      this.#total[cohort] += truth.length
      this.#found[cohort] += truth.filter((item) => known.has(item)).length
    }
    const truth = [...testCase.truth]
    if (!testCase.isKnown) {
      count("new", truth)
      return
    }
    const bought = this.#options.boughtBefore(testCase)
    count("all", truth)
    count(
      "novel",
      truth.filter((item) => !bought.has(item)),
    )
  }

  /** Share found by cohort, `NaN` where nothing was chosen. */
  result(): Record<Cohort, number> {
    const share = (cohort: Cohort): number => this.#found[cohort] / this.#total[cohort]
    const [all, novel, fresh] = COHORTS.map(share)
    return { all, novel, new: fresh }
  }
}
