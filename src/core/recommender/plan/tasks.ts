import type { ShownListKind } from "../../contract/interaction-log"
import type { LearnedList, OffPolicyReport } from "../../contract/recommender"
import type { EvaluatedCases } from "../../evaluation/evaluate"
import type { ShopState } from "../../features/shop-state"
import type { Scorer } from "../../trees/scorer"
import type { GatheredChances, ValueScale } from "../calibration/confidence"
import type { RankerFit } from "../teaching/fit-ranker"
import type { AnchoredList } from "../teaching/list-cases"
import type { Policies } from "../judging/logged-lists"
import type { AskedQuestion } from "../judging/list-judge"
import type { TaughtLists } from "../teaching/teaching-set"

/** A ranking that is fitted: what comes next for a shopper, or one of the lists beside it. */
export type FittedList = "for_you" | LearnedList

/** Cases of a moment by their place. */
export interface Shard {
  readonly from: number
  readonly to: number
}

/** Which of both judged: a ranking with its trees, or its weights alone. Where it has no trees, both are the first. */
export type JudgedBy = "both" | "weights"

/** Rankings that the hold-out judges. */
export interface JudgedScorers {
  readonly own: Scorer
  /** Of what serves, null where nothing does. */
  readonly champion: Scorer | null
  /** Null where nothing taught it. */
  readonly buyAgain: Scorer | null
}

/**
 * One piece of a training. Its result hangs on the snapshot and on what stands in the task, and on nothing that ran before
 * it, so that it may run anywhere, in any order, and again. `moment` counts the moments that teach, oldest first; the one
 * behind the last is the hold-out.
 */
export type TrainingTask =
  /** The counts and tables of a moment: read by every task that names it, and built by whoever has not got them. */
  | { readonly kind: "state"; readonly moment: number; readonly newcomerSetting: number }
  /** Lists of a moment and a shard of its shoppers. */
  | { readonly kind: "lists"; readonly moment: number; readonly shard: Shard }
  /** Lists of one kind that were shown, of a moment. */
  | { readonly kind: "seen"; readonly moment: number; readonly list: ShownListKind }
  /** Lists of a moment that start from products. */
  | { readonly kind: "anchored"; readonly moment: number; readonly list: AnchoredList }
  /** What the orders of a moment are worth to its new shoppers. */
  | { readonly kind: "newcomers"; readonly moment: number }
  | {
      readonly kind: "fit"
      readonly list: FittedList
      readonly taught: TaughtLists
      readonly earlier: RankerFit | null
    }
  /** A shard of the hold-out. */
  | { readonly kind: "judge"; readonly moment: number; readonly shard: Shard; readonly scorers: JudgedScorers }
  | {
      readonly kind: "judge_anchored"
      readonly moment: number
      readonly list: AnchoredList
      readonly scorer: Scorer | null
    }
  | { readonly kind: "judge_orders"; readonly moment: number }
  /** What two rankings would have made of lists that were shown since the cut. */
  | { readonly kind: "off_policy"; readonly moment: number; readonly by: JudgedBy; readonly policies: Policies }
  | { readonly kind: "baseline"; readonly name: BaselineName }
  /** The state that serves: all rows, at the moment of the snapshot. */
  | { readonly kind: "serving_state"; readonly moment: null }

/** Methods that the hold-out judges beside the ranker. */
export type BaselineName = "popularity" | "item_knn"

/** How the cases of a shard were ranked, and the decision values that chances and standings are read off. */
export interface JudgedRanking {
  readonly evaluated: EvaluatedCases
  readonly chances: GatheredChances
  readonly shown: ReadonlyMap<ValueScale, readonly number[]>
}

/** What one shard of the hold-out found. */
export interface JudgedShard {
  readonly challenger: JudgedRanking
  /** By its weights alone; null where it has no trees. */
  readonly byWeights: JudgedRanking | null
  readonly champion: EvaluatedCases | null
  readonly featureRows: readonly Float32Array[]
  /** Products chosen that were candidates, and all that were chosen. */
  readonly found: number
  readonly total: number
  readonly taught: TaughtLists
  readonly repeats: TaughtLists
  readonly repeatQuestions: readonly AskedQuestion[]
}

/** What a task hands back, by its kind. */
export type TaskResult =
  | { readonly kind: "state" }
  | { readonly kind: "lists"; readonly taught: TaughtLists; readonly repeats: TaughtLists }
  | { readonly kind: "seen"; readonly list: ShownListKind; readonly taught: TaughtLists }
  | { readonly kind: "anchored"; readonly list: AnchoredList; readonly taught: TaughtLists }
  | { readonly kind: "newcomers"; readonly values: readonly (readonly number[])[] }
  | { readonly kind: "fit"; readonly list: FittedList; readonly fit: RankerFit }
  | ({ readonly kind: "judge" } & JudgedShard)
  | {
      readonly kind: "judge_anchored"
      readonly list: AnchoredList
      readonly questions: readonly AskedQuestion[]
      readonly taught: TaughtLists
    }
  | { readonly kind: "judge_orders"; readonly chances: GatheredChances }
  | { readonly kind: "off_policy"; readonly by: JudgedBy; readonly report: OffPolicyReport | null }
  | { readonly kind: "baseline"; readonly name: BaselineName; readonly evaluated: EvaluatedCases }
  | { readonly kind: "serving_state"; readonly state: ShopState }

/**
 * Tasks that may run at once; those of a moment need its state, whose task comes first. Results are taken in the order of the tasks,
 * whoever was done first: sums of rounded numbers hang on it, and so do the bytes of the model.
 */
export interface Stage {
  readonly tasks: readonly TrainingTask[]
  readonly take: (result: TaskResult) => void
}

/** Shoppers of a shard. The same on every machine: the size of a task does not hang on how many run. */
const SHARD_SIZE = 250

/** The shards of so many cases. */
export function shardsOf(cases: number): Shard[] {
  return Array.from({ length: Math.ceil(cases / SHARD_SIZE) }, (_, at) => ({
    from: at * SHARD_SIZE,
    to: Math.min(cases, (at + 1) * SHARD_SIZE),
  }))
}
