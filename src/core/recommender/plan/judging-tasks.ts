import { evaluateCases } from "../../evaluation/evaluate"
import { offPolicyComparison } from "../../evaluation/off-policy"
import { itemKnnBaseline, popularityBaseline } from "../../evaluation/simple-baselines"
import type { RankingCase } from "../../evaluation/temporal-split"
import { FEATURE_NAMES } from "../../features/feature-map"
import { isGoal } from "../../features/shop-state"
import { CalibrationSample, valueScale } from "../calibration/confidence"
import type { CaseLists } from "../teaching/case-lists"
import { newTeachingSet } from "../teaching/fit-ranker"
import { isLongLog } from "../teaching/teaching-moments"
import { addOrders } from "../judging/hold-out-orders"
import { askQuestion } from "../judging/list-judge"
import type { AskedQuestion } from "../judging/list-judge"
import { FEATURES_OF_LIST, listPrior } from "../priors/list-priors"
import { NewcomerOrders } from "../judging/newcomer-orders"
import { isNewcomer } from "../judging/newcomer-trials"
import { QuantileSample } from "../calibration/quantile-sample"
import { ranked } from "../ranking/ranked"
import { rungOf } from "../ranking/shopper-list"
import type { ShopperList } from "../ranking/shopper-list"
import { StandingsSample } from "../calibration/standings"
import type { TaskResult } from "./tasks"
import { anchoredList, anchoredOf } from "./teaching-tasks"
import type { TaskOf } from "./teaching-tasks"
import { judgedCases } from "./training-world"
import type { TrainingWorld } from "./training-world"

/** Products that the shopper of a case chose before. */
function boughtBefore({ log, split }: TrainingWorld): (testCase: RankingCase) => ReadonlySet<number> {
  const accepts = isGoal(split.goal)
  return ({ rows }) => new Set(rows.filter((row) => accepts(log.behavior[row])).map((row) => log.item[row]))
}

/** Judges challenger and champion on a shard of the hold-out; keeps what calibration and a drift check need. */
export function judgeShard(world: TrainingWorld, holdOut: CaseLists, task: TaskOf<"judge">): TaskResult {
  const { shard, weights } = task
  const cases = judgedCases(world).slice(shard.from, shard.to)
  const options = { boughtBefore: boughtBefore(world) }
  const judged = new ShardJudge(world, holdOut, task)
  const challenger = evaluateCases(cases, (testCase) => judged.rank(testCase), options)
  const champion =
    weights.champion === null
      ? null
      : evaluateCases(cases, (testCase) => judged.championRanks.get(testCase) ?? judged.newcomer(testCase), options)
  return {
    ...{ kind: "judge", challenger, champion },
    chances: judged.chances.gathered(),
    shown: judged.shown.gathered(),
    featureRows: judged.quantiles.rows,
    ...{ found: judged.found, total: judged.total },
    taught: judged.taught.taught(),
    repeats: judged.repeats.taught(),
    repeatQuestions: judged.repeatQuestions,
  }
}

/** Ranks the cases of a shard one by one, and gathers what each says on the way. */
class ShardJudge {
  readonly championRanks = new Map<RankingCase, Int32Array>()
  readonly chances = new CalibrationSample()
  readonly shown = new StandingsSample()
  readonly quantiles = new QuantileSample(FEATURE_NAMES)
  readonly repeatQuestions: AskedQuestion[] = []
  readonly taught
  readonly repeats
  found = 0
  total = 0
  readonly #newcomers: NewcomerOrders

  constructor(
    world: TrainingWorld,
    private readonly holdOut: CaseLists,
    private readonly task: TaskOf<"judge">,
  ) {
    this.taught = newTeachingSet(world.seed)
    this.repeats = newTeachingSet(world.seed, FEATURES_OF_LIST.buy_again)
    this.#newcomers = new NewcomerOrders((channel) => holdOut.lists.stateIn(channel))
  }

  rank(testCase: RankingCase): Int32Array {
    const list = this.holdOut.make(testCase)
    const { items } = list.candidates
    const truth = new Set(testCase.truth)
    for (const item of items) if (truth.has(item)) this.found++
    this.total += truth.size
    // Of whom nothing is known, the shop's own order is asked, not the weights.
    if (isNewcomer(testCase)) return this.newcomer(testCase)
    const { own, champion } = this.task.weights
    const values = list.features.decisionValues(own)
    const scale = valueScale(rungOf(list))
    this.shown.add(scale, values)
    items.forEach((item, at) => this.chances.addValue(scale, values[at], truth.has(item)))
    this.quantiles.take(list.features)
    this.taught.add(list, truth)
    this.#askRepeats(list, truth)
    if (champion !== null) this.championRanks.set(testCase, ranked(items, list.features.decisionValues(champion)))
    return ranked(items, values)
  }

  newcomer(testCase: RankingCase): Int32Array {
    return this.#newcomers.of(this.holdOut.channelOf(testCase), this.holdOut.profileOf(testCase).segments).items
  }

  /** Asks `buy_again` which of the old choices it was this time. */
  #askRepeats(made: ShopperList, truth: ReadonlySet<number>): void {
    const all = valuesOf(made, listPrior("buy_again"), this.task.weights.buyAgain)
    const places = [...all.items.keys()].filter((at) => (made.history.items.get(all.items[at])?.baskets ?? 0) > 0)
    const items = places.map((at) => all.items[at])
    if (!items.some((item) => truth.has(item))) return
    const { prior, learned } = all
    this.repeatQuestions.push(
      askQuestion(this.holdOut.lists.state, {
        items,
        prior: places.map((at) => prior[at]),
        learned: learned === null ? null : places.map((at) => learned[at]),
        truth,
        anchors: [],
      }),
    )
    this.repeats.addRepeats(made, truth)
  }
}

/** Questions of one list that the hold-out asks at most. */
const JUDGED_AT_MOST = 600
const JUDGED_OF_LONG = 400

/** Asks the hold-out of a list that starts from given products; its answers teach the last fit. */
export function judgeAnchored(world: TrainingWorld, holdOut: CaseLists, task: TaskOf<"judge_anchored">): TaskResult {
  const { list, moment, weights } = task
  const set = newTeachingSet(world.seed, FEATURES_OF_LIST[list])
  const atMost = isLongLog(world.log) ? JUDGED_OF_LONG : JUDGED_AT_MOST
  const questions = anchoredOf(world, { moment, list, atMost }).map((testCase) => {
    const made = anchoredList(holdOut, list, testCase)
    const truth = new Set(testCase.truth)
    const values = valuesOf(made, listPrior(list), weights)
    set.add(made, truth, testCase.weight)
    return askQuestion(holdOut.lists.state, { ...values, truth, anchors: testCase.anchors })
  })
  return { kind: "judge_anchored", list, questions, taught: set.taught() }
}

interface ListValues {
  readonly items: number[]
  readonly prior: number[]
  readonly learned: number[] | null
}

function valuesOf(made: ShopperList, prior: Float64Array, learned: Float64Array | null): ListValues {
  return {
    items: Array.from(made.candidates.items),
    prior: Array.from(made.features.decisionValues(prior)),
    learned: learned === null ? null : Array.from(made.features.decisionValues(learned)),
  }
}

/** What stood where in the orders that need no decision value. */
export function judgeOrders(world: TrainingWorld, holdOut: CaseLists): TaskResult {
  const chances = new CalibrationSample()
  addOrders(chances, { ...{ dataset: world.dataset, log: world.log, holdOut }, cases: judgedCases(world) })
  return { kind: "judge_orders", chances: chances.gathered() }
}

/** Compares two rankings on lists that were shown since the cut. */
export function judgeLogged(world: TrainingWorld, holdOut: CaseLists, { weights }: TaskOf<"off_policy">): TaskResult {
  return { kind: "off_policy", report: offPolicyComparison(world.logged?.compare(holdOut, weights) ?? []) }
}

/** Judges a method that needs no learning. */
export function judgeBaseline(world: TrainingWorld, { name }: TaskOf<"baseline">): TaskResult {
  const { log, split } = world
  const rank = name === "popularity" ? popularityBaseline(split) : itemKnnBaseline(log, split)
  const evaluated = evaluateCases(judgedCases(world), rank, { boughtBefore: boughtBefore(world) })
  return { kind: "baseline", name, evaluated }
}
