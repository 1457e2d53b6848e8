import { meanDefined } from "../../../src/core/evaluation/metrics"
import type { MethodResult } from "../../../src/core/evaluation/evaluate"
import { OURS } from "./measure-cut"
import type { CutResult } from "./measure-cut"
import { COHORTS } from "./tuned-baselines"
import type { Cohort } from "./tuned-baselines"

const METRICS = [
  ["ndcg@10", "ndcg10"],
  ["recall@10", "recall10"],
  ["hit@10", "hitRate10"],
  ["hit@20", "hitRate20"],
  ["mrr", "mrr"],
  ["coverage", "coverage"],
] as const

/** Rounds what is printed; null where nothing was measured. */
export function orNull(value: number): number | null {
  return Number.isFinite(value) ? Number(value.toFixed(5)) : null
}

/** Standard deviation over cuts, `NaN` for fewer than two. */
function spreadOf(values: readonly number[]): number {
  const known = values.filter((value) => !Number.isNaN(value))
  if (known.length < 2) return Number.NaN
  const mean = meanDefined(known)
  return Math.sqrt(known.reduce((sum, value) => sum + (value - mean) * (value - mean), 0) / (known.length - 1))
}

/** One number of one method at every cut. */
function atCuts(results: readonly MethodResult[], cohort: Cohort, key: (typeof METRICS)[number][1]): number[] {
  return results.map((result) => result[cohort][key])
}

/** Means over the cuts of one method on one cohort, with the spread of NDCG@10 and its value at each cut. */
function cohortLine(results: readonly MethodResult[], cohort: Cohort): Record<string, unknown> {
  const ndcg = atCuts(results, cohort, "ndcg10")
  return {
    ...Object.fromEntries(METRICS.map(([name, key]) => [name, orNull(meanDefined(atCuts(results, cohort, key)))])),
    spread: orNull(spreadOf(ndcg)),
    by_cut: ndcg.map(orNull),
    cases: results.reduce((sum, result) => sum + result[cohort].shoppers, 0),
  }
}

/** Methods by name, each with what it scored at every cut. */
export function byMethod(
  cuts: readonly CutResult[],
  of: (cut: CutResult) => ReadonlyMap<string, MethodResult>,
): Map<string, MethodResult[]> {
  const all = new Map<string, MethodResult[]>()
  for (const cut of cuts) {
    for (const [name, result] of of(cut)) all.set(name, [...(all.get(name) ?? []), result])
  }
  return all
}

/** Methods as the JSON line has them. */
export function methodsLine(methods: ReadonlyMap<string, readonly MethodResult[]>): Record<string, unknown> {
  return Object.fromEntries(
    [...methods].map(([name, results]) => [
      name,
      Object.fromEntries(COHORTS.map((cohort) => [cohort, cohortLine(results, cohort)])),
    ]),
  )
}

/** A table of means over the cuts. */
export function table(methods: ReadonlyMap<string, readonly MethodResult[]>): string {
  const cell = (value: number): string => (Number.isNaN(value) ? "     -" : value.toFixed(4)).padStart(8)
  const header = `${"method".padEnd(20)}${COHORTS.map((name) => `| ${name.padEnd(6)} ndcg@10  spread recall@10 hit@10  hit@20     mrr coverage`).join("")}`
  const lines = [...methods].map(([name, results]) => {
    const cells = COHORTS.map((cohort) => {
      const [ndcg, ...others] = METRICS.map(([, key]) => meanDefined(atCuts(results, cohort, key)))
      const spread = spreadOf(atCuts(results, cohort, "ndcg10"))
      return `|        ${[ndcg, spread, ...others].map(cell).join("")}`
    })
    return `${name.padEnd(20)}${cells.join("")}`
  })
  return [header, ...lines].join("\n")
}

/** For each cohort ours over the sales of 30 days and over the best baseline: of the means, and at the worst cut. */
export function ratios(methods: ReadonlyMap<string, readonly MethodResult[]>): string[] {
  const ours = methods.get(OURS) ?? []
  const rivals = [...methods].filter(([name]) => !name.startsWith(OURS))
  if (rivals.length === 0) return []
  return COHORTS.map((cohort) => {
    const mean = (results: readonly MethodResult[]): number => meanDefined(atCuts(results, cohort, "ndcg10"))
    const best = rivals.reduce((one, other) => (mean(other[1]) > mean(one[1]) ? other : one))
    const beside = (results: readonly MethodResult[]): string => {
      const worst = Math.min(...ours.map((result, at) => result[cohort].ndcg10 / results[at][cohort].ndcg10))
      return `${(mean(ours) / mean(results)).toFixed(3)} (worst cut ${worst.toFixed(3)})`
    }
    const sales = methods.get("popularity_30d")
    const besideSales = sales === undefined ? "" : `; beside popularity_30d ${beside(sales)}`
    return `${cohort}: ours beside the best baseline ${best[0]} ${beside(best[1])}${besideSales}`
  })
}

/** Means over the cuts of each recall of young products. */
export function coldLine(cuts: readonly CutResult[], age: "d14" | "d28"): Record<string, number | null> {
  const mean = (key: "ours" | "popular_30d" | "newest"): number | null =>
    orNull(meanDefined(cuts.map(({ cold }) => cold[age][key])))
  return {
    ours: mean("ours"),
    popular_30d: mean("popular_30d"),
    newest: mean("newest"),
    cases: cuts.reduce((sum, { cold }) => sum + cold[age].cases, 0),
  }
}
