import type { CohortMetrics, MethodMetrics } from "../contract/recommender"
import { listMetrics, meanDefined } from "./metrics"
import type { ListMetrics } from "./metrics"
import type { RankingCase } from "./temporal-split"

/** Ranks products for a case: indices of products, best first, `depth` of them where there are as many. */
export type RankCase = (testCase: RankingCase, depth: number) => ArrayLike<number>

/** Metrics of a cohort, with the one more that visits are judged by. */
export interface CohortResult extends CohortMetrics {
  readonly hitRate20: number
  /** NDCG@10 of each list, in the order of the cases: another method's stand beside them, case for case. */
  readonly ndcg10Lists: Float64Array
}

/** Metrics of a method, with the one more that visits are judged by. */
export interface MethodResult extends MethodMetrics {
  readonly all: CohortResult
  readonly novel: CohortResult
  readonly new: CohortResult
}

/** What an evaluation needs to know beside the cases. */
export interface EvaluateOptions {
  /** Products that may be ranked. */
  readonly productCount: number
  /** Products that the shopper of a case chose before. */
  readonly boughtBefore: (testCase: RankingCase) => ReadonlySet<number>
}

/** Positions that are looked at: the reciprocal rank of what stands further down counts 0. */
const DEPTH = 100

/** What the cases of one group of shoppers found. */
interface CohortLists {
  readonly lists: readonly ListMetrics[]
  /** Products among the first ten of any list. */
  readonly shown: ReadonlySet<number>
}

/** What a method found on some cases, by cohort: parts of one evaluation, that may be asked anywhere. */
export type EvaluatedCases = Readonly<Record<"all" | "novel" | "new", CohortLists>>

/**
 * Asks a method every case once. `all`: known shoppers, all products. `novel`: known shoppers, without the
 * products that they chose before, in list and truth. `new`: shoppers with no choice before.
 */
export function evaluateMethod(cases: readonly RankingCase[], rank: RankCase, options: EvaluateOptions): MethodResult {
  return resultOf([evaluateCases(cases, rank, options)], options.productCount)
}

/** Asks a method some of the cases, see {@link evaluateMethod}. */
export function evaluateCases(
  cases: readonly RankingCase[],
  rank: RankCase,
  options: Pick<EvaluateOptions, "boughtBefore">,
): EvaluatedCases {
  const cohorts = { all: new Cohort(), novel: new Cohort(), new: new Cohort() }
  for (const testCase of cases) {
    const bought = options.boughtBefore(testCase)
    const ranked = rank(testCase, DEPTH + bought.size)
    const truth = new Set(testCase.truth)
    if (!testCase.isKnown) {
      cohorts.new.take(firstOf(ranked), truth)
      continue
    }
    cohorts.all.take(firstOf(ranked), truth)
    const novel = Array.from(ranked).filter((item) => !bought.has(item))
    const novelTruth = new Set([...truth].filter((item) => !bought.has(item)))
    if (novelTruth.size > 0) cohorts.novel.take(novel.slice(0, DEPTH), novelTruth)
  }
  return cohorts
}

/** The result of cases that were asked in parts, in the order of the cases. */
export function resultOf(parts: readonly EvaluatedCases[], productCount: number): MethodResult {
  const of = (cohort: keyof EvaluatedCases): CohortResult =>
    cohortResult(
      parts.map((part) => part[cohort]),
      productCount,
    )
  return { all: of("all"), novel: of("novel"), new: of("new") }
}

function firstOf(ranked: ArrayLike<number>): number[] {
  return Array.from({ length: Math.min(DEPTH, ranked.length) }, (_, at) => ranked[at])
}

class Cohort implements CohortLists {
  readonly lists: ListMetrics[] = []
  readonly shown = new Set<number>()

  take(ranked: readonly number[], truth: ReadonlySet<number>): void {
    this.lists.push(listMetrics(ranked, truth))
    for (const item of ranked.slice(0, 10)) this.shown.add(item)
  }
}

function cohortResult(parts: readonly CohortLists[], productCount: number): CohortResult {
  const lists = parts.flatMap((part) => part.lists)
  const shown = new Set(parts.flatMap((part) => [...part.shown]))
  const mean = (metric: keyof ListMetrics): number => meanDefined(lists.map((list) => list[metric]))
  return {
    shoppers: lists.length,
    ndcg10: mean("ndcg10"),
    recall10: mean("recall10"),
    hitRate10: mean("hitRate10"),
    hitRate20: mean("hitRate20"),
    ndcg10Lists: Float64Array.from(lists, ({ ndcg10 }) => ndcg10),
    mrr: mean("mrr"),
    coverage: lists.length === 0 ? Number.NaN : shown.size / Math.max(1, productCount),
  }
}
