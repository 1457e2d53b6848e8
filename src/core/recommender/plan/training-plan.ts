import { SHOWN_LISTS } from "../../contract/interaction-log"
import type { LearnedList, TrainedRecommender, TrainingReport } from "../../contract/recommender"
import { linear } from "../../trees/scorer"
import type { Scorer } from "../../trees/scorer"
import { ANCHORED_LISTS } from "../teaching/list-cases"
import type { ShopState } from "../../features/shop-state"
import { encodeRankingModel } from "../model/model-file"
import { FittedLists, fitTasks, listModels, refitTasks } from "./fitting"
import { Judging, readChampion } from "./judging"
import type { Verdict } from "./judging"
import type { PhaseClock } from "./phase-clock"
import { shardsOf } from "./tasks"
import type { JudgedBy, Stage, TrainingTask } from "./tasks"
import { seenTasks, Teaching, teachingStage } from "./teaching"
import { judgedCases } from "./training-world"
import type { TrainingWorld } from "./training-world"

/** What runs a training beside its world. */
export interface PlanOptions {
  /** Serving model file to compare with on the same hold-out. */
  readonly champion: Uint8Array | undefined
  readonly clock: PhaseClock
  /** See {@link Teaching}. */
  readonly makeBlock?: (length: number) => Float32Array
}

/**
 * A training as stages of tasks: lists of every moment, the first fit, the hold-out, the last fit and the state that
 * serves. Whoever runs it runs the tasks of a stage as they like and hands their results back in their order; then it goes
 * on, and in the end gives the model, whose bytes do not hang on who ran what.
 */
export function* trainingPlan(
  world: TrainingWorld,
  { champion, clock, makeBlock }: PlanOptions,
): Generator<Stage, TrainedRecommender, void> {
  const teaching = new Teaching(world.seed, makeBlock)
  clock.enter("features")
  yield teachingStage(world, teaching, { personal: true, anchored: true })

  clock.enter("fit")
  const fitted = new FittedLists()
  yield { tasks: fitTasks(teaching), take: (result) => fitted.take(result) }

  clock.enter("evaluate")
  const judging = new Judging()
  const { own } = fitted
  yield {
    tasks: judgingTasks(world, { fitted, champion, newcomerSetting: teaching.newcomers.choose() }),
    take: (result) => {
      teaching.take(result)
      judging.take(result)
    },
  }
  const verdict = judging.verdict(world, fitted)

  clock.enter("refit")
  const pairs = teaching.of("for_you").pairCount
  const serving: { state: ShopState | null } = { state: null }
  yield {
    tasks: [...refitTasks(teaching, fitted, verdict), { kind: "serving_state", moment: null }],
    take: (result) => {
      fitted.take(result)
      if (result.kind === "serving_state") serving.state = result.state
    },
  }
  if (serving.state === null) throw new Error("the state that serves was not built")

  clock.enter("store")
  const state = { ...serving.state, newcomerSetting: teaching.newcomers.choose() }
  const bytes = modelFile(world, { state, fitted, verdict, judgedWeights: own.weights })
  const durationsMs = clock.finish()
  return { bytes, report: { ...reportOf(world, verdict, pairs), cost: own.cost, durationsMs } }
}

/** What is judged on the hold-out. */
interface Judged {
  readonly fitted: FittedLists
  readonly champion: Uint8Array | undefined
  readonly newcomerSetting: number
}

function judgingTasks(world: TrainingWorld, judged: Judged): TrainingTask[] {
  const { fitted, champion, newcomerSetting } = judged
  const moment = world.moments.length
  const scorers = {
    own: scorerOf(fitted.own),
    champion: readChampion(champion),
    buyAgain: learnedScorer(fitted, "buy_again"),
  }
  return [
    { kind: "state", moment, newcomerSetting },
    ...ANCHORED_LISTS.map((list): TrainingTask => ({
      ...{ kind: "judge_anchored", moment, list },
      scorer: learnedScorer(fitted, list),
    })),
    ...shardsOf(judgedCases(world).length).map((shard): TrainingTask => ({ kind: "judge", moment, shard, scorers })),
    ...seenTasks(world.seen, moment),
    { kind: "judge_orders", moment },
    ...offPolicyTasks(world, scorers),
    { kind: "newcomers", moment },
    { kind: "baseline", name: "popularity" },
    { kind: "baseline", name: "item_knn" },
  ]
}

/** What of a fit ranks: tasks carry no more. */
const scorerOf = ({ weights, trees }: Scorer): Scorer => ({ weights, trees })

/** Null where nothing taught the list. */
function learnedScorer(fitted: FittedLists, list: LearnedList): Scorer | null {
  const fit = fitted.get(list)
  return fit === null ? null : scorerOf(fit)
}

/** The comparison on lists that were shown, where a champion serves and any was. */
function offPolicyTasks(
  { logged, moments }: TrainingWorld,
  { own, champion }: { readonly own: Scorer; readonly champion: Scorer | null },
): TrainingTask[] {
  if (champion === null || logged === null || logged.isEmpty) return []
  const task = (by: JudgedBy, challenger: Scorer): TrainingTask => ({
    ...{ kind: "off_policy", moment: moments.length, by },
    policies: { challenger, champion },
  })
  return own.trees === null ? [task("both", own)] : [task("both", own), task("weights", linear(own.weights))]
}

function modelFile(
  { dataset, log }: TrainingWorld,
  found: {
    readonly state: ShopState
    readonly fitted: FittedLists
    readonly verdict: Verdict
    readonly judgedWeights: Float64Array
  },
): Uint8Array {
  const { state, fitted, verdict, judgedWeights } = found
  return encodeRankingModel({
    itemIds: log.itemIds,
    catalog: log.itemIds.map((id) => dataset.items.get(id) ?? null),
    state,
    weights: fitted.own.weights,
    trees: verdict.withTrees.has("for_you") ? fitted.own.trees : null,
    deviations: fitted.own.deviations,
    judgedWeights,
    lists: listModels(fitted, verdict),
    isTrained: true,
    calibration: verdict.calibration,
    standings: verdict.standings,
  })
}

function seenReports(seen: TrainingWorld["seen"]): TrainingReport["seen"] {
  const reports = SHOWN_LISTS.flatMap((kind) => {
    const report = seen?.reportOf(kind) ?? null
    return report === null ? [] : [[kind, report] as const]
  })
  return reports.length === 0 ? null : Object.fromEntries(reports)
}

function reportOf(
  { log, split, seen }: TrainingWorld,
  verdict: Verdict,
  pairs: number,
): Omit<TrainingReport, "cost" | "durationsMs"> {
  const { length, hasTime, time } = log
  return {
    window: { from: hasTime ? time[0] : 0, to: hasTime ? time[length - 1] : length, cut: split.cut },
    counts: { events: length, shoppers: log.userIds.length, products: log.itemIds.length, pairs },
    challenger: verdict.challenger,
    champion: verdict.champion,
    baselines: verdict.baselines,
    leads: verdict.leads,
    auc: verdict.auc,
    calibrationError: verdict.calibrationError,
    candidateRecall: verdict.candidateRecall,
    lists: verdict.reports,
    seen: seenReports(seen),
    offPolicy: verdict.offPolicy,
    featureQuantiles: verdict.featureQuantiles,
    featureLists: verdict.featureLists,
  }
}
