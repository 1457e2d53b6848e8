import { LEARNED_LISTS } from "../../contract/recommender"
import type {
  CohortMetrics,
  LearnedList,
  ListNeed,
  ListReport,
  MethodMetrics,
  OffPolicyReport,
  ScoreLead,
} from "../../contract/recommender"
import { resultOf } from "../../evaluation/evaluate"
import type { EvaluatedCases, MethodResult } from "../../evaluation/evaluate"
import { pairedBootstrap } from "../../evaluation/paired-bootstrap"
import { FEATURE_NAMES } from "../../features/feature-map"
import type { Scorer } from "../../trees/scorer"
import { CalibrationSample } from "../calibration/confidence"
import type { Calibration } from "../calibration/confidence"
import { ListJudge } from "../judging/list-judge"
import { decodeRankingModel } from "../model/model-file"
import { QuantileSample } from "../calibration/quantile-sample"
import { StandingsSample } from "../calibration/standings"
import type { Standings } from "../calibration/standings"
import type { FittedLists } from "./fitting"
import type { BaselineName, FittedList, JudgedBy, JudgedRanking, JudgedShard, TaskResult } from "./tasks"
import type { TrainingWorld } from "./training-world"

/** The hold-out's verdict. */
export interface Verdict {
  /** Rankings whose trees serve: the hold-out is not ranked better without them. */
  readonly withTrees: ReadonlySet<FittedList>
  readonly challenger: MethodMetrics
  readonly champion: MethodMetrics | null
  readonly baselines: Record<BaselineName, MethodMetrics>
  readonly leads: Readonly<Record<"popularity" | "champion", ScoreLead | null>>
  readonly calibration: Calibration
  readonly standings: Standings
  readonly auc: number
  readonly calibrationError: number
  readonly candidateRecall: number
  /** The hold-out's verdict on each list beside `for_you`. */
  readonly reports: Readonly<Record<LearnedList, ListReport>>
  readonly offPolicy: OffPolicyReport | null
  readonly featureQuantiles: Readonly<Record<string, readonly number[]>>
  readonly featureLists: number
}

/** What a list needs that nothing has taught. */
export const NEED_OF_LIST: Readonly<Record<LearnedList, ListNeed>> = {
  cart: "baskets",
  bought_together: "baskets",
  similar: "visits",
  gift: "gift_orders",
  buy_again: "repeats",
}

/** Puts together what the tasks of a hold-out found, in the order of the cases. */
export class Judging {
  readonly #challenger: JudgedRanking[] = []
  readonly #byWeights: JudgedRanking[] = []
  readonly #champion: EvaluatedCases[] = []
  readonly #baselines = new Map<BaselineName, EvaluatedCases>()
  readonly #chances = new CalibrationSample()
  readonly #shown = new StandingsSample()
  readonly #quantiles = new QuantileSample(FEATURE_NAMES)
  readonly #judges = new Map(LEARNED_LISTS.map((list) => [list, new ListJudge()]))
  readonly #offPolicy = new Map<JudgedBy, OffPolicyReport | null>()
  #found = 0
  #total = 0

  /** Takes what one task found; what speaks of no hold-out is passed over. */
  take(result: TaskResult): void {
    if (result.kind === "judge") this.#takeShard(result)
    else if (result.kind === "judge_anchored") {
      for (const question of result.questions) this.#judgeOf(result.list).take(question)
    } else if (result.kind === "judge_orders") this.#chances.take(result.chances)
    else if (result.kind === "off_policy") this.#offPolicy.set(result.by, result.report)
    else if (result.kind === "baseline") this.#baselines.set(result.name, result.evaluated)
  }

  #takeShard(shard: JudgedShard): void {
    this.#challenger.push(shard.challenger)
    if (shard.byWeights !== null) this.#byWeights.push(shard.byWeights)
    if (shard.champion !== null) this.#champion.push(shard.champion)
    this.#quantiles.append(shard.featureRows)
    this.#found += shard.found
    this.#total += shard.total
    for (const question of shard.repeatQuestions) this.#judgeOf("buy_again").take(question)
  }

  /** What all tasks say together. */
  verdict({ split, seed }: TrainingWorld, fitted: FittedLists): Verdict {
    const productCount = new Set(split.train.item).size
    const results = (parts: readonly EvaluatedCases[]): MethodResult => resultOf(parts, productCount)
    const baseline = (name: BaselineName): MethodResult => {
      const evaluated = this.#baselines.get(name)
      return results(evaluated === undefined ? [] : [evaluated])
    }
    const by = this.#betterOf(results)
    const served = by === "both" ? this.#challenger : this.#byWeights
    const challenger = results(evaluatedOf(served))
    for (const { chances, shown } of served) {
      this.#chances.take(chances)
      this.#shown.take(shown)
    }
    const champion = this.#champion.length === 0 ? null : results(this.#champion)
    const popularity = baseline("popularity")
    const leadOver = (rival: MethodResult): ScoreLead | null =>
      pairedBootstrap(judgedLists(challenger), judgedLists(rival), seed)
    const reports = this.#reports(fitted, seed)
    const calibration = this.#chances.fit()
    const withTrees = LEARNED_LISTS.filter((list) => this.#judgeOf(list).withTrees)
    return {
      withTrees: new Set<FittedList>([...(by === "both" ? (["for_you"] as const) : []), ...withTrees]),
      challenger: plain(challenger),
      champion: champion === null ? null : plain(champion),
      baselines: { popularity: plain(popularity), item_knn: plain(baseline("item_knn")) },
      leads: { popularity: leadOver(popularity), champion: champion === null ? null : leadOver(champion) },
      calibration,
      standings: this.#shown.fit(),
      auc: this.#chances.auc(),
      calibrationError: this.#chances.calibrationError(calibration),
      reports,
      offPolicy: this.#offPolicy.get(by) ?? null,
      candidateRecall: this.#total === 0 ? Number.NaN : this.#found / this.#total,
      featureQuantiles: this.#quantiles.edges(),
      featureLists: this.#quantiles.lists,
    }
  }

  /** Whether the trees rank the hold-out no worse than the weights alone; true where there are none. */
  #betterOf(results: (parts: readonly EvaluatedCases[]) => MethodResult): JudgedBy {
    if (this.#byWeights.length === 0) return "both"
    const ndcg = (rankings: readonly JudgedRanking[]): number => results(evaluatedOf(rankings)).all.ndcg10
    return ndcg(this.#byWeights) > ndcg(this.#challenger) ? "weights" : "both"
  }

  /** The hold-out's verdict on each list, with its candidates added to what chances and standings are read off. */
  #reports(fitted: FittedLists, seed: number): Verdict["reports"] {
    const reportOf = (list: LearnedList): ListReport => {
      const judge = this.#judgeOf(list)
      const report = judge.report(fitted.has(list) ? null : NEED_OF_LIST[list], seed)
      judge.calibrate({ chances: this.#chances, shown: this.#shown }, list, report.serves)
      return report
    }
    return {
      cart: reportOf("cart"),
      bought_together: reportOf("bought_together"),
      similar: reportOf("similar"),
      gift: reportOf("gift"),
      buy_again: reportOf("buy_again"),
    }
  }

  #judgeOf(list: LearnedList): ListJudge {
    const judge = this.#judges.get(list)
    if (judge === undefined) throw new RangeError(`"${list}" is no list that is learned`)
    return judge
  }
}

/** What the gate compares: known shoppers where there are any on the hold-out, else new ones. */
function judgedLists({ all, new: fresh }: MethodResult): Float64Array {
  return all.shoppers > 0 ? all.ndcg10Lists : fresh.ndcg10Lists
}

/** The serving model's weights, fitted without its own hold-out; null where there is none, or one whose file this release cannot read. */
export function readChampion(bytes: Uint8Array | undefined): Scorer | null {
  if (bytes === undefined) return null
  try {
    const { weights, judgedWeights = weights, trees } = decodeRankingModel(bytes)
    return { weights: judgedWeights, trees }
  } catch {
    // A champion that cannot be read cannot serve either: the challenger has no rival.
    return null
  }
}

const evaluatedOf = (rankings: readonly JudgedRanking[]): EvaluatedCases[] => rankings.map(({ evaluated }) => evaluated)

function plain({ all, novel, new: fresh }: MethodResult): MethodMetrics {
  const cohort = (result: MethodResult["all"]): CohortMetrics => ({
    shoppers: result.shoppers,
    ndcg10: result.ndcg10,
    recall10: result.recall10,
    hitRate10: result.hitRate10,
    mrr: result.mrr,
    coverage: result.coverage,
  })
  return { all: cohort(all), novel: cohort(novel), new: cohort(fresh) }
}
