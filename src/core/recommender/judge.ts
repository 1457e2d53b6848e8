import type { Dataset, InteractionLog } from "../contract/interaction-log"
import type { LearnedList, ListReport, MethodMetrics, ScoreLead } from "../contract/recommender"
import { evaluateMethod } from "../evaluation/evaluate"
import type { EvaluateOptions, MethodResult } from "../evaluation/evaluate"
import { areaUnderCurve, expectedCalibrationError } from "../evaluation/metrics"
import { pairedBootstrap } from "../evaluation/paired-bootstrap"
import { itemKnnBaseline, popularityBaseline } from "../evaluation/simple-baselines"
import type { RankingCase, Split } from "../evaluation/temporal-split"
import { FEATURE_NAMES } from "../features/feature-map"
import { isGoal } from "../features/shop-state"
import { CalibrationSample, valueScale } from "./confidence"
import type { Calibration } from "./confidence"
import { addOrders } from "./hold-out-orders"
import { decodeRankingModel } from "./model-file"
import { NewcomerOrders } from "./newcomer-orders"
import { isNewcomer } from "./newcomer-trials"
import { QuantileSample } from "./quantile-sample"
import { rungOf } from "./shopper-list"
import { StandingsSample } from "./standings"
import type { Standings } from "./standings"
import type { CaseLists } from "./case-lists"
import type { TeachingSet } from "./teaching-set"
import type { ListTraining } from "./train-lists"

/** What the hold-out said. */
export interface Verdict {
  readonly challenger: MethodMetrics
  readonly champion: MethodMetrics | null
  readonly baselines: Record<"popularity" | "item_knn", MethodMetrics>
  readonly leads: Readonly<Record<"popularity" | "champion", ScoreLead | null>>
  readonly calibration: Calibration
  readonly standings: Standings
  readonly auc: number
  readonly calibrationError: number
  readonly candidateRecall: number
  /** What the hold-out said of each list beside `for_you`. */
  readonly reports: Readonly<Record<LearnedList, ListReport>>
  readonly featureQuantiles: Readonly<Record<string, readonly number[]>>
  /** The lists that taught, with those of the hold-out added: for the last fit. */
  readonly lists: TeachingSet
}

/** A hold-out and who is to be judged on it. */
export interface JudgeInput {
  readonly dataset: Dataset
  readonly log: InteractionLog
  readonly split: Split
  readonly cases: readonly RankingCase[]
  readonly holdOut: CaseLists
  readonly weights: Float64Array
  readonly champion: Uint8Array | undefined
  readonly lists: TeachingSet
  /** The other lists: those that need a list of `for_you` are judged on the way, the rest were before. */
  readonly others: ListTraining
  /** Of the resampling that tells a lead from noise. */
  readonly seed: number
}

/** Judges challenger, champion and baselines on the same cases; calibrates, and keeps what a drift check needs. */
export function judge(input: JudgeInput): Verdict {
  const { cases, split, log, weights, holdOut } = input
  const accepts = isGoal(split.goal)
  const options: EvaluateOptions = {
    productCount: new Set(split.train.item).size,
    boughtBefore: ({ rows }) => new Set(rows.filter((row) => accepts(log.behavior[row])).map((row) => log.item[row])),
  }
  const championWeights = readChampion(input.champion)
  const championRanks = new Map<RankingCase, Int32Array>()
  const sample = new CalibrationSample()
  const shown = new StandingsSample()
  const quantiles = new QuantileSample(FEATURE_NAMES)
  const newcomers = new NewcomerOrders(holdOut.lists.state)
  let found = 0
  let total = 0
  const challenger = evaluateMethod(
    cases,
    (testCase) => {
      const list = holdOut.make(testCase)
      const { items } = list.candidates
      const truth = new Set(testCase.truth)
      for (const item of items) if (truth.has(item)) found++
      total += truth.size
      // Of whom nothing is known, the shop's own order is asked, not the weights.
      if (isNewcomer(testCase)) return newcomers.of(holdOut.profileOf(testCase).segments).items
      const values = list.features.decisionValues(weights)
      const scale = valueScale(rungOf(list))
      shown.add(scale, values)
      items.forEach((item, at) => sample.addValue(scale, values[at], truth.has(item)))
      quantiles.take(list.features)
      input.lists.add(list, truth)
      input.others.judgeRepeats(holdOut, list, truth)
      if (championWeights !== null) {
        championRanks.set(testCase, ranked(items, list.features.decisionValues(championWeights)))
      }
      return ranked(items, values)
    },
    options,
  )
  const popularity = evaluateMethod(cases, popularityBaseline(split), options)
  const itemKnn = evaluateMethod(cases, itemKnnBaseline(log, split), options)
  const champion =
    championWeights === null
      ? null
      : evaluateMethod(
          cases,
          (testCase) => championRanks.get(testCase) ?? newcomers.of(holdOut.profileOf(testCase).segments).items,
          options,
        )
  const leadOver = (rival: MethodResult): ScoreLead | null =>
    pairedBootstrap(judgedLists(challenger), judgedLists(rival), input.seed)
  const auc = areaUnderCurve(sample.values, sample.labels)
  addOrders(sample, input)
  const reports = input.others.reports(holdOut, { chances: sample, shown })
  const calibration = sample.fit()
  return {
    challenger: plain(challenger),
    champion: champion === null ? null : plain(champion),
    baselines: { popularity: plain(popularity), item_knn: plain(itemKnn) },
    leads: { popularity: leadOver(popularity), champion: champion === null ? null : leadOver(champion) },
    calibration,
    standings: shown.fit(),
    auc,
    calibrationError: expectedCalibrationError(sample.probabilities(calibration), sample.labels),
    reports,
    candidateRecall: total === 0 ? Number.NaN : found / total,
    featureQuantiles: quantiles.edges(),
    lists: input.lists,
  }
}

/** What the gate compares: known shoppers where there are any on the hold-out, else new ones. */
function judgedLists({ all, new: fresh }: MethodResult): Float64Array {
  return all.shoppers > 0 ? all.ndcg10Lists : fresh.ndcg10Lists
}

/** The serving model's weights, fitted without its own hold-out; null where there is none, or one whose file this release cannot read. */
function readChampion(bytes: Uint8Array | undefined): Float64Array | null {
  if (bytes === undefined) return null
  try {
    const { weights, judgedWeights = weights } = decodeRankingModel(bytes)
    return judgedWeights
  } catch {
    // A champion that cannot be read cannot serve either: the challenger has no rival.
    return null
  }
}

/** Products by value, greatest first; equal values by index. */
export function ranked(items: Int32Array, values: Float64Array): Int32Array {
  const order = Int32Array.from(items.keys()).sort((a, b) => values[b] - values[a] || items[a] - items[b])
  return order.map((at) => items[at])
}

function plain({ all, novel, new: fresh }: MethodResult): MethodMetrics {
  const cohort = (result: MethodResult["all"]): MethodMetrics["all"] => ({
    shoppers: result.shoppers,
    ndcg10: result.ndcg10,
    recall10: result.recall10,
    hitRate10: result.hitRate10,
    mrr: result.mrr,
    coverage: result.coverage,
  })
  return { all: cohort(all), novel: cohort(novel), new: cohort(fresh) }
}
